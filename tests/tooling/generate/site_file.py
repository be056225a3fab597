# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of docs/site_file.md that follows from the descriptors: one section for each key of a site file.

It knows the words of the descriptors and Markdown, neither Ansible nor the API.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model import mail_tests
from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import controls
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Field
from ansible_collections.mailops.mimecast.plugins.module_utils._model.lists import List, Records, Set
from ansible_collections.mailops.mimecast.plugins.module_utils._model.maps import Map
from ansible_collections.mailops.mimecast.plugins.module_utils._model.networks import Networks
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import (
    Date,
    Flag,
    Number,
    Percentage,
    Secret,
    Text,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import ABSENT
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import RESOURCES
from ansible_collections.mailops.mimecast.tests.tooling.generate.needs import OWN_OPERATIONS, products
from ansible_collections.mailops.mimecast.tests.tooling.generate.options import paragraphs
from ansible_collections.mailops.mimecast.tests.tooling.generate.texts import (
    ROOT,
    Files,
    in_markdown,
    table,
    with_parts,
)

PATH = ROOT / "docs/site_file.md"
_KINDS: dict[type[Field], str] = {
    Text: "text",
    Number: "whole number",
    Percentage: "whole number",
    Flag: "truth value, `true` or `false`",
    Date: "date, `YYYY-MM-DD`",
    List: "list, in this order",
    Set: "list, in any order",
    Networks: "list, in any order",
    Map: "mapping",
    Records: "list of mappings",
}


def generated() -> Files:
    """Return the text of the page by its path."""
    return {PATH: with_parts(PATH.read_text("utf-8"), sections())}


def sections() -> str:
    """Return one section for each key of a site file."""
    return "\n".join([*map(_section, RESOURCES.values()), _mail_tests()])


def _mail_tests() -> str:
    """Return the section of the mail tests, which are no objects of an account."""
    return (
        f"### `{mail_tests.KEY}`\n\nWhat must happen to messages. [Mail tests](mail_tests.md) explains how to write "
        "them, when they run, and what `depends` means.\n\n" + table(("Key", "Meaning"), _keys(mail_tests.FIELDS, ""))
    )


def _keys(fields: Iterable[Field], outer: str) -> list[tuple[str, str]]:
    rows = []
    for field in fields:
        needed = " Required." if field.required else ""
        rows.append((f"`{outer}{field.name}`", f"{_meaning(field)}{needed}"))
        rows += _keys(field.fields, f"{outer}{field.name}.")
    return rows


def _section(resource: Resource) -> str:
    title = f"### `{resource.plural}`\n"
    facts = [
        *((("Written as", "one mapping: an account has one"),) if resource.singleton else ()),
        ("In the console", resource.console.menu.replace("<", "&lt;").replace(">", "&gt;")),
        (
            "Module",
            f"`mailops.mimecast.{_module(resource)}`",
        ),
        ("Role", f"`mailops.mimecast.{resource.role}`"),
        ("How", _support(resource)),
        *((what, _needs(operations)) for what, operations in _by_use(resource) if operations),
        *(
            (("Built in, never deleted", ", ".join(f"`{name}`" for name in sorted(resource.builtin))),)
            if resource.builtin
            else ()
        ),
    ]
    paragraphs = [in_markdown(paragraph) for paragraph in (*resource.doc, *resource.notes)]
    return "\n".join(
        [
            title,
            "\n\n".join(paragraphs),
            "",
            table(("", ""), facts),
            table(
                ("Key", "In the console", "Meaning", "A new one without it", "Emptied by"),
                _rows(resource.fields, "", resource),
            ),
            *([_control_table(resource)] if controls(resource) else []),
        ]
    )


def _module(resource: Resource) -> str:
    return "mimecast_mx_info" if resource.name == "mx" else f"mimecast_{resource.name}"


def _support(resource: Resource) -> str:
    if resource.stands_for:
        kept = ", ".join(f"`{RESOURCES[name].plural}`" for name in resource.stands_for.types if name in RESOURCES)
        return f"represents entries of {kept}; their sections say how. The rest is handed over to a person"
    if not resource.managed and not resource.create:
        return "API, read only: the records are in your DNS, so they are compared and never changed"
    if resource.support == "catalogue":
        return "API"
    if resource.read and resource.read.catalogue:
        return f"read by API; {_HANDED_OVER} the change"
    return f"{_HANDED_OVER} the calls"


_HANDED_OVER = "handed over to a person, with the steps in the console, if the API does not offer"


def _by_use(resource: Resource) -> list[tuple[str, list[Operation]]]:
    operations = (
        resource.operations
        if resource.managed or resource.stands_for
        else [operation for _use, operation in OWN_OPERATIONS[_module(resource)]]
    )
    return [
        ("To compare", [operation for operation in operations if not operation.writes]),
        ("To change", [operation for operation in operations if operation.writes]),
    ]


def _needs(operations: Sequence[Operation]) -> str:
    found: dict[str, None] = {}
    for operation in operations:
        mark = "" if operation.catalogue else " (not in the public catalogue)"
        found[f"{operation.permission}, of {products(operation)}{mark}"] = None
    return "<br>".join(found)


def _rows(fields: Iterable[Field], outer: str, resource: Resource) -> list[tuple[str, str, str, str, str]]:
    rows = []
    for field in fields:
        inner = f"{outer}{field.name}"
        rows.append((f"`{inner}`", field.console, _meaning(field), _absent(field, outer, resource), _cleared(field)))
        deeper = f"{inner}[]." if isinstance(field, Records) else f"{inner}."
        rows += _rows(field.fields, deeper, resource)
    return rows


def _meaning(field: Field) -> str:
    words = [" ".join(in_markdown(paragraph) for paragraph in paragraphs(field))]
    if field.choices:
        words.append("One of " + ", ".join(f"`{word}`" for word in field.choices) + ".")
    elif not isinstance(field, (Text, Secret)):
        words.append(f"A {_KINDS[type(field)]}.")
    if field.reference:
        words.append(f"It has to be in `{RESOURCES[field.reference].plural}` or in the account.")
    if field.secret:
        words.append("Secret.")
    return " ".join(words)


def _absent(field: Field, outer: str, resource: Resource) -> str:
    """Say what a new object has where the key is not written; one that exists always keeps what it has."""
    if not outer and field.name == resource.key:
        return "always required"
    if field.required and resource.singleton:
        return "required until it is set"
    if field.required:
        return "required" if not outer else "required with it"
    if field.on_create is not ABSENT:
        return f"gets {_value(field.on_create)}"
    if outer and field.default is ABSENT:
        return ""
    if field.default is ABSENT:
        return "Mimecast decides" if field.readable() and not isinstance(field, Map) else "nothing is sent"
    return f"has {_value(field.default)}" if field.default not in ("", [], {}) else "has none"


def _cleared(field: Field) -> str:
    if field.clear is ABSENT:
        return ""
    return _value(field.clear) + (f" with `{field.mode_name}: exact`" if field.owned else "")


def _value(value: Any) -> str:
    if isinstance(value, Mapping) and value:
        return "`{" + ", ".join(f"{name}: {setting}" for name, setting in value.items()) + "}`"
    shown = {"": '""', True: "true", False: "false"}.get(value, value) if isinstance(value, (str, bool)) else value
    return f"`{shown}`"


def _control_table(resource: Resource) -> str:
    rows = [
        (
            f"`{field.name}`",
            " ".join(in_markdown(paragraph) for paragraph in field.doc),
            ", ".join(f"`{word}`" for word in field.choices) or _KINDS[type(field)],
            "" if field.default is ABSENT else _value(field.default),
        )
        for field in controls(resource)
    ]
    return "Options of the entry that are not settings of the object:\n\n" + table(
        ("Key", "Meaning", "Values", "Without it"), rows
    )
