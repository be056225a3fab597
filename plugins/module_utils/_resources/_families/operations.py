# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The five calls that a REST collection of the API has: list, get, create, update, delete.

What differs between collections is a path, two words in the operation ids and who may call. This file knows neither
fields nor what the objects do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypedDict

from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation


class Operations(TypedDict):
    """The calls of a resource, to be handed to it as they are."""

    list: Operation
    get: Operation
    create: Operation
    update: Operation
    delete: Operation


@dataclass(frozen=True)
class Collection:
    """A path of the API for the objects of one type.

    Attributes:
        path: where they are listed and created; one of them stands under its id below.
        one, many: their name in the operation ids, such as ``GreylistingPolicy`` and ``GreylistingPolicies``.
        rows: names under which a list answer holds them.
        products, read, edit: what the API application and its role need.
        inferred: in no public source; the calls are those that the collection would have.
    """

    path: str
    one: str
    many: str
    rows: tuple[str, ...]
    products: tuple[str, ...] = ("policymanagement", "emailsecurityonboarding")
    read: str = "Gateway | Policies | Read"
    edit: str = "Gateway | Policies | Edit"
    inferred: bool = False

    def operations(self) -> Operations:
        """Return the five calls."""
        single = self.path + "/{id}"
        return {
            "list": self._call(f"list{self.many}", "GET", self.path, rows=self.rows, paged=True),
            "get": self._call(f"get{self.one}", "GET", single),
            "create": self._call(f"create{self.one}", "POST", self.path),
            "update": self._call(f"update{self.one}", "PATCH", single),
            "delete": self._call(f"delete{self.one}", "DELETE", single),
        }

    def _call(self, id: str, method: str, path: str, **more: Any) -> Operation:
        writes = method != "GET"
        return Operation(
            id,
            method,
            path,
            writes=writes,
            products=self.products,
            permission=self.edit if writes else self.read,
            catalogue=not self.inferred,
            confidence="inferred" if self.inferred else "documented",
            **more,
        )
