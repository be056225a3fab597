# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks of what is over, will soon be over, or leads to what is not there."""

from __future__ import annotations

from collections.abc import Iterator

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint.account import Account
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint.checks import Check, Fault
from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import references
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Date
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import RESOURCES
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families import mail_flow

SOON = 30
"""So many days before its last one a policy is worth a word."""

_REFERRING = tuple(name for name, resource in RESOURCES.items() if resource.references and not resource.stands_for)
_ENDING: dict[str, tuple[str, ...]] = {
    name: ends
    for name, resource in RESOURCES.items()
    if not resource.stands_for
    if (ends := tuple(field.name for field in resource.fields if isinstance(field, Date) and field.last))
}
"""Type -> its settings that say the last day. What stands for others ends with them."""


def _expired(account: Account) -> Iterator[Fault]:
    for resource, entry, place, last in _ends(account):
        if last < account.day:
            yield Fault(resource.name, resource.key_of(entry), place, f"its last day was {last}")


def _expiring(account: Account) -> Iterator[Fault]:
    horizon = account.day_after(SOON)
    for resource, entry, place, last in _ends(account):
        if account.day <= last <= horizon and mail_flow.acts(entry):
            yield Fault(resource.name, resource.key_of(entry), place, f"its last day is {last}")


def _ends(account: Account) -> Iterator[tuple[Resource, Entry, str, str]]:
    for name, places in _ENDING.items():
        for entry in account.all_of(name):
            for place in places:
                if entry.get(place):
                    yield RESOURCES[name], entry, place, entry[place]


def _missing(account: Account) -> Iterator[Fault]:
    there = {
        name: {RESOURCES[name].key_of(entry) for entry in account.all_of(name)} | RESOURCES[name].builtin
        for name in account.whole
        if name in RESOURCES
    }
    for name in _REFERRING:
        resource = RESOURCES[name]
        for entry in account.all_of(name):
            for place, target, meant in references(resource, resource.settings(entry)):
                if target in there and meant not in there[target]:
                    told = f"there is no {RESOURCES[target].title} {meant}"
                    yield Fault(name, resource.key_of(entry), place, told, meant)


CHECKS = (
    Check(
        "expired",
        "low",
        "policies whose last day has passed",
        "Mimecast ignores them.",
        "S9, documented: Mimecast KB 34000805058579, DOC-1600",
        "Delete it, or set a later valid_until.",
        _expired,
        tuple(_ENDING),
    ),
    Check(
        "expires_soon",
        "medium",
        f"policies that end within {SOON} days",
        "After the last day of a policy, Mimecast ignores the policy.",
        "S9, documented: Mimecast KB 34000805058579, DOC-1600",
        "Set a later valid_until if you still need it, or accept the finding until that day.",
        _expiring,
        tuple(_ENDING),
    ),
    Check(
        "missing_reference",
        "medium",
        "objects that refer to something that does not exist",
        "It cannot work, because the group, route or definition that it names does not exist.",
        "Documented: Mimecast KB 34000678847379 (a policy needs its definition)",
        "Correct the name, or create the missing object.",
        _missing,
        _REFERRING,
    ),
)
