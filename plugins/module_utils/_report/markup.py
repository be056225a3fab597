# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text that comes from an account as Markdown in which none of it means anything. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import visible


def fenced(kind: str, lines: Sequence[str]) -> str:
    """Return lines as a block of code of a kind, whose fence no line of it can end."""
    text = "\n".join(lines)
    fence = "`" * max(3, 1 + _longest_run(text))
    return f"{fence}{kind}\n{text}\n{fence}"


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall(r"`+", text)), default=0)


def cell(text: str) -> str:
    """Return text as code in a cell of a table, which ends at a bar even inside code."""
    return code(text).replace("|", "\\|")


def code(text: str) -> str:
    """Return text as a code span, where no character of Markdown, no mention and no link means anything."""
    shown = visible(text) or " "
    fence = "`" * (1 + _longest_run(shown))
    pad = " " if shown[0] in "` " or shown[-1] in "` " else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def escaped(text: str) -> str:
    """Return text of the collection itself in which no sign means anything to Markdown."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", visible(text))
