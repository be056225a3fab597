# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Entries that represent entries of other types, which are put into the lists of their types before anybody reads them.

Whoever plans, reads, compares or reports a type need not know of it. Pure: it knows neither Ansible nor an account.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import Desired, duplicates, parse
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem, refuse
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource, StandsFor
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import shown

Lists = dict[str, tuple[list[Any], list[str]]]
"""Key of a type in a site file -> its entries, and where each of them stands."""
BEFORE_ALL = ""
"""A day on which nothing has ended yet."""


@dataclass(frozen=True)
class Composite:
    """One entry that represents others, as a user wants it."""

    resource: Resource
    stands_for: StandsFor
    wish: Desired

    @property
    def entry(self) -> Entry:
        """The entry with its state."""
        return {**self.wish.values, "state": self.wish.state}

    def entries(self, today: str) -> Mapping[str, Sequence[Entry]]:
        """Return the entries that it represents on a day: name of a type -> entries."""
        return self.stands_for.entries(self.entry, today)


def standing(resources: Mapping[str, Resource]) -> dict[str, Resource]:
    """Return the types whose entries represent entries of other types."""
    return {name: resource for name, resource in resources.items() if resource.stands_for}


def standing_for(resources: Mapping[str, Resource], name: str) -> dict[str, Resource]:
    """Return the types whose entries represent entries of the type ``name``."""
    return {
        other: resource
        for other, resource in resources.items()
        if resource.stands_for and name in resource.stands_for.types
    }


def by_hand(resources: Mapping[str, Resource]) -> dict[str, Resource]:
    """Return the represented types that only a person can manage."""
    return {
        kept.name: kept
        for resource in resources.values()
        if resource.stands_for
        for kept in resource.stands_for.by_hand
    }


def found(resources: Mapping[str, Resource], lists: Lists) -> tuple[list[Composite], list[Problem]]:
    """Return the entries that represent others, in order, and what is wrong with how they are written."""
    composites: list[Composite] = []
    problems: list[Problem] = []
    for resource in resources.values():
        if resource.stands_for is None or resource.plural not in lists:
            continue
        wishes = []
        for entry, where in zip(*lists[resource.plural], strict=True):
            wish, wrong = parse(resource, entry, where)
            problems += wrong
            wishes += [wish] if wish else []
        problems += duplicates(resource, wishes)
        composites += [Composite(resource, resource.stands_for, wish) for wish in wishes]
    lacking = [(composite, composite.stands_for.lacks(composite.entry)) for composite in composites]
    problems += [Problem(composite.wish.where, message) for composite, message in lacking if message]
    return composites, problems


def check(resources: Mapping[str, Resource], lists: Lists) -> list[Problem]:
    """Return everything that is wrong with entries that represent others, and with the entries that they represent."""
    composites, problems = found(resources, lists)
    if problems:
        return problems
    every = {**resources, **by_hand(resources)}
    stood: dict[tuple[str, str], Composite] = {}
    for composite in composites:
        for name, entries in composite.entries(BEFORE_ALL).items():
            for entry in entries if name in every else ():
                wish, wrong = parse(every[name], entry, composite.wish.where)
                problems += wrong
                other = stood.setdefault((name, wish.key if wish else ""), composite)
                if wish and other is not composite:
                    told = f"{every[name].title} {shown(wish.key)} is kept by {other.wish.where} already"
                    problems.append(Problem(composite.wish.where, told))
    return [*problems, *_written_too(every, lists, stood)]


def _written_too(
    every: Mapping[str, Resource], lists: Lists, stood: Mapping[tuple[str, str], Composite]
) -> Iterator[Problem]:
    """Yield a problem for every entry that a user has written although another of the user's entries stands for it."""
    for name in dict.fromkeys(name for name, _key in stood):
        resource = every[name]
        for entry, where in zip(*lists.get(resource.plural, ((), ())), strict=True):
            key = resource.same_key(entry.get(resource.key)) if isinstance(entry, Mapping) else ""
            keeper = stood.get((name, key)) if key else None
            if keeper:
                told = f"is managed by {keeper.wish.where}, so it must not have an entry of its own; remove this entry"
                yield Problem(where, f"{resource.title} {shown(key)} {told}")


def joined(resources: Mapping[str, Resource], lists: Lists, today: str) -> Lists:
    """Return the lists of a site with the represented entries, each with the place of the user's own entry.

    Args:
        resources: the types to join, including those whose entries represent others.
        lists: of a baseline and a site, merged. today: the present day, as YYYY-MM-DD.

    Raises:
        Failure: one that represents others is not right, or the user has also written an entry that it represents.
    """
    refuse(check(resources, lists))
    every = {**resources, **by_hand(resources)}
    result = {plural: (list(entries), list(paths)) for plural, (entries, paths) in lists.items()}
    for composite in found(resources, lists)[0]:
        for name, entries in composite.entries(today).items():
            if name in every and entries:
                there, paths = result.setdefault(every[name].plural, ([], []))
                there += entries
                paths += [composite.wish.where] * len(entries)
    return result


def told(resources: Mapping[str, Resource], lists: Lists, today: str) -> list[str]:
    """Return the warnings about entries that represent others, each with its place."""
    return [
        f"{composite.wish.where}: {message}"
        for composite in found(resources, lists)[0]
        for message in composite.stands_for.told(composite.entry, today)
    ]
