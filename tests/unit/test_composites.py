# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds of every type whose entries stand for entries of others."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._model import composites
from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import parse
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Contradiction, Failure
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Console, Resource, StandsFor
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import BY_HAND, MANAGED, RESOURCES
from ansible_collections.mailops.mimecast.tests.contract import samples

EVERY = {**MANAGED, **BY_HAND}
LATER = "9999-12-31"
every_composite = pytest.mark.parametrize(
    "resource", composites.standing(RESOURCES).values(), ids=lambda each: each.name
)


def lists(resource: Resource, *entries: Any) -> composites.Lists:
    """Return the list of one type as a site has it."""
    return {resource.plural: (list(entries), [f"here[{index}]" for index in range(len(entries))])}


def stood_for(resource: Resource, today: str, **more: Any) -> list[tuple[str, Any]]:
    """Return type and entry of all that an entry with a value for every setting stands for."""
    (found,), problems = composites.found(RESOURCES, lists(resource, {**samples.full_entry(resource), **more}))
    assert problems == []
    return [(name, entry) for name, entries in found.entries(today).items() for entry in entries]


@every_composite
def test_every_type_that_it_stands_for_is_there(resource: Resource) -> None:
    assert resource.stands_for
    assert set(resource.stands_for.types) <= MANAGED.keys()
    assert {name for name, _entry in stood_for(resource, "")} <= EVERY.keys()


@every_composite
@pytest.mark.parametrize("index", [0, 1])
def test_what_it_stands_for_is_an_entry_as_a_user_may_write_it(resource: Resource, index: int) -> None:
    more = {field.name: field.samples[index] for field in resource.fields if field.samples}
    for today in ("", LATER):
        for name, entry in stood_for(resource, today, **more):
            assert parse(EVERY[name], entry, "")[1] == []


@every_composite
def test_when_it_has_ended_or_is_to_go_it_leaves_nothing_behind(resource: Resource) -> None:
    at_first = {name for name, _entry in stood_for(resource, "")}
    for gone in (stood_for(resource, LATER), stood_for(resource, "", state="absent")):
        assert {name for name, _entry in gone} == at_first
        assert all(entry["state"] == "absent" for _name, entry in gone)


@every_composite
def test_it_joins_the_lists_and_changes_none_of_those_it_was_given(resource: Resource) -> None:
    given = lists(resource, samples.full_entry(resource))
    found = composites.joined(RESOURCES, given, "")
    assert given == lists(resource, samples.full_entry(resource))
    for name, entry in stood_for(resource, ""):
        entries, paths = found[EVERY[name].plural]
        assert paths[entries.index(entry)] == "here[0]"


@every_composite
@pytest.mark.parametrize("entry", ["text", None, {}, {"nmae": "A"}])
def test_one_that_is_wrong_is_told_at_its_place(resource: Resource, entry: Any) -> None:
    with pytest.raises(Failure, match=r"^here\[0\]"):
        composites.joined(RESOURCES, lists(resource, entry), "")


@pytest.mark.parametrize("resource", BY_HAND.values(), ids=lambda each: each.name)
def test_what_a_person_keeps_has_no_calls_and_a_place_in_the_console(resource: Resource) -> None:
    assert (resource.operations, resource.support) == ((), "console")
    assert resource.console.menu
    assert resource.console.new
    assert resource.name not in RESOURCES


def test_a_type_that_stands_for_others_has_no_calls() -> None:
    permit = MANAGED["ip_permit"]
    nothing = StandsFor((), lambda entry: "", lambda entry, today: {}, lambda entry, today: (), lambda entry, today: ())
    with pytest.raises(Contradiction, match="stands for others or has calls of its own"):
        Resource(
            name="a",
            plural="as",
            role="a",
            title="a",
            summary="a",
            key="name",
            doc=("a",),
            fields=permit.fields,
            console=Console("a", "a"),
            list=permit.list,
            delete=permit.delete,
            stands_for=nothing,
        )
