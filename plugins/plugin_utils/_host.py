# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the variables of a host say about its account, for a task that does not set it.

One host of an inventory is one account, so how it is reached and what it is to be are variables of the host:
``mimecast_client_id`` and the like, ``mimecast_baseline``, ``mimecast_site``, and the variables of the roles. It knows
neither the API nor what is done with what it finds.
"""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Callable, Mapping
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._api import connection
from ansible_collections.mailops.mimecast.plugins.module_utils._definitions.definition import Definition
from ansible_collections.mailops.mimecast.plugins.module_utils._model import composites, site_file
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Failure, Problem
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import visible
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import BY_HAND, MANAGED, RESOURCES
from ansible_collections.mailops.mimecast.plugins.module_utils._run import planning, site
from ansible_collections.mailops.mimecast.plugins.module_utils._run.options import limit_options
from ansible_collections.mailops.mimecast.plugins.plugin_utils._origin import files_of

PREFIX = "mimecast_"
_SITE_NAMES = (site_file.BASELINE_NAME, site_file.SITE_NAME)
_SHARED = ("shared_credentials", "shared_site")
_NEAR = 0.9
"""How alike the name of a variable is to that of a site, from 0 to 1, to be taken for a typing error."""
MOST_VALUES = 1_000_000
"""In one variable. A few lines of YAML can refer to one another so often that no machine could write them out."""
DEEPEST = 50
Options = dict[str, Any]


class Host:
    """The variables of one host. ``template`` resolves what stands in them."""

    def __init__(self, variables: Mapping[str, Any], template: Callable[[Any], Any]) -> None:
        self._variables = variables
        self._template = template

    def value(self, name: str) -> Any:
        """Return a variable as plain data, or None where it is not set or empty."""
        found = self._variables.get(name)
        refuse_endless(name, found)
        return _none_if_empty(plain(self._template(found))) if found is not None else None

    def options_of(self, definition: Definition, written: Mapping[str, Any]) -> Options:
        """Return the options that a task leaves out and that the host has a variable for."""
        names = [name for name in connection.OPTIONS if name in definition.options]
        found = {name: self.value(PREFIX + name) for name in [*names, *definition.from_host] if name not in written}
        if "lists" in definition.from_host:
            found["lists"] = self._lists()
        if "limits" in definition.from_host:
            found["limits"] = self._limits()
        return {name: value for name, value in found.items() if value is not None}

    def objects_of(self, definition: Definition, resource: Resource) -> Options:
        """Return what the host's baseline and site say of a type, as the options of a module."""
        types = _with_standing(resource)
        baseline, site = (self._part(name, types) for name in (site_file.BASELINE_NAME, site_file.SITE_NAME))
        lists = self._joined(types, site_file.lists(types, baseline, site))
        entries, paths = lists.get(resource.plural, (None, None))
        if definition.objects != "entries":
            return {definition.objects: [entry.get(resource.key) for entry in entries]} if entries is not None else {}
        done = site_file.console_done(baseline, site) if "console_done" in definition.options else None
        found = {"entries": entries, "entry_paths": paths, "console_done": done or None}
        return {name: value for name, value in found.items() if value is not None}

    def beside(self, resource: Resource, given: Any) -> Options:
        """Return the entries that a task names, with those that entries of its host stand for, as its options."""
        types = _with_standing(resource)
        if len(types) == 1 or not isinstance(given, list):
            return {}
        others = {name: other for name, other in types.items() if other is not resource}
        baseline, site = (self._part(name, others) for name in (site_file.BASELINE_NAME, site_file.SITE_NAME))
        written = (given, [f"entries[{index}]" for index in range(len(given))])
        lists = self._joined(types, {**site_file.lists(others, baseline, site), resource.plural: written})
        entries, paths = lists[resource.plural]
        return {"entries": entries, "entry_paths": paths}

    def _joined(self, types: Mapping[str, Resource], lists: composites.Lists) -> composites.Lists:
        """Return lists with what entries of the host stand for; a variable of its own counts instead of the site."""
        given = {name: self.value(PREFIX + other.plural) for name, other in composites.standing(types).items()}
        own = {
            types[name].plural: (found, [f"{PREFIX}{types[name].plural}[{index}]" for index in range(len(found))])
            for name, found in given.items()
            if found is not None
        }
        return composites.joined(types, {**lists, **own}, planning.today())

    def files(self) -> list[str]:
        """Return the files in which the host's site and baseline were written, as far as Ansible knows them."""
        return list(dict.fromkeys(file for name in _SITE_NAMES for file in files_of(self._variables.get(name))))

    def misspelled(self) -> list[Problem]:
        """Return a problem for every variable whose name differs from one of ours only in capitals or hyphens."""
        return [
            Problem(name, f"is not read, did you mean '{meant}'?")
            for name in self._names()
            if name not in _KNOWN_VARIABLES and (meant := name.lower().replace("-", "_")) in _KNOWN_VARIABLES
        ]

    def nearly(self) -> list[str]:
        """Return a warning for every variable whose name is almost that of a site or a baseline."""
        return [
            f"the variable {visible(name)} is not read, did you mean '{meant[0]}'?"
            for name in self._names()
            if name not in _KNOWN_VARIABLES and (meant := difflib.get_close_matches(name, _SITE_NAMES, 1, _NEAR))
        ]

    def _names(self) -> list[str]:
        return [name for name in self._variables if name[:4].lower() == PREFIX[:4]]

    def _part(self, name: str, types: Mapping[str, Resource]) -> Any:
        """Return what a baseline or a site says of some types; the rest of it is not resolved.

        Raises:
            Failure: it is no site file.
        """
        whole = self._variables.get(name)
        refuse_endless(name, whole)
        whole = whole if isinstance(whole, Mapping) else self.value(name)
        site_file.refuse_unknown_keys(RESOURCES, whole, name)
        wanted = (*(resource.plural for resource in types.values()), site_file.CONSOLE_DONE)
        return {key: plain(self._template(value)) for key, value in (whole or {}).items() if key in wanted}

    def _lists(self) -> Options | None:
        """Return the lists that are given beside the site, under the keys of the site file."""
        plurals = [resource.plural for resource in RESOURCES.values()]
        return {plural: found for plural in plurals if (found := self.value(PREFIX + plural)) is not None} or None

    def _limits(self) -> Options:
        """Return how far the role of each type may go, under the keys of the site file."""
        done = self.value(PREFIX + site_file.CONSOLE_DONE)
        shared = {} if done is None else {site_file.CONSOLE_DONE: done}
        return {
            resource.plural: {
                **shared,
                **{
                    word: found
                    for word in limit_options(resource)
                    if (found := self.value(f"{PREFIX}{resource.plural}_{word}")) is not None
                },
            }
            for resource in (*MANAGED.values(), *composites.standing(RESOURCES).values(), *BY_HAND.values())
        }


