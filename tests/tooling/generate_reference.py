# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the parts of docs/site_file.md and docs/api_ledger.md that follow from the descriptors.

Each page has one generated part, between two comments; the rest of the page is written by hand and left alone. This
file knows the words of the descriptors and Markdown, neither Ansible nor the API.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

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
from ansible_collections.mailops.mimecast.plugins.module_utils._resources import mx
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED, RESOURCES
from ansible_collections.mailops.mimecast.plugins.module_utils._run import audit, snapshot

ROOT = Path(__file__).resolve().parents[2]
BEGIN, END = "<!-- begin of the generated part: make docs-generate writes it -->", "<!-- end of the generated part -->"
PRODUCTS: Mapping[str, str] = {
    "accountmanagement": "Account Management",
    "auditevents": "Audit Events",
    "cloudgateway": "Email Security Cloud Gateway",
    "domainmanagement": "Domain Management",
    "emailsecurityonboarding": "Email Security Onboarding",
    "policymanagement": "Policy Management",
    "userandgroupmanagement": "User and Group Management",
}
"""The name that the Administration Console has for a product, by its name in the API's catalogue."""
MX_READS = (mx.GATEWAY_DETAILS, mx.INTERNAL_DOMAINS, mx.VERIFY)
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


def generated() -> dict[Path, str]:
    """Return the text of every page with a generated part, by its path."""
    parts = {"site_file": site_file(), "api_ledger": ledger()}
    return {
        (path := ROOT / f"docs/{name}.md"): _with_part(path.read_text("utf-8"), part) for name, part in parts.items()
    }


def _with_part(text: str, part: str) -> str:
    before, rest = text.partition(BEGIN)[::2]
    after = rest.partition(END)[2]
    return f"{before}{BEGIN}\n\n{part}\n{END}{after}"


def plain(text: str) -> str:
    """Return a sentence of a descriptor in Markdown: every word that is marked up becomes code."""
    return re.sub(r"\b(?:O|V|C|M|E|RV)\(([^)]*)\)", lambda found: f"`{found.group(1).replace('=', ': ')}`", text)


def permission(one: Operation) -> str:
    """Return the permission as the console's list of a role's permissions has it."""
    return one.permission.replace(" | ", " - ")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    escaped = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in (head, ["---"] * len(head), *escaped))


# --- The site file ---------------------------------------------------------------------------------------------------


def site_file() -> str:
    """Return one section for each key of a site file."""
    return "\n".join(_section(one) for one in RESOURCES.values())


def _section(resource: Resource) -> str:
    title = f"### `{resource.plural}`\n"
    facts = [
        ("In the console", resource.console.menu.replace("<", "&lt;").replace(">", "&gt;")),
        (
            "Module",
            f"`mailops.mimecast.mimecast_{resource.name}`" if resource.list else "`mailops.mimecast.mimecast_mx_info`",
        ),
        ("How", _support(resource)),
        *((what, _needs(operations)) for what, operations in _by_use(resource) if operations),
        *(
            (("Built in, never deleted", ", ".join(f"`{name}`" for name in sorted(resource.builtin))),)
            if resource.builtin
            else ()
        ),
    ]
    paragraphs = [plain(one) for one in (*resource.doc, *resource.notes)]
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


def _support(resource: Resource) -> str:
    if not resource.list:
        return "API, read only: DNS is kept elsewhere, so records are compared and never changed"
    if resource.support == "catalogue":
        return "API"
    if resource.list.catalogue:
        return f"read by API; {_HANDED_OVER} the change"
    return f"{_HANDED_OVER} the calls"


_HANDED_OVER = "handed over to a person, with the steps in the console, where the API does not offer"


def _by_use(resource: Resource) -> list[tuple[str, list[Operation]]]:
    operations = resource.operations if resource.list else MX_READS
    return [
        ("To compare", [one for one in operations if not one.writes]),
        ("To change", [one for one in operations if one.writes]),
    ]


def _needs(operations: Sequence[Operation]) -> str:
    found: dict[str, None] = {}
    for one in operations:
        mark = "" if one.catalogue else " (not in the public catalogue)"
        found[f"{permission(one)}, of {' or '.join(PRODUCTS[name] for name in one.products)}{mark}"] = None
    return "<br>".join(found)


def _rows(fields: Iterable[Field], outer: str, resource: Resource) -> list[tuple[str, str, str, str, str]]:
    rows = []
    for one in fields:
        inner = f"{outer}{one.name}"
        rows.append((f"`{inner}`", one.console, _meaning(one), _absent(one, outer, resource), _cleared(one)))
        deeper = f"{inner}[]." if isinstance(one, Records) else f"{inner}."
        rows += _rows(one.fields, deeper, resource)
    return rows


