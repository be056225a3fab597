# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whose mail a policy applies to: the scope of one end, on the wire and in the user's words (CONTRACT 3.1: documented).

A type that is not known here is shown as the account has it, and is no word that a user may write.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model import paths, patterns, spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Field
from ansible_collections.mailops.mimecast.plugins.module_utils._model.maps import Map
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Unreadable
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Guard
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Choice, Text
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry, IdOf, NameOf, Row
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import shown, visible
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families.groups import group_name

EVERYONE: Mapping[str, Any] = {"type": "everyone"}
INSIDE = "internal_addresses"
OUTSIDE = "external_addresses"
_COMPANION = {
    "email_domain": "domain",
    "profile_group": "group",
    "individual_email_address": "email",
    "address_attribute_value": "attribute",
}
TYPES = (
    "everyone",
    INSIDE,
    OUTSIDE,
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


def _beside_unknown(target: Row) -> Entry:
    """Return what stands beside a type that nobody here knows: texts, but no id, which may change with every answer."""
    return {name: found for name, found in target.items() if isinstance(found, str) and not name.lower().endswith("id")}


def _decode_target(member: str) -> Any:
    """Return the decoder of one end: a group comes back as group.id (CONTRACT 3.1: documented)."""

    def decode(row: Row, name_of: NameOf) -> Any:
        target = row.get(member)
        if not isinstance(target, Mapping) or not isinstance(target.get("type"), str):
            raise Unreadable("it has no type")
        entry: Entry = {"type": target["type"].lower()}
        if entry["type"] not in TYPES:
            return {**_beside_unknown(target), **entry}
        needed = _COMPANION.get(entry["type"])
        if needed == "domain":
            entry["domain"] = spelling.tolerant(patterns.domain)(_beside(target, "domain", "emailDomain"))
        elif needed == "email":
            entry["email"] = spelling.tolerant(patterns.address)(_beside(target, "emailAddress"))
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


def scope(name: str, member: str, console: str, end: str, **more: Any) -> Field:
    """Return the field that says whose mail a policy applies to at one end.

    Args:
        member: what requests and answers call it. console: its label in the Administration Console.
        end: which side of the mail it is, as a sentence begins with it. more: further words of the field.
    """
    return Map(
        name,
        (f"{end} of the mail that this policy applies to. If several policies match, the more specific scope wins.",),
        console=console,
        whole=True,
        complete=_complete_target,
        to_api=_encode_target(member),
        from_api=_decode_target(member),
        fields=(
            Choice(
                "type",
                (
                    "Scope. V(email_domain) needs C(domain), V(profile_group) needs C(group), "
                    "V(individual_email_address) needs C(email), V(address_attribute_value) needs C(attribute).",
                ),
                choices=TYPES,
                required=True,
            ),
            Text(
                "domain",
                (
                    "Domain. It matches exactly, without subdomains. Wildcards and regular expressions, as in the "
                    "console, are sent as you write them (V(*.example.com) matches exactly one more label, not "
                    "V(example.com) itself). It is inferred that the API accepts them.",
                ),
                normalize=patterns.domain,
            ),
            Text("group", ("Name of a profile group.",), reference="sender_group", normalize=group_name),
            Text("email", ("Email address, or a pattern as for C(domain).",), normalize=patterns.address),
            Map(
                "attribute",
                ("Address attribute.",),
                whole=True,
                fields=(
                    Text("id", ("ID of the attribute.",), required=True),
                    Text("value", ("Value that the attribute must have.",), required=True),
                ),
            ),
        ),
        **more,
    )


def _unknown_is_overwritten(before: Entry | None, after: Entry | None) -> str:
    """Refuse to give a policy another scope in the place of one that nobody here knows."""
    for side in ("applies_from", "applies_to"):
        kind = ((before or {}).get(side) or {}).get("type", "everyone")
        if after and kind not in TYPES and after.get(side) != (before or {})[side]:
            return (
                f"would overwrite {side}, which is of the type {shown(kind)}: this collection does not know it and "
                "could not set it again; remove the setting from the entry to keep it"
            )
    return ""


GUARD = Guard("unknown_scope", _unknown_is_overwritten)
