# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Event source of ansible-rulebook: each new audit event of a Mimecast account, once.

It knows the contract of event sources and the collection's own client; it may not know what rulebooks do with events.
"""

from __future__ import annotations

import asyncio
import datetime
import logging
import sys
import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.common.parameters import remove_values

# ansible-rulebook runs this file by its path and does not make collections importable.
sys.path.extend(str(path.parent) for path in Path(__file__).absolute().parents if path.name == "ansible_collections")

from ansible_collections.mailops.mimecast.plugins.module_utils import _ansible
from ansible_collections.mailops.mimecast.plugins.module_utils._api import connection
from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import Connection
from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError, NotOffered, WrongAccount
from ansible_collections.mailops.mimecast.plugins.module_utils._api.limits import Tally
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import bug_message
from ansible_collections.mailops.mimecast.plugins.module_utils._run import audit
from ansible_collections.mailops.mimecast.plugins.module_utils._run.account import confirm
from ansible_collections.mailops.mimecast.plugins.module_utils._run.options import Options, unknown_options

DOCUMENTATION = r"""
---
short_description: New audit events of a Mimecast account
version_added: 1.0.0
author: mailops contributors (@mailops)
description:
  - Reads the audit events of an account again and again, and sends each new one to the rulebook once.
  - It sends only events since its start, see O(lookback). It keeps nothing over a restart.
  - If a read fails, the source logs it and tries again. It doubles the pause each time, up to 15 minutes. It then also
    reads the events from the meantime. If Mimecast refuses the credentials or a permission, the source ends.
  - The API application needs the API product C(auditevents) and the role permission C(Account | Logs | Read).
  - If an option for the connection is not set or empty, the source takes it from the environment. For O(base_url), this
    is E(MIMECAST_BASE_URL), and so on.
options:
  account:
    description:
      - Name of the account. It is part of every event, for rulebooks with several sources.
    type: str
    default: ""
  interval:
    description:
      - Seconds between two reads, at least 10.
    type: float
    default: 60.0
  lookback:
    description:
      - Also send events of this many seconds before the start, at most 60 days.
    type: float
    default: 0.0
  overlap:
    description:
      - Seconds by which a read goes back before the last read, at most one day. The source misses an event that shows
        up later than this. It also misses events if the clock of this machine is more than this ahead.
    type: float
    default: 900.0
  query:
    description:
      - Text to search for in the events.
    type: str
  categories:
    description:
      - Categories of events. Default: all of them.
    type: list
    elements: str
  objects:
    description:
      - Only events whose text names one of these objects.
    type: list
    elements: str
  exclude_users:
    description:
      - Leave out events of these users. Upper and lower case do not matter.
    type: list
    elements: str
    default: []
  exclude_text:
    description:
      - Leave out events whose text contains one of these. Upper and lower case do not matter.
    type: list
    elements: str
    default: []
  base_url:
    description:
      - Address of the Mimecast API. It must be V(https), or V(http) to a numeric loopback address for the emulator.
    type: str
    default: https://api.services.mimecast.com
  client_id:
    description:
      - Client ID of the API application.
    type: str
  client_secret:
    description:
      - Client secret of the API application.
    type: str
  account_code:
    description:
      - Mimecast's code of the account that you mean. The source ends if the credentials reach another account.
    type: str
  access_token:
    description:
      - A token that you already have, instead of O(client_id) and O(client_secret). When it expires, the source ends.
    type: str
  timeout:
    description:
      - Seconds to wait for one answer.
    type: float
    default: 30.0
  retry_budget:
    description:
      - Maximum number of seconds that one read may wait for rate limits, an overloaded API, or interrupted answers.
    type: float
    default: 120.0
  page_size:
    description:
      - Events to ask for in one request. V(0) means as many as the API gives.
    type: int
    default: 0
  validate_certs:
    description:
      - Whether the certificate of the API is verified. Never switch this off for a real account.
    type: bool
    default: true
  ca_path:
    description:
      - File with the certificate authorities to trust, instead of those of the system.
    type: path
  proxy:
    description:
      - URL of the proxy to go through.
    type: str
  read_only:
    description:
      - Has no effect. The source only reads.
    type: bool
    default: false
  min_confidence:
    description:
      - How sure a call of the API must be. The call that reads the audit log is C(observed).
        So C(documented) stops the source.
    type: str
    default: inferred
requirements:
  - ansible-core
  - requests
  - idna (comes with requests)
"""

EXAMPLES = r"""
---
- name: Changes of one account, with MIMECAST_CLIENT_ID and MIMECAST_CLIENT_SECRET of the environment
  mailops.mimecast.audit_events:

- name: Changes of two objects, read every five minutes
  mailops.mimecast.audit_events:
    account: acorn
    client_id: "{{ mimecast_client_id }}"
    client_secret: "{{ mimecast_client_secret }}"
    interval: 300
    objects: [Blocked Senders, Exchange on-premises]
    exclude_users: [automation@example.com]
