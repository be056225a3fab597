# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The two entry points of every module: its file in plugins/modules, and its action plugin.

Of a module that manages a type everything is written here but EXAMPLES; of the others what they share.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from ansible_collections.mailops.mimecast.plugins.module_utils._model import composites
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import CONFIDENCE, Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED, RESOURCES
from ansible_collections.mailops.mimecast.plugins.module_utils._run.options import module_options
from ansible_collections.mailops.mimecast.tests.tooling.definitions import DEFINITIONS, TYPES
from ansible_collections.mailops.mimecast.tests.tooling.generate import needs
from ansible_collections.mailops.mimecast.tests.tooling.generate.options import (
    API,
    AUTHOR,
    CHANGED,
    ENTRIES_OF_ONE,
    NAMED,
    STANDING,
    TASK_OPTIONS,
    entry_options,
    task_option,
)
from ansible_collections.mailops.mimecast.tests.tooling.generate.texts import (
    LICENCE,
    ROOT,
    TO_BE_WRITTEN,
    Doc,
    Files,
    in_yaml,
    version_added,
    without_references,
)

MODULES, ACTIONS, RUNTIME = ROOT / "plugins/modules", ROOT / "plugins/action", ROOT / "meta/runtime.yml"
WIDTH = 96
SURE = "O(min_confidence)"
REPEATED = {
    "update_password": "O(update_password=always) sends the password in every run, and reports a change.",
    "console_done": "What a person has to do in the console is reported as a change in every run, until "
    "O(console_done) records it or the API shows that it was done.",
}
"""Option -> why a second run of a task reports a change, although the first one succeeded."""
_ACTION = '''\
"""The action plugin of {name}: it runs the module on the controller.

Written by make generate.
"""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._definitions import {file}
from ansible_collections.mailops.mimecast.plugins.plugin_utils import _action


class ActionModule(_action.ActionModule):
    """Runs {name}."""

    definition = {file}.{place}
'''
_HEAD = f"#!/usr/bin/python\n{LICENCE}\nfrom __future__ import annotations\n"
_TAIL = '''
from ansible_collections.mailops.mimecast.plugins.module_utils import _ansible
from ansible_collections.mailops.mimecast.plugins.module_utils._definitions import {file}


def main() -> None:
    """Run the module."""
    _ansible.main({file}.{place})


if __name__ == "__main__":
    main()
'''


def generated() -> Files:
    """Return the text of every file by its path."""
    files: Files = {MODULES / f"mimecast_{name}.py": _module(resource) for name, resource in MANAGED.items()}
    for name, resource in composites.standing(RESOURCES).items():
        files[MODULES / f"mimecast_{name}.py"] = _module(resource)
    for path in MODULES.glob("*.py"):
        if path not in files:
            files[path] = _with_what_is_shared(path)
    files |= dict.fromkeys(ACTIONS.glob("*.py"))
    files |= {ACTIONS / f"{name}.py": LICENCE + _ACTION.format(name=name, **_where(name)) for name in DEFINITIONS}
    files[RUNTIME] = _action_group(RUNTIME.read_text("utf-8"))
    return files


def _where(name: str) -> dict[str, str]:
    """Return the file of a module's definition, and what the definition is called in it."""
    short = name.removeprefix("mimecast_")
    if short in TYPES:
        return {"file": "types", "place": f'definition("{short}")'}
    return {"file": short, "place": "DEFINITION"}


def _module(resource: Resource) -> str:
    name = f"mimecast_{resource.name}"
    blocks = {
        "DOCUMENTATION": f"---\n{in_yaml(documentation(resource), WIDTH - 4)}",
        "EXAMPLES": examples(MODULES / f"{name}.py"),
        "RETURN": f"---\n{in_yaml(results(resource), WIDTH + 16)}",
    }
    texts = [f'\n{block} = r"""\n{text}"""\n' for block, text in blocks.items()]
    return "".join([_HEAD, *texts, _TAIL.format(**_where(name))])


def examples(path: Path) -> str:
    """Return the examples that a module has, or what stands there until somebody writes them."""
    found = re.search(r'^EXAMPLES = r"""\n(.*?)"""', path.read_text("utf-8"), re.S | re.M) if path.exists() else None
    return found.group(1) if found else f"---\n# {TO_BE_WRITTEN} what a user does with this module.\n[]\n"


def documentation(resource: Resource) -> Doc:
    """Return DOCUMENTATION of a module that manages a type."""
    spec = module_options(resource)
    options = entry_options(resource, spec)
    options |= {name: task_option(name, spec) for name in TASK_OPTIONS if name in spec}
    if resource.singleton:
        options["entries"]["description"] = ENTRIES_OF_ONE
    options["entries"]["suboptions"] = entry_options(resource, spec["entries"]["options"])
    return {
        "module": f"mimecast_{resource.name}",
        "short_description": resource.summary,
        "version_added": version_added(MODULES / f"mimecast_{resource.name}.py"),
        "author": AUTHOR,
        "description": [*resource.doc, *_support(resource)],
        "extends_documentation_fragment": [
            "mailops.mimecast.connection",
            "mailops.mimecast.attributes",
            "mailops.mimecast.attributes.action_group",
            "mailops.mimecast.attributes.manages",
        ],
        **_attributes(options),
        "options": options,
        "notes": [*resource.notes, *_needs(resource), *_sureness(f"mimecast_{resource.name}")],
        "seealso": [{"module": f"mailops.mimecast.mimecast_{name}"} for name in _related(resource)],
    }


def _attributes(options: Doc) -> Doc:
    """Return what a module with these options can do only in part: a second run that reports no change."""
    repeated = [REPEATED[name] for name in options if name in REPEATED]
    return {"attributes": {"idempotent": {"support": "partial", "details": repeated}}} if repeated else {}


