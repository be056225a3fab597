# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What policies do to a message, and what each answer to an open question changes."""

from __future__ import annotations

from typing import Any

import pytest

from mimecast_emulator import state
from mimecast_emulator.account import Account
from mimecast_emulator.dialect import MAIL, dialect_of
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


def block(number: int, option: Any = "block_sender", **members: Any) -> dict[str, Any]:
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
        ({"from": {"type": "email_domain", "domain": "*"}}, True),
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
    assert not is_refused(**{**block(1), **exempt(**{"from": DOMAIN})})


def test_a_bypass_lets_spoofed_mail_pass_and_names_are_compared_with_both_addresses() -> None:
    spoofing = {"all": {"description": "All", "option": "apply", "from": DOMAIN, "fromPart": "both"}}
    bypass = {"all": {"description": "All", "option": "enable_bypass", "sourceIPs": ["192.0.2.0/24"]}}
    refused = outcome({"anti_spoofing_policies": spoofing})
    assert (refused.status, refused.info) == ("rejected", "Anti-Spoofing policy - inbound not allowed")
    both = {"anti_spoofing_policies": spoofing, "anti_spoofing_bypass_policies": bypass}
    assert outcome(both).status == "archived"


LOCAL = {"sourceIPs": ["192.0.2.10/32"]}


@pytest.mark.parametrize(
    ("yes", "no", "policies"),
    [
        ("S4=b", "S4=a", {**block(1, **{"from": DOMAIN}), **exempt(**{"from": GROUP})}),
        ("S5=a", "S5=b", {**block(1, **{"from": DOMAIN}), **exempt(to=JO)}),
        ("S5=a", "S5=c", {**block(1, **{"from": GROUP}), **exempt(**{"from": DOMAIN}, to=JO)}),
        ("S6=c", "S6=b", {**block(1, **LOCAL), **exempt(**{"from": DOMAIN})}),
        ("S7=a", "S7=b", {**block(1, override=True), **exempt(**{"from": DOMAIN})}),
        ("M1=a", "M1=b", block(1, **{"from": {"type": "email_domain", "domain": r"partner\.example$"}})),
        ("M3=b", "M3=a", block(1, **{"from": {"type": "email_domain", "domain": "*.example"}})),
        ("M3=c", "M3=b", block(1, **{"from": {"type": "email_domain", "domain": "*.mail.partner.example"}})),
        ("M5=b", "M5=a", block(1, **{"from": PARENT})),
        (
            "P14=a",
            "P14=b",
            {
                **block(1, **{"from": OUTSIDE}),
                **exempt(**{"from": DOMAIN}, fromPart="header_from"),
            },
        ),
    ],
    ids=str,
)  # fmt: skip
def test_the_answer_to_an_open_question_decides(yes: str, no: str, policies: dict[str, Any]) -> None:
    assert is_refused(yes, **policies)
    assert not is_refused(no, **policies)


def test_a_sub_domain_of_an_internal_domain_is_internal_where_that_is_so() -> None:
    domains: dict[str, Any] = {"example.com": {}, "partner.example": {}}
    tables = {"internal_domains": domains, "blocked_sender_policies": block(1, **{"from": INSIDE})}
    assert outcome(tables, "M8=b").status == "rejected"
    assert outcome(tables, "M8=a").status == "archived"


def test_a_permit_spares_greylisting_if_it_fits_the_envelope() -> None:
    def status(part: str, *dialect: str) -> str:
        permit = {"description": "Partner", "option": "permit_sender", "from": DOMAIN, "fromPart": part}
        greylisting = {"all": {"description": "All", "option": "apply"}}
        return outcome(
            {"permitted_sender_policies": {"partner": permit}, "greylisting_policies": greylisting}, *dialect
        ).status

    assert status("envelope_from") == "archived"
    assert status("header_from") == "deferred"
    assert (status("both", "P7=a"), status("both", "P7=b")) == ("archived", "deferred")


def test_source_addresses_decide_between_equally_specific_policies_where_that_is_so() -> None:
    routes: dict[str, Any] = {
        f"policy-{number}": {"description": str(number), "route": "first" if number == 5 else "second"}
        for number in range(9)
    }
    routes["policy-5"] |= LOCAL
    assert outcome({"delivery_route_policies": routes}, "S6=b").host == "first.example.com"
    assert outcome({"delivery_route_policies": routes}, "S6=a").host == "second.example.com"


def test_a_permit_that_overrides_lifts_a_block_that_does_not_where_that_is_so() -> None:
    permits = {"all": {"description": "All", "option": "permit_sender", "override": True}}
    assert is_refused("S7=a", permits=permits, **block(1))
    assert not is_refused("S7=c", permits=permits, **block(1))
    assert is_refused("S7=c", permits=permits, **block(1, override=True))


def test_anti_spoofing_refuses_before_blocked_senders() -> None:
    spoofing = {"all": {"description": "All", "option": "apply", "fromPart": "header_from"}}
    tables = {"anti_spoofing_policies": spoofing, "blocked_sender_policies": block(1)}
    assert outcome(tables).info == "Rejected by header based Anti-Spoofing policy"


def test_both_sides_have_to_be_as_specific_or_any_of_two_policies_acts() -> None:
    policies = {
        "one": {"description": "One", "route": "first", "from": DOMAIN, "to": INSIDE},
        "two": {"description": "Two", "route": "second", "from": OUTSIDE, "to": JO},
    }
    assert outcome({"delivery_route_policies": policies}, "S5=d").host in ("first.example.com", "second.example.com")
    policies["two"]["from"] = DOMAIN
    assert outcome({"delivery_route_policies": policies}, "S5=d").host == "second.example.com"


def test_every_open_question_has_answers_that_differ() -> None:
    assert MAIL
    assert all(len(set(answers.values())) >= 2 for answers in MAIL.values())
