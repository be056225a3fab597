# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A message that is asked about: who sends it to whom, from where, on which day. It knows no policy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model import mail_tests
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem
from ansible_collections.mailops.mimecast.plugins.module_utils._model.spelling import NO_SENDER
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry


@dataclass(frozen=True)
class Message:
    """One message to one recipient (rule M7), each value in its one spelling.

    Attributes:
        envelope_from: the return address, "" of a bounce. recipient: of the envelope. day: as YYYY-MM-DD.
        header_from: of the header; the envelope from where it is left out.
        ip: the connecting address, "" where it is not known. hostname: the name of that server, "" likewise.
    """

    envelope_from: str
    recipient: str
    day: str
    header_from: str = ""
    ip: str = ""
    hostname: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "header_from", self.header_from or self.envelope_from)

    def as_data(self) -> dict[str, str]:
        """Return it in the words that ``read`` takes, and the day."""
        said = {"header_from": self.header_from, "ip": self.ip, "hostname": self.hostname}
        ends = {"from": self.envelope_from or NO_SENDER, "to": self.recipient}
        return {**ends, **{word: value for word, value in said.items() if value}, "day": self.day}


def read(given: Any, day: str, where: str) -> tuple[Message | None, list[Problem]]:
    """Return a message that a user has written, or what is wrong with it.

    Args:
        given: mapping of ``from``, ``header_from``, ``to``, ``ip`` and ``hostname``.
        day: the day it is asked about. where: path in the user's file.
    """
    said, problems = mail_tests.MESSAGE.parse(given, where)
    return (None, problems) if problems else (of(said, day), [])


def of(said: Entry, day: str) -> Message:
    """Return a message from its settings, each in its one spelling."""
    parts = {word: value for word, value in said.items() if word not in ("from", "to")}
    return Message("" if said["from"] == NO_SENDER else said["from"], said["to"], day, **parts)
