# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What became of each message of the log, as the policies, groups and domains that the account holds now have it.

A deliberately naive evaluation: one message after the other, one type of policy after the other. The words that
tracking shows for a refusal are those that senders see in bounces; that tracking shows them is inferred.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..account import Account
from . import log
from .log import Message
from .matching import ENVELOPE, HEADER
from .winners import Winner, winner

GREYLISTED = "Greylisting in process"
SPAM_HELD = "Default Spam Scanning Definition"
UNKNOWN_RECIPIENT = "Invalid recipient"
REFUSALS: Mapping[str, Mapping[str, str]] = {
    "anti_spoofing_policies": {
        ENVELOPE: "Anti-Spoofing policy - inbound not allowed",
        HEADER: "Rejected by header based Anti-Spoofing policy",
    },
    "blocked_sender_policies": {
        ENVELOPE: "Sender address blocked",
        HEADER: "Rejected by header based Blocked Senders policy",
    },
}
REFUSING = ("apply", "apply_non_mimecast", "block_sender")
EVERY = 7  # each so many messages, the information about one shows no policies


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message; ``policies`` are (type, definition or action) of those that acted on it."""

    status: str
    info: str = ""
    permitted: bool = False
    policies: tuple[tuple[str, str], ...] = ()
    host: str = ""


@dataclass(frozen=True, slots=True)
class Tracked:
    """A message and what became of it."""

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


def tracked(account: Account) -> list[Tracked]:
    """All messages of the account's log, oldest first."""
    known: set[tuple[str, str, str]] = set()
    found = []
    for message in log.messages(account.mail_log):
        triplet = (message.ip, message.envelope_from, message.to)
        found.append(Tracked(message, _outcome(account, message, triplet in known)))
        known.add(triplet)
    return found


def _outcome(account: Account, message: Message, is_known: bool) -> Outcome:
    if message.route == "inbound":
        refusal = _refusal(account, message)
        if refusal:
            return Outcome("rejected", refusal)
        if message.is_for_nobody:
            return Outcome("rejected", UNKNOWN_RECIPIENT)
    permit = _acting(account, "permitted_sender_policies", message, "permit_sender")
    if message.route == "inbound":
        by_envelope = permit is not None and permit.compared == ENVELOPE
        if not (is_known or by_envelope) and _acting(account, "greylisting_policies", message, "apply"):
            return Outcome("deferred", GREYLISTED)
        if message.spam and permit is None:
            return Outcome("held", SPAM_HELD)
    route, host = _route(account, message)
    permits = (("Permitted Senders", "Permit Sender"),) if permit else ()
    return Outcome("archived", permitted=permit is not None, policies=(*permits, *route), host=host)


def _acting(account: Account, table: str, message: Message, *options: str) -> Winner | None:
    """The policy of a table that acts on a message, where its option is one of these."""
    found = winner(account, table, message)
    return found if found and found.policy.get("option") in options else None


def _refusal(account: Account, message: Message) -> str:
    """What the refusal of a message says, or an empty text where no policy refuses it."""
    refusals = list(_refusing(account, message))
    if account.dialect.says("P14", "envelope_first"):
        refusals.sort(key=lambda refusal: refusal[1] != ENVELOPE)
    return next((REFUSALS[table][compared] for table, compared in refusals), "")


def _refusing(account: Account, message: Message) -> Iterator[tuple[str, str]]:
    """The tables whose policies refuse a message in the order of types, each with the address that it looks at."""
    spoofing = _acting(account, "anti_spoofing_policies", message, *REFUSING)
    if spoofing and not _acting(account, "anti_spoofing_bypass_policies", message, "enable_bypass"):
        yield "anti_spoofing_policies", spoofing.compared
    blocked = _acting(account, "blocked_sender_policies", message, *REFUSING)
    permit = _acting(account, "permitted_sender_policies", message, "permit_sender")
    lifted = account.dialect.says("S7", "lifts_blocks") and permit is not None and permit.policy["override"]
    if blocked and not lifted:
        yield "blocked_sender_policies", blocked.compared


def _route(account: Account, message: Message) -> tuple[tuple[tuple[str, str], ...], str]:
    """The delivery route that a message takes, as a policy that acted, and its host; neither where it goes to MX."""
    found = winner(account, "delivery_route_policies", message)
    if found is None:
        return (), f"mx.{message.to.rpartition('@')[2]}"
    route = account.tables["delivery_routes"][found.policy["route"]]
    return (("Delivery Routing", route["description"]),), route["hostname"]
