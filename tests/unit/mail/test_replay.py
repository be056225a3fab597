# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a change would have done to mail: counts and examples of each kind, and never a change that is none."""

from __future__ import annotations

from dataclasses import replace

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.answers import Engine
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.calibration import calibrated
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.evidence import Evidence
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.replay import EXAMPLES, replayed
from ansible_collections.mailops.mimecast.tests.unit.mail.test_calibration import (
    DAY,
    OVERRIDE,
    account,
    policy,
    routed,
    tracked,
)

PARTNER = {"type": "email_domain", "domain": "partner.example"}
BEFORE = account()
AFTER = account(blocked_sender_policy=[policy("Partner", action="block_sender", applies_from=PARTNER)])
MAIL = [
    *(tracked(Evidence(), to=f"user{number}@example.com") for number in range(8)),
    tracked(Evidence(), sender="jo@vendor.example"),
]


def test_messages_that_would_meet_another_fate_are_counted_with_a_few_examples() -> None:
    found = replayed(BEFORE, AFTER, MAIL, DAY).as_data()
    assert (found["messages"], found["changed"], found["may_change"]) == (9, 8, 0)
    (kind,) = found["changes"]
    assert (kind["messages"], len(kind["examples"]), kind["certain"]) == (8, EXAMPLES, True)
    assert kind["after"] == 'refused by blocked sender policy "Partner"'
    assert kind["examples"][0]["to"] == "user0@example.com"


def test_no_change_changes_no_message() -> None:
    assert replayed(AFTER, AFTER, MAIL, DAY).as_data()["changes"] == []


def test_a_change_under_some_readings_alone_may_change_until_mail_has_settled_it() -> None:
    narrow = policy("Narrow", route="Second", applies_from=PARTNER)
    before = account(delivery_route_policy=[policy("Broad", route="First", override=True)])
    found = replayed(before, OVERRIDE, [routed("First")], DAY)
    assert (found.count(certain=True), found.count(certain=False)) == (0, 1)
    settled = calibrated(Engine(OVERRIDE), [routed("Second")]).settled
    found = replayed(before, OVERRIDE, [routed("First")], DAY, settled)
    assert (found.count(certain=True), found.count(certain=False)) == (1, 0)
    assert narrow["name"] in found.as_data()["changes"][0]["after"]


def test_mail_is_judged_as_of_the_day_of_the_plan() -> None:
    later = account(
        blocked_sender_policy=[policy("Partner", action="block_sender", applies_from=PARTNER, valid_from="2026-12-01")]
    )
    assert replayed(BEFORE, later, MAIL, DAY).count(certain=True) == 0
    assert replayed(BEFORE, later, MAIL, "2026-12-01").count(certain=True) == 8


def test_mail_inside_of_the_account_is_not_judged() -> None:
    inside = [replace(message, direction="internal") for message in MAIL]
    found = replayed(BEFORE, AFTER, inside, DAY).as_data()
    assert (found["messages"], found["left_out"], found["changes"]) == (0, 9, [])
