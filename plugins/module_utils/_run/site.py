# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a whole site wants, type by type, and the lists that its plan needs. It knows nothing of Ansible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._api.reader import Reader
from ansible_collections.mailops.mimecast.plugins.module_utils._model import (
    composites,
    lint_accepted,
    mail_rules,
    site_file,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import Desired
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.belief import Belief
from ansible_collections.mailops.mimecast.plugins.module_utils._run.options import NAME_SERVERS, Options
from ansible_collections.mailops.mimecast.plugins.module_utils._run.wanted import wanted

_WHOLE: dict[str, Any] = {"type": "dict", "no_log": True}
# Ansible cannot tell the secrets inside from the rest, so it takes all of it for secret; ``hidden_values`` can.
OPTIONS: Options = {"site": _WHOLE, "baseline": _WHOLE}
LISTS: Options = {"lists": _WHOLE}
MAIL_TESTS: Options = {"mail_tests": {"type": "str", "choices": ["fail", "warn", "off"], "default": "fail"}}
IMPACT: Options = {"impact": {"type": "bool"}}
LINT: Options = {
    "lint": {"type": "str", "choices": ["fail", "warn", "off"], "default": "warn"},
    "lint_dns": {"type": "bool", "default": False},
    **NAME_SERVERS,
}


def check(written: Mapping[str, Any], known: Mapping[str, Resource]) -> list[Problem]:
    """Return everything that is wrong with a site and its baseline as written."""
    baseline, site = written.get("baseline"), written.get("site")
    problems = site_file.check(known, baseline, site)
    if problems:
        return problems
    # Every task loads this file, and few sites accept or exclude anything.
    if lint_accepted.merged(baseline, site):
        from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint import lint

        problems += lint.unknown_ids(baseline, site)
    if mail_rules.read(site):
        from ansible_collections.mailops.mimecast.plugins.module_utils._mail import settling

        problems += settling.problems(site, f"{site_file.SITE_NAME}.{mail_rules.KEY}")
    return problems


def check_what_is_said(written: Mapping[str, Any], known: Mapping[str, Resource]) -> list[Problem]:
    """Return the same for a module that compares a site with its account: an empty site is a mistake there."""
    silence = [] if written.get("lists") else site_file.nothing_said(written.get("baseline"), written.get("site"))
    return silence or check(written, known)


def check_name_servers(params: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with the DNS servers of lint, if it may ask DNS."""
    if not params.get("lint_dns"):
        return []
    # What is not asked for is not loaded.
    from ansible_collections.mailops.mimecast.plugins.module_utils._run import dns_lookup

    return dns_lookup.problems(params)


def secrets(params: Mapping[str, Any], known: Mapping[str, Resource]) -> set[str]:
    """Return the secrets in the site, the baseline and the lists of checked options."""
    return site_file.secrets(known, *(params.get(name) for name in (*OPTIONS, *LISTS)))


def every_type(known: Mapping[str, Resource]) -> dict[str, Resource]:
    """Return the types that a site can name: those that the API manages, and those that a person manages."""
    managed = {name: resource for name, resource in known.items() if resource.managed}
    return {**managed, **composites.by_hand(known)}


def named(known: Mapping[str, Resource], said: Mapping[str, Any], today: str) -> dict[str, list[Desired]]:
    """Return what a site wants of each type that it names, even with an empty list.

    Args:
        said: ``baseline`` and ``site``; and ``lists``, which are given instead of what those two say of a type.
        today: the present day, as YYYY-MM-DD, on which entries that stand for others may have ended.

    Raises:
        Failure: naming every place in the user's file where something is wrong.
    """
    found = composites.joined(known, lists_of(known, said), today)
    return {
        name: wanted(resource, {"entries": found[resource.plural][0], "entry_paths": found[resource.plural][1]})
        for name, resource in every_type(known).items()
        if resource.plural in found
    }


def of_composites(known: Mapping[str, Resource], said: Mapping[str, Any], today: str) -> list[str]:
    """Return the warnings about entries that represent others; the arguments are those of ``named``."""
    return composites.told(known, lists_of(known, said), today)


def lists_of(known: Mapping[str, Resource], said: Mapping[str, Any]) -> composites.Lists:
    """Return the lists of a site, by key: the entries, and the place of each; see ``named``."""
    lists = said.get("lists") or {}
    given = {
        resource.plural: _given(resource, lists[resource.plural])
        for resource in known.values()
        if resource.plural in lists
    }
    return {**site_file.lists(known, said.get("baseline"), said.get("site")), **given}


def _given(resource: Resource, value: Any) -> tuple[list[Any], list[str]]:
    """Return what a variable of a role gives: the entries, and where each of them stands."""
    found = site_file.placed(resource, value, f"mimecast_{resource.plural}")
    return [entry for entry, _place in found], [place for _entry, place in found]


def mail_tests(params: Mapping[str, Any]) -> list[tuple[Entry, str]]:
    """Return the mail tests to make, each with its place; none if they are switched off."""
    if params.get("mail_tests") == "off":
        return []
    return site_file.tests_of_mail(params.get("baseline"), params.get("site"))


def tells_impact(params: Mapping[str, Any]) -> bool:
    """Whether to report what a plan does to mail: as the task says, otherwise if mail tests read the same lists."""
    said = params.get("impact")
    return bool(mail_tests(params)) if said is None else bool(said)


def expected(desired_by_type: Mapping[str, Sequence[Desired]]) -> dict[str, frozenset[str]]:
    """Return the names, by type, that exist after the site is applied: other entries may refer to them."""
    return {
        name: frozenset(wish.key for wish in desired if wish.state == "present")
        for name, desired in desired_by_type.items()
    }


def believing(belief: Belief, desired_by_type: Mapping[str, Sequence[Desired]]) -> Belief:
    """Return a belief that also expects what the site creates."""
    return replace(belief, names=expected(desired_by_type))


def read_side_by_side(
    reader: Reader, types: Mapping[str, Resource], desired_by_type: Mapping[str, Sequence[Desired]]
) -> None:
    """Read in parallel the lists that the plan of the site needs, including those of references."""
    needed = {name for name, desired in desired_by_type.items() if desired}
    needed |= {target for name in needed for target in types[name].references}
    reader.prefetch(resource for name, resource in types.items() if name in needed and resource.managed)
