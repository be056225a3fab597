# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A diff shows what changes, a line an item, and nothing that a terminal would act on."""

from __future__ import annotations

import difflib

import yaml
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.mailops.mimecast.plugins.module_utils._plan import diff
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import (
    Creation,
    Deletion,
    Unchanged,
    Update,
)

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30)
# What a reader of YAML could take for something else than text.
ALIKE = st.sampled_from(
    [
        "0\n",
        "12:30",
        "1:2:3.4",
        "2026-11-23",
        "0x1F",
        "1_000",
        "1.0e+5",
        ".inf",
        "@a",
        "Yes",
        "null",
        "a: b",
        "::1",
        "192.0.2.0/24",
    ]
)
VALUES = st.one_of(TEXT, ALIKE, st.integers(), st.booleans(), st.lists(TEXT | ALIKE, max_size=4))
WORDS = st.sampled_from(["name", "port", "members", "enabled", "route"])


@given(st.dictionaries(WORDS, VALUES, min_size=1))
def test_the_text_of_an_entry_is_yaml_that_reads_as_the_entry(entry: dict[str, object]) -> None:
    assert yaml.safe_load(diff.text(entry, {}, {})) == entry


@given(st.dictionaries(WORDS, VALUES, min_size=1))
def test_nothing_in_the_text_would_move_a_cursor(entry: dict[str, object]) -> None:
    assert all(sign.isprintable() or sign == "\n" for sign in diff.text(entry, {}, {}))


@given(st.lists(TEXT, min_size=1, unique=True), TEXT)
def test_an_item_that_stays_never_shows_as_changed(items: list[str], more: str) -> None:
    before = diff.text({"members": items}, {}, {}).splitlines()
    after = diff.text({"members": [*items, more]}, {}, {}).splitlines()
    marks = [line[0] for line in difflib.ndiff(before, after) if line[0] in "+-"]
    assert marks == ["+"]


def test_each_object_has_its_own_headed_block() -> None:
    create = Creation("user", "user", "jo@example.com", "", after={"name": "Jo"})
    delete = Deletion("user", "user", "sam@example.com", "", before={"name": "Sam"})
    nothing = Unchanged("user", "user", "kim@example.com", "")
    assert diff.render([create, delete, nothing]) == [
        {
            "before_header": "user jo@example.com (absent)",
            "after_header": "user jo@example.com (present)",
            "before": "",
            "after": "name: Jo\n",
        },
        {
            "before_header": "user sam@example.com (present)",
            "after_header": "user sam@example.com (absent)",
            "before": "name: Sam\n",
            "after": "",
        },
    ]


def test_a_long_list_shows_what_comes_and_goes_and_how_much_stays() -> None:
    change = Update(
        "sender_group",
        "sender group",
        "Blocked Senders",
        "",
        before={"members": [{"member": "a.example", "note": "old"}]},
        after={"members": [{"member": "b.example"}]},
        counts={"members": 9998},
    )
    block = diff.render([change])[0]
    assert block["before"] == "members:\n- {member: a.example, note: old}\n# members: 9998 more stay as they are\n"
    assert block["after"] == "members:\n- b.example\n# members: 9998 more stay as they are\n"