def _related(resource: Resource) -> list[str]:
    """Return the names of what else a reader looks at: what reads the type, or the types that do the work."""
    return [name for name in resource.stands_for.types if name in MANAGED] if resource.stands_for else ["info"]


def _support(resource: Resource) -> list[str]:
    if resource.support == "catalogue":
        return []
    return [
        "Mimecast's public API has no call for this. The paths used here are inferred from those of the same family "
        "and may never work on your account. If they do not, the task says what to do in the Administration "
        "Console, see O(apply_via) and RV(manual).",
    ]


def _needs(resource: Resource) -> list[str]:
    """Return one sentence for what reading needs, and one for what changing needs."""
    sentences = []
    for what, writes in (("Reading", False), ("Changing", True)):
        operations = [operation for operation in resource.operations if operation.writes == writes]
        products = _marked(name for operation in operations for name in operation.products)
        permissions = _marked(operation.permission for operation in operations)
        if operations:
            needed = f"the API product {' or '.join(products)} and the role permission {', '.join(permissions)}"
            sentences.append(f"{what} needs {needed}.")
    return sentences


def _sureness(module: str) -> list[str]:
    """Return a sentence that says how sure the calls of a module are; none where it reaches no account."""
    if module in needs.NO_ACCOUNT:
        return []
    if module in needs.WHOLE_ACCOUNT:
        others = [("its other calls", needs.further(module))] if needs.further(module) else []
        told = [f"How sure the calls for each type are is in the notes of the type's module. See {SURE}."]
    else:
        others, told = [("its calls", needs.uses()[module])], []
    return [*told, *(f"How sure {whose} are: {_by_confidence(uses)}. See {SURE}." for whose, uses in others)]


def _by_confidence(uses: Sequence[tuple[str, Operation]]) -> str:
    """Return operations with what each is used for, the surest first; documented ones are what is left over."""
    operations = list(dict.fromkeys(operation for _use, operation in uses))
    parts = []
    for word in CONFIDENCE[1:]:
        named = [
            f"C({operation.id}) ({', '.join(use for use, same in uses if same == operation)})"
            for operation in operations
            if operation.confidence == word
        ]
        parts += [f"{word}: {', '.join(named)}"] if named else []
    if any(operation.confidence == CONFIDENCE[0] for operation in operations):
        parts.append(f"{CONFIDENCE[0]}: {'all others' if parts else 'all'}")
    return "; ".join(parts)


def _with_sureness(text: str, module: str) -> str:
    """Return a module that is written by hand, with a note that says how sure its calls are."""
    found = re.search(r"^notes:\n((?:  .*\n)+)", text, re.M)
    told = _sureness(module)
    if not (found and told):
        return text
    kept = [note for note in re.split(r"^(?=  - )", found.group(1), flags=re.M) if SURE not in note]
    notes = in_yaml({"notes": told}, WIDTH).partition("\n")[2]
    return text[: found.start(1)] + "".join(kept) + notes + text[found.end(1) :]


def _marked(words: Iterable[str]) -> list[str]:
    return [f"C({word})" for word in dict.fromkeys(words) if word]


def results(resource: Resource) -> Doc:
    """Return RETURN of a module that manages a type, or works out what its entries stand for."""
    if resource.stands_for:
        return {**STANDING, **CHANGED}
    shortest = resource.fields[0] if resource.singleton else resource.key_field
    entries: Doc = {
        "description": "The objects named in the task as they are now, in the shape of the options. In check mode, as "
        "they would be.",
        "returned": "success",
        "type": "list",
        "elements": "dict",
        "sample": [{shortest.name: shortest.samples[0]}],
    }
    return {"entries": entries, **CHANGED}


def _with_what_is_shared(path: Path) -> str:
    """Return a module that is written by hand, with the options and results that it has in common with others."""
    spec = DEFINITIONS[path.stem].options
    # What a module takes many of by itself, it describes by itself.
    names = [name for name in TASK_OPTIONS if name in spec and name != "entries"]
    options = {name: without_references(task_option(name, spec)) for name in names}
    if path.stem in ("mimecast_export", "mimecast_info"):
        options["types"] = {
            "description": ["Types to read, by their keys in the site file. Default: all types."],
            "type": "list",
            "elements": "str",
            "choices": [resource.plural for resource in MANAGED.values()],
        }
    text = _with_keys(path.read_text("utf-8"), "DOCUMENTATION", options, 2)
    text = _with_sureness(text, path.stem)
    return _with_keys(text, "RETURN", {"api": API, "named": NAMED}, 0)


def _with_keys(text: str, block: str, docs: Mapping[str, Doc], indent: int) -> str:
    """Return a module in which the keys of a block that are in ``docs``, at their indentation, say what is there."""
    found = re.search(rf'^{block} = r"""\n(.*?)"""', text, re.S | re.M)
    if not found:
        return text
    inner, margin = found.group(1), " " * indent
    for name, doc in docs.items():
        lines = in_yaml({name: doc}, WIDTH + 16 - indent).splitlines()
        written = "".join(f"{margin}{line}\n" for line in lines)
        inner = re.sub(rf"^{margin}{name}:\n(?:{margin} .*\n)+", lambda _old, new=written: new, inner, flags=re.M)
    return text[: found.start(1)] + inner + text[found.end(1) :]


def _action_group(text: str) -> str:
    """Return meta/runtime.yml with every module that talks to an account in the action group."""
    names = sorted(name for name, definition in DEFINITIONS.items() if "client_id" in definition.options)
    head, group, _old = text.partition("  mimecast:\n")
    return "".join([head, group, *(f"    - {name}\n" for name in names)])
