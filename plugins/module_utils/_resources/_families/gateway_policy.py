# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every gateway policy shares: calls, narrative, scope of both ends, validity, override, source IP ranges.

A policy is its ``Family`` and what it has of its own. Members and values: CONTRACT 3.1 and 3.2 (documented). The words
are those of the Administration Console.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ansible_collections.mailops.mimecast.plugins.module_utils._model import spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Field
from ansible_collections.mailops.mimecast.plugins.module_utils._model.networks import Networks
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Guard
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Choice, Flag, Text, word_of
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import ABSENT, Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families import scopes, validity
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families.operations import (
    Collection,
    Operations,
)


class Shared(Operations):
    """What a family says about its policies beside their fields, to be handed to the resource as it is."""

    key: str
    check: Callable[[Entry], str]
    guards: tuple[Guard, ...]


@dataclass(frozen=True)
class Family:
    """A family of policies: one word of the API's paths.

    Attributes:
        word: the family in paths, such as ``delivery-route``; the operation ids follow from it.
        dates: the members that a request has for the first and the last day of validity.
        products: what the API application needs; one of them is enough.
        inferred: in no public source.
        override, addresses_based_on: what a creation sends where the user says nothing, if anything.
        everyone: whether a creation goes from everyone to everyone where the user says nothing.
        based_on: the sender addresses that it can compare.
        enforced_change: what shows that a change of ``enforced`` is taken.
    """

    word: str
    dates: tuple[str, str] = ("fromDateTime", "toDateTime")
    products: tuple[str, ...] = ("policymanagement", "emailsecurityonboarding")
    inferred: bool = False
    override: Any = ABSENT
    addresses_based_on: Any = ABSENT
    everyone: bool = False
    based_on: tuple[str, ...] = ("return_address", "message_from", "both")
    enforced_change: Literal["documented", "inferred"] = "documented"

    def shared(self, check: Callable[[Entry], str] = lambda entry: "", guards: tuple[Guard, ...] = ()) -> Shared:
        """Return key, check, guards and calls of a policy.

        Args:
            check, guards: what is judged beside the validity.
        """
        return {
            "key": "name",
            "check": lambda entry: check(entry) or validity.check_dates(entry),
            "guards": (*guards, scopes.GUARD, validity.GUARD),
            **self._collection().operations(),
        }

    def _collection(self) -> Collection:
        noun = "".join(part.capitalize() for part in self.word.split("-"))
        return Collection(
            f"/policy-management/cloud-gateway/v1/{self.word}/policies",
            f"{noun}Policy",
            f"{noun}Policies",
            # The sources disagree about the name (CONTRACT 3.2).
            ("policies", "definitions"),
            self.products,
            inferred=self.inferred,
        )

    def _enforced(self) -> tuple[Field, ...]:
        """Return the flag that only the API has, where a source shows that the family has it (CONTRACT 3.19)."""
        return () if self.inferred else (_enforced(self.enforced_change),)

    def fields(self, *own: Field) -> tuple[Field, ...]:
        """Return the fields of a policy: its name, what it has of its own, and what all policies have."""
        return (
            _NAME,
            *own,
            *_scope(self),
            *_switches(self),
            *self._enforced(),
            *validity.validity(self.dates),
            _SOURCE_IPS,
        )


def option(console: str, words: Mapping[str, str], doc: str, **more: Any) -> Field:
    """Return the field that says what a policy does with the mail.

    Args:
        console: label in the Administration Console.
        words: word of the site file -> value of ``option`` in the API.
        more: further words of the field; without a default the option is needed to create a policy.
    """
    back = {member: word for word, member in words.items()}
    missing = more.get("default", ABSENT)
    return Choice(
        "action",
        (doc,),
        console=console,
        to_api=lambda value, id_of: {"option": words[value]},
        from_api=lambda row, name_of: word_of(back, row.get("option"), missing),
        choices=tuple(words),
        required=missing is ABSENT,
        samples=tuple(words)[:-3:-1],
        **more,
    )


