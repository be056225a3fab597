# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Brings a whole account to its site: one token, each list read once, all of it judged before the first write.

It plans and applies type by type with the runs of ``_runner``, over one reader. It knows nothing of Ansible.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import ApiError, Client, Connection
from ansible_collections.mailops.mimecast.plugins.module_utils._api.reader import Reader
from ansible_collections.mailops.mimecast.plugins.module_utils._model import site_file
from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import Desired
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Failure, Problem, refuse
from ansible_collections.mailops.mimecast.plugins.module_utils._model.progress import Progress
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._run import runner, site_plan
from ansible_collections.mailops.mimecast.plugins.module_utils._run.runner import Run, Task


def run(
    params: Mapping[str, Any],
    connection: Connection,
    known: Mapping[str, Resource],
    check_mode: bool,
    progress: Progress,
    connect: Callable[[Connection], Client] = Client,
) -> Entry:
    """Bring an account to what a site says, or tell what that would change.

    Args:
        known: every type of the site file; those without a list are not the API's to change.

    Raises:
        Failure: the account cannot be read, something is refused (then nothing was sent), or something is left to do.
    """
    baseline, site, only = params.get("baseline"), params.get("site"), params.get("only")
    managed = {name: one for name, one in known.items() if one.list}
    wanted = {
        name: desired
        for name, desired in site_plan.named(managed, known, baseline, site).items()
        if only is None or managed[name].plural in only
    }
    connection = replace(connection, read_only=connection.read_only or check_mode)
    with runner.session(connection, connect) as client:
        parts = _parts(params, site_file.console_done(baseline, site), wanted, managed, client, check_mode, progress)
        refuse(_judged(parts))
        return {**_result(parts), "unchanged": _unchanged(parts), "api": runner.tally(client)}


def turns(managed: Mapping[str, Resource], names: Collection[str]) -> list[tuple[str, str]]:
    """Return each type with what is done of its deletions, in order.

    What others use can go only when they have let go of it, so it goes last.
    """
    used = {target for one in managed.values() for target in one.references if target != one.name}
    used |= {one.members.scan for one in managed.values() if one.members}
    first = [(name, "none" if name in used and one.delete else "all") for name, one in managed.items() if name in names]
    return first + [(name, "only") for name, deletions in reversed(first) if deletions == "none"]


def _parts(
    params: Mapping[str, Any],
    console_done: Sequence[Entry],
    wanted: Mapping[str, list[Desired]],
    managed: Mapping[str, Resource],
    client: Client,
    check_mode: bool,
    progress: Progress,
) -> list[Run]:
    """Return a run for each turn of each type, all over one reader."""
    believed = site_plan.believed(wanted)
    reader = Reader(client, managed, believed, progress)
    site_plan.read_side_by_side(reader, managed, wanted)
    shared = {name: params.get(name) for name in ("apply_via", "scan_users")}
    parts = []
    for name, deletions in turns(managed, wanted):
        own = (params.get("types") or {}).get(managed[name].plural) or {}
        task = Task(
            managed[name],
            {**shared, **own, "console_done": console_done, "deletions": deletions},
            Connection(),
            check_mode,
            progress,
        )
        parts.append(Run(task, _of_turn(wanted[name], deletions), client, reader, believed))
    return parts


def _of_turn(desired: Sequence[Desired], deletions: str) -> list[Desired]:
    """Return what a turn is about: what is retired instead of deleted is none of the deletions that come last."""
    return [one for one in desired if deletions != "only" or one.state == "present" or one.delete]


def _judged(parts: Sequence[Run]) -> list[Problem]:
    """Plan everything, and return all that keeps the site from being applied, each problem once."""
    problems: list[Problem] = []
    for one in parts:
        try:
            problems += one.judged()
        except (ApiError, Failure) as error:
            problems.append(Problem(one.resource.plural, str(error)))
    return list(dict.fromkeys(problems))


def _result(parts: Sequence[Run]) -> Entry:
    """Predict or apply part by part.

    Raises:
        Failure: with what the parts until then have changed, and the names of what was not begun.
    """
    done: list[Entry] = []
    for number, one in enumerate(parts):
        try:
            done.append(one.result())
        except Failure as error:
            left = runner.listed(change for later in parts[number + 1 :] for change in later.plan.effective)
            begun = f". Not begun: {left}" if left else ""
            raise Failure(f"{one.resource.plural}: {error}{begun}", _joined([*done, error.result])) from None
    return _joined(done)


def _unchanged(parts: Sequence[Run]) -> dict[str, list[str]]:
    """Return the names of the objects that are as the site says, under the keys of the site file."""
    names: dict[str, dict[str, None]] = {}
    for part in parts:
        calm = names.setdefault(part.resource.plural, {})
        calm.update({one.key: None for one in part.plan.changes if one.operation == "none"})
    return {plural: list(found) for plural, found in names.items()}


def _joined(results: Sequence[Entry]) -> Entry:
    """Return the results of the parts as one."""
    return {
        "changed": any(one.get("changed") for one in results),
        **{
            name: [item for one in results for item in one.get(name, [])]
            for name in ("diff", "plan", "manual", "warnings")
        },
    }
