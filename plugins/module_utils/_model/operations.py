# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls of the API as data: one operation, and a list of members that is kept by operations of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, get_args

from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry, Row

Confidence = Literal["documented", "observed", "inferred"]
CONFIDENCE: tuple[Confidence, ...] = get_args(Confidence)
"""How sure it is that a call exists and is made as it is made here, the surest first.

``documented``: in the vendor's reference, or in a client made from it. ``observed``: in answers of the live service, or
in other people's public code. ``inferred``: no source shows it.
"""


@dataclass(frozen=True)
class Operation:
    """One call of the API, and what a user needs to be allowed to make it.

    Attributes:
        id: operationId in the contract.
        envelope: ``rest`` (bare JSON) or ``legacy`` (``meta``/``data``/``fail``).
        writes: changes the account.
        rows: names under which a list answer holds its rows; for a legacy list, the member of each ``data`` item, or
            none where the items are the rows.
        paged: page by page; ``page_limit`` rows at most a page. A legacy list that is not paged answers all rows at
            once, and is asked for all of them by a request without a body.
        unfiltered: legacy: all pages of a list are asked for without ``data``, an empty one is a filter.
        asks: legacy: what every item of a request holds beside the rest, as (member, value).
        nested: the member of a row that holds the rows below it; what an answer leaves out is asked for by their id.
        identify: legacy: the member of the item that names the object, by its id, its natural key, or its natural key
            in a list, as ``identify_by`` says.
        products, permission: what the API application and its role need.
        catalogue: in the vendor's public catalogue. confidence: see ``CONFIDENCE``.
    """

    id: str
    method: str
    path: str
    envelope: Literal["rest", "legacy"] = "rest"
    writes: bool = False
    rows: tuple[str, ...] = ()
    paged: bool = False
    page_limit: int = 100
    unfiltered: bool = False
    asks: tuple[tuple[str, Any], ...] = ()
    nested: str = ""
    identify: str = "id"
    identify_by: Literal["id", "key", "keys"] = "id"
    products: tuple[str, ...] = ()
    permission: str = ""
    catalogue: bool = True
    confidence: Confidence = "documented"

    def reaches(self, level: Confidence) -> bool:
        """Whether it is as sure as a level asks for, or surer."""
        return CONFIDENCE.index(self.confidence) <= CONFIDENCE.index(level)


@dataclass(frozen=True)
class Members:
    """A list kept by operations of its own: the members of a group, the holders of a role.

    Attributes:
        field: name of the ``apart`` field.
        batch: most members one add or remove call takes.
        to_api: record -> item of a request. from_api: row of an answer -> record.
        holder: the member of the one item of an ``add`` request that holds all records; "" where each is an item.
        by_id: members are objects of their own: each is removed by the id that it was just read with, one a call, and
            two of one identity may stand side by side.
        joined: the one record that two of one identity read as; without it the last one counts.
        profile: reads one member when ``list`` is not offered; ``profile_name`` is the member of its answer that names
            the object the member is in.
        exclusive: a member is in one object only, so adding moves.
        benign: failure codes that mean "already so".
        scan: what to list when every member has to be looked at one by one.
    """

    field: str
    list: Operation
    add: Operation
    remove: Operation
    batch: int
    to_api: Callable[[Entry], Entry]
    from_api: Callable[[Row], Entry]
    holder: str = ""
    by_id: bool = False
    joined: Callable[[Entry, Entry], Entry] = lambda former, later: later
    profile: Operation | None = None
    profile_name: str = ""
    exclusive: bool = False
    benign: frozenset[str] = frozenset()
    scan: str = ""
