# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the contract tests write into an account: valid entries made from the descriptors' own samples."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Field
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import ABSENT
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from mimecast_emulator.tables import TABLES as EMULATED

Entry = dict[str, Any]

NAMES: dict[str, tuple[str, str]] = {
    "delivery_route": ("Route one", "Route two"),
    "dkim_definition": ("Key one", "Key two"),
    "sender_group": ("IT Helpdesk", "Vendors"),
}
"""Objects that the account holds before a test, two of each type that others refer to."""

ALSO_NEEDED: dict[str, tuple[str, ...]] = {
    "internal_domain": ("inbound_type",),
    "ip_permit": ("source_ips",),
    "outbound_ip": ("addresses",),
    "role_member": ("members",),
}
"""What a first entry holds beside the required settings: a guard asks for it, or there would be nothing to do."""

_NAMED_OTHERWISE = {"sender_group": "groups", "ip_permit": "permitted_sender_policies"}
TABLES: dict[str, str] = {
    name: _NAMED_OTHERWISE.get(name, resource.plural) for name, resource in MANAGED.items() if resource.create
}
"""Type -> the emulator's table of it, of the same name where nothing else is said."""


def named_by(resource: str) -> str:
    """Return the member of a row of the emulator that a person calls an object by."""
    return EMULATED[TABLES[resource]].named_by


def called(resource: str, key: str, row: Entry) -> str:
    """Return what a person calls the object of a row."""
    return str(row.get(named_by(resource), key))


def prepared_tables() -> Entry:
    """Return the tables of the emulator that hold what entries refer to."""
    return {
        "delivery_routes": {
            name: {"description": name, "hostname": "mail.example.net"} for name in NAMES["delivery_route"]
        },
        "dkim_definitions": {name: {"description": name, "domain": "example.net"} for name in NAMES["dkim_definition"]},
    }


def prepare(state: Entry) -> Entry:
    """Return the tables of a fresh account with what entries refer to."""
    users = {**state["users"], "jo@example.com": {"name": "Jo"}, "sam@example.com": {"name": "Sam"}}
    groups = {**state["groups"], "vendors": {"description": "Vendors"}}
    return {**prepared_tables(), "groups": groups, "users": users}


def value_of(field: Field, index: int) -> Any:
    """Return one of two valid values of a field."""
    if field.reference:
        return NAMES[field.reference][index]
    return copy.deepcopy(field.samples[index])


def has_values(field: Field) -> bool:
    """Whether there are two values to tell apart."""
    return bool(field.reference or field.samples)


def first_entry(resource: Resource, name_index: int = 0) -> Entry:
    """Return the least entry that creates an object."""
    names = [field.name for field in resource.fields if field.required]
    wanted = [*names, *ALSO_NEEDED.get(resource.name, ())]
    return {name: value_of(resource.field(name), name_index if name == resource.key else 0) for name in wanted}


def identity(resource: Resource, entry: Mapping[str, Any]) -> Entry:
    """Return the part of an entry that says which object is meant; of what an account has once, nothing."""
    return {} if resource.singleton else {resource.key: entry[resource.key]}


def named(resource: Resource) -> Entry:
    """Return the least entry about the object of the first entry, once it is there."""
    entry = first_entry(resource)
    # Where the old one goes before the new one comes, the file has to say enough to create it.
    return entry if resource.replace == "delete_first" else identity(resource, entry)


def many_entries(resource: Resource, count: int) -> list[Entry]:
    """Return entries of different names."""
    return [{**first_entry(resource), resource.key: numbered(resource, index)} for index in range(count)]


def numbered(resource: Resource, index: int) -> str:
    """Return a name that no other index has."""
    spelled = {"email": f"user{index}@example.com", "url": f"https://numbered.example/{index}"}
    return spelled.get(resource.key, f"{resource.title} {index}")


def key_of(resource: Resource, word: str) -> str:
    """Return a name that a type takes, made of one word."""
    return {"email": f"{word.lower()}@example.com", "url": f"https://{word.lower()}.example"}.get(resource.key, word)


def numbered_pattern(resource: Resource) -> str:
    """Return a pattern that fits the names of ``numbered`` alone."""
    return {"url": "https://numbered.example/*"}.get(resource.key, f"{resource.title} *")


def full_entry(resource: Resource) -> Entry:
    """Return an entry with a value for every field, secrets included."""
    return {field.name: value_of(field, 0) for field in resource.fields if has_values(field)}


def changeable() -> Iterator[tuple[Resource, Field]]:
    """Yield every field that can be changed and read back, with its resource."""
    for resource in MANAGED.values():
        for field in resource.fields:
            if field.name != resource.key and field.readable() and has_values(field):
                yield resource, field


def clearable() -> Iterator[tuple[Resource, Field]]:
    """Yield every field that can be emptied, with its resource."""
    for resource, field in changeable():
        if field.clear is not ABSENT:
            yield resource, field


def _told_by_mimecast() -> Iterator[Field]:
    """Yield what Mimecast makes up for a new object: it cannot be foretold."""
    for resource in MANAGED.values():
        yield from resource.computed
        for field in resource.fields:
            if field.create_only and not field.required and field.default is field.on_create is ABSENT:
                yield field


MADE_UP = frozenset(field.name for field in _told_by_mimecast())
"""Names of what only Mimecast can tell of a new object."""


def foretold(result: Entry, part: str) -> Any:
    """Return a part of a result without what only Mimecast can tell of a new object."""
    found = result.get(part)
    if part != "entries" or not found:
        return found
    return [{name: value for name, value in entry.items() if name not in MADE_UP} for entry in found]


def needs_a_word(resource: Resource, field: Field) -> bool:
    """Whether another value of a setting is refused without a word."""
    return field.create_only and bool(lifted(resource))


def lifted(resource: Resource) -> Entry:
    """Return the words that let an object be replaced, where its type asks for one."""
    words = [guard.name for guard in resource.guards if guard.name.startswith("replace_")]
    return {"accept_risk": words} if words else {}


def exact(field: Field) -> Entry:
    """Return the option that makes a list mean exactly what it says."""
    return {field.mode_name: "exact"} if field.owned else {}


CREATED = [resource for resource in MANAGED.values() if resource.create]
DELETED = [resource for resource in MANAGED.values() if resource.create and resource.delete and not resource.retire]
PICKED_BY_ID = [resource for resource in MANAGED.values() if resource.get and resource.create]
