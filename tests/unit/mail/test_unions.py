# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Policies that a contest cannot tell apart are one policy, and those that it can tell apart stay what they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import accounts, policies
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.asks import SERVERS, Form
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.classes import AddressClasses
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.forms import Mail
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.matching import Matching
from ansible_collections.mailops.mimecast.tests.unit.mail.worlds import DAY

EVERYONE = {"type": "everyone"}
ONE, TWO = ({"type": "email_domain", "domain": domain} for domain in ("one.example", "two.example"))
FIRST, SECOND = "192.0.2.0/24", "198.51.100.0/24"
Policy = dict[str, Any]


def permit(name: str, **settings: Any) -> Policy:
    """A permit for everyone that overrides, with other settings."""
    return {
        "name": name,
        "action": "permit_sender",
        "applies_from": EVERYONE,
        "applies_to": EVERYONE,
        "override": True,
        "addresses_based_on": "return_address",
        **settings,
    }


def forms(before: Sequence[Policy], after: Sequence[Policy] | None = None) -> list[Form]:
    """The permits of an account as a contest tells them apart, without those that every account has."""
    empty: dict[str, list[Policy]] = {name: [] for name in accounts.TYPES}
    built = [accounts.built({**empty, policies.PERMIT: [*found]}) for found in (before, after or before)]
    pair = Matching(built[0]), Matching(built[1])
    usual = [replace(policy, origin="") for policy in policies.DEFAULTS]
    found = Mail(pair, AddressClasses(pair), DAY).forms
    return [form for form in found if form.policy.kind == policies.PERMIT and form.policy not in usual]


def test_policies_for_different_servers_are_one_for_all_of_these_servers() -> None:
    one, two = permit("A", source_ips=[FIRST]), permit("B", source_ips=[SECOND])
    (form,) = forms([one, two])
    for version in form.versions:
        assert version is not None
        assert [(ask.dimension, ask.sure.bit_count(), ask.any) for ask in version.servers] == [
            (SERVERS, 2, version.servers[0].sure)
        ]


def test_policies_for_different_senders_are_one_for_all_of_these_senders() -> None:
    (form,) = forms([permit("A", applies_from=ONE), permit("B", applies_from=TWO)])
    for version in form.versions:
        assert version is not None
        assert version.sender.sure.bit_count() == 2


@pytest.mark.parametrize(
    "other",
    [
        {"applies_from": TWO, "source_ips": [SECOND]},
        {"applies_to": ONE},
        {"override": False},
        {"action": "take_no_action"},
        {"source_ips": []},
        {"source_ips": ["no network"]},
        {"applies_from": EVERYONE},
    ],
    ids=["senders and servers", "recipients", "override", "action", "no servers", "unreadable servers", "how specific"],
)
def test_policies_that_differ_in_more_than_servers_or_senders_stay_two(other: Policy) -> None:
    same: Policy = {"applies_from": ONE, "applies_to": TWO, "source_ips": [FIRST]}
    assert len(forms([permit("A", **same), permit("B", **{**same, **other})])) == 2


def test_permits_that_compare_both_senders_stay_apart() -> None:
    by_both = {"addresses_based_on": "both"}
    assert len(forms([permit("A", source_ips=[FIRST], **by_both), permit("B", source_ips=[SECOND], **by_both)])) == 4


def test_a_policy_that_changes_stays_apart_and_so_do_those_on_both_sides_of_its_name() -> None:
    kept = [permit("A", source_ips=[FIRST]), permit("C", source_ips=[SECOND])]
    assert len(forms(kept, [*kept, permit("B", source_ips=["203.0.113.0/24"])])) == 3
    assert len(forms(kept, [*kept, permit("D", source_ips=["203.0.113.0/24"])])) == 2
