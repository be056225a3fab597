# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One Mimecast account: its tables, and the audit trail that every change leaves.

May not know about HTTP, envelopes or the names of operations.
"""

from __future__ import annotations

import base64
import copy
import hashlib
import re
from collections.abc import Callable, Iterable
from datetime import datetime, timezone
from typing import Any

from .dialect import Dialect
from .ids import IdIssuer
from .rows import Row, Rows
from .tables import TABLES, Table, referring

API_ACTOR = "api-application"
CONSOLE_ACTOR = "admin@example.com"
APPLICATIONS = {API_ACTOR: ("API", "203.0.113.70"), CONSOLE_ACTOR: ("Administration Console", "203.0.113.71")}
_EVENT_ID_BYTES = 165  # makes 220 characters, about as many as recorded ids have (ELASTIC: observed)
_KEY_LENGTH = 60

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(timezone.utc)


def legacy_time(moment: datetime) -> str:
    """A moment as the legacy style writes it, for example ``2026-01-31T08:00:00+0000`` (R7, J1: observed)."""
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S+0000")


def read_legacy_time(text: str) -> datetime:
    """The moment of such a text; its zone may be ``Z`` or have a colon."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z").astimezone(timezone.utc)


def told_at(moment: datetime) -> str:
    """A moment as the text of an audit event shows it (ELASTIC: observed)."""
    return moment.astimezone(timezone.utc).strftime("Date: %Y-%m-%d, Time: %H:%M:%S+0000")


def rest_time(moment: datetime) -> str:
    """A moment as an RFC 3339 date-time in UTC."""
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


class Account:
    """The state of one account. Rows refer to each other by key; secure ids exist only on the wire."""

    def __init__(
        self, account_id: str, clock: Clock = utc_now, rotate_ids: bool = False, dialect: Dialect | None = None
    ) -> None:
        self.id = account_id
        self.clock = clock
        self.dialect = dialect or Dialect()
        self.ids = IdIssuer(account_id, rotate_ids)
        self.tables: dict[str, Rows] = {name: Rows() for name in TABLES}
        self.dns: dict[str, list[Row]] = {}
        self.gateway: Row = {}
        self.audit: list[Row] = []
        self.purge_list: dict[str, None] = {}
        self.snapshots: dict[str, Row] = {}
        self.mail_log: Row = {}
        self.retired: set[tuple[str, str]] = set()

    def copy(self) -> Account:
        """An independent account in the same state, with the same spelling of ids."""
        twin = Account(self.id, self.clock)
        twin.ids = self.ids
        for name, value in vars(self).items():
            if name not in ("id", "clock", "ids"):
                setattr(twin, name, copy.deepcopy(value))
        return twin

    def add(self, table: str, row: Row, key: str | None = None) -> str:
        """Adds a row under ``key``, or under a readable new key that no row ever had. Returns the key."""
        spec = TABLES[table]
        key = key or self._new_key(table, str(row[spec.named_by]))
        self.tables[table][key] = spec.completed(row)
        self.record(spec, "New {}", self.tables[table][key], API_ACTOR)
        return key

    def next_number(self, table: str, first: int) -> str:
        """A key for a table whose keys are numbers: ``first``, or one more than every earlier key."""
        taken = [*self.tables[table], *(key for name, key in self.retired if name == table)]
        return str(max((int(key) for key in taken), default=first - 1) + 1)

    def change(self, table: str, key: str, row: Row) -> None:
        """Replaces the present row by ``row``."""
        self.tables[table][key] = row
        self.record(TABLES[table], "Existing {} Changed", row, API_ACTOR)

    def remove(self, table: str, key: str) -> None:
        """Removes a row for good: no other row ever gets its key, so its old ids stay unknown."""
        row = self.tables[table].pop(key)
        self.retired.add((table, key))
        self.record(TABLES[table], "{} Deleted", row, API_ACTOR)

    def users(self, table: str, key: str) -> list[tuple[str, str]]:
        """The (table, key) of the rows that refer to a row."""
        return list(referring(self.tables, table, key))

    def record(self, table: Table, kind: str, row: Row, actor: str, detail: str = "") -> None:
        """Leaves an audit event. Rows as in CONTRACT section 3.10 (R7, XSOAR, TMBC: observed), and a text that ends
        with date, time, address and application (ELASTIC: observed); the rest of its wording is inferred."""
        application, address = APPLICATIONS[actor]
        name = row.get(table.named_by, "")
        text = detail or describe({k: v for k, v in row.items() if k not in table.hidden})
        moment = self.clock()
        self.audit.append(
            {
                "id": self._event_id(),
                "auditType": kind.format(table.audit_noun),
                "user": actor,
                "eventTime": legacy_time(moment),
                "eventInfo": f"{table.title} {name!r}: {text}, {told_at(moment)}, IP: {address}, "
                f"Application: {application}",
                "category": table.audit_category,
            }
        )

    def _event_id(self) -> str:
        """An id for the next event: opaque, and the same for as long as the event is kept (inferred)."""
        raw = hashlib.shake_128(f"{self.id}\0audit\0{len(self.audit) + 1}".encode()).digest(_EVENT_ID_BYTES)
        return base64.urlsafe_b64encode(raw).decode()

    def is_purged(self, address: str) -> bool:
        """Whether an address is on the purge list."""
        return address in self.purge_list

    def visible_users(self) -> list[tuple[str, Row]]:
        """The users that reads show: all except the purged ones."""
        listed = self.tables["users"].listed
        return [item for item in listed if item[0] not in self.purge_list] if self.purge_list else listed

    def is_internal(self, domain: str) -> bool:
        """Whether a domain is one of the account's own."""
        return domain in self.tables["internal_domains"]

    def _new_key(self, table: str, name: str) -> str:
        stem = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:_KEY_LENGTH] or table
        key, number = stem, 1
        while key in self.tables[table] or (table, key) in self.retired:
            number += 1
            key = f"{stem}-{number}"
        return key


def describe(value: Any) -> str:
    """A value as one line of text that a person can read."""
    if isinstance(value, dict):
        return ", ".join(f"{name}: {describe(item)}" for name, item in value.items() if item is not None)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "[" + ", ".join(describe(item) for item in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
