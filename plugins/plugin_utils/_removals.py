# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a play comes to the role removals after a task that leaves it something. Knows no account.

The role may stand before that task, and ``--tags`` and ``--skip-tags`` may leave it out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ansible.playbook.block import Block

DELETIONS = "deletions"


def follow(task: Any, variables: Mapping[str, Any]) -> bool:
    """Whether a later task of the play, and of what was chosen of it, makes the deletions that ``task`` leaves.

    What a play includes while it runs is not known beforehand: tasks that are included leave them to all that the play
    has, and a play that shows no such task is taken at its word.

    Args:
        task: of a role, with a module of the collection. variables: of its host.
    """
    play = task.get_play()
    tasks = list(_tasks(play.compile()))
    removals = [place for place, later in enumerate(tasks) if _removes(later, task.action)]
    own = max((place for place, found in enumerate(tasks) if found._uuid == task._uuid), default=-1)
    chosen = (
        tasks[place].evaluate_tags(play.only_tags, play.skip_tags, variables) for place in removals if place > own
    )
    return not removals or any(chosen)


def _tasks(blocks: Iterable[Any]) -> Iterator[Any]:
    """Yield the tasks of blocks in the order of the play."""
    for found in blocks:
        if isinstance(found, Block):
            yield from _tasks([*found.block, *found.rescue, *found.always])
        else:
            yield found


def _removes(task: Any, action: str) -> bool:
    return bool(task.action == action and task.args.get(DELETIONS) == "only")
