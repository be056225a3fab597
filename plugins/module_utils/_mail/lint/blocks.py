# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks of what is blocked: your own domains, half the world, and senders that are permitted too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint.account import Account, domain_part, sender_of
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint.checks import Check, Fault
from ansible_collections.mailops.mimecast.plugins.module_utils._model import networks, patterns
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families import broad_domains, mail_flow
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families.groups import BLOCKED

_POLICY = "blocked_sender_policy"
_BLOCK_WINS = (
    "P3, documented: Mimecast KB 34000390156947, 34000417548819 and 42979092709907; how to let one sender through, P4: "
    "Mimecast KB 42979302935955"
)


def _own_domain(account: Account) -> Iterator[Fault]:
    for member in account.members(BLOCKED):
        if member in account.own:
            yield Fault("sender_group", BLOCKED, "members", f"{member} is blocked, which is your own", member)
    for entry in _blocking(account):
        for pattern in () if mail_flow.is_narrowed(entry) else mail_flow.sending_domains(entry):
            for own in account.own_in(pattern):
                told = f"all that {own} sends to the outside is blocked, which is your own"
                yield Fault(_POLICY, entry["name"], "applies_from", told, own)


def _free_mail(account: Account) -> Iterator[Fault]:
    for member in account.members(BLOCKED):
        if broad_domains.is_free_mail(member):
            told = f"everybody who has an address at {member} is blocked"
            yield Fault("sender_group", BLOCKED, "members", told, member)


def _permitted_too(account: Account) -> Iterator[Fault]:
    blocked = _Blocked(account)
    for resource, name, place, sender in account.permitted_senders():
        by = blocked.by(sender)
        if by:
            yield Fault(resource, name, place, f"{sender} is permitted, and {by}", sender)
    yield from _blocked_servers(account)


def _blocked_servers(account: Account) -> Iterator[Fault]:
    """Yield the permits for servers of which every one is blocked, whoever sends.

    Where some policy says of more than one sender that it is not blocked, that is not judged.
    """
    blocking = [entry for entry in _blocking(account) if entry.get("source_ips") and mail_flow.takes_what_comes(entry)]
    spared = any(not sender_of(entry) for entry in _sparing(account))
    blocked = networks.merged_spans(network for entry in blocking for network in entry["source_ips"])
    for entry in () if spared else account.permits():
        permitted = networks.merged_spans(entry.get("source_ips") or ())
        if permitted and networks.covers(blocked, permitted):
            told = "all of its networks are blocked by blocked sender policies"
            yield Fault("ip_permit", entry["name"], "source_ips", told)


class _Blocked:
    """Who is blocked, and by what."""

    def __init__(self, account: Account) -> None:
        self._members = frozenset(account.members(BLOCKED))
        self._policies = {
            sender_of(entry): f"the blocked sender policy {entry['name']} blocks {sender_of(entry)}"
            for entry in sorted(_blocking(account), key=lambda entry: str(entry["name"]), reverse=True)
            if sender_of(entry) and not mail_flow.is_narrowed(entry) and _reaches_inside(entry)
        }
        self._spared = _sparing(account)
        self._account = account

    def by(self, sender: str) -> str:
        """Say what blocks a permitted sender, or return an empty string."""
        for name in dict.fromkeys((sender, domain_part(sender))):
            by = f"{name} is among {BLOCKED}" if name in self._members else self._policies.get(name, "")
            if by:
                return "" if any(self._spares(entry, sender) for entry in self._spared) else by
        return ""

    def _spares(self, entry: Entry, sender: str) -> bool:
        """Whether a policy may say that a sender is not blocked after all; which one wins is not judged."""
        scope = entry.get("applies_from") or {}
        if scope.get("type") == "profile_group":
            group = str(scope.get("group") or "")
            inside = self._account.members(group)
            return not self._account.knows_members(group) or sender in inside or domain_part(sender) in inside
        named = sender_of(entry)
        if not named:
            return True
        return named == sender or patterns.may_be(patterns.whole_domain(named) or named, domain_part(sender))


def _blocking(account: Account) -> Sequence[Entry]:
    return [entry for entry in account.acting(_POLICY) if entry.get("action") == "block_sender"]


def _sparing(account: Account) -> Sequence[Entry]:
    return [entry for entry in account.acting(_POLICY) if entry.get("action") == "take_no_action"]


def _reaches_inside(entry: Entry) -> bool:
    return any(mail_flow.has_inside(recipient) for _sender, recipient in mail_flow.directions(entry))


CHECKS = (
    Check(
        "block_own_domain",
        "high",
        "internal domains that are blocked",
        "All mail that your own users send through Mimecast is rejected.",
        "P3, documented: Mimecast KB 34000390156947. Inferred from its policy: the group "
        "Blocked Senders also acts on outbound mail",
        "Remove the domain. Use an anti-spoofing policy against forged senders.",
        _own_domain,
        ("sender_group", _POLICY, "internal_domain"),
    ),
    Check(
        "block_free_mail",
        "low",
        "free-mail domains that are blocked",
        "Customers and applicants write from there, and blocked mail is rejected and not kept.",
        "Documented: Mimecast KB 34000758869907",
        "Block the addresses that you mean, or accept the finding with the reason.",
        _free_mail,
        ("sender_group",),
    ),
    Check(
        "blocked_and_permitted",
        "medium",
        "senders that are permitted and blocked",
        "A block beats every permit, even a wider one, so the permit does nothing.",
        _BLOCK_WINS,
        "Decide which one you want. To let one sender of a blocked domain through, create a blocked sender "
        "policy with take_no_action for the address.",
        _permitted_too,
        ("sender_group", "ip_permit", _POLICY),
        whole=(_POLICY,),
    ),
)
