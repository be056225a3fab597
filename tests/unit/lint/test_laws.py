# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds of lint whatever an account has: the laws, over accounts that are changed at random."""

from __future__ import annotations

import copy
import datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint import lint
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint.account import POLICIES
from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import references
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import RESOURCES
from ansible_collections.mailops.mimecast.tests.unit.lint.accounts import DAY, DNS, Entries, clean, found, policy, told
from ansible_collections.mailops.mimecast.tests.unit.lint.plants import PLANTS

calmly = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
accounts = st.sampled_from(sorted(PLANTS)).map(lambda name: PLANTS[name].account())
NAMED = ("sender_group", "delivery_route", "dkim_definition", *POLICIES)
"""Types whose objects people name as they like."""
BUILTIN = RESOURCES["sender_group"].builtin

words = st.lists(st.sampled_from(["North", "mail", "Ärzte", "2026", "(old)", "a.b", "*"]), min_size=1, max_size=3)
names = words.map(" ".join)
senders = st.sampled_from(
    [
        "everyone",
        "internal_addresses",
        "external_addresses",
        "domain:acorn.example",
        "domain:gmail.com",
        "domain:*",
        "group:Vendors",
        "email:jo@acorn.example",
    ]
)
ACTIONS: dict[str, dict[str, Any]] = {
    "delivery_route_policy": {"route": "Exchange"},
    "ip_permit": {"action": "permit_sender"},
    "blocked_sender_policy": {"action": "block_sender"},
    "anti_spoofing_policy": {"action": "take_no_action"},
    "anti_spoofing_bypass_policy": {"action": "enable_bypass", "spf_domains": ["spf.protection.outlook.com"]},
    "greylisting_policy": {"action": "greylist"},
    "dkim_policy": {"definition": "Key"},
}


@st.composite
def policies(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A policy of any type, as bad as may be."""
    resource = draw(st.sampled_from(sorted(set(POLICIES) - {"address_alteration_policy"})))
    more = {
        "source_ips": draw(st.sampled_from([[], ["0.0.0.0/0"], ["192.0.2.0/24"]])),
        "override": draw(st.booleans()),
        "bidirectional": draw(st.booleans()),
        "addresses_based_on": draw(st.sampled_from(["return_address", "message_from", "both"])),
    }
    return resource, policy(draw(names), draw(senders), draw(senders), **more, **ACTIONS[resource])


def renamed(account: Entries, name: str, prefix: str) -> Entries:
    """Return an account in which every object of a type has another name, wherever it is spoken of."""

    def new(old: str) -> str:
        return old if old in BUILTIN else f"{prefix} {old}"

    result = copy.deepcopy(account)
    for entry in result[name]:
        entry["name"] = new(entry["name"])
    for other, entries in result.items():
        for entry in entries:
            for place, target, meant in references(RESOURCES[other], RESOURCES[other].settings(entry)):
                if target == name and meant in {present["name"] for present in account[name]}:
                    *path, last = place.split(".")
                    holder = entry
                    for step in path:
                        holder = holder[step]
                    holder[last] = new(meant)
    return result


def shuffled(account: Entries, random: Any) -> Entries:
    """Return the same account in another order."""
    result = {name: [dict(reversed(entry.items())) for entry in entries] for name, entries in account.items()}
    for entries in result.values():
        random.shuffle(entries)
        for entry in entries:
            if isinstance(entry.get("members"), list):
                entry["members"] = sorted(entry["members"], key=lambda record: random.random())
    return dict(sorted(result.items(), key=lambda item: random.random()))


@calmly
@given(accounts, st.randoms(use_true_random=False))
def test_the_order_of_an_account_does_not_matter(account: Entries, random: Any) -> None:
    assert found(shuffled(account, random)) == found(account)


@calmly
@given(st.sampled_from(NAMED), names)
def test_a_clean_account_stays_clean_whatever_its_objects_are_called(name: str, prefix: str) -> None:
    assert told(renamed(clean(), name, prefix)) == []


@calmly
@given(accounts, policies())
def test_a_policy_that_is_switched_off_adds_nothing_that_is_bad(
    account: Entries, more: tuple[str, dict[str, Any]]
) -> None:
    resource, entry = more
    parked = {**account, resource: [*account[resource], {**entry, "enabled": False}]}
    added = [finding for finding in found(parked) if finding not in found(account)]
    assert [finding for finding in added if finding.severity == "high"] == []


@calmly
@given(accounts, policies())
def test_a_policy_that_has_ended_adds_nothing_but_that(account: Entries, more: tuple[str, dict[str, Any]]) -> None:
    resource, entry = more
    ended = {**account, resource: [*account[resource], {**entry, "name": "Ended", "valid_until": "2026-11-26"}]}
    added = [(finding.id, finding.name) for finding in found(ended) if finding not in found(account)]
    assert added == [("expired", "Ended")]


@calmly
@given(accounts, policies(), st.integers(-400, 400))
def test_whatever_an_account_has_the_findings_are_of_it_and_in_order(
    account: Entries, more: tuple[str, dict[str, Any]], days: int
) -> None:
    resource, entry = more
    day = (datetime.date.fromisoformat(DAY) + datetime.timedelta(days)).isoformat()
    listed = lint.findings({**account, resource: [*account[resource], entry]}, day, dns=DNS)
    severities = ["high", "medium", "low"]
    assert [severities.index(finding.severity) for finding in listed] == sorted(
        severities.index(finding.severity) for finding in listed
    )
    assert len(listed) == len(set(listed))
    for finding in listed:
        key = RESOURCES[finding.resource].key
        there = {
            present[key] for present in (*account[finding.resource], *([entry] if finding.resource == resource else []))
        }
        assert finding.name in there


@calmly
@given(accounts, st.sets(st.sampled_from(sorted(clean()))))
def test_knowing_less_never_adds_a_finding(account: Entries, unknown: set[str]) -> None:
    less = {name: entries for name, entries in account.items() if name not in unknown}
    assert {*found(less)} <= {*found(account)}
