# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The mail of an account according to message tracking, newest first (CONTRACT 3.17: observed). It only reads.

A search needs a term: it asks for the mail of each internal domain, day by day. It reports what a limit leaves out.
Subjects are not kept. It knows nothing of Ansible.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import code_word
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.evidence import OUTBOUND, TAKEN, Evidence, Tracked
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.messages import Message
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.policies import BLOCK, SPOOFING
from ansible_collections.mailops.mimecast.plugins.module_utils._model import networks, spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.paths import first
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Row
from ansible_collections.mailops.mimecast.plugins.module_utils._run import moments

MOST_DAYS = 29
"""How far back is read: a search has to begin less than 30 days ago (CONTRACT 3.17: observed)."""

MOST_MESSAGES = 10_000
"""So many messages of an account are read, the newest of them."""

WINDOW = datetime.timedelta(days=1)
FULL = 100
"""An answer of so many rows without a further page may be cut off: how many one holds is in no source (inferred)."""

_SECOND = datetime.timedelta(seconds=1)
_PRODUCTS = ("cloudgateway",)
_PERMISSION = "Gateway | Tracking | Read"

SEARCH = Operation(
    "searchMessages",
    "POST",
    "/api/message-finder/search",
    envelope="legacy",
    rows=("trackedEmails",),
    paged=True,
    page_limit=500,
    products=_PRODUCTS,
    permission=_PERMISSION,
    confidence="observed",
)
INFORMATION = Operation(
    "getMessageInfo",
    "POST",
    "/api/message-finder/get-message-info",
    envelope="legacy",
    products=_PRODUCTS,
    permission=_PERMISSION,
    confidence="observed",
)

_TAKEN = frozenset({"accepted", "archived", "delivery", "held", "processing"})
"""Statuses of messages that no policy refused; the others may have another cause (inferred)."""

_REFUSALS = {"anti-spoofing": SPOOFING, "blocked senders": BLOCK, "sender address blocked": BLOCK}
"""What stands in the text of a refusal -> the type of policy (bounce texts; that tracking shows them is inferred)."""

_GREYLISTING = "greylist"


@dataclass(frozen=True)
class Mail:
    """What was read.

    Attributes:
        messages: the newest first. since: the moment since which they are complete, as tracking writes it.
        warnings: what was left out, and why.
    """

    messages: tuple[Tracked, ...]
    since: str
    warnings: tuple[str, ...] = ()


def read(client: Client, domains: Sequence[str], days: int, now: datetime.datetime) -> Mail:
    """Return the mail of the last days, one message for each recipient.

    Args:
        domains: the internal domains of the account. days: 1 to MOST_DAYS. now: the present moment, in UTC.

    Raises:
        ApiError: it cannot be read.
    """
    tracking = _Tracking(client, frozenset(domain.lower() for domain in domains))
    end = now.replace(microsecond=0)
    earliest = end - datetime.timedelta(days=min(days, MOST_DAYS))
    found: list[Tracked] = []
    while end > earliest and len(found) < MOST_MESSAGES:
        start = max(earliest, end - WINDOW)
        found += tracking.between(start, end)
        end = start
    found.sort(key=lambda message: message.received, reverse=True)
    since, warnings = end, tracking.warnings()
    if len(found) > MOST_MESSAGES or end > earliest:
        found = found[:MOST_MESSAGES]
        told = found[-1].received
        warnings.append(f"message tracking: the newest {MOST_MESSAGES} messages were read, they go back to {told}")
        since = moments.told(told) or end
    return Mail(tuple(found), moments.written(since), tuple(warnings))


def informed(client: Client, message: Tracked) -> Tracked:
    """Return a message with what tracking knows beyond the row of a search: permits, and its delivery route.

    Nothing more is known about a message that was not accepted: it may not have reached these steps.

    Raises:
        ApiError: it cannot be read.
    """
    if message.evidence.refused_by != TAKEN:
        return message
    row = client.read(INFORMATION, item={"id": message.id})
    policies = _policies(row, message.message.recipient)
    permits, routes = (policies.get(kind) for kind in ("permitted senders", "delivery routing"))
    evidence = replace(
        message.evidence,
        permitted=True if permits else _not_permitted(row),
        route=routes[0] if routes and len(routes) == 1 else None,
    )
    return replace(message, evidence=evidence)


def _policies(row: Row, recipient: str) -> dict[str, list[str]]:
    """Return type -> definitions that acted for a recipient; none where that is not told (CONTRACT 3.17: observed)."""
    delivered = first(row, ("deliveredMessage",))
    found: dict[str, list[str]] = {}
    for address, told in delivered.items() if isinstance(delivered, Mapping) else ():
        if str(address).lower() != recipient or not isinstance(told, Mapping):
            continue
        listed = told.get("policyInfo")
        for policy in listed if isinstance(listed, list) else ():
            if isinstance(policy, Mapping):
                found.setdefault(str(policy.get("policyType")).lower(), []).append(str(policy.get("policyName")))
    return found


def _not_permitted(row: Row) -> bool | None:
    """Return False where tracking says that nothing permitted the sender; a permit may also be a personal one."""
    return False if first(row, ("spamInfo.spamProcessingDetail.permittedSender.info",)) == "none" else None