_NAME = Text(
    "name",
    ("Narrative of the policy. It identifies the policy, so it cannot be changed.",),
    console="Policy Narrative",
    api="description",
    normalize=spelling.name,
    required=True,
    samples=("Example policy", "Another policy"),
)


_SENDERS = (
    {"type": "email_domain", "domain": "partner.example"},
    {"type": "individual_email_address", "email": "news@other.example"},
)
_RECIPIENTS = ({"type": "internal_addresses"}, {"type": "email_domain", "domain": "example.org"})


def _scope(family: Family) -> tuple[Field, ...]:
    """Return whose mail a policy applies to."""
    more: dict[str, Any] = {"on_create": dict(scopes.EVERYONE)} if family.everyone else {"required": True}
    return (
        scopes.scope("applies_from", "from", "Emails From: Applies From", "Sender side", samples=_SENDERS, **more),
        scopes.scope("applies_to", "to", "Emails To: Applies To", "Recipient side", samples=_RECIPIENTS, **more),
        Choice(
            "addresses_based_on",
            (
                "Sender address to compare. "
                + ", ".join(f"V({word}) {_COMPARED[word]}" for word in family.based_on)
                + ".",
            ),
            console="Addresses Based On",
            to_api=lambda value, id_of: {"fromPart": _FROM_PART[value]},
            from_api=lambda row, name_of: word_of(_BASED_ON, row.get("fromPart"), family.based_on[0]),
            choices=family.based_on,
            default=family.based_on[0],
            on_create=family.addresses_based_on,
            samples=family.based_on[1::-1] if len(family.based_on) > 1 else (),
        ),
    )


_FROM_PART = {"return_address": "envelope_from", "message_from": "header_from", "both": "both"}
_BASED_ON = {member: word for word, member in _FROM_PART.items()}
_COMPARED = {
    "return_address": "is the envelope sender",
    "message_from": "is the sender in the header",
    "both": "means that either of the two may match",
}


def _switches(family: Family) -> tuple[Field, ...]:
    """Return how a policy stands among the others."""
    return (
        Flag(
            "enabled",
            ("Whether the policy is active. A disabled policy keeps its settings.",),
            console="Enable / Disable",
            api="enabled",
            default=True,
            samples=(False, True),
        ),
        Flag(
            "override",
            ("Policy override. Mimecast checks this policy before policies of the same type without it.",),
            console="Policy Override",
            api="override",
            default=False,
            on_create=family.override,
            samples=(False, True),
        ),
        Flag(
            "bidirectional",
            ("Also apply the policy with sender and recipient swapped.",),
            console="Bi-Directional",
            api="bidirectional",
            default=False,
            samples=(True, False),
        ),
    )


def _enforced(change: Literal["documented", "inferred"]) -> Field:
    unsure = () if change == "documented" else ("It is inferred that the API accepts a change of this setting.",)
    return Flag(
        "enforced",
        (
            "Policy enforcement. It matters only if linked accounts inherit policies. The Administration Console "
            "does not show it.",
            *unsure,
        ),
        console="Not shown, only in the API",
        api="enforced",
        default=False,
        samples=(True, False),
    )


_SOURCE_IPS = Networks(
    "source_ips",
    (
        "Source addresses that the policy is limited to: networks in CIDR notation, single addresses, ranges "
        "(V(192.0.2.1-192.0.2.30)) and globs (V(192.0.2.*)). The task compares the addresses that all of them cover "
        "together, and sends them in CIDR notation.",
        "With O(source_ips_mode=add), the policy covers at least these addresses. With O(source_ips_mode=exact), it "
        "covers only these. O(source_ips_mode=remove) removes every network inside the named ones. If you name "
        "only a part of a network, the task is refused, because it would have to guess the rest.",
    ),
    console="Source IP Ranges (n.n.n.n/x)",
    api="sourceIPs",
    owned=True,
    default=[],
    clear=[],
    samples=(["192.0.2.0/24"], ["192.0.2.0/24", "2001:db8::/32"]),
)