def _with_standing(resource: Resource) -> dict[str, Resource]:
    """Return a type by its name, and those whose entries stand for entries of it."""
    return {resource.name: resource, **composites.standing_for(RESOURCES, resource.name)}


def _known_variables() -> frozenset[str]:
    """Return the names of the variables of a host that modules look at."""
    of_types = [resource.plural for resource in RESOURCES.values()]
    limits = [f"{resource.plural}_{word}" for resource in MANAGED.values() for word in limit_options(resource)]
    words = (
        *connection.OPTIONS,
        *of_types,
        *limits,
        site_file.CONSOLE_DONE,
        "scan_users",
        "apply_via",
        *site.MAIL_TESTS,
        *site.LINT,
        "no_new_permits",
        "impact",
        *_SHARED,
    )
    return frozenset([*_SITE_NAMES, *(PREFIX + word for word in words)])


_KNOWN_VARIABLES = _known_variables()
# Here and not where it is asked for: Ansible makes a process for each task, and each would work it out anew.


def refuse_endless(name: str, value: Any) -> None:
    """Raise Failure for a variable that is too large once everything stands where its YAML refers to it.

    Args:
        value: as it was read, where what is referred to more than once is one object still.
    """
    if not isinstance(value, (Mapping, list, tuple)):
        return
    if _size(value, {}, DEEPEST) > MOST_VALUES:
        raise Failure(
            f"{name}: holds more than {MOST_VALUES} values, or more than {DEEPEST} levels, once its YAML aliases "
            "(*name) are written out; write the values out"
        )


def _size(value: Any, sizes: dict[int, int], levels: int) -> int:
    """Return how many values there are, each as often as it is referred to; of too many levels, too many values."""
    if not isinstance(value, (Mapping, list, tuple)):
        return 1
    if not levels:
        return MOST_VALUES + 1
    if id(value) not in sizes:
        inside = value.values() if isinstance(value, Mapping) else value
        sizes[id(value)] = 1 + sum(_size(inner, sizes, levels - 1) for inner in inside)
    return sizes[id(value)]


def plain(value: Any) -> Any:
    """Return plain Python values: what Ansible hands over may be templated, decrypted or tagged on the way."""
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value.isoformat()  # as it was written, and argument specifications know no dates
    return value if isinstance(value, (bool, int, float, datetime.datetime, type(None))) else str(value)


def _none_if_empty(value: Any) -> Any:
    """Return None for an empty text, as AWX hands over an input that was left empty."""
    return None if value == "" else value
