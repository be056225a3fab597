# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks of groups: members that fit nobody, and groups that policies of no use stand on."""

from __future__ import annotations

from collections.abc import Iterator

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint.account import POLICIES, Account, domain_part
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint.checks import Check, Fault
from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import references
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import RESOURCES

_GROUP = "sender_group"
_BUILTIN = RESOURCES[_GROUP].builtin
_USING = tuple(
    name
    for name, resource in RESOURCES.items()
    if _GROUP in resource.references and name != _GROUP and not resource.stands_for
)
"""Types whose objects may use a group."""


def _wildcards(account: Account) -> Iterator[Fault]:
    for name in account.groups:
        for member in account.members(name):
            if "*" in member:
                yield Fault(_GROUP, name, "members", f"{member} holds a wildcard", member)


def _empty(account: Account) -> Iterator[Fault]:
    with_others = {entry.get("parent") for entry in account.all_of(_GROUP)} | _BUILTIN
    for resource in POLICIES:
        for entry in account.acting(resource):
            for place, target, name in references(RESOURCES[resource], _scopes(entry)):
                group = account.groups.get(name) if target == _GROUP else None
                if group and group.get("members") == [] and name not in with_others:
                    yield Fault(resource, entry["name"], place, f"the group {name} has no members", name)


def _scopes(entry: dict[str, object]) -> dict[str, object]:
    return {side: entry[side] for side in ("applies_from", "applies_to") if entry.get(side)}


def _unused(account: Account) -> Iterator[Fault]:
    used = {
        name
        for resource in _USING
        for entry in account.all_of(resource)
        for _place, target, name in references(RESOURCES[resource], RESOURCES[resource].settings(entry))
        if target == _GROUP
    }
    for name in account.groups:
        outside = [member for member in account.members(name) if not account.is_own(domain_part(member))]
        if outside and used.isdisjoint(_with_ancestors(account, name)) and name not in _BUILTIN:
            told = f"it has {len(outside)} senders from outside, and no policy that can be seen uses it"
            yield Fault(_GROUP, name, "name", told)


def _with_ancestors(account: Account, name: str) -> set[str]:
    """Return a group and those that it stands in: whether members of it belong to those is not known (rule M5)."""
    found: set[str] = set()
    while name and name not in found:
        found.add(name)
        name = account.groups.get(name, {}).get("parent") or ""
    return found


CHECKS = (
    Check(
        "wildcard_member",
        "medium",
        "group members that contain a wildcard",
        "Groups have no wildcards. Mimecast takes the wildcard literally, so the member matches nobody.",
        "M4, documented: Mimecast DOC-1601; Mimecast KB 34000390156947",
        "Name each domain, or create a policy with the wildcard.",
        _wildcards,
        (_GROUP,),
    ),
    Check(
        "empty_group",
        "medium",
        "policies for a group that has no members",
        "The policy matches nobody.",
        "M4, documented: Mimecast KB 34000390156947",
        "Add the members, or delete the policy.",
        _empty,
        (_GROUP, *POLICIES),
        whole=(_GROUP,),
    ),
    Check(
        "unused_group",
        "low",
        "groups of outside senders that no policy uses",
        "People add senders to it and expect an effect. Policies that the API does not show may still use it.",
        "selectcybersecurity.com/best-practice: audit policies together with their groups",
        "Delete the group. If a policy in the console uses it, accept the finding with that reason.",
        _unused,
        (_GROUP, "internal_domain", *_USING),
        whole=(_GROUP, "internal_domain", *_USING),
    ),
)
