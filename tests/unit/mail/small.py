# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small account of which everything is known, policies for it in few words, and messages to ask about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import accounts
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.answers import Answer, Engine
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.hypotheses import NOTHING_SETTLED, Settled
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.messages import Message

DAY = "2026-06-15"
SENDER, RECIPIENT = "jo@partner.example", "kim@example.com"
IP = "192.0.2.10"
EVERYONE: Mapping[str, str] = {"type": "everyone"}
INSIDE: Mapping[str, str] = {"type": "internal_addresses"}
OUTSIDE: Mapping[str, str] = {"type": "external_addresses"}

Lists = dict[str, Sequence[Any]]


def account(**lists: Sequence[Mapping[str, Any]]) -> Lists:
    """Return the entries of an account with one internal domain, and of further types what is given."""
    found: Lists = {name: [] for name in accounts.TYPES}
    found["internal_domain"] = [{"domain": "example.com"}]
    return {**found, **lists}


def asked(lists: Mapping[str, Any], **message: str) -> Answer:
    """Return the answer for a message from a partner to an internal address, unless something else is said."""
    return asked_of(lists, NOTHING_SETTLED, message)


def asked_of(lists: Mapping[str, Any], settled: Settled, message: Mapping[str, str]) -> Answer:
    """Return the same for an account of which something has shown itself."""
    parts = {"envelope_from": SENDER, "recipient": RECIPIENT, "day": DAY, "ip": IP, "hostname": "mx.partner.example"}
    spf = {"spf.vendor.example": ["192.0.2.0/24"], "spf.other.example": ["198.51.100.0/24"]}
    return Engine(accounts.built(lists, spf=spf), settled).answer(Message(**{**parts, **message}))


def domain(name: str) -> Mapping[str, str]:
    """Return the scope of a domain."""
    return {"type": "email_domain", "domain": name}


def address(name: str) -> Mapping[str, str]:
    """Return the scope of one address."""
    return {"type": "individual_email_address", "email": name}


def group(name: str) -> Mapping[str, str]:
    """Return the scope of a group."""
    return {"type": "profile_group", "group": name}


def members(name: str, *of: str, parent: str = "") -> dict[str, Any]:
    """Return a group with its members."""
    return {"name": name, "members": [{"member": member} for member in of], "parent": parent}


def policy(
    name: str,
    applies_from: Mapping[str, str] | None = None,
    applies_to: Mapping[str, str] | None = None,
    **more: Any,
) -> Any:
    """Return a policy that compares the envelope, does not override and names no servers, unless something is said."""
    return {
        "name": name,
        "applies_from": applies_from or EVERYONE,
        "applies_to": applies_to or EVERYONE,
        "addresses_based_on": "return_address",
        "override": False,
        **more,
    }


def block(name: str, *sides: Mapping[str, str], **more: Any) -> Any:
    """Return a policy that blocks."""
    return policy(name, *sides, **{"action": "block_sender", **more})


def spare(name: str, *sides: Mapping[str, str], **more: Any) -> Any:
    """Return a policy of any type that takes no action."""
    return policy(name, *sides, **{"action": "take_no_action", **more})


def permit(name: str, *sides: Mapping[str, str], **more: Any) -> Any:
    """Return a policy that permits."""
    return policy(name, *sides, **{"action": "permit_sender", **more})


def by_name(answer: Answer) -> dict[str, str]:
    """Return what each policy does and why, by its type and name."""
    return {step.policy: f"{step.acts}: {step.why} ({step.rule})" for step in answer.steps}


def depends_on(answer: Answer) -> list[str]:
    """Return the ids of what makes a difference."""
    return [question.id for question in answer.depends_on]


def readings_of(answer: Answer, rule: str, effect: str) -> dict[str, set[Any]]:
    """Return the values that an effect has under each reading of a rule."""
    found: dict[str, set[Any]] = {}
    for case in answer.cases:
        for question, reading in case.readings:
            if question.id == rule:
                found.setdefault(reading.id, set()).add(case.outcome.effects[effect])
    return found
