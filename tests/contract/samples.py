# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the contract tests write into an account: valid entries made from the descriptors' own samples."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Field
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import ABSENT
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED

Entry = dict[str, Any]

NAMES: dict[str, tuple[str, str]] = {
    "delivery_route": ("Route one", "Route two"),
    "sender_group": ("IT Helpdesk", "Vendors"),
}
"""Objects that the account holds before a test, two of each type that others refer to."""

ALSO_NEEDED: dict[str, tuple[str, ...]] = {"ip_permit": ("source_ips",), "role_member": ("members",)}
"""What a first entry holds beside the required settings: a guard asks for it, or there would be nothing to do."""

_NAMED_OTHERWISE = {"sender_group": "groups", "ip_permit": "permitted_sender_policies"}
TABLES: dict[str, str] = {
    name: _NAMED_OTHERWISE.get(name, resource.plural) for name, resource in MANAGED.items() if resource.create
}
"""Type -> the emulator's table of it, of the same name where nothing else is said."""


def prepared_tables() -> Entry:
    """Return the tables of the emulator that hold what entries refer to."""
    return {
        "delivery_routes": {
            name: {"description": name, "hostname": "mail.example.net"} for name in NAMES["delivery_route"]
        },
    }


def prepare(state: Entry) -> Entry:
    """Return the tables of a fresh account with what entries refer to."""
    users = {**state["users"], "jo@example.com": {"name": "Jo"}, "sam@example.com": {"name": "Sam"}}
    groups = {**state["groups"], "vendors": {"description": "Vendors"}}
    return {**prepared_tables(), "groups": groups, "users": users}


def value_of(one: Field, index: int) -> Any:
    """Return one of two valid values of a field."""
    if one.reference:
        return NAMES[one.reference][index]
    return copy.deepcopy(one.samples[index])


def has_values(one: Field) -> bool:
    """Whether there are two values to tell apart."""
    return bool(one.reference or one.samples)


def first_entry(resource: Resource, name_index: int = 0) -> Entry:
    """Return the least entry that creates an object."""
    names = [one.name for one in resource.fields if one.required]
    wanted = [*names, *ALSO_NEEDED.get(resource.name, ())]
    return {name: value_of(resource.field(name), name_index if name == resource.key else 0) for name in wanted}


def many_entries(resource: Resource, count: int) -> list[Entry]:
    """Return entries of different names."""
    return [{**first_entry(resource), resource.key: numbered(resource, index)} for index in range(count)]


def numbered(resource: Resource, index: int) -> str:
    """Return a name that no other index has."""
    return f"user{index}@example.com" if resource.key == "email" else f"{resource.title} {index}"


def full_entry(resource: Resource) -> Entry:
    """Return an entry with a value for every field, secrets included."""
    return {one.name: value_of(one, 0) for one in resource.fields if has_values(one)}


def changeable() -> Iterator[tuple[Resource, Field]]:
    """Yield every field that can be changed and read back, with its resource."""
    for resource in MANAGED.values():
        for one in resource.fields:
            if one.name != resource.key and one.readable() and one.update and has_values(one):
                yield resource, one


def clearable() -> Iterator[tuple[Resource, Field]]:
    """Yield every field that can be emptied, with its resource."""
    for resource, one in changeable():
        if one.clear is not ABSENT:
            yield resource, one


def exact(one: Field) -> Entry:
    """Return the option that makes a list mean exactly what it says."""
    return {one.mode_name: "exact"} if one.owned else {}


CREATED = [one for one in MANAGED.values() if one.create]
DELETED = [one for one in MANAGED.values() if one.create and one.delete and not one.retire]
PICKED_BY_ID = [one for one in MANAGED.values() if one.get and one.create]
