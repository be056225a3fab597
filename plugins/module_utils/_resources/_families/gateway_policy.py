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
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model import paths, spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Field
from ansible_collections.mailops.mimecast.plugins.module_utils._model.maps import Map
from ansible_collections.mailops.mimecast.plugins.module_utils._model.networks import Networks
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Unreadable
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Guard
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import (
    Choice,
    Date,
    Flag,
    Text,
    check_text,
    word_of,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import ABSENT, Entry, IdOf, NameOf, Row
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import visible
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families.groups import group_name
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families.operations import (
    Collection,
    Operations,
)

EVERYONE: Mapping[str, Any] = {"type": "everyone"}
_COMPANION = {
    "email_domain": "domain",
    "profile_group": "group",
    "individual_email_address": "email",
    "address_attribute_value": "attribute",
}
_TYPES = (
    "everyone",
    "internal_addresses",
    "external_addresses",
    "email_domain",
    "profile_group",
    "address_attribute_value",
    "individual_email_address",
)


def _complete_target(target: Entry) -> Entry:
    """Return a scope that names exactly what its type needs; Malformed otherwise."""
    needed = _COMPANION.get(target["type"])
    given = [word for word in _COMPANION.values() if word in target]
    if needed and needed not in target:
        raise spelling.Malformed(f"type {target['type']} needs '{needed}' beside it")
    surplus = [word for word in given if word != needed]
    if surplus:
        fitting = next(kind for kind, word in _COMPANION.items() if word == surplus[0])
        raise spelling.Malformed(f"'{surplus[0]}' does not go with type {target['type']}, it goes with {fitting}")
    return target


def _encode_target(member: str) -> Any:
    """Return the encoder of one end: a group is written as groupId (CONTRACT 3.1: documented)."""

    def encode(target: Any, id_of: IdOf) -> Entry:
        body: Entry = {"type": target["type"]}
        if "domain" in target:
            body["domain"] = target["domain"]
        if "email" in target:
            body["emailAddress"] = target["email"]
        if "group" in target:
            body["groupId"] = id_of("sender_group", target["group"])
        if "attribute" in target:
            body["attribute"] = dict(target["attribute"])
        return {member: body}

    return encode


def _beside(target: Row, *members: str) -> str:
    """Return what the type of a scope needs beside it.

    Raises:
        Unreadable: it is not there, so it is not known whose mail the policy is about.
    """
    found = paths.first(target, members)
    if not isinstance(found, (str, int)) or found == "":
        raise Unreadable(f"type {visible(target['type'])} has no {members[0]} beside it")
    return str(found)


def _decode_target(member: str) -> Any:
    """Return the decoder of one end: a group comes back as group.id (CONTRACT 3.1: documented)."""

    def decode(row: Row, name_of: NameOf) -> Any:
        target = row.get(member)
        if not isinstance(target, Mapping) or not isinstance(target.get("type"), str):
            raise Unreadable("it has no type")
        entry: Entry = {"type": target["type"].lower()}
        needed = _COMPANION.get(entry["type"])
        if needed == "domain":
            entry["domain"] = spelling.tolerant(spelling.domain)(_beside(target, "domain", "emailDomain"))
        elif needed == "email":
            entry["email"] = spelling.tolerant(spelling.address)(_beside(target, "emailAddress"))
        elif needed == "group":
            found = _beside(target, "group.id", "groupId")
            beside = paths.first(target, ("group.description",))
            entry["group"] = name_of("sender_group", found, str(beside or ""))
            if not entry["group"]:
                raise Unreadable("its group is not there")
        elif needed == "attribute":
            entry["attribute"] = {key: _beside(target, f"attribute.{key}") for key in ("id", "value")}
        return entry

    return decode


def _target(name: str, member: str, console: str, end: str, **more: Any) -> Field:
    return Map(
        name,
        (f"{end} of the mail this policy applies to. The more specific scope wins where several policies fit.",),
        console=console,
        whole=True,
        complete=_complete_target,
        to_api=_encode_target(member),
        from_api=_decode_target(member),
        samples=({"type": "internal_addresses"}, {"type": "email_domain", "domain": "example.org"}),
        fields=(
            Choice(
                "type",
                (
                    "Scope. V(email_domain) needs C(domain), V(profile_group) needs C(group), "
                    "V(individual_email_address) needs C(email), V(address_attribute_value) needs C(attribute).",
                ),
                choices=_TYPES,
                required=True,
            ),
            Text("domain", ("Domain, exactly; sub-domains are not included.",), normalize=spelling.domain),
            Text("group", ("Name of a profile group.",), reference="sender_group", normalize=group_name),
            Text("email", ("Email address.",), normalize=spelling.address),
            Map(
                "attribute",
                ("Address attribute.",),
                whole=True,
                fields=(
                    Text("id", ("Id of the attribute.",), required=True),
                    Text("value", ("Value that the attribute must have.",), required=True),
                ),
            ),
        ),
        **more,
    )


def _encode_date(date_member: str, eternal_member: str) -> Any:
    """Return the encoder of one end of the validity: a date ends "for ever", no date means it (CONTRACT quirk 15)."""

    def encode(value: Any, id_of: IdOf) -> Entry:
        return {date_member: value, eternal_member: False} if value else {eternal_member: True}

    return encode


def _decode_date(side: str) -> Any:
    """Return the decoder of one end of the validity: answers have either name of the date (CONTRACT quirk 16)."""

    def decode(row: Row, name_of: NameOf) -> Any:
        found = paths.first(row, (f"{side}DateTime", f"{side}Date"))
        if row.get(f"{side}Eternal") or not found:
            return ""
        check_text(found)
        return spelling.tolerant(spelling.date)(found)

    return decode


def check_dates(entry: Entry) -> str:
    """Return what is wrong with the validity of a policy, or an empty string."""
    begin, end = entry.get("valid_from"), entry.get("valid_until")
    return f"valid_until {end} is before valid_from {begin}" if begin and end and end < begin else ""


def _dates_guard(before: Entry | None, after: Entry | None) -> str:
    """Refuse a validity that ends before it begins, also when only one end is in the user's file."""
    return check_dates(after) if after else ""


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
    """

    word: str
    dates: tuple[str, str] = ("fromDateTime", "toDateTime")
    products: tuple[str, ...] = ("policymanagement", "emailsecurityonboarding")
    inferred: bool = False
    override: Any = ABSENT
    addresses_based_on: Any = ABSENT
    everyone: bool = False

    def shared(self, check: Callable[[Entry], str] = lambda entry: "", guards: tuple[Guard, ...] = ()) -> Shared:
        """Return key, check, guards and calls of a policy.

        Args:
            check, guards: what is judged beside the validity.
        """
        return {
            "key": "name",
            "check": lambda entry: check(entry) or check_dates(entry),
            "guards": (*guards, Guard("validity", _dates_guard, overridable=False)),
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

    def fields(self, *own: Field) -> tuple[Field, ...]:
        """Return the fields of a policy: its name, what it has of its own, and what all policies have."""
        return (_NAME, *own, *_scope(self), *_switches(self), *_validity(self.dates), _SOURCE_IPS)


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
        samples=tuple(words)[::-1],
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


def _scope(family: Family) -> tuple[Field, ...]:
    """Return whose mail a policy applies to."""
    scope: dict[str, Any] = {"on_create": dict(EVERYONE)} if family.everyone else {"required": True}
    return (
        _target("applies_from", "from", "Emails From: Applies From", "Sender side", **scope),
        _target("applies_to", "to", "Emails To: Applies To", "Recipient side", **scope),
        Choice(
            "addresses_based_on",
            (
                "Which sender address is compared: V(return_address) is the envelope from, V(message_from) the header "
                "from, V(both) either.",
            ),
            console="Addresses Based On",
            to_api=lambda value, id_of: {"fromPart": _FROM_PART[value]},
            from_api=lambda row, name_of: word_of(_BASED_ON, row.get("fromPart"), "return_address"),
            choices=tuple(_FROM_PART),
            default="return_address",
            on_create=family.addresses_based_on,
            samples=("message_from", "return_address"),
        ),
    )


_FROM_PART = {"return_address": "envelope_from", "message_from": "header_from", "both": "both"}
_BASED_ON = {member: word for word, member in _FROM_PART.items()}


def _switches(family: Family) -> tuple[Field, ...]:
    """Return how a policy stands among the others."""
    return (
        Flag(
            "enabled",
            ("Whether the policy acts. A disabled one keeps its settings.",),
            console="Enable / Disable",
            api="enabled",
            default=True,
            samples=(False, True),
        ),
        Flag(
            "override",
            ("Considered before policies of the same type that do not override.",),
            console="Policy Override",
            api="override",
            default=False,
            on_create=family.override,
            samples=(False, True),
        ),
        Flag(
            "bidirectional",
            ("Applies with both ends swapped too.",),
            console="Bi-Directional",
            api="bidirectional",
            default=False,
            samples=(True, False),
        ),
    )


def _validity(members: tuple[str, str]) -> tuple[Field, ...]:
    """Return the first and the last day of a policy.

    Args:
        members: what requests call them.
    """
    return (
        Date(
            "valid_from",
            ("First day (V(YYYY-MM-DD)) on which the policy acts. An empty string means from ever.",),
            console="Date Range: start",
            to_api=_encode_date(members[0], "fromEternal"),
            from_api=_decode_date("from"),
            default="",
            clear="",
            samples=("2026-01-01", "2026-02-01"),
        ),
        Date(
            "valid_until",
            ("Last day (V(YYYY-MM-DD)) on which the policy acts. An empty string means for ever.",),
            console="Date Range: end",
            to_api=_encode_date(members[1], "toEternal"),
            from_api=_decode_date("to"),
            last=True,
            default="",
            clear="",
            samples=("2027-01-01", "2027-02-01"),
        ),
    )


_SOURCE_IPS = Networks(
    "source_ips",
    (
        "Only mail from these addresses: networks in CIDR notation, single addresses, ranges "
        "(V(192.0.2.1-192.0.2.30)) and globs (V(192.0.2.*)). They are compared by the addresses that they "
        "cover together, and sent in CIDR notation.",
        "O(source_ips_mode=add) makes sure that the addresses are covered and O(source_ips_mode=exact) that "
        "no other is. O(source_ips_mode=remove) takes out every network that lies in the named ones; where "
        "only a part of a network is named, the task is refused, because the rest would have to be guessed.",
    ),
    console="Source IP Ranges (n.n.n.n/x)",
    api="sourceIPs",
    owned=True,
    default=[],
    clear=[],
    samples=(["192.0.2.0/24"], ["192.0.2.0/24", "2001:db8::/32"]),
)
