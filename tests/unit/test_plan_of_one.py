# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a plan does to one object, compared as a whole: every step, what is refused, what is told of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Guard
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import ABSENT, Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import (
    Creation,
    Current,
    Deletion,
    Options,
    Plan,
    Step,
    Update,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.planner import plan
from ansible_collections.mailops.mimecast.tests.unit.things import (
    BOX,
    NAME,
    RICH,
    TEXT,
    THING,
    blank,
    there,
    wish,
)

KNOWN = Options(known={"thing": {"A": 1, "B": 1}})


def test_a_missing_object_is_created_with_the_written_settings_and_the_defaults_of_a_new_one() -> None:
    entry = {"name": "A", "text": "", "words": ["b", "a"], "beside": "B", "seal": "canary", "later": "now", "hint": "x"}
    made = plan(RICH, [wish(RICH, "entries[0]", **entry)], [], KNOWN)
    sent = {"start": "begun", "name": "A", "words": ["a", "b"], "beside": "B", "seal": "canary", "hint": "x"}
    read = {"start": "begun", "name": "A", "text": "", "words": ["a", "b"], "beside": "B", "later": "now"}
    creation = blank(RICH, "A", "entries[0]").become(
        Creation,
        entry=read,
        after={**read, "seal": "(secret)", "hint": "x"},
        steps=(Step("create", sent), Step("update", {"later": "now"})),
    )
    assert made == Plan((creation,))


def test_what_a_creation_does_not_take_and_is_so_anyway_is_not_sent() -> None:
    made = plan(RICH, [wish(RICH, name="A", later="never", start="ours")], [], Options())
    assert made.changes[0].steps == (Step("create", {"start": "ours", "name": "A"}),)
    assert made.changes[0].entry == {
        "name": "A", "text": "", "words": [], "beside": "", "start": "ours", "later": "never"
    }  # fmt: skip


def test_members_come_when_their_object_is_there() -> None:
    resource = replace(BOX, fields=(BOX.field("items"), *BOX.fields[:-1]))
    members = [{"item": "a", "note": ""}, {"item": "b", "note": "why"}]
    made = plan(resource, [wish(resource, items=members, name="A", text="one")], [], Options())
    assert made.changes[0].steps == (Step("create", {"name": "A", "text": "one"}), Step("add", members))
    assert made.changes[0].entry == {
        "items": [{"item": "a"}, {"item": "b", "note": "why"}], "name": "A", "text": "one", "words": [], "beside": ""
    }  # fmt: skip
    empty = plan(resource, [wish(resource, items=[], name="A")], [], Options())
    assert empty.changes[0].steps == (Step("create", {"name": "A"}),)


def test_what_a_new_object_needs_is_asked_for_setting_by_setting() -> None:
    needed = replace(TEXT, required=True, clear=ABSENT)
    resource = replace(
        THING, fields=(NAME, needed, replace(needed, name="more")), guards=(Guard("no", lambda *_: "no"),)
    )
    made = plan(resource, [wish(resource, "entries[0]", name="A")], [], Options())
    assert [str(problem) for problem in made.problems] == [
        "entries[0].text: is required to create the small thing 'A'",
        "entries[0].more: is required to create the small thing 'A'",
        "entries[0]: refused: no (accept_risk: [no] if you mean it)",
    ]


def test_what_cannot_be_created_is_not_there_and_the_nearest_is_named() -> None:
    resource = replace(THING, create=None)
    made = plan(resource, [wish(resource, "entries[0]", name="Alphb")], [there("Alpha")], Options())
    assert made.changes == (blank(resource, "Alphb", "entries[0]"),)
    assert [str(problem) for problem in made.problems] == [
        "entries[0].name: there is no small thing 'Alphb', did you mean 'Alpha'?"
    ]


def test_a_change_holds_what_differs_and_nothing_else() -> None:
    entry = {"name": "A", "text": "one", "words": ["a", "b"], "beside": ""}
    wanted = wish(
        RICH, "entries[0]", name="A", text="two", words=["b", "c"], words_mode="exact", beside="B", later="never"
    )
    made = plan(RICH, [wanted], [Current("A", "id-A", entry)], KNOWN)
    changed = {"text": "two", "words": ["b", "c"], "beside": "B"}
    update = blank(RICH, "A", "entries[0]", entry).become(
        Update,
        entry={**entry, **changed},
        before={"text": "one", "words": ["a"], "beside": ""},
        after={"text": "two", "words": ["c"], "beside": "B"},
        steps=(Step("update", changed),),
        counts={"words": 1},
    )
    assert made == Plan((update,))


@pytest.mark.parametrize(
    "entry", [{"text": ""}, {"words": []}, {"words": ["a"], "words_mode": "remove"}, {"beside": ""}, {"later": "never"}]
)
def test_what_is_not_told_reads_as_it_does_by_default(entry: Entry) -> None:
    made = plan(RICH, [wish(RICH, name="A", **entry)], [there("A")], Options())
    assert made.changes == (replace(blank(RICH, "A", "", {"name": "A"}), entry={"name": "A"}),)


def test_a_setting_beside_a_secret_is_sent_with_it_and_only_then() -> None:
    always = {"name": "A", "update_password": "always", "hint": "x"}
    alone = plan(RICH, [wish(RICH, **always)], [there("A")], Options())
    assert [change.operation for change in alone.changes] == ["none"]
    once = plan(RICH, [wish(RICH, name="A", hint="x", seal="canary")], [there("A")], Options())
    assert [change.operation for change in once.changes] == ["none"]
    again = plan(RICH, [wish(RICH, **always, seal="canary")], [there("A")], Options())
    assert again.changes[0].steps == (Step("update", {"hint": "x", "seal": "canary"}),) or again.changes[0].steps == (
        Step("update", {"seal": "canary", "hint": "x"}),
    )
    assert again.changes[0].after == {"seal": "(secret)", "hint": "x"}
    assert again.changes[0].before == {}
    assert again.changes[0].entry == {"name": "A"}


def test_members_come_before_others_go_and_those_that_change_are_replaced_at_the_end() -> None:
    present = [{"item": "a"}, {"item": "b", "note": "first"}, {"item": "c"}]
    exact = wish(BOX, name="A", text="two", items=[{"item": "b", "note": "second"}, "c", "d"], items_mode="exact")
    made = plan(BOX, [exact], [there("A", text="one", items=present)], Options())
    (update,) = made.changes
    new = [{"item": "d"}]
    assert update.steps == (
        Step("update", {"text": "two"}),
        Step("add", new),
        Step("confirm", new),
        Step("remove", [{"item": "a"}]),
        Step("replace", [{"item": "b", "note": "second"}], [{"item": "b", "note": "first"}]),
    )
    assert update.replaces == {"items": ("b",)}
    assert update.counts == {"items": 1}
    assert update.before["items"] == [{"item": "a"}, {"item": "b", "note": "first"}]
    assert update.after["items"] == [{"item": "b", "note": "second"}, {"item": "d"}]
    assert update.entry == {"name": "A", "text": "two", "items": [{"item": "b", "note": "second"}, {"item": "c"}, *new]}


def test_who_comes_is_looked_for_only_where_others_go() -> None:
    present = [{"item": "a", "note": "first"}]
    for entry, steps in (
        ({"items": ["b"]}, (Step("add", [{"item": "b"}]),)),
        (
            {"items": ["b"], "items_mode": "exact"},
            (Step("add", [{"item": "b"}]), Step("confirm", [{"item": "b"}]), Step("remove", present)),
        ),
        ({"items": ["a"], "items_mode": "remove"}, (Step("remove", present),)),
        ({"items": [{"item": "a", "note": "new"}]}, (Step("replace", [{"item": "a", "note": "new"}], present),)),
    ):
        made = plan(BOX, [wish(BOX, name="A", **entry)], [there("A", items=present)], Options())
        assert made.changes[0].steps == steps
        assert made.changes[0].replaces == ({"items": ("a",)} if steps[0].kind == "replace" else {})


def test_a_partly_read_list_is_not_shown_and_causes_a_warning_in_mode_exact() -> None:
    part = replace(there("A", text="one", items=[]), partial=frozenset({"items"}))
    remark = "entries[0]: items is exact, but not all members could be read; set scan_users: true to read every user"
    exact = wish(BOX, "entries[0]", name="A", items=["a"], items_mode="exact")
    made = plan(BOX, [exact], [part], Options())
    assert made.warnings == (remark,)
    assert (made.changes[0].partial, made.changes[0].unverified) == (("items",), ("items",))
    assert made.changes[0].entry == made.changes[0].present == {"name": "A", "text": "one"}
    same = plan(BOX, [wish(BOX, name="A", items=[], items_mode="exact")], [part], Options())
    assert (same.changes[0].operation, same.changes[0].unverified) == ("none", ("items",))
    assert same.warnings == (remark.replace("entries[0]", "A"),)
    added = plan(BOX, [wish(BOX, name="A", items=["a"])], [part], Options())
    assert (added.warnings, added.changes[0].unverified, added.changes[0].partial) == ((), (), ("items",))


def test_a_list_that_nobody_speaks_of_is_not_told() -> None:
    made = plan(BOX, [wish(BOX, name="A", text="two")], [there("A", text="one", items=[{"item": "a"}])], Options())
    assert made.changes[0].entry == {"name": "A", "text": "two"}
    assert made.changes[0].present == {"name": "A", "text": "one"}


def test_a_change_names_all_problems_and_no_change_names_none() -> None:
    resource = replace(THING, guards=(Guard("no", lambda before, after: "no" if before != after else ""),))
    found = replace(there("A", beside="B"), foreign="it is theirs")
    stuck = replace(resource, fields=(*THING.fields[:3], replace(THING.field("beside"), default=ABSENT)))
    made = plan(stuck, [wish(stuck, "entries[0]", name="A", beside="")], [found], Options())
    assert [str(problem) for problem in made.problems] == [
        "entries[0].beside: the API cannot remove it from 'B'; do that by hand",
        "entries[0]: refused: it is theirs",
        "entries[0]: refused: no (accept_risk: [no] if you mean it)",
    ]
    assert plan(resource, [wish(resource, name="A", beside="B")], [found], KNOWN).problems == ()


def test_what_is_retired_is_set_to_that_and_goes_only_for_good() -> None:
    resource = replace(THING, retire={"text": "retired"}, retire_unless="forever")
    entry = {"name": "A", "text": "one", "words": ["a"]}
    gone = wish(resource, name="A", state="absent", words=["b"], words_mode="exact")
    made = plan(resource, [gone], [Current("A", "id-A", entry)], Options())
    assert made.changes[0].steps == (Step("update", {"text": "retired"}),)
    assert plan(resource, [gone], [], Options()).changes == (blank(resource, "A", ""),)
    forever = wish(resource, name="A", state="absent", forever=True)
    assert plan(resource, [forever], [Current("A", "id-A", entry)], Options()).changes == (
        blank(resource, "A", "", entry).become(Deletion, before=entry, steps=(Step("delete"),)),
    )


def test_one_of_several_objects_of_a_name_is_picked_by_its_id() -> None:
    twins = [Current("A", "1", {"name": "A", "text": "one"}), Current("A", "2", {"name": "A", "text": "two"})]
    several = plan(THING, [wish(THING, "entries[0]", name="A", text="one")], twins, Options())
    assert [str(problem) for problem in several.problems] == [
        "entries[0]: 2 small thing objects are called 'A'; pick one with id: 1, 2"
    ]
    assert several.changes == ()
    picked = plan(THING, [wish(THING, name="A", text="one", id="2")], twins, Options())
    assert [(change.operation, change.id) for change in picked.changes] == [("update", "2")]
    lost = plan(THING, [wish(THING, "entries[0]", name="A", id="3")], twins, Options())
    assert [str(problem) for problem in lost.problems] == ["entries[0].id: no small thing has this id and this name"]