"""

RETURN = r"""
---
event:
  description: One audit event, in the shape of M(mailops.mimecast.mimecast_audit_info).
  type: dict
  contains:
    account:
      description: The option O(account).
      type: str
    id:
      description: ID of the event. Its spelling may change.
      type: str
    time:
      description: When it happened.
      type: str
    user:
      description: Who did it.
      type: str
    kind:
      description: What was done, such as V(Existing Policy Changed).
      type: str
    category:
      description: Category of the event.
      type: str
    object:
      description: Which of O(objects) it names, if any.
      type: str
    text:
      description: Text of the event.
      type: str
"""

LEAST_INTERVAL = 10.0
"""Seconds. A mistyped interval must not use up the rate limit that the account's other applications share."""

LONGEST_PAUSE = 900.0
"""Seconds between two reads, however many have failed."""

MOST_OVERLAP = 86400.0
"""Seconds."""

LOG = logging.getLogger("mailops.mimecast.audit_events")

_FEEDBACK = "eda_feedback_queue"
"""What ansible-rulebook may add to the arguments for sources that want answers."""

Event = dict[str, Any]


class AuditSourceError(Exception):
    """Why the source cannot go on, in one sentence, without a secret."""


@dataclass(frozen=True)
class Settings:
    """What the source is to do. ``interval``, ``lookback`` and ``overlap`` are seconds.

    Attributes:
        asked: ``query``, ``categories`` and ``objects``, for the read. without_users, without_text: in lower case.
    """

    connection: Connection
    asked: Mapping[str, Any]
    account: str
    interval: float
    lookback: float
    overlap: float
    without_users: frozenset[str]
    without_text: tuple[str, ...]

    def wants(self, event: Mapping[str, Any]) -> bool:
        """Whether an event is to be sent."""
        text = event["text"].lower()
        return event["user"].lower() not in self.without_users and not any(word in text for word in self.without_text)


def spec() -> Options:
    """Return the argument specification of the source."""
    return {
        **connection.OPTIONS,
        "account": {"type": "str", "default": ""},
        "interval": {"type": "float", "default": 60.0},
        "lookback": {"type": "float", "default": 0.0},
        "overlap": {"type": "float", "default": 900.0},
        "query": {"type": "str"},
        "categories": {"type": "list", "elements": "str"},
        "objects": {"type": "list", "elements": "str"},
        "exclude_users": {"type": "list", "elements": "str", "default": []},
        "exclude_text": {"type": "list", "elements": "str", "default": []},
    }


def settings(args: Mapping[str, Any]) -> Settings:
    """Return what the arguments of the source say.

    Raises:
        AuditSourceError: an option is unknown or wrong, or a Python library is missing.
    """
    missing = _ansible.missing_requirement()
    if missing:
        raise AuditSourceError(missing)
    # An undefined variable of a rulebook is written as `default('')`; such an option is not set.
    written = {name: value for name, value in args.items() if name != _FEEDBACK and value not in (None, "")}
    known = spec()
    validation = ArgumentSpecValidator(_ansible.argument_spec(known)).validate(written)
    problems = [str(problem) for problem in unknown_options(written, known)] or list(validation.error_messages)
    options = validation.validated_parameters
    if not problems:
        problems = _out_of_bounds(options)
    if problems:
        raise AuditSourceError("; ".join(remove_values(problems, validation._no_log_values)))
    return Settings(
        connection=replace(Connection.of(options), read_only=True),
        asked={name: options[name] for name in ("query", "categories", "objects")},
        account=options["account"],
        interval=options["interval"],
        lookback=options["lookback"],
        overlap=options["overlap"],
        without_users=frozenset(user.lower() for user in options["exclude_users"]),
        without_text=tuple(word.lower() for word in options["exclude_text"] if word),
    )


def _out_of_bounds(options: Mapping[str, Any]) -> list[str]:
    reach = audit.REACH.total_seconds()
    bounds = {
        "interval": (LEAST_INTERVAL, reach),
        "lookback": (0.0, reach),
        "overlap": (0.0, MOST_OVERLAP),
    }
    return [
        f"{name} must be from {least:g} to {most:g} seconds"
        for name, (least, most) in bounds.items()
        if not least <= options[name] <= most
    ]


class Memory:
    """Which events were given out before.

    An event has been if its id has, or if its content has: no source says that the id of an event is spelled alike in
    every read, and those of other objects are not (CONTRACT 5, quirk 8: TF, observed). Events of equal content are told
    apart by how many there are.
    """

    def __init__(self) -> None:
        self._ids: dict[str, datetime.datetime] = {}
        self._given: dict[tuple[str, ...], tuple[int, datetime.datetime]] = {}

    def new(self, events: Iterable[Event], start: datetime.datetime, now: datetime.datetime) -> list[Event]:
        """Return the events of one whole read that were never returned before, oldest first.

        Args:
            start: from when on the read was, in no later one earlier; what was not seen since is forgotten.
            now: the moment of the read.
        """
        self._ids = {name: seen for name, seen in self._ids.items() if seen >= start}
        self._given = {content: given for content, given in self._given.items() if given[1] >= start}
        found: list[Event] = []
        left: dict[tuple[str, ...], int] = {}
        for content, alike in _by_content(events).items():
            given = self._given.get(content, (0, now))[0]
            left[content] = len(alike) - given
            self._given[content] = (max(len(alike), given), now)
            for event in alike:
                known = event["id"] in self._ids
                if event["id"]:
                    self._ids[event["id"]] = now
                if not known and left[content] > 0:
                    left[content] -= 1
                    found.append(event)
        return sorted(found, key=lambda event: str(event["time"]))