def _meaning(one: Field) -> str:
    words = [" ".join(plain(paragraph) for paragraph in one.doc)]
    if one.choices:
        words.append("One of " + ", ".join(f"`{word}`" for word in one.choices) + ".")
    elif not isinstance(one, (Text, Secret)):
        words.append(f"A {_KINDS[type(one)]}.")
    if one.reference:
        words.append(f"It has to be in `{RESOURCES[one.reference].plural}` or in the account.")
    if one.secret:
        words.append("Secret.")
    return " ".join(words)


def _absent(one: Field, outer: str, resource: Resource) -> str:
    """Say what a new object has where the key is not written; one that exists always keeps what it has."""
    if not outer and one.name == resource.key:
        return "always needed"
    if one.required:
        return "needed" if not outer else "needed with it"
    if one.on_create is not ABSENT:
        return f"gets {_value(one.on_create)}"
    if outer and one.default is ABSENT:
        return ""
    if one.default is ABSENT:
        return "Mimecast decides" if one.readable() and not isinstance(one, Map) else "nothing is sent"
    return f"has {_value(one.default)}" if one.default not in ("", [], {}) else "has none"


def _cleared(one: Field) -> str:
    if one.clear is ABSENT:
        return ""
    return _value(one.clear) + (f" with `{one.mode_name}: exact`" if one.owned else "")


def _value(value: Any) -> str:
    if isinstance(value, Mapping) and value:
        return "`{" + ", ".join(f"{name}: {setting}" for name, setting in value.items()) + "}`"
    shown = {"": '""', True: "true", False: "false"}.get(value, value) if isinstance(value, (str, bool)) else value
    return f"`{shown}`"


def _control_table(resource: Resource) -> str:
    rows = [
        (
            f"`{one.name}`",
            " ".join(plain(paragraph) for paragraph in one.doc),
            ", ".join(f"`{word}`" for word in one.choices) or _KINDS[type(one)],
            "" if one.default is ABSENT else _value(one.default),
        )
        for one in controls(resource)
    ]
    return "What the entry asks for, beside settings of the object:\n\n" + table(
        ("Key", "Meaning", "Values", "Without it"), rows
    )


# --- The API ledger --------------------------------------------------------------------------------------------------


def module_operations() -> dict[str, list[tuple[str, Operation]]]:
    """Return, for each module, its operations and what it uses each for."""
    found = {f"mimecast_{one.name}": _uses(one) for one in MANAGED.values()}
    found["mimecast_mx_info"] = [
        ("the records that the account expects", mx.GATEWAY_DETAILS),
        ("whether a domain is the account's", mx.INTERNAL_DOMAINS),
        ("Mimecast's own check of the records", mx.VERIFY),
        ("whether a policy takes the domain's mail", _listed("delivery_route_policy")),
        ("the groups that policies name", _listed("sender_group")),
    ]
    found["mimecast_audit_info"] = [("read the events", audit.EVENTS)]
    found["mimecast_snapshot"] = [
        ("list", snapshot.LIST),
        ("export", snapshot.EXPORT),
        ("create", snapshot.CREATE),
        ("restore", snapshot.RESTORE),
    ]
    return found


def _listed(name: str) -> Operation:
    operation = MANAGED[name].list
    if operation is None:
        raise LookupError(f"{name} has no list")
    return operation


def _uses(resource: Resource) -> list[tuple[str, Operation]]:
    own: list[tuple[str, Operation | None]] = [
        ("list", resource.list),
        ("read one, for what the list leaves out", resource.get),
        ("create", resource.create),
        ("change", resource.update),
        ("delete", resource.delete),
    ]
    if resource.members:
        own += [
            ("list the members", resource.members.list),
            ("add members", resource.members.add),
            ("remove members", resource.members.remove),
            ("read one member", resource.members.profile),
        ]
    return [(use, one) for use, one in own if one]


def ledger() -> str:
    """Return one table for each module, and the count of all."""
    parts = []
    every = {one.id: one for uses in module_operations().values() for _use, one in uses}
    offered = sum(one.catalogue for one in every.values())
    words = {
        word: sum(one.confidence == word for one in every.values()) for word in ("documented", "observed", "inferred")
    }
    parts.append(
        f"The collection uses {len(every)} operations. {offered} are in the public catalogue. Of all, "
        f"{words['documented']} are documented, {words['observed']} observed and {words['inferred']} inferred.\n"
    )
    for module, uses in sorted(module_operations().items()):
        rows = [
            (
                use,
                f"`{one.method} {one.path}`",
                " or ".join(PRODUCTS[name] for name in one.products),
                permission(one),
                "yes" if one.catalogue else "**no**",
                one.confidence if one.confidence == "documented" else f"*{one.confidence}*",
            )
            for use, one in uses
        ]
        head = ("Used to", "Operation", "API product", "Role permission", "In the catalogue", "Facts")
        parts.append(f"### `{module}`\n\n{table(head, rows)}")
    return "\n".join(parts)
