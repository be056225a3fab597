# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the code says about the API can be looked up: every reference to a fact leads to a place in docs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
API = ROOT / "docs/api"
FOLDERS = ("plugins", "playbooks", "roles", "extensions", "emulator", "tests", "docs")
KINDS = {".py", ".md", ".yml", ".yaml", ".js", ".css"}
PAGES = {"CONTRACT": API / "contract.md", "REFERENCE": API / "settings.md"}
NUMBERS = r"\d+(?:\.\d+)*(?:(?:, (?:and )?| and | to )\d+(?:\.\d+)*)*"
REFERENCE = re.compile(rf"\b(CONTRACT|REFERENCE) (?:sections? )?((?:quirks? )?{NUMBERS})(, quirks? {NUMBERS})?")
# What they are found in is this file, and their own pages.
NOT_READ = {Path(__file__).resolve(), *API.glob("*.md")}


def places(page: Path) -> set[str]:
    """Return what a page can be referred to by: numbers of its sections, and "quirk 8" for rows of its quirks."""
    text = page.read_text("utf-8")
    _before, _heading, quirks = text.partition("\n## 5. Quirks\n")
    return {
        *re.findall(r"^#{2,3} (\d+(?:\.\d+)?)\.? ", text, re.MULTILINE),
        *(f"quirk {number}" for number in re.findall(r"^\| (\d+) \|", quirks, re.MULTILINE)),
    }


def references(text: str) -> Iterator[tuple[str, str]]:
    """Yield the page and the place of every reference, also of one that goes on in the next line of a comment."""
    for page, first, second in REFERENCE.findall(re.sub(r"\s*\n\s*#?\s*", " ", text)):
        for words in filter(None, (first, second)):
            kind = "quirk " if "quirk" in words else ""
            for number in re.findall(r"\d+(?:\.\d+)*", words):
                yield page, kind + number


def files() -> Iterator[Path]:
    """Yield every file of the project in which a person looks something up."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            parts = path.relative_to(ROOT).parts
            if path.suffix in KINDS and path.resolve() not in NOT_READ and "output" not in parts:
                yield path


PLACES = {name: places(page) for name, page in PAGES.items()}
TEXTS = {path: path.read_text("utf-8") for path in files()}


def test_every_reference_leads_to_a_section() -> None:
    found = [(path, page, place) for path, text in TEXTS.items() for page, place in references(text)]
    missing = [f"{path.relative_to(ROOT)}: {page} {place}" for path, page, place in found if place not in PLACES[page]]
    assert len(found) > 100
    assert missing == []


def test_nothing_refers_to_a_file_that_a_reader_does_not_have() -> None:
    outside = re.compile(r"\b(?:CONTRACT\.md|REFERENCE\.md|(?:DESIGN|POLICY_RULES|PARITY|TOOLCHAIN)\b(?! =))")
    assert [f"{path.relative_to(ROOT)}: {word}" for path, text in TEXTS.items() for word in outside.findall(text)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(CONTRACT 3.2, family greylisting)", [("CONTRACT", "3.2")]),
        ("# CONTRACT\n# section 2.3 (R7)", [("CONTRACT", "2.3")]),
        ("CONTRACT quirks 8 and 9 (TF)", [("CONTRACT", "quirk 8"), ("CONTRACT", "quirk 9")]),
        ("(CONTRACT 3.3: both forms, quirk 21)", [("CONTRACT", "3.3")]),
        ("CONTRACT 3.10, quirk 33", [("CONTRACT", "3.10"), ("CONTRACT", "quirk 33")]),
        ("REFERENCE sections 3 to 7", [("REFERENCE", "3"), ("REFERENCE", "7")]),
    ],
)
def test_a_reference_is_found_however_it_is_written(text: str, expected: list[tuple[str, str]]) -> None:
    assert list(references(text)) == expected
