# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks of policies of one type about the same mail: of two that fit alike only one acts on a message.

No order of precedence is needed here but the one that all readings of the rules share: of policies that are equally
specific the one with Policy Override comes first. What fits alike in part is not judged.
"""

from __future__ import annotations

import itertools
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint.account import POLICIES, Account
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint.checks import Check, Fault
from ansible_collections.mailops.mimecast.plugins.module_utils._model import networks
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import RESOURCES

_SHARED = (
    "name",
    "applies_from",
    "applies_to",
    "addresses_based_on",
    "enabled",
    "override",
    "bidirectional",
    "enforced",
    "valid_from",
    "valid_until",
    "source_ips",
    "hostnames",
)
"""Settings that say which mail a policy is about; all others say what happens to it."""


@dataclass(frozen=True)
class _Policy:
    """A policy with what two of them are compared by.

    Attributes:
        does: what it does with the mail. servers: the addresses that it is about, none for all.
    """

    entry: Entry
    does: list[object]
    servers: list[networks.Span]

    @property
    def name(self) -> str:
        return str(self.entry["name"])

    @property
    def overrides(self) -> bool:
        return self.entry.get("override") is True

    @property
    def hostnames(self) -> frozenset[str]:
        return frozenset(self.entry.get("hostnames") or ())

    def outlasts(self, other: _Policy) -> bool:
        """Whether it acts at least as long as another one that acts now."""
        return bool((self.entry.get("valid_until") or "9") >= (other.entry.get("valid_until") or "9"))

    def covers(self, other: _Policy) -> bool:
        """Whether it is about mail of all servers that another one is about."""
        servers = not self.servers or (bool(other.servers) and networks.covers(self.servers, other.servers))
        return servers and (not self.hostnames or (bool(other.hostnames) and self.hostnames >= other.hostnames))

    def meets(self, other: _Policy) -> bool:
        """Whether both are about mail of any server, or of some that both name. What names some is met by no other."""
        if bool(self.servers) != bool(other.servers) or bool(self.hostnames) != bool(other.hostnames):
            return False
        return not self.hostnames or not self.hostnames.isdisjoint(other.hostnames)


def _pairs(account: Account) -> Iterator[tuple[str, _Policy, _Policy]]:
    """Yield (type, policy, policy) for every two that act on mail from and to the same ends, in the order of names.

    Two that name servers, and none that both name, are left out.
    """
    for resource in POLICIES:
        by_ends: dict[str, list[Entry]] = defaultdict(list)
        for entry in account.acting(resource):
            if entry.get("applies_from") and entry.get("applies_to"):
                by_ends[_ends(entry)].append(entry)
        for entries in by_ends.values():
            policies = [_policy(resource, entry) for entry in sorted(entries, key=_in_order)]
            yield from ((resource, policies[first], policies[second]) for first, second in _near(policies))


def _near(policies: Sequence[_Policy]) -> list[tuple[int, int]]:
    anywhere = [place for place, policy in enumerate(policies) if not policy.servers]
    with_any = {(min(place, other), max(place, other)) for place in anywhere for other in range(len(policies))}
    both = {*with_any, *networks.meeting([policy.servers for policy in policies])}
    return sorted((first, second) for first, second in both if first != second)


def _policy(resource: str, entry: Entry) -> _Policy:
    does = [entry.get(field.name) for field in RESOURCES[resource].fields if field.name not in _SHARED]
    return _Policy(entry, does, networks.merged_spans(entry.get("source_ips") or ()))


def _ends(entry: Entry) -> str:
    based_on = entry.get("addresses_based_on") if entry["applies_from"].get("type") != "everyone" else ""
    return json.dumps(
        [entry["applies_from"], entry["applies_to"], based_on, entry.get("bidirectional") is True], sort_keys=True
    )


def _in_order(entry: Entry) -> tuple[str, str]:
    return str(entry["name"]), json.dumps(entry, sort_keys=True, default=str)


def _is_spare(policy: _Policy, other: _Policy) -> bool:
    """Whether everything would be the same without ``policy``."""
    alike = policy.does == other.does and other.overrides >= policy.overrides
    return alike and other.covers(policy) and other.outlasts(policy)


def _is_hidden(policy: _Policy, other: _Policy) -> bool:
    """Whether ``policy`` never acts, because ``other`` comes first wherever both fit, and does something else.

    One for fewer servers is not judged: whether servers make a policy more specific is not known (rule S6).
    """
    if policy.does == other.does or policy.overrides or not other.overrides:
        return False
    return policy.covers(other) and other.covers(policy) and other.outlasts(policy)


def _duplicates(account: Account) -> Iterator[Fault]:
    for resource, first, second in _pairs(account):
        for policy, other in ((second, first), (first, second)):
            if _is_spare(policy, other):
                told = f"the policy {other.name} does the same for the same mail"
                yield Fault(resource, policy.name, "name", told, other.name)
                break


def _shadowed(account: Account) -> Iterator[Fault]:
    for resource, *both in _pairs(account):
        for policy, other in itertools.permutations(both):
            if _is_hidden(policy, other):
                told = f"the policy {other.name} with Policy Override covers all of its mail, and comes first"
                yield Fault(resource, policy.name, "override", told, other.name)


def _tied(account: Account) -> Iterator[Fault]:
    for resource, first, second in _pairs(account):
        if first.overrides == second.overrides and first.does != second.does and first.meets(second):
            told = f"the policy {second.name} covers the same mail, and does something else"
            yield Fault(resource, first.name, "applies_to", told, second.name)


_ONE_ACTS = "Of each type, only one policy acts on a message."
CHECKS = (
    Check(
        "duplicate_policy",
        "low",
        "policies that do the same as another one for the same mail",
        f"{_ONE_ACTS} If somebody changes the one that does not act, nothing happens.",
        "S1, documented: Mimecast KB 34000430148627",
        "Delete one of the two.",
        _duplicates,
        POLICIES,
    ),
    Check(
        "shadowed_policy",
        "medium",
        "policies that never act because a policy with Policy Override covers all of their mail",
        f"{_ONE_ACTS} If the scopes are equal, the policy with Policy Override acts, however you read the "
        "description of that setting.",
        "S1, S7, documented: Mimecast KB 34000430148627 and 34000692448787; "
        "integrations.mimecast.com policies/antispoofing-spf-bypass/update-policy",
        "Delete it, or give it the narrower scope that you mean.",
        _shadowed,
        POLICIES,
    ),
    Check(
        "tied_policies",
        "medium",
        "policies with equal scopes that do different things",
        f"{_ONE_ACTS} If delivery route policies are tied, Mimecast picks one at random for each message. You may want "
        "that, to share the load. For other types, no public source says which one acts.",
        "S8, documented for delivery routing: Mimecast KB 34000678847379, 34000756346003, DOC-1649; one bypass for a "
        "flow, M11: Mimecast KB 34000752076563",
        "Make one of them clearly narrower, or give one Policy Override. Merge several SPF bypass policies into one "
        "with all domains.",
        _tied,
        POLICIES,
    ),
)
