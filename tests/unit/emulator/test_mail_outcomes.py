# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What policies do to a message, and what each answer to an open question changes."""

from __future__ import annotations

from typing import Any

import pytest

from mimecast_emulator import state
from mimecast_emulator.account import Account
from mimecast_emulator.dialect import READINGS, dialect_of
from mimecast_emulator.mail.outcomes import Outcome, tracked

SENDER, RECIPIENT, IP = "news@mail.partner.example", "jo@example.com", "192.0.2.10"
DOMAIN = {"type": "email_domain", "domain": "mail.partner.example"}
GROUP = {"type": "profile_group", "group": "senders"}
PARENT = {"type": "profile_group", "group": "parent"}
JO = {"type": "individual_email_address", "emailAddress": RECIPIENT}
SEVERAL = {"type": "individual_email_address", "emailAddress": "multi:x@y.example, news@*.partner.example"}
INSIDE = {"type": "internal_addresses"}
OUTSIDE = {"type": "external_addresses"}
GROUPS = {
    "parent": {"description": "Parent"},
    "senders": {"description": "Senders", "parent": "parent", "members": [{"domain": "mail.partner.example"}]},
}
ROUTES = {name: {"description": name, "hostname": f"{name}.example.com"} for name in ("first", "second")}


def outcome(tables: dict[str, Any], *dialect: str) -> Outcome:
    """What becomes of a message from outside."""
    account = Account("demo", dialect=dialect_of(dialect))
    state.reset(account)
    log = {"seed": 1, "count": 40, "days": 1, "senders": [SENDER], "recipients": [RECIPIENT], "ips": [IP]}
    state.install(account, {"groups": GROUPS, "blocked_sender_policies": {}, "permitted_sender_policies": {}})
    state.install(account, {"mail_log": log, "delivery_routes": ROUTES, **tables})
    return next(
        found.outcome
        for found in tracked(account)
        if (found.message.route, found.message.header_from, found.message.spam) == ("inbound", SENDER, False)
    )


def block(number: int, option: str = "block_sender", **members: Any) -> dict[str, Any]:
    return {f"block-{number}": {"description": f"Block {number}", "option": option, **members}}


def exempt(**members: Any) -> dict[str, Any]:
    return block(2, "no_action", **members)


def is_refused(*dialect: str, permits: dict[str, Any] | None = None, **blocks: Any) -> bool:
    tables = {"blocked_sender_policies": blocks, "permitted_sender_policies": permits or {}}
    return outcome(tables, *dialect).status == "rejected"


def test_without_policies_mail_goes_to_the_mail_exchanger_of_its_recipient() -> None:
    assert outcome({}) == Outcome("archived", host="mx.example.com")


@pytest.mark.parametrize(
    ("members", "refused"),
    [
        ({}, True),
        ({"from": DOMAIN}, True),
        ({"from": GROUP, "to": INSIDE}, True),
        ({"from": OUTSIDE, "to": JO}, True),
        ({"from": {"type": "email_domain", "domain": "partner.example"}}, False),
        ({"from": {"type": "email_domain", "domain": r"mail\.partner\..*"}}, True),
        ({"from": SEVERAL}, True),
        ({"from": INSIDE}, False),
        ({"from": {"type": "address_attribute_value", "attribute": {"id": "1", "value": "x"}}}, False),
        ({"from": INSIDE, "to": DOMAIN, "bidirectional": True}, True),
        ({"enabled": False}, False),
        ({"toDateTime": "2020-01-01"}, False),
        ({"fromDateTime": "2999-01-01"}, False),
        ({"sourceIPs": ["192.0.2.0/24"]}, True),
        ({"sourceIPs": ["198.51.100.0/24"]}, False),
        ({"hostnames": ["mail.partner.example"]}, False),
        ({"fromPart": "header_from", "from": DOMAIN}, True),
    ],
    ids=str,
)  # fmt: skip
def test_a_policy_acts_on_the_mail_of_its_scope_while_it_is_valid(members: dict[str, Any], refused: bool) -> None:
    assert is_refused(**block(1, **members)) == refused


