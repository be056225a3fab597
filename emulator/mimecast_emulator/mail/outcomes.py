# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What happened to each message of the log, according to the policies, groups and domains that the account has now.

A deliberately naive evaluation: one message after the other, one type of policy after the other. The words that
tracking shows for a refusal are those that senders see in bounces; that tracking shows them is inferred.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from ..account import Account
from . import log
from .log import Message
from .matching import ENVELOPE, HEADER, Candidate, candidates
from .winners import winner

GREYLISTED = "Greylisting in process"
SPAM_HELD = "Default Spam Scanning Definition"
UNKNOWN_RECIPIENT = "Invalid recipient"
HELD_REJECTED = "Held message rejected"
SPOOFING, BLOCKS, PERMITS = "anti_spoofing_policies", "blocked_sender_policies", "permitted_sender_policies"
REFUSALS: Mapping[str, Mapping[str, str]] = {
    SPOOFING: {
        ENVELOPE: "Anti-Spoofing policy - inbound not allowed",
        HEADER: "Rejected by header based Anti-Spoofing policy",
    },
    BLOCKS: {
        ENVELOPE: "Sender address blocked",
        HEADER: "Rejected by header based Blocked Senders policy",
    },
}
ACTING = ("apply", "apply_non_mimecast", "enable_bypass", "block_sender", "permit_sender")
EVERY = 7  # each so many messages, the information about one shows no policies


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened to a message; ``policies`` are (type, definition or action) of the policies that acted on it."""

    status: str
    info: str = ""
    permitted: bool = False
    policies: tuple[tuple[str, str], ...] = ()
    host: str = ""


@dataclass(frozen=True, slots=True)
class Tracked:
    """A message and what happened to it."""

    message: Message
    outcome: Outcome

    @property
    def subject(self) -> str:
        """What it is about."""
        return f"Message {self.message.number}"

    @property
    def spam_score(self) -> int:
        """What spam scanning says of it."""
        return 28 if self.message.spam and not self.outcome.permitted else 0

    @property
    def without_policies(self) -> bool:
        """Whether information about it leaves out the policies that acted (TMBC: observed on archived messages)."""
        return self.message.number % EVERY == EVERY - 1


@dataclass(frozen=True, slots=True)
class _WorkedOut:
    """What was worked out of an account, and what it was then: every change of it leaves an audit event."""

    tables: object
    audit: object
    events: int
    mail_log: object
    found: Sequence[Tracked]

    def still_holds(self, account: Account) -> bool:
        return (
            self.tables is account.tables
            and self.audit is account.audit
            and self.events == len(account.audit)
            and self.mail_log is account.mail_log
        )


_KNOWN: WeakKeyDictionary[Account, _WorkedOut] = WeakKeyDictionary()


def tracked(account: Account) -> Sequence[Tracked]:
    """All messages of the account's log, oldest first."""
    known = _KNOWN.get(account)
    if known is None or not known.still_holds(account):
        found = _tracked(account)
        known = _WorkedOut(account.tables, account.audit, len(account.audit), account.mail_log, found)
        _KNOWN[account] = known
    return known.found


def _tracked(account: Account) -> Sequence[Tracked]:
    known: set[tuple[str, str, str]] = set()
    found = []
    for message in log.messages(account.mail_log):
        triplet = (message.ip, message.envelope_from, message.to)
        outcome = _decided(account, message, _outcome(account, message, triplet in known))
        found.append(Tracked(message, outcome))
        known.add(triplet)
    return found


def _decided(account: Account, message: Message, outcome: Outcome) -> Outcome:
    """What became of a message once an administrator decided what to do with it while it was held."""
    if outcome.status == "held" and message.number in account.mail_log.get("released", ()):
        route, host = _route(account, message)
        return Outcome("archived", policies=route, host=host)
    if outcome.status == "held" and message.number in account.mail_log.get("rejected", ()):
        return Outcome("rejected", HELD_REJECTED)
    return outcome


def _outcome(account: Account, message: Message, is_known: bool) -> Outcome:
    permit = _acting(account, PERMITS, message)
    if message.route == "inbound":
        refusal = _refusal(account, message, permit)
        if refusal:
            return Outcome("rejected", refusal)
        if message.is_for_nobody:
            return Outcome("rejected", UNKNOWN_RECIPIENT)
        early = ENVELOPE if account.dialect.says("P14", "a") else ""
        greylisting = _acting(account, "greylisting_policies", message, early)
        if greylisting and not (is_known or _skips_greylisting(account, message, early)):
            return Outcome("deferred", GREYLISTED)
        if message.spam and permit is None:
            return Outcome("held", SPAM_HELD)
    route, host = _route(account, message)
    permits = (("Permitted Senders", "Permit Sender"),) if permit else ()
    return Outcome("archived", permitted=permit is not None, policies=(*permits, *route), host=host)


def _acting(account: Account, table: str, message: Message, compared: str = "") -> Candidate | None:
    """The policy of a table that does something to a message; among those alone that fit by one sender address."""
    found = [candidate for candidate in candidates(account, table, message) if compared in ("", candidate.compared)]
    acting = winner(account, table, found, message.number)
    return acting if acting and acting.policy.get("option") in ACTING else None


def _deciding(account: Account, table: str, message: Message) -> Candidate | None:
    """The policy of a table that refuses a message: what the envelope decides may stand before the header is known."""
    early = _acting(account, table, message, ENVELOPE) if account.dialect.says("P14", "a") else None
    return early or _acting(account, table, message)


def _refusal(account: Account, message: Message, permit: Candidate | None) -> str:
    """What the refusal of a message says, or an empty text where no policy refuses it."""
    spoofed = _deciding(account, SPOOFING, message)
    if spoofed and not _acting(account, "anti_spoofing_bypass_policies", message):
        return REFUSALS[SPOOFING][spoofed.compared]
    blocked = _deciding(account, BLOCKS, message)
    if blocked is None:
        return ""
    lifted = permit is not None and permit.policy["override"] and not blocked.policy["override"]
    return "" if lifted and account.dialect.says("S7", "c") else REFUSALS[BLOCKS][blocked.compared]


def _skips_greylisting(account: Account, message: Message, early: str) -> bool:
    """Whether a permit spares a sender greylisting, which knows the envelope alone (TMBC: observed).

    ``early`` is the address that is looked at before the header is known, if only one is.
    """
    permit = _acting(account, PERMITS, message, early)
    if permit is None:
        return False
    fits = {found.compared for found in candidates(account, PERMITS, message) if found.policy is permit.policy}
    return fits == {ENVELOPE} or (ENVELOPE in fits and account.dialect.says("P7", "a"))


def _route(account: Account, message: Message) -> tuple[tuple[tuple[str, str], ...], str]:
    """The delivery route that a message takes, as a policy that acted, and its host; neither where it goes to MX."""
    table = "delivery_route_policies"
    found = winner(account, table, candidates(account, table, message), message.number)
    if found is None:
        return (), f"mx.{message.to.rpartition('@')[2]}"
    route = account.tables["delivery_routes"][found.policy["route"]]
    return (("Delivery Routing", route["description"]),), route["hostname"]
