# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Judges a whole site before anything is changed: one token, each list read once, lists side by side. It can only read.

If anything would be refused, nothing is changed. Types that are in sync are remembered, so that later tasks
of the run skip them. It knows nothing of Ansible.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model import composites, site_file
from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import Desired
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem, refuse
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import nearest, visible
from ansible_collections.mailops.mimecast.plugins.module_utils._plan import console_steps
from ansible_collections.mailops.mimecast.plugins.module_utils._run import planning, site, whole_site
from ansible_collections.mailops.mimecast.plugins.module_utils._run.call import Call
from ansible_collections.mailops.mimecast.plugins.module_utils._run.judging import Part
from ansible_collections.mailops.mimecast.plugins.module_utils._run.memory import Asked
from ansible_collections.mailops.mimecast.plugins.module_utils._run.options import (
    APPLY_VIA,
    MEMORY,
    SCAN_USERS,
    Options,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._run.results import describe, listed
from ansible_collections.mailops.mimecast.plugins.module_utils._run.session import nothing_spent, session, tally
from ansible_collections.mailops.mimecast.plugins.module_utils._run.settings import Settings
from ansible_collections.mailops.mimecast.plugins.module_utils._run.wanted import wanted

if TYPE_CHECKING:
    from ansible_collections.mailops.mimecast.plugins.module_utils._run.mail_accounts import Accounts

ALL_TAGS = ("all", "tagged")
OTHER_TAGS = (*ALL_TAGS, "untagged", "always", "never")

OPTIONS: Options = {
    "limits": {"type": "dict"},
    "tags": {"type": "list", "elements": "str", "default": ["all"]},
    "skip_tags": {"type": "list", "elements": "str", "default": []},
    "scan_users": SCAN_USERS,
    "apply_via": APPLY_VIA,
    **site.MAIL_TESTS,
    "no_new_permits": {"type": "bool", "default": False},
    **site.IMPACT,
    "memory": MEMORY,
}


OF_THE_RUN = ("tags", "skip_tags", "memory")
"""Options that a host has no variable for."""


def run(params: Mapping[str, Any], known: Mapping[str, Resource], call: Call) -> Entry:
    """Return which roles have something to do for a site.

    Args:
        params: checked options. known: every type of the site file.

    Raises:
        Failure: the account cannot be read, or something would be refused; every reason is named.
    """
    call.memory.look_anew()
    chosen, warnings = _chosen(known, params.get("tags") or ["all"], params.get("skip_tags") or [])
    today = planning.today()
    desired_by_type = _wanted(known, chosen, params, today)
    warnings += site.of_composites(composites.standing(known), params, today)
    warnings += _records_fitting_nothing(known, params, today)
    compared = [
        resource
        for resource in chosen.values()
        if not (resource.managed or resource.stands_for) and _is_named(resource, params)
    ]
    parts: Sequence[Part] = ()
    told: Entry = {"mail_tests": [], "impact": {}}
    api = nothing_spent()
    if desired_by_type or site.mail_tests(params):
        with session(call.reading, call.connect, call.memory.confirm) as client:
            found = whole_site.judged(params, desired_by_type, site.every_type(known), call, client)
            parts = found.parts
            about_mail = _AboutMail(params, found, site.named(known, params, today), today)
            told, more = about_mail.told(call.check_mode)
            warnings += more
            api = tally(client)
    for part in parts:
        _remember(part, desired_by_type[part.resource.name], call)
        warnings += [] if _differs(part) else part.warnings
    differing = [part for part in parts if _differs(part)]
    standing = _standing_for(differing, composites.standing(chosen), params, call)
    named = {part.resource.name for part in parts} | {resource.name for resource in compared}
    _remember_silence([resource for name, resource in chosen.items() if name not in named], params, call)
    return {
        "changed": False,
        "roles": _roles([*(part.resource for part in differing), *standing, *compared]),
        "plan": [describe(part.resource, change) for part in differing for change in part.plan.effective],
        "unchanged": {part.resource.plural: _unchanged(part) for part in parts},
        **told,
        "warnings": [visible(warning) for warning in warnings],
        "api": api,
    }


def _remember(part: Part, desired: Sequence[Desired], call: Call) -> None:
    """Remember that a type is in sync, or what is to come of it."""
    if not _differs(part):
        call.memory.found_in_sync(part.resource, Asked(part.settings, desired, call.check_mode))
    elif part.plan.effective:
        call.memory.to_come[part.resource.name] = listed(part.plan.effective)


def _remember_silence(resources: Sequence[Resource], params: Mapping[str, Any], call: Call) -> None:
    """Remember types that the site does not speak of: the playbook's role has nothing to do, and nothing to say."""
    for resource in resources:
        if not resource.stands_for:
            settings = whole_site.settings(params, resource) if resource.managed else Settings()
            call.memory.found_in_sync(resource, Asked(settings, None, call.check_mode))


def _records_fitting_nothing(known: Mapping[str, Resource], params: Mapping[str, Any], today: str) -> list[str]:
    """Return a warning for every record of work by hand that fits no entry of the whole site, whatever is chosen."""
    done = site_file.console_done(params.get("baseline"), params.get("site"))
    if not done:
        return []
    types = site.every_type(known)
    about = {
        console_steps.fingerprint(types[name], wish): f"{types[name].title} {wish.key}"
        for name, desired in site.named(known, params, today).items()
        for wish in desired
    }
    return console_steps.fitting_nothing(done, about)


def _chosen(
    known: Mapping[str, Resource], tags: Sequence[str], skip_tags: Sequence[str]
) -> tuple[dict[str, Resource], list[str]]:
    """Return the types whose roles run with these tags, and a warning for every tag that no role has."""
    roles = dict.fromkeys(resource.role for resource in known.values())
    warnings = [
        f"no role has the tag '{tag}'{nearest(tag, roles)} (tags: {', '.join(roles)})"
        for tag in (*tags, *skip_tags)
        if tag not in roles and tag not in OTHER_TAGS
    ]
    # A play may have a tag of its own, and with it roles of any type.
    every = any(tag in ALL_TAGS or tag not in (*roles, *OTHER_TAGS) for tag in tags)
    none = any(tag in skip_tags for tag in ALL_TAGS)
    chosen = {
        name: resource
        for name, resource in known.items()
        if (every or resource.role in tags) and not none and resource.role not in skip_tags
    }
    return chosen, warnings


def _wanted(
    known: Mapping[str, Resource], chosen: Mapping[str, Resource], params: Mapping[str, Any], today: str
) -> dict[str, list[Desired]]:
    """Return what the site wants of the types that are chosen, whichever entry stands for it."""
    desired_by_type = site.named({**chosen, **composites.standing(known)}, params, today)
    of_chosen = site.every_type(chosen)
    return {name: desired for name, desired in desired_by_type.items() if name in of_chosen}


def _standing_for(
    differing: Sequence[Part], standing: Mapping[str, Resource], params: Mapping[str, Any], call: Call
) -> list[Resource]:
    """Return the types with an entry that stands for something that differs; remember of the others that none does."""
    places = {change.where for part in differing for change in part.plan.effective}
    lists = site.lists_of(standing, params)
    found = []
    for resource in standing.values():
        entries, paths = lists.get(resource.plural, (None, []))
        if places.intersection(paths):
            found.append(resource)
            continue
        desired = None if entries is None else wanted(resource, {"entries": entries, "entry_paths": paths})
        call.memory.found_in_sync(resource, Asked(whole_site.settings(params, resource), desired, call.check_mode))
    return found


def _is_named(resource: Resource, said: Mapping[str, Any]) -> bool:
    """Whether a site has something to compare of a type that the API does not manage."""
    given = (said.get("lists") or {}).get(resource.plural)
    lists = site_file.lists({resource.name: resource}, said.get("baseline"), said.get("site"))
    entries, _paths = lists.get(resource.plural, ([], []))
    return bool(entries if given is None else given)


@dataclass(frozen=True)
class _AboutMail:
    """What the plan of a site has to do with mail."""

    params: Mapping[str, Any]
    found: whole_site.Judged
    wanted: Mapping[str, Sequence[Desired]]
    today: str

    def told(self, check_mode: bool) -> tuple[Entry, list[str]]:
        """Return the results of the mail tests for the planned account, what the plan does to mail, and warnings.

        Raises:
            Failure: naming every failed test, and what the plan newly permits if that is not allowed.
        """
        tests, problems, warnings = self._tested()
        gate = bool(self.params.get("no_new_permits"))
        impact, permits = self._impact() if gate or (check_mode and site.tells_impact(self.params)) else ({}, [])
        told: Entry = {"mail_tests": [*tests], "impact": impact}
        refuse([*problems, *(permits if gate else ())], told)
        return told, [*warnings]

    def _tested(self) -> tuple[Sequence[Entry], Sequence[Problem], Sequence[str]]:
        if not site.mail_tests(self.params):
            return (), (), ()
        # A site without mail tests does not pay for the engine.
        from ansible_collections.mailops.mimecast.plugins.module_utils._run import mail_tests

        made = mail_tests.made(self.params, self._accounts.planned, self.today)
        return made.tests, made.problems, made.warnings

    def _impact(self) -> tuple[Entry, list[Problem]]:
        if not any(plan.changes for plan in self.found.plans):
            return {}, []
        from ansible_collections.mailops.mimecast.plugins.module_utils._run import mail_impact

        impact = mail_impact.of_plans(self._accounts, self.today, self.params.get("site"))
        return mail_impact.as_data(impact), mail_impact.new_permits(impact)

    @cached_property
    def _accounts(self) -> Accounts:
        from ansible_collections.mailops.mimecast.plugins.module_utils._run.mail_accounts import Accounts

        return Accounts(self.found.reader, self.found.belief, self.found.plans, self.wanted)


def _differs(part: Part) -> bool:
    return bool(part.plan.effective or part.manual)


def _unchanged(part: Part) -> list[str]:
    """Return the names of the objects that are as the site says, each once."""
    return list(dict.fromkeys(change.key for change in part.plan.changes if change.operation == "none"))


def _roles(resources: Iterable[Resource]) -> list[str]:
    """Return the roles of types, each once, in the order of work."""
    return list(dict.fromkeys(resource.role for resource in resources))
