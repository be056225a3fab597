# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which later task makes the deletions that a task leaves to the end: one of the role removals. It knows no account.

The role may stand before that task, ``--tags`` and ``--skip-tags`` may leave it out, only a failure may lead to it, and
it may have a condition (``when``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansible.playbook.block import Block

from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import visible

DELETIONS = "deletions"


@dataclass(frozen=True)
class Promise:
    """What the play promises to a task that leaves its deletions.

    ``given``: whether anybody makes them. ``condition``: of the task that does, as it is written; empty where it has
    none. ``holds``: whether the condition holds as things are now. Ansible judges it again when it comes to that task.
    """

    given: bool = True
    condition: str = ""
    holds: bool = True

    def kept(self, made: Mapping[str, Any], left: Sequence[str]) -> dict[str, Any]:
        """Return the result of the task that leaves deletions; it fails where nobody is going to make them.

        Args:
            left: what goes, in words.
        """
        if not self.condition or not left or made.get("failed") or made.get("skipped"):
            return dict(made)
        names, condition = visible("; ".join(left)), visible(f"when: {self.condition}")
        if self.holds:
            remark = (
                f"left to the role removals at the end of the play: {names}. It deletes only if its condition still "
                f"holds then ({condition})"
            )
            return {**made, "warnings": [*made.get("warnings", []), remark]}
        message = (
            f"not in effect: {names}. That is left to the role removals at the end of the play, whose condition does "
            f"not hold as things are now ({condition}). Let it hold before this task, or take removals out of the "
            "play: then each role deletes at once"
        )
        return {**made, "failed": True, "msg": message}


def promised(task: Any, variables: Mapping[str, Any], holds: Callable[[Any], bool]) -> Promise:
    """Return what a later task of the play, and of what was chosen of it, promises to ``task``.

    What a play includes while it runs is not known beforehand: tasks that are included leave them to all that the play
    has, and a play that shows no such task is taken at its word.

    Args:
        task: of a role, with a module of the collection. variables: of its host.
        holds: tells whether the conditions of a task hold as things are now.
    """
    play = task.get_play()
    tasks = list(_tasks(play.compile()))
    removals = [place for place, (later, _certain) in enumerate(tasks) if _removes(later, task.action)]
    if not removals:
        return Promise()
    own = max((place for place, (found, _certain) in enumerate(tasks) if found._uuid == task._uuid), default=-1)
    following = [tasks[place] for place in removals if place > own]
    chosen = [
        later
        for later, certain in following
        if certain and later.evaluate_tags(play.only_tags, play.skip_tags, variables)
    ]
    promises = [_promise(later, holds) for later in chosen]
    nobody = Promise(given=False)
    return min(promises, key=lambda promise: (not promise.holds, promise.condition != ""), default=nobody)


def _promise(later: Any, holds: Callable[[Any], bool]) -> Promise:
    """Return what a task promises that is to come."""
    written = [str(part).lower() if isinstance(part, bool) else str(part) for part in later.when if part is not True]
    return Promise(condition=" and ".join(written), holds=holds(later)) if written else Promise()


def _tasks(blocks: Iterable[Any]) -> Iterator[tuple[Any, bool]]:
    """Yield the tasks of blocks in the order of the play, and whether the play comes to them if nothing fails."""
    for found in blocks:
        if isinstance(found, Block):
            yield from _tasks(found.block)
            yield from ((task, False) for task, _certain in _tasks(found.rescue))
            yield from _tasks(found.always)
        else:
            yield found, True


def _removes(task: Any, action: str) -> bool:
    return bool(task.action == action and task.args.get(DELETIONS) == "only")
