# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole sites, made of the descriptors' own samples, and what planning them has to read.

Nothing here is about a particular type, so a type that is added is in every test that begins with one of these sites.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import parse
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Field
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import SINGLE, Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.tests.contract import samples

Entry = dict[str, Any]
Site = dict[str, list[Entry]]

LISTS = {resource.plural: resource.read.id for resource in MANAGED.values() if resource.read}
"""Key of the site file -> the operation that lists its type."""

USED = {target for resource in MANAGED.values() for target in resource.references if target != resource.name}
USED |= {resource.members.scan for resource in MANAGED.values() if resource.members and resource.members.scan}
"""Types that others speak of."""

GONE = {"state": "absent"}
LEAVER = "Leaver"
"""Who leaves, as one word."""


def name_of(type_name: str, index: int = 0) -> str:
    """Return the natural key of one of two objects of a type that a whole site makes."""
    resource = MANAGED[type_name]
    if resource.singleton:
        return SINGLE
    return str(resource.key_field.samples[index])


def whole_site() -> Site:
    """Return something of every type; whatever can refer to another object refers to one that is yet to come.

    Of each type that can be created there are two objects: one with every setting, and one with the least there is.
    """
    return {resource.plural: entries_of(resource) for resource in MANAGED.values()}


def entries_of(resource: Resource) -> list[Entry]:
    """Return what a whole site says of one type."""
    if not resource.create:
        return [full_entry(resource)]
    least = {**samples.first_entry(resource, 1), resource.key: name_of(resource.name, 1)}
    return [full_entry(resource), linked(resource, least)]


def as_file(site: Mapping[str, Any]) -> Entry:
    """Return a site as its file has it: what an account has once is no list there."""
    single = {resource.plural for resource in MANAGED.values() if resource.singleton}
    return {
        plural: (found[0] if found else {}) if plural in single and isinstance(found, list) else found
        for plural, found in site.items()
    }


def leaver(resource: Resource) -> Entry:
    """Return an entry that creates an object of which no other entry of a whole site speaks."""
    return {**linked(resource, samples.first_entry(resource)), resource.key: samples.key_of(resource, LEAVER)}


def gone(resource: Resource, name: str = "") -> Entry:
    """Return an entry that makes an object go for good; without a name, the one of which nothing else speaks."""
    for_good = {"purge_address": True} if resource.retire else {}
    return {resource.key: name or samples.key_of(resource, LEAVER), **GONE, **for_good}


def full_entry(resource: Resource) -> Entry:
    """Return an entry with a value for every setting that can be read back, and every reference that it can hold."""
    entry = linked(resource, samples.full_entry(resource))
    for field in resource.fields:
        for inner in field.fields:
            if inner.reference:
                entry[field.name] = _referring(resource, field, inner)
    return entry


def linked(resource: Resource, entry: Entry) -> Entry:
    """Return an entry whose references lead to objects of a whole site, and its members too where they are objects."""
    result = copy.deepcopy(entry)
    for field in resource.fields:
        if field.reference and field.name in result:
            result[field.name] = name_of(field.reference, int(field.reference == resource.name))
    if resource.members and resource.members.scan:
        result[resource.members.field] = [
            {resource.field(resource.members.field).item_key: name_of(resource.members.scan)}
        ]
    return result


def _referring(resource: Resource, field: Field, inner: Field) -> Entry:
    """Return a mapping with a reference in it that the descriptor takes."""
    kinds = [choice for other in field.fields if other.name == "type" for choice in other.choices]
    for start in (*field.samples, *({"type": kind} for kind in kinds)):
        value = {**start, inner.name: name_of(inner.reference)}
        entry = {**samples.first_entry(resource), field.name: value}
        if not parse(resource, entry, "")[1]:
            return value
    raise AssertionError(f"{resource.name}.{field.name}: no sample can hold {inner.name}")


def changed_site(site: Mapping[str, Sequence[Entry]]) -> Site:
    """Return a site in which one setting of the first object of each type is another."""
    result = copy.deepcopy({plural: list(entries) for plural, entries in site.items()})
    for resource in MANAGED.values():
        field = changing_field(resource)
        result[resource.plural][0][field.name] = _other_value(resource, field)
    return result


def _other_value(resource: Resource, field: Field) -> Any:
    """Return another value of a field than that of a whole site; members that are objects are those of the site."""
    if resource.members and resource.members.scan and resource.members.field == field.name:
        return [{field.item_key: name_of(resource.members.scan, index)} for index in (0, 1)]
    return samples.value_of(field, 1)


def changing_field(resource: Resource) -> Field:
    """Return a setting that can be changed without a word of another object."""
    return next(
        field
        for owner, field in samples.changeable()
        if owner is resource
        and not field.reference
        and not any(inner.reference for inner in field.fields)
        and not samples.needs_a_word(owner, field)
    )


def needed(resource: Resource, entries: Sequence[Entry]) -> set[str]:
    """Return the names of the types whose lists planning some entries reads: their own, and those they refer to."""
    referred = {target for entry in entries for target in _referred(resource, entry)}
    return {resource.name, *referred} if entries else set()


def _referred(resource: Resource, entry: Mapping[str, Any]) -> Iterator[str]:
    for field in resource.fields:
        value = entry.get(field.name)
        if field.reference and value:
            yield field.reference
        if isinstance(value, Mapping):
            yield from (inner.reference for inner in field.fields if inner.reference and value.get(inner.name))


def list_reads(resource: Resource, entries: Sequence[Entry]) -> Counter[str]:
    """Return how often planning some entries of one type reads each list."""
    return Counter(LISTS[MANAGED[name].plural] for name in needed(resource, entries))


def member_reads(resource: Resource, entries: Sequence[Entry]) -> Counter[str]:
    """Return how often planning some entries of one type, all of them there, reads who is in an object."""
    if not resource.members:
        return Counter()
    return +Counter({resource.members.list.id: sum(resource.members.field in entry for entry in entries)})


def floor(site: Mapping[str, Sequence[Entry]]) -> Counter[str]:
    """Return the least that tells whether an account is as a site says: a token, each list once, and who is in what."""
    types = {name for resource in MANAGED.values() for name in needed(resource, site.get(resource.plural, ()))}
    lists = Counter(LISTS[MANAGED[name].plural] for name in types)
    members = (member_reads(resource, site.get(resource.plural, ())) for resource in MANAGED.values())
    return sum(members, Counter({"createToken": 1}) + lists)
