# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an account holds of all that decides about mail, and where each part of it is known from.

Built from entries in the words of a site file, be they read from an account, written by a user, or what an account will
hold after a plan. It knows nothing of messages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import policies
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.policies import Policy
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families.groups import BUILTIN, group_name

ACCOUNT, SITE_FILE, UNKNOWN = "account", "site_file", "unknown"
"""Where a type is known from: read, written by a user alone, or not at all."""

GROUP, DOMAIN = "sender_group", "internal_domain"
ALTERATION_SET, DELIVERY_ROUTE = "address_alteration_set", "delivery_route"
TYPES: tuple[str, ...] = (*policies.KINDS, GROUP, DOMAIN, ALTERATION_SET, DELIVERY_ROUTE)
"""Names of the resources that an account is built from; what else there is decides nothing here."""


@dataclass(frozen=True)
class Group:
    """A profile group. ``members`` is None where it is not known who is in it."""

    name: str
    members: tuple[str, ...] | None
    parent: str = ""


@dataclass(frozen=True)
class Definition:
    """One alteration of an address: which becomes which, where in a message, in which direction."""

    original: str
    new: str
    address_type: str
    routing: str


@dataclass(frozen=True)
class Account:
    """All of an account that decides about mail.

    Attributes:
        origins: name of a type -> where it is known from. policies: those of all types, defaults among them.
        groups: by name. domains: the internal domains. alterations: set -> its definitions.
        routes: delivery route -> host and port. spf: domain -> networks of its SPF record, none where it does not
            count; a domain that is left out is not known.
    """

    origins: Mapping[str, str]
    policies: tuple[Policy, ...] = ()
    groups: Mapping[str, Group] = field(default_factory=dict)
    domains: frozenset[str] = frozenset()
    alterations: Mapping[str, tuple[Definition, ...]] = field(default_factory=dict)
    routes: Mapping[str, str] = field(default_factory=dict)
    spf: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def is_unknown(self, name: str) -> bool:
        """Whether nothing is known of a type."""
        return self.origins.get(name, UNKNOWN) == UNKNOWN

    def route_shown(self, name: str) -> str:
        """Return a delivery route with its host, where that is known."""
        host = self.routes.get(name)
        return f"{name} ({host})" if host else name

    @property
    def from_site_file(self) -> tuple[str, ...]:
        """Names of the types that are what a user has written, in order."""
        return tuple(name for name in TYPES if self.origins.get(name) == SITE_FILE)


def built(
    entries: Mapping[str, Sequence[Entry]],
    origins: Mapping[str, str] | None = None,
    spf: Mapping[str, Sequence[str]] | None = None,
) -> Account:
    """Return an account.

    Args:
        entries: name of a resource -> its entries, each value in its one spelling; a type that is left out is unknown.
            What entries stand for is to be among them, and the members of a group are taken to be all that it has.
        origins: name of a resource -> where its entries are from; an account where nothing is said.
        spf: domain -> networks of its SPF record, none where the record does not count (ten terms or more, ``+all``).
    """
    said = origins or {}
    known = {name: said.get(name, ACCOUNT) if name in entries else UNKNOWN for name in TYPES}
    present = {name: [entry for entry in entries.get(name, ()) if entry.get("state") != "absent"] for name in TYPES}
    found = [policy for kind in policies.KINDS for policy in policies.read(kind, present[kind], known[kind])]
    return Account(
        origins=known,
        policies=(*policies.DEFAULTS, *found),
        groups={group.name: group for group in _groups(present[GROUP], known[GROUP])},
        domains=frozenset(entry["domain"] for entry in present[DOMAIN]),
        alterations={entry["name"]: _definitions(entry) for entry in present[ALTERATION_SET]},
        routes={entry["name"]: _place(entry) for entry in present[DELIVERY_ROUTE]},
        spf={domain: tuple(networks) for domain, networks in (spf or {}).items()},
    )


def _groups(entries: Iterable[Entry], origin: str) -> list[Group]:
    """Return the groups; a built-in one that is not named has no members, where groups are known."""
    found = [
        Group(
            str(group_name(entry["name"])),
            None if entry.get("members") is None else tuple(_members(entry["members"])),
            str(entry.get("parent") or ""),
        )
        for entry in entries
    ]
    named = {group.name for group in found}
    return [*found, *(Group(name, None if origin == UNKNOWN else ()) for name in BUILTIN if name not in named)]


def _members(records: Iterable[str | Mapping[str, str]]) -> Iterator[str]:
    for record in records:
        if isinstance(record, str):
            yield record
        elif record.get("state") != "absent":
            yield record["member"]


def _definitions(entry: Entry) -> tuple[Definition, ...]:
    return tuple(
        Definition(record["original_address"], record["new_address"], record["address_type"], record["routing"])
        for record in entry.get("definitions") or ()
    )


def _place(entry: Entry) -> str:
    host = str(entry.get("hostname") or "")
    return f"{host}:{entry['port']}" if host and entry.get("port") else host
