# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Small accounts and messages of all kinds, for laws: few addresses, so that policies meet often.

Everything is drawn as one number that stands for a choice from each list, which is quick and shrinks well.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import accounts, policies
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.hypotheses import Ask, Question
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.messages import Message
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.rules import RULES

DAY = "2026-06-15"
INSIDE = ("in.example", "own.example")
DOMAINS = (*INSIDE, "sub.in.example", "out.example", "x.out.example", "y.x.out.example")
ADDRESSES = tuple(f"{local}@{domain}" for domain in DOMAINS for local in ("a", "b"))
GROUPS = ("Blocked Senders", "Permitted senders", "Partners", "Close partners")
HOSTNAMES = ("mx.out.example", "mx.x.out.example")
IPS = ("192.0.2.1", "192.0.2.130", "198.51.100.1", "203.0.113.9")
NETWORKS = ("192.0.2.0/24", "192.0.2.128/25", "198.51.100.0/24")
SPF = {"spf.one.example": ["192.0.2.0/24"], "spf.two.example": []}
ROUTES = ("Main", "Other")

SCOPES: tuple[dict[str, Any], ...] = (
    *({"type": kind} for kind in ("everyone", "internal_addresses", "external_addresses")),
    *(
        {"type": "email_domain", "domain": domain}
        for domain in (*DOMAINS, "*.out.example", "*.in.example", "*", "^.*out", "^x")
    ),
    *({"type": "profile_group", "group": group} for group in GROUPS[2:]),
    *(
        {"type": "individual_email_address", "email": email}
        for email in (*ADDRESSES[::3], "*@out.example", "a@*.out.example", "^a@")
    ),
    {"type": "address_attribute_value", "attribute": {"id": "1", "value": "yes"}},
)
_DOES: dict[str, tuple[str, tuple[str, ...]]] = {
    policies.SPOOFING: ("action", ("apply", "take_no_action")),
    policies.SPF_BYPASS: ("action", ("enable_bypass", "disable_bypass")),
    policies.BLOCK: ("action", ("block_sender", "take_no_action")),
    policies.PERMIT: ("action", ("permit_sender", "take_no_action")),
    policies.GREYLISTING: ("action", ("greylist", "take_no_action")),
    policies.ALTERATION: ("alteration_set", ("Merger", "Rebranding")),
    policies.ROUTE: ("route", ROUTES),
    policies.SIGNING: ("definition", ("Key", "Other key")),
}
KINDS = tuple(_DOES)


_SHARED: dict[str, tuple[Any, ...]] = {
    "applies_from": SCOPES,
    "applies_to": SCOPES,
    "addresses_based_on": ("return_address", "message_from", "both"),
    "override": (False, True),
    "bidirectional": (False, False, True),
    "source_ips": ([], [], *([network] for network in NETWORKS), [*NETWORKS[::2]]),
}
_OWN: dict[str, dict[str, tuple[Any, ...]]] = {
    policies.SPOOFING: {"hostnames": ([], [], *([name] for name in HOSTNAMES))},
    policies.SPF_BYPASS: {"spf_domains": ([], *([name] for name in SPF), [*SPF])},
}
_MEMBERS = ((), *((member,) for member in (*ADDRESSES, *DOMAINS)), ("a@out.example", "in.example"))


def chosen(choices: Mapping[str, Sequence[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Return a strategy for a choice from each list."""

    def decoded(number: int) -> dict[str, Any]:
        found = {}
        for name, values in choices.items():
            number, place = divmod(number, len(values))
            found[name] = values[place]
        return found

    return st.integers(0, math.prod(map(len, choices.values())) - 1).map(decoded)


def policy(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    """Return a strategy for policies of a type, without a name."""
    return chosen(settings(kind))


def settings(kind: str) -> dict[str, tuple[Any, ...]]:
    """Return what each setting of a policy of a type may be."""
    word, does = _DOES.get(kind, ("action", ("take_no_action",)))
    return {word: does, **_SHARED, **_OWN.get(kind, {})}


@st.composite
def entries(draw: st.DrawFn, most: int = 3) -> dict[str, list[dict[str, Any]]]:
    """Return the entries of an account, every type among them."""
    found: dict[str, list[dict[str, Any]]] = {
        kind: [
            {"name": f"P{place}", **entry} for place, entry in enumerate(draw(st.lists(policy(kind), max_size=most)))
        ]
        for kind in KINDS
    }
    members = draw(chosen(dict.fromkeys(GROUPS, _MEMBERS)))
    found[accounts.GROUP] = [
        {
            "name": name,
            "members": [{"member": member} for member in members[name]],
            "parent": "Partners" if name == "Close partners" else "",
        }
        for name in GROUPS
    ]
    found[accounts.DOMAIN] = [{"domain": domain} for domain in INSIDE]
    found[accounts.DELIVERY_ROUTE] = [{"name": name, "hostname": "mx.in.example", "port": 25} for name in ROUTES]
    found[accounts.ALTERATION_SET] = [
        {"name": "Merger", "definitions": [definition("@own.example", "@in.example", "all")]},
        {
            "name": "Rebranding",
            "definitions": [
                definition("a@in.example", "b@own.example", "inbound"),
                definition("a@*", "b@*", "all"),
                definition("@out.example", "a@own.example", "outbound"),
            ],
        },
    ]
    return found | {kind: [] for kind in policies.BYPASSES}


def definition(original: str, new: str, routing: str) -> dict[str, str]:
    """Return one address alteration of recipients."""
    return {"original_address": original, "new_address": new, "address_type": "envelope_to", "routing": routing}


messages = chosen(
    {"envelope_from": ADDRESSES, "recipient": ADDRESSES, "header_from": ADDRESSES, "ip": IPS, "hostname": HOSTNAMES}
).map(lambda parts: Message(day=DAY, **parts))
"""Messages of which everything is known."""

readings = chosen(
    {
        **{rule.id: [reading.id for reading in rule.readings] for rule in RULES.values() if rule.readings},
        "attribute": ["yes", "no"],
    }
)
"""A reading of every rule that has several."""


def asking(taken: dict[str, str]) -> Ask:
    """Return what takes the readings that are chosen; of equals the first by name, and nobody may relay."""

    def ask(question: Question) -> str:
        if question.id.startswith("unknown:scope address_attribute_value"):
            return taken["attribute"]
        if question.id == "unknown:relay":
            return "no"
        return taken.get(question.id) or min(reading.id for reading in question.readings)

    return ask
