# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of the modules that manage objects, as plain data in the form of Ansible's argument specifications.

Everything follows from the descriptors. It knows neither Ansible nor the API.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import controls
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import ABSENT
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import nearest
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.deletions import DELETE_WITH_MEMBERS
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.refusals import PURGE_EVERYTHING
from ansible_collections.mailops.mimecast.plugins.module_utils._run.settings import DEFAULT_MAX_DELETES

Options = dict[str, dict[str, Any]]

APPLY_VIA: dict[str, Any] = {"type": "str", "choices": ["auto", "api", "console"], "default": "auto"}
SCAN_USERS: dict[str, Any] = {"type": "bool", "default": False}
MEMORY: dict[str, Any] = {"type": "dict"}
NAME_SERVERS: Options = {
    "nameservers": {"type": "list", "elements": "str"},
    "nameserver_port": {"type": "int", "default": 53},
    "dns_timeout": {"type": "float", "default": 5.0},
}
"""How DNS is asked, of every module that may ask it."""
DONE: Options = {
    "fingerprint": {"type": "str", "required": True},
    "by": {"type": "str", "required": True},
    "at": {"type": "str", "required": True},
    "note": {"type": "str"},
}


def entry_options(resource: Resource) -> Options:
    """Return the options of one object."""
    return {field.name: field.option() for field in (*resource.fields, *controls(resource))}


def module_options(resource: Resource) -> Options:
    """Return the options of a resource's module."""
    # An entry gets its defaults from the options beside ``entries``.
    defaults = {field.name: {"default": field.default} for field in controls(resource) if field.default is not ABSENT}
    options: Options = {
        **{name: {**option, **defaults.get(name, {})} for name, option in entry_options(resource).items()},
        "entries": {"type": "list", "elements": "dict", "options": entry_options(resource)},
        "entry_paths": {"type": "list", "elements": "str"},
        "from_site": {"type": "bool", "default": False},
        "memory": MEMORY,
    }
    if accepted_risks(resource):
        options["accept_risk"] = {"type": "list", "elements": "str", "choices": accepted_risks(resource)}
    if resource.purgeable:
        options["purge"] = {"type": "bool", "default": False}
        options["purge_match"] = {"type": "str", "default": "*"}
    if resource.delete or any(field.owned for field in resource.fields):
        options["max_deletes"] = {"type": "int", "default": DEFAULT_MAX_DELETES}
    if resource.delete and not resource.singleton:
        options["deletions"] = {"type": "str", "choices": ["all", "none", "only"], "default": "all"}
    if resource.support == "preview":
        options["apply_via"] = APPLY_VIA
    if resource.support != "catalogue" or resource.stands_for:
        options["console_done"] = {"type": "list", "elements": "dict", "options": DONE}
    if resource.members and resource.members.scan:
        options["scan_users"] = SCAN_USERS
    return {name: option for name, option in options.items() if option.get("choices") != []}


def accepted_risks(resource: Resource) -> list[str]:
    """Return the words that ``accept_risk`` takes for a resource."""
    words = {guard.name for guard in resource.refusals if guard.overridable}
    words |= {DELETE_WITH_MEMBERS} if resource.members and resource.delete else set()
    words |= {PURGE_EVERYTHING} if resource.purgeable else set()
    return sorted(words)


def limit_options(resource: Resource) -> Options:
    """Return the options of a type that say how far its role may go."""
    options = module_options(resource)
    return {word: options[word] for word in ("accept_risk", "purge", "purge_match", "max_deletes") if word in options}


def unknown_options(written: Mapping[str, Any], known: Options) -> list[Problem]:
    """Return a problem for every unknown option."""
    return [
        Problem(str(word), f"unknown option{nearest(str(word), known)}")
        for word in written
        if word not in known and not str(word).startswith("_ansible_")
    ]
