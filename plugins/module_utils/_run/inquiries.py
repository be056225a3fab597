# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Refusals that need to know more of an account than the objects of a task tell: it is asked when a change raises them.

What the API application may not read is a warning; a read that fails for another reason ends the run. It knows nothing
of Ansible and writes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError, NotOffered, NotSure
from ansible_collections.mailops.mimecast.plugins.module_utils._api.members import NO_SUCH_ADDRESS
from ansible_collections.mailops.mimecast.plugins.module_utils._api.reader import Reader
from ansible_collections.mailops.mimecast.plugins.module_utils._model import spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._plan import refusals
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Change
from ansible_collections.mailops.mimecast.plugins.module_utils._resources import mx
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families import roles


class Facts:
    """What an account tells beside the objects of a task, each read once."""

    def __init__(self, client: Client, reader: Reader) -> None:
        self._client = client
        self._reader = reader
        self._known: dict[str, Any] = {}

    def read(self, name: str, about: Collection[str]) -> Any:
        """Return a fact, or None where the API application may not read it.

        Args:
            about: users, of whom each is asked for by itself where the API does not list who holds a role.

        Raises:
            ApiError: it could not be read for another reason.
        """
        if name not in self._known:
            try:
                self._known[name] = self._read(name, about)
            except ApiError as error:
                forbidden = isinstance(error, NotOffered) or error.status == 403 or error.code == NO_SUCH_ADDRESS
                # A run that asks for sure calls is not to judge less for it.
                if isinstance(error, NotSure) or not forbidden:
                    raise
                self._known[name] = None
        return self._known[name]

    def _read(self, name: str, about: Collection[str]) -> Any:
        if name == "internal_domains":
            one_spelling = spelling.tolerant(spelling.domain)
            told = [row.get("domain") for row in self._client.rows(mx.INTERNAL_DOMAINS)]
            return frozenset(one_spelling(domain) for domain in told if isinstance(domain, str))
        if name == "disabled_users":
            return self._disabled()
        if name == "dkim_uses":
            return self._dkim_uses()
        holders, complete = self._reader.holders("role_member", roles.MANAGES_ROLES, about)
        disabled = self._disabled()
        return roles.Managers({user: role for user, role in holders.items() if user not in disabled}, complete)

    def _dkim_uses(self) -> dict[str, list[str]]:
        """Return definition -> the policies that sign with it; what cannot be read may use any, and stands at ""."""
        uses: dict[str, list[str]] = {}
        for policy in self._reader.all_of("dkim_policy"):
            uses.setdefault("" if policy.unreadable else policy.entry["definition"], []).append(policy.key)
        return uses

    def _disabled(self) -> frozenset[str]:
        return frozenset(user.key for user in self._reader.all_of("user") if user.entry.get("disabled") is True)


def answered(
    resource: Resource, changes: Sequence[Change], accepted: Collection[str], facts: Facts
) -> tuple[list[Problem], list[str]]:
    """Return what is refused of changes once the account has been asked about them, and what it did not tell.

    Raises:
        ApiError: what has to be known could not be read.
    """
    problems: dict[str, Problem] = {}
    unread: dict[str, None] = {}
    for inquiry in resource.inquiries:
        raised = [(change.where, inquiry.raised(change.present, change.entry)) for change in changes]
        everything = [about for _where, mine in raised for about in mine]
        if not everything or refusals.lifted(inquiry, accepted):
            continue
        fact = facts.read(inquiry.fact, everything)
        if fact is None:
            unread[f"{resource.title}: {inquiry.unread}"] = None
            continue
        for where, mine in raised:
            message = inquiry.check(mine, everything, fact) if mine else ""
            if message and where not in problems:
                problems[where] = Problem(where, refusals.refused(inquiry, message))
    return list(problems.values()), list(unread)
