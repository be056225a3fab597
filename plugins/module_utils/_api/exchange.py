# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One exchange with a server as plain data: the request, and its answer or the reason why none came.

It knows neither how requests travel nor what they mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Request:
    """What to send. A request without a ``token`` carries none; ``body`` goes as JSON, ``form`` as a form."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    body: Any = field(default=None, repr=False)
    form: Mapping[str, str] = field(default_factory=dict, repr=False)
    token: str = field(default="", repr=False)


@dataclass(frozen=True)
class Answer:
    """The answer of the server, whatever its status."""

    status: int
    headers: Mapping[str, str]
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class NoAnswer:
    """Why no answer came, without anything that was sent.

    Attributes:
        reason: in words. left: whether the request may have left this machine and taken effect.
        final: no repetition mends it.
    """

    reason: str
    left: bool = True
    final: bool = False
