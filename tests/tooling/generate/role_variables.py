# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The variables of the roles, described once: for defaults/main.yml, meta/argument_specs.yml and README.md.

Lists of entries are ``raw`` and have no options in an argument specification: the module judges them, in one line with
the place and the nearest right word. What Ansible says about a role's argument is several kilobytes of specification.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._run.options import module_options
from ansible_collections.mailops.mimecast.tests.tooling.generate.options import AUTHOR, TASK_OPTIONS, shape
from ansible_collections.mailops.mimecast.tests.tooling.generate.texts import (
    Doc,
    in_comment,
    in_markdown,
    table,
    without_references,
)


@dataclass(frozen=True)
class Variable:
    """One variable of a role.

    Attributes:
        option: the module's option that it is for. default: what it has where nobody sets it; None: nothing.
        meaning: one sentence, for the file of defaults and the README.
        spec: type, elements and choices. doc: the paragraphs of the argument specification.
    """

    name: str
    option: str
    default: Any
    meaning: str
    doc: Sequence[str]
    spec: Doc = field(default_factory=lambda: {"type": "raw"})


_MEANINGS = {
    "accept_risk": "Safety checks to override, by the name in the error message.",
    "purge": (
        "Delete every object that the list does not name and whose name matches the pattern. To purge with "
        "an empty list, you have to accept the risk C(purge_everything)."
    ),
    "purge_match": "Purge only objects whose name matches this pattern. C(*) and C(?) are wildcards.",
    "max_deletes": (
        "Maximum number of deletions per run. The same number limits how many items a run removes from lists that "
        "lose more than a quarter of their items. A run that needs more fails before it sends anything."
    ),
    "apply_via": (
        "What to do if the API does not offer the calls: C(auto) hands over to a person, C(api) fails. C(console) "
        "always hands over and never tries the API."
    ),
    "scan_users": "Read every user of the account to find out who else holds a role. This costs one request per user.",
}
_OF_TYPE = ("accept_risk", "purge", "purge_match", "max_deletes")
_OF_ALL = ("apply_via", "scan_users")


def of_type(resource: Resource) -> list[Variable]:
    """Return the variables of a role that are about one type."""
    return [listed_by(resource), *limits_of(resource, _OF_TYPE)]


def listed_by(resource: Resource) -> Variable:
    """Return the variable of a role that holds the entries of a type."""
    module = f"mailops.mimecast.mimecast_{resource.name}"
    return Variable(f"mimecast_{resource.plural}", "entries", None, *_of_objects(resource, module))


def limits_of(resource: Resource, words: Sequence[str]) -> list[Variable]:
    """Return the variables that say how far the role of a type may go, as far as its module knows ``words``."""
    spec = module_options(resource)
    return [_for_option(f"mimecast_{resource.plural}_{word}", word, spec[word]) for word in words if word in spec]


def _of_objects(resource: Resource, module: str) -> tuple[str, list[str]]:
    """Return what the variable that holds the objects of a type means, in short and in full."""
    hosts = "C(mimecast_baseline) and C(mimecast_site) of the host"
    if resource.singleton:
        short = f"Settings of M({module}). Default: those in {hosts}."
        long = f"A mapping with the options of M({module})."
        return short, [long, f"Default: the settings in {hosts}."]
    short = f"Entries of M({module}). Default: those in {hosts}."
    long = f"A list of mappings with the options of M({module})."
    return short, [long, f"Default: the entries in {hosts}."]


def _for_option(name: str, option: str, spec: Doc) -> Variable:
    told = shape(spec)
    default = told.pop("default", [])
    return Variable(name, option, default, _MEANINGS[option], TASK_OPTIONS[option], told)


def shared(resources: Sequence[Resource]) -> list[Variable]:
    """Return the variables of a role that are about all of its types."""
    specs = [module_options(resource) for resource in resources]
    found = {word: spec[word] for word in _OF_ALL for spec in specs if word in spec}
    variables = [_for_option(f"mimecast_{word}", word, spec) for word, spec in found.items()]
    if any("console_done" in spec for spec in specs):
        variables.append(
            Variable(
                "mimecast_console_done",
                "console_done",
                None,
                "Records of what a person did in the Administration Console: C(fingerprint), C(by) and C(at) of "
                "each hand-off. Default: the records in C(mimecast_baseline) and C(mimecast_site) of the host.",
                [
                    "A list of mappings with C(fingerprint), C(by), C(at) and an optional C(note).",
                    *TASK_OPTIONS["console_done"],
                    "Default: the records in C(mimecast_baseline) and C(mimecast_site) of the host.",
                ],
            )
        )
    return variables


def with_defaults(variables: Sequence[Variable]) -> str:
    """Return variables with their defaults, as a role's defaults/main.yml has them."""
    return "".join(
        f"{in_comment(variable.meaning)}\n{variable.name}:{_set_to(variable.default)}\n" for variable in variables
    )


def _set_to(default: Any) -> str:
    if default is None:
        return ""
    return f" {default}" if isinstance(default, str) and default.isalpha() else f" {json.dumps(default)}"


def specified(purpose: str, version: str, variables: Sequence[Variable]) -> Doc:
    """Return meta/argument_specs.yml of a role.

    Args:
        version: of the collection, that the role came with.
    """
    options: Doc = {}
    for variable in variables:
        option = {
            "description": " ".join(without_references(list(variable.doc))),
            **variable.spec,
            **({} if variable.default is None else {"default": variable.default}),
        }
        # What is said twice is one object, and a reference in YAML: Ansible reads the file in every play.
        options[variable.name] = next((former for former in options.values() if former == option), option)
    main: Doc = {
        "short_description": purpose,
        "version_added": version,
        "author": [AUTHOR],
        "description": [f"{purpose}."],
    }
    if options:
        main["description"].append("Each list goes to its module in one task.")
        main["options"] = options
    return {"argument_specs": {"main": main}}


def in_readme(variables: Sequence[Variable]) -> str:
    """Return the table of variables in a role's README."""
    rows = [
        (
            f"`{variable.name}`",
            "" if variable.default is None else f"`{_set_to(variable.default).strip().strip(chr(34))}`",
            in_markdown(variable.meaning),
        )
        for variable in variables
    ]
    return table(("Variable", "Default", "Meaning"), rows)
