# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What lint looks at: the objects of an account in the words of a site file, on one day. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model import patterns
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import RESOURCES
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families import mail_flow
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families.groups import PERMITTED

POLICIES = tuple(
    resource.name
    for resource in RESOURCES.values()
    if {"override", "addresses_based_on"} <= {field.name for field in resource.fields}
)
"""Types of policies about mail, of which one of a type acts on a message."""


@dataclass(frozen=True)
class Account:
    """The objects of an account on a day.

    Attributes:
        entries: name of a type -> objects; what is not there is not known. day: YYYY-MM-DD.
        whole: types of which ``entries`` holds every object that there is.
        dns: domain -> its SPF record, "" where it has none, None where DNS did not tell; None: DNS was not asked.
    """

    entries: Mapping[str, Sequence[Entry]]
    day: str
    whole: frozenset[str]
    dns: Mapping[str, str | None] | None = None

    @property
    def lacks_records(self) -> bool:
        """Whether there are SPF records that are not known."""
        return self.dns is None or None in self.dns.values()

    def all_of(self, resource: str) -> Sequence[Entry]:
        """Return the objects of a type that are known."""
        return self.entries.get(resource, ())

    def acting(self, resource: str) -> list[Entry]:
        """Return the policies of a type that are switched on and within their dates (rule S9)."""
        return [entry for entry in self.all_of(resource) if mail_flow.acts(entry) and self._is_within(entry)]

    def _is_within(self, entry: Entry) -> bool:
        begin, end = (entry.get(side) or self.day for side in ("valid_from", "valid_until"))
        return bool(begin <= self.day <= end)

    def day_after(self, days: int) -> str:
        """Return the day that is so many days after this one."""
        return (datetime.date.fromisoformat(self.day) + datetime.timedelta(days)).isoformat()

    @cached_property
    def own(self) -> frozenset[str]:
        """The internal domains that are known."""
        return frozenset(entry["domain"] for entry in self.all_of("internal_domain"))

    def is_own(self, domain: str) -> bool:
        """Whether a domain is an internal one, or lies below one: whether the latter counts is not known (rule M8)."""
        labels = domain.split(".")
        return any(".".join(labels[index:]) in self.own for index in range(len(labels)))

    def own_in(self, pattern: str) -> list[str]:
        """Return the internal domains that a domain or a wildcard certainly stands for, in order."""
        if "*" not in pattern:
            return [pattern] if pattern in self.own else []
        return sorted(name for name in self.own if patterns.stands_for(pattern, name))

    @cached_property
    def groups(self) -> Mapping[str, Entry]:
        """The groups that are known, by name."""
        return {entry["name"]: entry for entry in self.all_of("sender_group")}

    def members(self, group: str) -> list[str]:
        """Return the members of a group that are known, each once, in order."""
        return sorted({record["member"] for record in self.groups.get(group, {}).get("members") or ()})

    def knows_members(self, group: str) -> bool:
        """Whether the members of a group are known: a directory may keep them to itself."""
        return "members" in self.groups.get(group, {})

    def permits(self) -> list[Entry]:
        """Return the Permitted Senders policies that act and permit."""
        return [entry for entry in self.acting("ip_permit") if entry.get("action") != "take_no_action"]

    def permitted_senders(self) -> Iterator[tuple[str, str, str, str]]:
        """Yield (type, name, place, sender) for every address and domain that is permitted from wherever it sends.

        A permit for certain servers is no permit for whoever calls himself so.
        """
        for member in self.members(PERMITTED):
            if "*" not in member:  # one with a wildcard fits nobody (rule M4)
                yield "sender_group", PERMITTED, "members", member
        for entry in self.permits():
            sender = sender_of(entry)
            if sender and not mail_flow.is_narrowed(entry):
                yield "ip_permit", entry["name"], f"applies_from.{_PART[entry['applies_from']['type']]}", sender


_PART = {"email_domain": "domain", "individual_email_address": "email"}


def sender_of(entry: Entry) -> str:
    """Return the domain or the address, or the pattern of them, that a policy is about as sender, or ""."""
    return _named(entry.get("applies_from"))


def recipient_of(entry: Entry) -> str:
    """Return the domain or the address, or the pattern of them, that a policy is about as recipient, or ""."""
    return _named(entry.get("applies_to"))


def _named(scope: Any) -> str:
    if not isinstance(scope, Mapping):
        return ""
    return str(scope.get(_PART.get(scope.get("type", ""), "")) or "")


def domain_part(sender: str) -> str:
    """Return the domain of an address, or the domain that it is."""
    return sender.rpartition("@")[2]
