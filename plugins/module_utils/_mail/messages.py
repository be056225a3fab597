# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A message that is asked about: who sends it to whom, from where, on which day. It knows no policy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model import networks, spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem, at
from ansible_collections.mailops.mimecast.plugins.module_utils._model.spelling import Malformed
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import kind, unknown_key

NO_SENDER = "<>"
"""How the empty envelope from of a bounce is written."""


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


def _sender(value: Any) -> str:
    return "" if str(value).strip() == NO_SENDER else spelling.address(value)


_WORDS: dict[str, tuple[str, Callable[[Any], str]]] = {
    "from": ("envelope_from", _sender),
    "header_from": ("header_from", spelling.address),
    "to": ("recipient", spelling.address),
    "ip": ("ip", networks.single_address),
    "hostname": ("hostname", spelling.hostname),
}
_NEEDED = ("from", "to")


def read(given: Any, day: str, where: str) -> tuple[Message | None, list[Problem]]:
    """Return a message that a user has written, or what is wrong with it.

    Args:
        given: mapping of ``from``, ``header_from``, ``to``, ``ip`` and ``hostname``.
        day: the day it is asked about. where: path in the user's file.
    """
    if not isinstance(given, Mapping):
        return None, [Problem(where, f"expected a mapping such as 'from: jo@partner.example', got {kind(given)}")]
    problems = [Problem(at(where, str(word)), unknown_key(word, _WORDS)) for word in given if word not in _WORDS]
    parts: dict[str, str] = {}
    for word, (name, spelled) in _WORDS.items():
        value = given.get(word)
        if value in (None, ""):
            problems += [Problem(at(where, word), "is required")] if word in _NEEDED else []
            continue
        try:
            parts[name] = spelled(value).split("/")[0] if word == "ip" else spelled(value)
        except Malformed as error:
            problems.append(Problem(at(where, word), str(error)))
    return (None, problems) if problems else (Message(day=day, **parts), [])
