# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The forms that generated text has: YAML, Markdown, and parts of files of which the rest is written by hand.

It knows neither descriptors nor what is written where.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[3]
BEGIN, END = "<!-- begin of the generated part: make generate writes it -->", "<!-- end of the generated part -->"
LICENCE = """\
# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""
WRITTEN = f"{LICENCE}# Written by make generate from the descriptors.\n---\n"
"""Head of a YAML file that is generated as a whole."""
TO_BE_WRITTEN = "To be written:"
"""Stands in a skeleton for what only a person can know; a test looks for it."""
WIDTH = 118
Doc = dict[str, Any]
Files = dict[Path, str | None]
"""Path -> what is to stand there; None: no such file."""


class _Dumper(yaml.SafeDumper):
    """Writes lists indented, and small mappings on one line where they fit."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


class Line(dict[str, Any]):
    """A mapping that is written on one line."""


_Dumper.add_representer(
    Line, lambda dumper, line: dumper.represent_mapping("tag:yaml.org,2002:map", line, flow_style=True)
)


def version_added(path: Path) -> str:
    """Return the version that a file says it came with; a new file comes with the release in the making."""
    for source, word in ((path, "version_added"), (ROOT / "galaxy.yml", "version")):
        found = re.search(rf"^ *{word}: (\S+)$", source.read_text("utf-8"), re.M) if source.exists() else None
        if found:
            return found.group(1).partition("-")[0]
    raise ValueError("galaxy.yml has no version")


def in_yaml(doc: Doc, width: float = 92) -> str:
    """Return a document in YAML, folded at ``width``."""
    return yaml.dump(doc, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=width)


def with_parts(text: str, *parts: str) -> str:
    """Return a page with its generated parts, each of which stands between two comments.

    Raises:
        ValueError: the page has not as many places for them.
    """
    pieces = re.split(f"(?<={re.escape(BEGIN)})|(?={re.escape(END)})", text)
    if len(pieces) != 2 * len(parts) + 1:
        raise ValueError(f"a page needs {len(parts)} times {BEGIN!r} and after it {END!r}")
    pieces[1::2] = [f"\n\n{part}\n" for part in parts]
    return "".join(pieces)


def with_line(text: str, begin: str, line: str) -> str:
    """Return a page with its one line that begins so replaced.

    Raises:
        ValueError: there is no such line, or more than one.
    """
    lines = text.splitlines()
    places = [number for number, present in enumerate(lines) if present.startswith(begin)]
    if len(places) != 1:
        raise ValueError(f"{len(places)} lines begin with {begin!r}, one is needed")
    lines[places[0]] = line
    return "\n".join(lines) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    escaped = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in (head, ["---"] * len(head), *escaped))


def in_markdown(text: str) -> str:
    """Return a sentence of a descriptor in Markdown: every word that is marked up becomes code."""
    return re.sub(r"\b(?:O|V|C|M|E|RV)\(([^)]*)\)", lambda found: f"`{found.group(1).replace('=', ': ')}`", text)


def in_comment(text: str) -> str:
    """Return a sentence of a descriptor as a comment of a YAML file, without markup."""
    return textwrap.fill(in_markdown(text).replace("`", ""), WIDTH, initial_indent="# ", subsequent_indent="# ")


def without_references(doc: Any) -> Any:
    """Return documentation without references to options: where it stands, the options are called otherwise."""
    if isinstance(doc, str):
        return re.sub(r"\b(?:O|RV)\(([^)]*)\)", r"C(\1)", doc)
    if isinstance(doc, dict):
        return {name: without_references(value) for name, value in doc.items()}
    return [without_references(value) for value in doc] if isinstance(doc, list) else doc


def english_list(words: Sequence[str], last: str = "and") -> str:
    """Return words as a sentence lists them."""
    return f" {last} ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
