# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Policies as the engine needs them: each setting in place, from an account or from what a user wrote.

It knows what a policy says, and not whom it matches.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import ABSENT, Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import BY_HAND, NAMED
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families.groups import (
    BLOCKED,
    PERMITTED,
    group_name,
)

SPOOFING, SPF_BYPASS = "anti_spoofing_policy", "anti_spoofing_bypass_policy"
BLOCK, PERMIT = "blocked_sender_policy", "ip_permit"
GREYLISTING = "greylisting_policy"
ALTERATION, ROUTE, SIGNING = "address_alteration_policy", "delivery_route_policy", "dkim_policy"
BYPASSES: tuple[str, ...] = tuple(BY_HAND)
"""Policies that let a sender past one further check, and that a person keeps."""
KINDS: tuple[str, ...] = (SPOOFING, SPF_BYPASS, BLOCK, PERMIT, GREYLISTING, *BYPASSES, ALTERATION, ROUTE, SIGNING)
"""Types of policies that are looked at, by the names of their resources, in the order of a trace."""

_MENUS = {PERMIT: "permitted senders policy"}
_EFFECT = ("action", "alteration_set", "route", "definition", "option")
"""Settings that say what a policy does with the mail; each type has one of them."""

ENVELOPE, HEADER, BOTH = "return_address", "message_from", "both"
UNKNOWN = ""
"""The effect of a policy that does not say what it does."""


class Scope(NamedTuple):
    """Whose addresses a side of a policy is about.

    Attributes:
        type: as in a site file, ``unknown`` where nothing is said of it. value: what stands beside it.
    """

    type: str
    value: str = ""

    def __str__(self) -> str:
        return f"{self.type} {self.value}".strip()


EVERYONE = Scope("everyone")
INTERNAL, EXTERNAL = Scope("internal_addresses"), Scope("external_addresses")


@dataclass(frozen=True)
class Policy:
    """One policy.

    Attributes:
        kind: name of its resource. does: the word that says what it does, or the name of what it applies.
        applies_from, applies_to: its sides. based_on: which sender address it compares.
        source_ips, hostnames, spf_domains: servers that it names.
        origin: where it is known from: ``account``, ``site_file`` or ``default`` (every account has it).
    """

    kind: str
    name: str
    does: str
    applies_from: Scope
    applies_to: Scope
    based_on: str = ENVELOPE
    enabled: bool = True
    override: bool = False
    bidirectional: bool = False
    valid_from: str = ""
    valid_until: str = ""
    source_ips: tuple[str, ...] = ()
    hostnames: tuple[str, ...] = ()
    spf_domains: tuple[str, ...] = ()
    origin: str = "account"

    @property
    def narrowed(self) -> bool:
        """Whether it names servers (rule S6)."""
        return bool(self.source_ips or self.hostnames or self.spf_domains)

    def __str__(self) -> str:
        return f'{title(self.kind)} "{self.name}"'


def resource_of(kind: str) -> Resource:
    """Return the resource of a type of policy."""
    return NAMED[kind]


def title(kind: str) -> str:
    """Return what one policy of a type is called."""
    return _MENUS.get(kind) or resource_of(kind).title


def choices(kind: str) -> tuple[str, ...]:
    """Return what a policy of a type can do, as far as it is a choice of words."""
    fields = [field for field in resource_of(kind).fields if field.name in _EFFECT]
    return fields[0].choices


def read(kind: str, entries: Iterable[Entry], origin: str) -> list[Policy]:
    """Return the policies of one type that are there.

    Args:
        entries: in the words of a site file. origin: where they are known from.
    """
    resource = resource_of(kind)
    return [_policy(resource, entry, origin) for entry in entries if entry.get("state", "present") != "absent"]


def _policy(resource: Resource, entry: Entry, origin: str) -> Policy:
    settings = {
        field.name: _setting(field.default, field.on_create, entry.get(field.name)) for field in resource.fields
    }
    effect = next(name for name in _EFFECT if name in settings)
    return Policy(
        kind=resource.name,
        name=str(entry.get(resource.key) or ""),
        does=str(settings[effect] or UNKNOWN),
        applies_from=_scope(settings["applies_from"]),
        applies_to=_scope(settings["applies_to"]),
        based_on=str(settings.get("addresses_based_on") or ENVELOPE),
        enabled=settings.get("enabled") is not False,
        override=settings.get("override") is True,
        bidirectional=settings.get("bidirectional") is True,
        valid_from=str(settings.get("valid_from") or ""),
        valid_until=str(settings.get("valid_until") or ""),
        source_ips=tuple(settings.get("source_ips") or ()),
        hostnames=tuple(settings.get("hostnames") or ()),
        spf_domains=tuple(settings.get("spf_domains") or ()),
        origin=origin,
    )


def _setting(default: Any, on_create: Any, given: Any) -> Any:
    """Return what a setting is: as written, else as a creation sends it, else as an answer without it reads."""
    if given is not None:
        return given
    return next((value for value in (on_create, default) if value is not ABSENT), None)


_VALUE = {"email_domain": "domain", "individual_email_address": "email"}


def _scope(given: Any) -> Scope:
    if not isinstance(given, Mapping) or not given.get("type"):
        return Scope("unknown")
    kind = str(given["type"])
    if kind == "address_attribute_value":
        attribute: Mapping[str, Any] = given.get("attribute") or {}
        return Scope(kind, f"{attribute.get('id', '')}={attribute.get('value', '')}")
    if kind == "profile_group":
        return Scope(kind, str(group_name(given.get("group"))))
    beside = given.get(_VALUE.get(kind, ""))
    rest = " ".join(f"{word}={value}" for word, value in sorted(given.items()) if word != "type")
    return Scope(kind, str(beside) if beside is not None else rest)


DEFAULTS: Sequence[Policy] = (
    Policy(
        BLOCK,
        "Default Blocked Senders Policy",
        "block_sender",
        Scope("profile_group", BLOCKED),
        EVERYONE,
        origin="default",
    ),
    Policy(
        PERMIT,
        "Default Permitted Senders Policy",
        "permit_sender",
        Scope("profile_group", PERMITTED),
        EVERYONE,
        origin="default",
    ),
)
"""Policies that every account has and no API lists (P13: documented; REFERENCE 4.2: by the envelope)."""