def test_any_block_beats_any_permit_and_a_narrower_exemption_beats_the_block() -> None:
    permits = {"narrow": {"description": "Narrow", "option": "permit_sender", "from": GROUP, "to": JO}}
    assert is_refused(permits=permits, **block(1))
    assert not is_refused(**block(1), **exempt(**{"from": DOMAIN}))


def test_a_bypass_lets_spoofed_mail_pass_and_names_are_compared_with_both_addresses() -> None:
    spoofing = {"all": {"description": "All", "option": "apply", "from": DOMAIN, "fromPart": "both"}}
    bypass = {"all": {"description": "All", "option": "enable_bypass", "sourceIPs": ["192.0.2.0/24"]}}
    refused = outcome({"anti_spoofing_policies": spoofing})
    assert (refused.status, refused.info) == ("rejected", "Rejected by header based Anti-Spoofing policy")
    both = {"anti_spoofing_policies": spoofing, "anti_spoofing_bypass_policies": bypass}
    assert outcome(both).status == "archived"


@pytest.mark.parametrize(
    ("question", "yes", "no", "policies"),
    [
        ("S4", "domain_last", "console", {**block(1, **{"from": DOMAIN}), **exempt(**{"from": GROUP})}),
        ("S5", "from_first", "to_first", {**block(1, **{"from": DOMAIN}), **exempt(to=JO)}),
        ("S5", "from_first", "sum", {**block(1, **{"from": GROUP}), **exempt(**{"from": DOMAIN}, to=JO)}),
        ("S7", "first", "equal", {**block(1, override=True), **exempt(**{"from": DOMAIN})}),
        ("M3", "any_labels", "one_label", block(1, **{"from": {"type": "email_domain", "domain": "*.example"}})),
        ("M5", "sub_groups", "own_members", block(1, **{"from": PARENT})),
    ],
)  # fmt: skip
def test_the_answer_to_an_open_question_decides(question: str, yes: str, no: str, policies: dict[str, Any]) -> None:
    assert is_refused(f"{question}={yes}", **policies)
    assert not is_refused(f"{question}={no}", **policies)


def test_source_addresses_make_a_policy_more_specific_where_that_is_so() -> None:
    local = {"sourceIPs": ["192.0.2.10/32"]}
    routes = {
        f"policy-{number}": {"description": str(number), "route": "second", **(local if number == 5 else {})}
        for number in range(9)
    }
    routes["policy-5"]["route"] = "first"
    assert outcome({"delivery_route_policies": routes}, "S6=counts").host == "first.example.com"
    assert outcome({"delivery_route_policies": routes}, "S6=ignored").host == "second.example.com"


def test_a_permit_that_overrides_lifts_a_block_where_that_is_so() -> None:
    permits = {"all": {"description": "All", "option": "permit_sender", "override": True}}
    assert is_refused("S7=first", permits=permits, **block(1))
    assert not is_refused("S7=lifts_blocks", permits=permits, **block(1))


@pytest.mark.parametrize(
    ("order", "info"),
    [("envelope_first", "Sender address blocked"), ("by_type", "Rejected by header based Anti-Spoofing policy")],
)
def test_which_of_two_refusals_is_told_depends_on_the_order(order: str, info: str) -> None:
    spoofing = {"all": {"description": "All", "option": "apply", "fromPart": "header_from"}}
    tables = {"anti_spoofing_policies": spoofing, "blocked_sender_policies": block(1)}
    assert outcome(tables, f"P14={order}").info == info


def test_both_sides_have_to_be_as_specific_or_any_of_two_policies_acts() -> None:
    policies = {
        "one": {"description": "One", "route": "first", "from": DOMAIN, "to": INSIDE},
        "two": {"description": "Two", "route": "second", "from": OUTSIDE, "to": JO},
    }
    told = {outcome({"delivery_route_policies": policies}, "S5=both").host for _again in range(3)}
    assert len(told) == 1
    narrow = {**policies, "two": {**policies["two"], "from": DOMAIN}}
    assert outcome({"delivery_route_policies": narrow}, "S5=both").host == "second.example.com"


def test_every_open_question_has_answers_that_differ() -> None:
    assert all(len(set(answers.values())) >= 2 for answers in READINGS.values())