def _by_content(events: Iterable[Event]) -> dict[tuple[str, ...], list[Event]]:
    """Return events by all that they say but their id. A row that two pages repeat counts once."""
    groups: defaultdict[tuple[str, ...], dict[str, Event]] = defaultdict(dict)
    for event in events:
        alike = groups[tuple(str(event[name]) for name in sorted(event) if name != "id")]
        alike[event["id"] or f"without id {len(alike)}"] = event
    return {content: list(alike.values()) for content, alike in groups.items()}


class _Stopped(Exception):
    """The source has ended while a read waited for its next attempt."""


class _Account:
    """Reads the events of an account, from a thread. One session, so that there is one token for each half hour."""

    def __init__(self, options: Settings) -> None:
        self._asked = options.asked
        self._stopped = threading.Event()
        self._client = Client(options.connection, sleep=self._sleep)
        self._to_confirm = options.connection.account_code

    def events(self, start: datetime.datetime, end: datetime.datetime) -> list[Event]:
        """Return the events of a period.

        Raises:
            ApiError: they could not be read to the end.
        """
        # The budget for waiting is one of a run; here each read is one.
        self._client.tally = Tally()
        confirm(self._client, self._to_confirm)
        self._to_confirm = ""
        return audit.events(self._client, self._asked, start, end)

    def close(self) -> None:
        """End the session, and a read that is waiting for its next attempt."""
        self._stopped.set()
        self._client.close()

    def _sleep(self, seconds: float) -> None:
        if self._stopped.wait(seconds):
            raise _Stopped


def _for_good(error: Exception) -> bool:
    """Whether Mimecast refuses the credentials or a permission, which no repetition mends (CONTRACT 1.1, 2.3)."""
    return isinstance(error, ApiError) and (
        isinstance(error, (NotOffered, WrongAccount))
        or error.status in (401, 403)
        or error.code == "err_xdk_operation_forbidden_for_address"
        or (error.operation == "createToken" and error.status == 400)
    )


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.timezone.utc)


async def main(queue: asyncio.Queue[Event], args: dict[str, Any]) -> None:
    """Put each new audit event into the queue, until the task is cancelled.

    Raises:
        AuditSourceError: the arguments are wrong, or Mimecast refuses the credentials or a permission.
    """
    options = settings(args)
    try:
        account = _Account(options)
    except ApiError as error:
        raise AuditSourceError(_said(options, str(error))) from None
    if not options.connection.validate_certs:
        _tell(options, _ansible.UNVERIFIED)
    try:
        await _watch(queue, options, account)
    finally:
        account.close()


async def _watch(queue: asyncio.Queue[Event], options: Settings, account: _Account) -> None:
    floor = _now() - datetime.timedelta(seconds=options.lookback)
    read_until = floor
    memory = Memory()
    failures = 0
    while True:
        now = _now()
        start = min(start_of_read(read_until, floor, now, options.overlap), now)
        try:
            events = await asyncio.to_thread(account.events, start, now)
        except Exception as error:  # whatever went wrong: the next read may succeed, and none may pass for "no events"
            if _for_good(error):
                raise AuditSourceError(_said(options, str(error))) from None
            failures += 1
            reason = str(error) if isinstance(error, ApiError) else bug_message(error)
            pause = pause_after(options.interval, failures)
            _tell(options, f"{reason}; reading again in {pause:.0f} seconds")
        else:
            if failures:
                _tell(options, "the audit events can be read again")
            if start > read_until:
                _tell(options, f"audit events from before {start:%Y-%m-%dT%H:%M:%SZ} cannot be read")
            for event in memory.new(events, start, now):
                if options.wants(event):
                    await queue.put({**event, "account": options.account})
            read_until, failures, pause = now, 0, options.interval
        await asyncio.sleep(pause)


def start_of_read(
    read_until: datetime.datetime, floor: datetime.datetime, now: datetime.datetime, overlap: float
) -> datetime.datetime:
    """Return from when on to read: some time before the last read, but not before the start nor out of reach."""
    reach = audit.days_back(audit.REACH.days, now)
    return max(read_until - datetime.timedelta(seconds=overlap), floor, reach)


def pause_after(interval: float, failures: int) -> float:
    """Return the seconds until the next read after so many failures."""
    longest = max(interval, LONGEST_PAUSE)
    return float(min(interval * 2 ** min(failures, 16), longest))


def _tell(options: Settings, text: str) -> None:
    LOG.warning("%s", _said(options, text))


def _said(options: Settings, text: str) -> str:
    """Return a line for the log, with the account that it is about."""
    return f"{options.account}: {text}" if options.account else text
