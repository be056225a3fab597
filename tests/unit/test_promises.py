# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a play promises to a task that leaves its deletions to the end, and what the task says where it is little."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from ansible.playbook.block import Block

from ansible_collections.mailops.mimecast.plugins.plugin_utils._removals import Promise, promised

ACTION = "mailops.mimecast.mimecast_delivery_route"
LEFT = ["delivery route Main (to be deleted)"]


def task(deletions: str, *when: str | bool, tagged: bool = True) -> Any:
    """Return a task of the play, as Ansible has it."""
    return SimpleNamespace(
        _uuid=deletions, action=ACTION, args={"deletions": deletions}, when=list(when), evaluate_tags=lambda *_: tagged
    )


def block(*tasks: Any, rescue: tuple[Any, ...] = (), always: tuple[Any, ...] = ()) -> Block:
    """Return a block of tasks."""
    made = Block()
    made.block, made.rescue, made.always = list(tasks), list(rescue), list(always)
    return made


def promise(*parts: Any, holds: tuple[str | bool, ...] = ()) -> Promise:
    """Return what the parts of a play promise to the task ``LEAVING`` where these conditions hold."""
    play = SimpleNamespace(only_tags=[], skip_tags=[], compile=lambda: [block(*parts)])
    LEAVING.get_play = lambda: play
    return promised(LEAVING, {}, lambda later: set(later.when) <= set(holds))


LEAVING = task("none")
NOBODY = Promise(given=False)


def test_who_follows_without_a_condition_makes_the_deletions() -> None:
    assert promise(LEAVING, task("only")) == promise(LEAVING, block(block(task("only")))) == Promise()
    assert promise(LEAVING, block(always=(task("only"),))) == Promise()


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param((task("only"), LEAVING), id="stands before"),
        pytest.param((LEAVING, task("only", tagged=False)), id="was not chosen"),
        pytest.param((LEAVING, block(rescue=(task("only"),))), id="follows a failure"),
        pytest.param((LEAVING, block(rescue=(block(task("only")),))), id="follows a failure in a block"),
    ],
)
def test_who_does_not_follow_promises_nothing(parts: tuple[Any, ...]) -> None:
    assert promise(*parts) == NOBODY


def test_a_play_that_shows_nobody_who_deletes_is_taken_at_its_word() -> None:
    assert promise(LEAVING) == promise(LEAVING, task("all")) == Promise()


def test_a_condition_is_part_of_the_promise() -> None:
    assert promise(LEAVING, task("only", "a", "b")) == Promise(condition="a and b", holds=False)
    assert promise(LEAVING, task("only", "a", "b"), holds=("a", "b")) == Promise(condition="a and b")
    assert promise(LEAVING, task("only", False)) == Promise(condition="false", holds=False)
    assert promise(LEAVING, task("only", True)) == Promise()


def test_of_several_who_follow_the_surest_counts() -> None:
    sure, unsure, never = task("only"), task("only", "a"), task("only", "b")
    assert promise(LEAVING, never, unsure, sure, holds=("a",)) == Promise()
    assert promise(LEAVING, never, unsure, holds=("a",)) == Promise(condition="a")
    assert promise(LEAVING, never, task("only", "c")).holds is False


def test_a_task_fails_by_name_where_the_condition_does_not_hold() -> None:
    made = Promise(condition="a", holds=False).kept({"changed": True, "plan": [1]}, LEFT)
    assert (made["failed"], made["changed"], made["plan"]) == (True, True, [1])
    assert made["msg"].startswith("not in effect: delivery route Main (to be deleted). ")
    assert "(when: a)" in made["msg"]


def test_a_task_says_by_name_what_depends_on_a_condition() -> None:
    made = Promise(condition="a").kept({"changed": False, "warnings": ["first"]}, LEFT)
    assert "failed" not in made
    first, second = made["warnings"]
    assert first == "first"
    assert "delivery route Main (to be deleted)" in second
    assert "(when: a)" in second


@pytest.mark.parametrize(
    ("given", "left", "made"),
    [
        pytest.param(Promise(), LEFT, {"changed": True}, id="nothing keeps removals from it"),
        pytest.param(Promise(condition="a", holds=False), [], {"changed": True}, id="nothing was left"),
        pytest.param(Promise(condition="a"), LEFT, {"failed": True, "msg": "earlier"}, id="it has failed already"),
        pytest.param(Promise(condition="a"), LEFT, {"changed": False, "skipped": True}, id="it had nothing to do"),
    ],
)
def test_there_is_nothing_more_to_say(given: Promise, left: list[str], made: dict[str, Any]) -> None:
    assert given.kept(made, left) == made
