# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook ``site.yml`` without Ansible: the same tasks in the same order, in this process and in one run.

The whole site is judged, then each role works on what it is for, then what others have used goes. The tests hold the
steps against the playbook and the roles themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.plugins.module_utils._run.options import limit_options, module_options
from ansible_collections.mailops.mimecast.tests.contract import samples
from ansible_collections.mailops.mimecast.tests.contract.account import Account
from ansible_collections.mailops.mimecast.tests.contract.doors import Result, Run, new_run, run_task
from ansible_collections.mailops.mimecast.tests.contract.sites import USED, as_file

PREFLIGHT = "mimecast_site_preflight"
SHARED = ("apply_via", "console_done", "scan_users")
"""Options that all types share; the variable that sets one has no type in its name."""

TOLD = ("changed", "diff", "plan", "entries", "manual", "warnings")
"""What a task says alike in check mode and for real."""


@dataclass(frozen=True)
class Step:
    """One task: which role has it, under which tag it runs, and its module."""

    role: str
    tag: str
    resource: Resource
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def module(self) -> str:
        """The module of the type."""
        return f"mimecast_{self.resource.name}"


def steps() -> list[Step]:
    """Return the tasks that change an account, in the order of work."""
    works = []
    for resource in MANAGED.values():
        later = {"deletions": "none"} if leaves_deletions(resource) else {}
        works.append(Step(resource.role, resource.role, resource, later))
    last = [
        Step("removals", resource.role, resource, {"deletions": "only"})
        for resource in reversed(MANAGED.values())
        if leaves_deletions(resource)
    ]
    return [*works, *last]


def leaves_deletions(resource: Resource) -> bool:
    """Whether what goes of a type goes at the end, because objects of other types may use it until then."""
    return bool(resource.delete) and resource.name in USED


@dataclass(frozen=True)
class Played:
    """What the tasks of a play came to, in order; those that were spared are not among them."""

    results: tuple[tuple[Step | None, Result], ...]
    spared: tuple[Step, ...]

    @property
    def failed(self) -> bool:
        """Whether the last task failed, so that none followed."""
        return bool(self.results[-1][1].get("failed"))

    @property
    def message(self) -> str:
        """What the last task said."""
        return str(self.results[-1][1].get("msg", ""))

    @property
    def changed(self) -> bool:
        """Whether any task has changed something."""
        return any(result.get("changed") for _step, result in self.results)

    @property
    def steps(self) -> list[tuple[str, str]]:
        """Type and turn of each task that looked at the account, the preflight aside."""
        return [(step.resource.plural, step.options.get("deletions", "all")) for step, _result in self.results if step]

    def all_of(self, part: str) -> list[Any]:
        """Return what the tasks say in one of their lists: diff, plan, manual or warnings."""
        return [item for step, result in self.results if step for item in result.get(part) or []]

    @property
    def planned(self) -> list[tuple[str, str, str]]:
        """Operation, type and name of every change, in order."""
        return [(change["operation"], change["resource"], change["name"]) for change in self.all_of("plan")]

    @property
    def cost(self) -> dict[str, float]:
        """What the tasks say that they have cost."""
        costs = [result["api"] for _step, result in self.results if "api" in result]
        return {name: sum(cost[name] for cost in costs) for name in ("reads", "writes", "tokens", "seconds_waited")}


def play(
    account: Account,
    variables: Mapping[str, Any],
    check: bool = False,
    tags: Sequence[str] = ("all",),
    preflight: bool = True,
) -> Played:
    """Play the composition once; the requests are those of this run alone.

    Args:
        variables: of the host, beside those of its connection. preflight: whether the whole site is judged before.
    """
    account.running.clear_requests()
    connection = {f"mimecast_{name}": value for name, value in account.connection.items()}
    with new_run({**connection, **variables}, check_mode=check, door=account.door) as run:
        return _played(run, tags, preflight)


def applied(
    account: Account,
    site: Mapping[str, Any],
    check: bool = False,
    tags: Sequence[str] = ("all",),
    preflight: bool = True,
    **variables: Any,
) -> Played:
    """Play a site, which has to succeed."""
    played = play(account, {"mimecast_site": as_file(site), **variables}, check, tags, preflight)
    assert not played.failed, played.message
    return played


def refused(
    account: Account,
    site: Mapping[str, Any],
    check: bool = False,
    tags: Sequence[str] = ("all",),
    **variables: Any,
) -> Played:
    """Play a site, which has to fail."""
    played = play(account, {"mimecast_site": as_file(site), **variables}, check, tags)
    assert played.failed, played.planned
    return played


def predicted_and_applied(
    account: Account, site: Mapping[str, Any], tags: Sequence[str] = ("all",), **variables: Any
) -> Played:
    """Play a site in check mode and for real: each task has to say the same, and only one of the runs may write."""
    predicted = applied(account, site, True, tags, **variables)
    assert account.writes() == []
    played = applied(account, site, False, tags, **variables)
    assert predicted.steps == played.steps
    for (step, before), (_step, after) in zip(predicted.results, played.results, strict=True):
        for part in TOLD if step else ("roles", "plan", "warnings"):
            assert samples.foretold(before, part) == samples.foretold(after, part), (step, part)
    return played


def _played(run: Run, tags: Sequence[str], preflight: bool) -> Played:
    results: list[tuple[Step | None, Result]] = []
    spared: list[Step] = []
    if preflight:
        results.append((None, run_task(run, PREFLIGHT, {"tags": list(tags)})))
        if results[0][1].get("failed") or not results[0][1]["roles"]:
            return Played(tuple(results), ())
    for step in steps():
        if "all" not in tags and step.tag not in tags:
            continue
        result = run_task(run, step.module, {**dict(options_of(step, run.variables)), "from_site": True})
        if result.get("skipped") or result.get("named") is False:
            spared.append(step)
            continue
        results.append((step, result))
        if result.get("failed"):
            break
    return Played(tuple(results), tuple(spared))


def options_of(step: Step, variables: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the options that a role's task takes from the variables of its role."""
    yield from step.options.items()
    if step.options.get("deletions") == "only":
        return
    for option, variable in variables_of(step.resource).items():
        if variable in variables:
            yield option, variables[variable]


def variables_of(resource: Resource) -> dict[str, str]:
    """Return option -> variable of the role for all that the role of a type can be told, its connection aside."""
    plural = resource.plural
    shared = [option for option in SHARED if option in module_options(resource)]
    return {
        "entries": f"mimecast_{plural}",
        **{option: f"mimecast_{plural}_{option}" for option in limit_options(resource)},
        **{option: f"mimecast_{option}" for option in shared},
    }
