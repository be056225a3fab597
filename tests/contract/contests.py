# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An account in whose mail every open question about policies shows, and what each answer would make of a message.

Each question has senders of its own, so that one is settled without the others.
"""

from __future__ import annotations

import functools
import random
import unittest.mock
from collections.abc import Sequence
from typing import Any

from mimecast_emulator import state
from mimecast_emulator.account import Account
from mimecast_emulator.dialect import MAIL, dialect_of
from mimecast_emulator.mail import winners
from mimecast_emulator.mail.outcomes import Tracked, tracked

Row = dict[str, Any]

QUESTIONS = {question: tuple(answers) for question, answers in MAIL.items() if question != "tracking_pages"}
ANSWERS = [(question, answer) for question, answers in QUESTIONS.items() for answer in answers]
LOG: Row = {
    "seed": 5,
    "count": 150,
    "days": 3,
    "senders": [
        "x@s4.example",
        "x@s5.example",
        "x@s5b.example",
        "x@s6.example",
        "x@s6b.example",
        "x@s7.example",
        "x@lifted.example",
        "x@m1.example",
        "x@one.m3.example",
        "x@two.one.m3.example",
        "x@m3.example",
        "x@m5.example",
        "x@sub.example.com",
        "x@p7.example",
        "x@p14.example",
    ],
    "recipients": ["jo@example.com", "kim@example.org", "postmaster@example.com"],
    "ips": ["192.0.2.10", "198.51.100.5"],
}
MOST_TIED = 4
"""So many policies are tied at most, of which chance takes one."""


def domain(name: str) -> Row:
    """Return the scope of a domain."""
    return {"type": "email_domain", "domain": name}


def person(address: str) -> Row:
    """Return the scope of an address."""
    return {"type": "individual_email_address", "emailAddress": address}


def group(name: str) -> Row:
    """Return the scope of a group."""
    return {"type": "profile_group", "group": name}


LOCAL = {"sourceIPs": ["192.0.2.0/24"]}
ROUTED: tuple[tuple[str, Row], ...] = (
    ("Fallback", {}),
    ("S4 domain", {"from": domain("s4.example")}),
    ("S4 group", {"from": group("s4")}),
    ("S5 sender", {"from": domain("s5.example")}),
    ("S5 recipient", {"to": person("jo@example.com")}),
    ("S5 both", {"from": domain("s5b.example"), "to": domain("example.com")}),
    ("S5 staff", {"to": group("staff")}),
    ("S6 scope", {"from": domain("s6.example"), "to": person("kim@example.org")}),
    ("S6 address", {"to": person("kim@example.org"), **LOCAL}),
    ("S6 scope alone", {"from": domain("s6b.example")}),
    ("S6 scope and address", {"from": domain("s6b.example"), **LOCAL}),
    ("S7 override", {"from": domain("s7.example"), "override": True}),
    ("S7 narrow", {"from": person("x@s7.example")}),
    ("M1 expression", {"from": domain(r"m1\.exam")}),
    ("M3 stars", {"from": domain("*.m3.example")}),
    ("M5 parent", {"from": group("parent")}),
    ("M8 internal", {"from": {"type": "internal_addresses"}}),
)


def policies(option: str, *scopes: Row) -> dict[str, Row]:
    """Return the rows of policies that do the same unless they say otherwise."""
    return {f"p{n}": {"description": f"Policy {n}", "option": option, **scope} for n, scope in enumerate(scopes)}


TABLES: Row = {
    "groups": {
        "blocked-senders": {"description": "Blocked Senders"},
        "permitted-senders": {"description": "Permitted senders"},
        "s4": {"description": "S4", "members": [{"emailAddress": "x@s4.example"}]},
        "staff": {"description": "Staff", "members": [{"emailAddress": "postmaster@example.com"}]},
        "parent": {"description": "Parent"},
        "child": {"description": "Child", "parent": "parent", "members": [{"domain": "m5.example"}]},
    },
    "delivery_routes": {
        f"r{n}": {"description": name, "hostname": f"r{n}.example.com"} for n, (name, _scope) in enumerate(ROUTED)
    },
    "delivery_route_policies": {
        f"p{n}": {"description": name, "route": f"r{n}", **scope} for n, (name, scope) in enumerate(ROUTED)
    },
    "permitted_sender_policies": policies(
        "permit_sender",
        {"from": domain("lifted.example"), "override": True},
        {"from": domain("p7.example"), "fromPart": "both"},
    ),
    "blocked_sender_policies": policies(
        "block_sender",
        {"from": domain("lifted.example")},
        {"from": domain("p14.example")},
        {"from": person("x@p14.example"), "fromPart": "header_from", "option": "no_action"},
    ),
    "greylisting_policies": policies("apply", {"from": domain("p7.example")}),
}


class Turn:
    """Chance that takes the first of what it can take, or the second, or another one."""

    def __init__(self, place: int) -> None:
        self._place = place

    def Random(self, _seed: str) -> Turn:
        """Return it for a message."""
        return self

    def choice(self, found: Sequence[Any]) -> Any:
        """Return what is taken."""
        return found[self._place % len(found)]


def happened(question: str, answer: str) -> list[str | None]:
    """Return what tracking shows of each inbound message where an answer is the right one."""
    account = Account("demo", dialect=dialect_of([f"{question}={answer}"]))
    state.reset(account)
    state.install(account, {**TABLES, "mail_log": {**LOG, "until": "2026-11-20T12:00:00+0000"}})
    return [_shown(found) for found in tracked(account) if found.message.route == "inbound"]


@functools.cache
def possible(question: str, answer: str) -> list[set[str | None]]:
    """Return for each of them all that may happen where an answer is the right one, whatever chance takes."""
    found = []
    for place in range(MOST_TIED):
        with unittest.mock.patch.object(winners, "random", Turn(place)):
            found.append(happened(question, answer))
    return [set(outcomes) for outcomes in zip(*found, strict=True)]


def _shown(found: Tracked) -> str | None:
    """Return what tracking shows of a message; None where it shows nothing that a policy did."""
    outcome = found.outcome
    if outcome.status == "rejected":
        return None if outcome.info == "Invalid recipient" else "refused"
    if outcome.status != "archived" or found.without_policies:
        return outcome.status
    return ", ".join(name for _kind, name in outcome.policies)


def told_apart(so: Sequence[str | None], other: Sequence[set[str | None]]) -> bool:
    """Whether a message shows what it cannot show where another answer is the right one.

    That a message was not greylisted proves nothing: its sender may be known already.
    """
    return any(
        outcome is not None and "deferred" not in would_be and outcome not in would_be
        for outcome, would_be in zip(so, other, strict=True)
    )


_SENDING = (
    "sam@partner.example",
    "ann@partner.example",
    "news@mail.partner.example",
    "noreply@a.b.partner.example",
    "billing@vendor.example",
    "list@news.example",
)
_SENDERS: tuple[Row, ...] = (
    {"type": "everyone"},
    {"type": "external_addresses"},
    *map(domain, ("partner.example", "*.partner.example", "*.example", "vendor.example", r"part.*\.example")),
    *map(person, ("sam@partner.example", "*@partner.example", "*@*.partner.example")),
    *map(group, ("parent", "child")),
)
_RECIPIENTS: tuple[Row, ...] = (
    {"type": "everyone"},
    {"type": "internal_addresses"},
    domain("example.com"),
    person("jo@example.com"),
    group("staff"),
)
_SOURCES = ("192.0.2.0/25", "192.0.2.0/24", "198.51.100.0/24")


def by_chance(seed: int) -> Row:
    """Return the tables of an account whose policies are made by chance, and whose mail meets them."""
    chance = random.Random(seed)

    def some(*options: str) -> dict[str, Row]:
        return {f"p{number}": _policy(chance, number, options) for number in range(4)}

    routes = some()
    for number, row in enumerate(routes.values()):
        row["route"] = f"r{number % 3}"
    return {
        "groups": {
            **TABLES["groups"],
            "parent": {"description": "Parent", "members": [{"domain": "news.example"}]},
            "child": {"description": "Child", "parent": "parent", "members": [{"domain": "mail.partner.example"}]},
        },
        "delivery_routes": TABLES["delivery_routes"],
        "delivery_route_policies": routes,
        "permitted_sender_policies": some("permit_sender", "no_action"),
        "blocked_sender_policies": some("block_sender", "no_action"),
        "anti_spoofing_policies": policies(
            "apply", {"from": {"type": "internal_addresses"}, "to": {"type": "internal_addresses"}, "fromPart": "both"}
        ),
        "greylisting_policies": some("apply", "no_action"),
        "mail_log": {**LOG, "seed": seed, "senders": _SENDING},
    }


def _policy(chance: random.Random, number: int, options: Sequence[str]) -> Row:
    return {
        "description": f"Policy {number}",
        "from": chance.choice(_SENDERS),
        "to": chance.choice(_RECIPIENTS),
        "fromPart": chance.choice(("envelope_from", "header_from", "both")),
        "override": chance.random() < 0.3,
        "sourceIPs": [chance.choice(_SOURCES)] if chance.random() < 0.3 else [],
        **({"option": chance.choice(options)} if options else {}),
    }