class _Tracking:
    """The searches for the mail of an account."""

    def __init__(self, client: Client, domains: frozenset[str]) -> None:
        self._client = client
        self._domains = domains
        self._unreadable = 0
        self._cut: set[str] = set()

    def warnings(self) -> list[str]:
        """Return what was left out."""
        told = []
        if self._cut:
            when = f"{len(self._cut)} moments, first at {min(self._cut)}"
            told.append(f"message tracking: more messages than one answer can contain came at {when}")
        if self._unreadable:
            told.append(
                f"message tracking: {self._unreadable} rows could not be read, because they have no address or no time"
            )
        return told

    def between(self, start: datetime.datetime, end: datetime.datetime) -> Iterator[Tracked]:
        """Yield the mail from ``start`` until before ``end``.

        Mail to one of our domains is found by its recipient, other mail by its sender: so nothing comes twice. That a
        domain is taken for a recipient, as for a sender, is inferred.
        """
        for domain in sorted(self._domains):
            for row in self._rows({"to": domain}, start, end):
                yield from self._messages(row, {domain}.__contains__)
            for row in self._rows({"from": domain}, start, end):
                if _text(row, "route").lower() == OUTBOUND and _domain(_text(row, "fromEnv.emailAddress")) == domain:
                    yield from self._messages(row, self._is_outside)

    def _is_outside(self, domain: str) -> bool:
        return domain not in self._domains

    def _rows(self, options: Mapping[str, str], start: datetime.datetime, end: datetime.datetime) -> list[Row]:
        """Return the rows of a search; of an answer that may be cut off, those of both halves of its time instead."""
        item = {
            "start": moments.written(start),
            "end": moments.written(end),
            "advancedTrackAndTraceOptions": dict(options),
        }
        pages = list(self._client.pages(SEARCH, self._client.page_size(SEARCH), item=item))
        rows = _once(row for page in pages for row in page)
        if len(pages) == 1 and len(rows) >= FULL:
            middle = start + (end - start) // (2 * _SECOND) * _SECOND
            if middle > start:
                return [*self._rows(options, start, middle), *self._rows(options, middle, end)]
            self._cut.add(moments.written(start))
        return [row for row in rows if self._is_between(row, start, end)]

    def _is_between(self, row: Row, start: datetime.datetime, end: datetime.datetime) -> bool:
        """Whether a row belongs to a time, whichever ends of it the API takes in."""
        received = moments.told(row.get("received"))
        if received is None:
            self._unreadable += 1
            return False
        return start <= received < end

    def _messages(self, row: Row, belongs: Callable[[str], bool]) -> Iterator[Tracked]:
        """Yield the message of a row for each recipient whose domain belongs to a search."""
        told = row.get("to")
        recipients = told if isinstance(told, list) else []
        self._unreadable += not recipients
        for entry in recipients:
            address = _text(entry, "emailAddress") if isinstance(entry, Mapping) else ""
            if belongs(_domain(address)):
                message = _message(row, address, alone=len(recipients) == 1)
                if message is None:
                    self._unreadable += 1
                else:
                    yield message


def _once(rows: Iterable[Row]) -> list[Row]:
    """Return rows without those that a page repeats of the one before (CONTRACT 3.6, of groups: observed)."""
    found = list(rows)
    by_id = {row["id"]: row for row in found if row.get("id")}
    return [*by_id.values(), *(row for row in found if not row.get("id"))]


def _message(row: Row, recipient: str, alone: bool) -> Tracked | None:
    """Return the message of a row for one recipient, or None where it does not tell from whom to whom, or when.

    Args:
        alone: there is no other recipient, so what happened is what happened to this one.
    """
    received = moments.told(row.get("received"))
    status, sender, header = (_text(row, path) for path in ("status", "fromEnv.emailAddress", "fromHdr.emailAddress"))
    try:
        message = Message(
            envelope_from=spelling.address(sender) if sender else "",
            recipient=spelling.address(recipient),
            day=received.date().isoformat() if received else "",
            header_from=spelling.address(header) if header else "",
            ip=networks.single_address(row["senderIP"]) if row.get("senderIP") else "",
        )
    except spelling.Malformed:
        return None
    if received is None:
        return None
    evidence = _evidence(status.lower(), _text(row, "info").lower()) if alone else Evidence()
    direction = _text(row, "route").lower()
    return Tracked(message, _text(row, "id"), moments.written(received), direction, code_word(status), evidence)


def _text(row: Row, path: str) -> str:
    """Return the text at a path of a row, empty where there is none."""
    found = first(row, (path,))
    return found if isinstance(found, str) else ""


def _evidence(status: str, text: str) -> Evidence:
    """Return what the status of a message and the text beside it show."""
    if status == "rejected":
        return Evidence(refused_by=next((kind for words, kind in _REFUSALS.items() if words in text), None))
    if status == "deferred":
        return Evidence(greylisted=True if _GREYLISTING in text else None)
    return Evidence(refused_by=TAKEN if status in _TAKEN else None)


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower()
