# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Descriptors are refused when they contradict themselves; entries are parsed with a path to every mistake."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import parse
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import walk
from ansible_collections.mailops.mimecast.plugins.module_utils._model.lists import List, Records, Set
from ansible_collections.mailops.mimecast.plugins.module_utils._model.maps import Map
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Contradiction
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Console, Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Choice, Number, Secret, Text
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import ABSENT
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED, RESOURCES

INNER = (Text("inner", ()),)


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (Secret, {"reference": "user"}),
        (Secret, {"default": "x"}),
        (Map, {}),
        (Records, {"fields": INNER}),
        (Text, {"fields": INNER}),
        (List, {"owned": True}),
        (Set, {"apart": True}),
        (Choice, {}),
        (Number, {}),
        (Text, {"to_api": lambda value, id_of: {}}),
        (Text, {"create": False, "update": False}),
        (Text, {"required": True, "clear": ""}),
        (Text, {"required": True, "on_create": "x"}),
    ],
)
def test_a_field_that_contradicts_itself_is_refused(kind: type[Any], wrong: dict[str, Any]) -> None:
    """What a kind does not have cannot be given to it; what it has must go together."""
    with pytest.raises((Contradiction, TypeError), match=r"field odd|argument"):
        kind("odd", (), **wrong)


def _resource(**more: Any) -> Resource:
    key = Text("name", (), required=True)
    names = {"name": "odd", "plural": "odds", "role": "odds", "title": "odd", "key": "name"}
    basis: dict[str, Any] = {**names, "summary": "", "doc": ()}
    return Resource(**{**basis, "fields": (key,), "console": Console("", ""), **more})


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "other"},
        {"fields": (Set("name", ()),)},
        {"fields": (Text("name", ()), Text("name", ()))},
        {"fields": (Text("name", (), clear=""),)},
        {"fields": (Text("name", ()), Records("m", (), fields=INNER, item_key="inner", apart=True))},
        {"list": Operation("list", "GET", "/", rows=("rows",))},
        {"list": Operation("list", "GET", "/"), "purgeable": False},
        {"retire": {"other": True}},
    ],
)
def test_a_resource_that_contradicts_itself_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Contradiction, match="resource odd"):
        _resource(**wrong)


@pytest.mark.parametrize("resource", RESOURCES.values(), ids=list(RESOURCES))
def test_samples_are_valid_and_differ(resource: Resource) -> None:
    for field in walk(resource.fields):
        for sample in field.samples:
            assert field.canonical(sample) == sample
        assert len(field.samples) in (0, 2)
        assert not field.samples or field.samples[0] != field.samples[1]


@pytest.mark.parametrize("resource", MANAGED.values(), ids=list(MANAGED))
def test_what_an_inferred_call_is_for_is_marked_preview(resource: Resource) -> None:
    outside = [
        operation for operation in resource.operations if not operation.catalogue and operation.confidence == "inferred"
    ]
    assert bool(outside) == (resource.support == "preview")
    assert all(operation.products for operation in resource.operations)
    assert all(operation.permission for operation in resource.operations)


@pytest.mark.parametrize("resource", MANAGED.values(), ids=list(MANAGED))
def test_every_setting_that_others_depend_on_is_documented(resource: Resource) -> None:
    for field in walk(resource.fields):
        assert field.doc, field.name
    assert all(
        field.console for field in resource.fields if not field.name.startswith("valid") and field.name != "domain"
    )


def _problems(resource: str, raw: Any) -> list[str]:
    return [str(problem) for problem in parse(RESOURCES[resource], raw, "site[0]")[1]]


@pytest.mark.parametrize(
    ("resource", "raw", "told"),
    [
        ("delivery_route", "x", "site[0]: expected a mapping, got text; write '- {name: Exchange on-premises}'"),
        ("mx", ["example.com"], "site[0]: expected a mapping, got a list; write '- {domain: example.com}'"),
        ("delivery_route", {"hostname": "a.example"}, "site[0].name: is required"),
        ("delivery_route", {"name": "A", "port": 0}, "site[0].port: 0 is out of range, expected 1 to 65535"),
        (
            "delivery_route",
            {"name": "A", "port": "x"},
            "site[0].port: expected a whole number from 1 to 65535, got 'x'",
        ),
        ("delivery_route", {"name": ["A"]}, "site[0].name: expected text, got a list"),
        ("delivery_route", {"name": ""}, "site[0].name: must not be empty"),
        (
            "delivery_route",
            {"name": "A", "smtp_authentication": {"usrname": "x"}},
            "site[0].smtp_authentication.usrname: unknown key, did you mean 'username'? "
            "(known: domain, mechanisms, password, username)",
        ),
        (
            "delivery_route_policy",
            {"name": "A", "applies_to": {"type": "email_domain"}},
            "site[0].applies_to: type email_domain needs 'domain' beside it",
        ),
        (
            "delivery_route_policy",
            {"name": "A", "applies_to": {"type": "everyone", "domain": "a.example"}},
            "site[0].applies_to: 'domain' does not go with type everyone, it goes with email_domain",
        ),
        (
            "delivery_route_policy",
            {"name": "A", "applies_from": {"type": "everybody"}},
            "site[0].applies_from.type: 'everybody' is not one of everyone, internal_addresses, external_addresses, "
            "email_domain, profile_group, address_attribute_value, individual_email_address, did you mean 'everyone'?",
        ),
        (
            "delivery_route_policy",
            {"name": "A", "valid_from": "2027-02-01", "valid_until": "2027-01-01"},
            "site[0]: valid_until 2027-01-01 is before valid_from 2027-02-01",
        ),
        (
            "ip_permit",
            {"name": "A", "source_ips": "192.0.2.1"},
            "site[0].source_ips: expected a list, got text; begin each item with '- '",
        ),
        (
            "delivery_route_policy",
            {"name": "A", "applies_to": None, "domain": "a.example"},
            "site[0].domain: unknown key (known: addresses_based_on, applies_from, applies_to, bidirectional, enabled, "
            "enforced, id, name, override, route, source_ips, source_ips_mode, state, valid_from, valid_until); "
            "indent it under applies_from or applies_to",
        ),
        (
            "ip_permit",
            {"name": "A", "source_ips": ["192.0.2.1/24"]},
            "site[0].source_ips[0]: '192.0.2.1/24' has host bits set, the network is '192.0.2.0/24'",
        ),
        (
            "ip_permit",
            {"name": "A", "source_ips": ["::/0"]},
            "site[0]: source_ips ::/0 is the whole internet; name the networks that you mean",
        ),
        (
            "sender_group",
            {"name": "A", "members": ["a.example", {"member": "A.example", "state": "absent"}]},
            "site[0].members[1]: 'a.example' is both added and removed",
        ),
        (
            "sender_group",
            {"name": "A", "members": [{"member": "a.example", "note": "1"}, {"member": "a.example", "note": "2"}]},
            "site[0].members[1]: 'a.example' appears twice, with different settings",
        ),
        (
            "sender_group",
            {"name": "A", "members": [{"member": "a.example", "note": "x" * 101}]},
            "site[0].members[0].note: 101 characters long, at most 100 are possible",
        ),
        ("sender_group", {"name": "A", "members": [{"note": "x"}]}, "site[0].members[0].member: is required"),
        (
            "attachment_set",
            {"name": "A", "image_hold_probability": 101},
            "site[0].image_hold_probability: 101 is not a percentage, expected 1 to 100 or 'off'",
        ),
        (
            "user",
            {"email": "jo@example"},
            "site[0].email: 'example' is not a domain, expected a name such as 'example.com'",
        ),
        ("user", {"email": "jo@example.com", "state": "Absent"}, "site[0].state: 'Absent' is written 'absent'"),
        ("user", {"email": "jo@example.com", "state": "gone"}, "site[0].state: 'gone' is not one of present, absent"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_what_would_be_right(resource: str, raw: Any, told: str) -> None:
    assert told in _problems(resource, raw)


@pytest.mark.parametrize(
    ("value", "made"),
    [
        (False, "the truth value false"),
        (1.1, "the number 1.1"),
        (5349, "the number 5349"),
        (datetime.date(2026, 1, 31), "the date 2026-01-31"),
        (datetime.datetime(2026, 1, 31, 12), "the time 2026-01-31 12:00:00"),
    ],
)
@pytest.mark.parametrize(
    ("resource", "path", "raw"),
    [
        ("sender_group", "name", lambda value: {"name": value}),
        ("delivery_route", "hostname", lambda value: {"name": "A", "hostname": value}),
        ("sender_group", "members[0].member", lambda value: {"name": "A", "members": [value]}),
        ("ip_permit", "source_ips[0]", lambda value: {"name": "A", "source_ips": [value]}),
        ("delivery_route", "id", lambda value: {"name": "A", "id": value}),
    ],
)
def test_what_yaml_has_made_of_text_without_quotes_is_refused_and_told(
    resource: str, path: str, raw: Callable[[Any], Any], value: Any, made: str
) -> None:
    assert _problems(resource, raw(value)) == [
        f"site[0].{path}: expected text, but YAML read {made}; put it in quotes, or use the filter string in a template"
    ]


@pytest.mark.parametrize("value", [5349, 31, 45045, 1000, 1.5, True, datetime.date(2026, 1, 31)])
def test_a_password_that_yaml_has_made_something_else_of_is_refused_and_not_shown(value: Any) -> None:
    (told,) = _problems("user", {"email": "jo@example.com", "password": value})
    assert told.startswith("site[0].password: expected text, but YAML read something else; put it in quotes")
    assert str(value) not in told


@pytest.mark.parametrize(
    "day",
    [datetime.datetime(2026, 1, 31, 12), datetime.datetime(2026, 1, 31), "2026-01-31 12:00", "2026-01-31T12:00:00Z"],
)
def test_a_day_with_a_time_is_refused(day: Any) -> None:
    (told,) = _problems("ip_permit", {"name": "A", "valid_until": day})
    assert told.endswith("has a time of day, and only whole days can be set; write '2026-01-31'")


@pytest.mark.parametrize("day", ["2100-06-01", datetime.date(1900, 1, 1)])
def test_a_day_that_would_be_for_ever_is_refused(day: Any) -> None:
    (told,) = _problems("ip_permit", {"name": "A", "valid_until": day})
    assert told.endswith(f"'{day}' is how Mimecast writes 'for ever'; write '' if you mean it")


@pytest.mark.parametrize("day", [datetime.date(2026, 1, 31), "2026-01-31", ""])
def test_a_day_is_taken_as_yaml_makes_it_and_as_text(day: Any) -> None:
    assert _problems("ip_permit", {"name": "A", "valid_until": day}) == []


def test_every_mistake_of_an_entry_is_told_at_once() -> None:
    assert len(_problems("delivery_route", {"nme": "A", "port": 0, "hostname": "x"})) == 4


def test_the_same_member_written_twice_counts_once() -> None:
    desired = parse(RESOURCES["sender_group"], {"name": "A", "members": ["a.example", "A.EXAMPLE"]}, "")[0]
    assert desired
    assert desired.values["members"] == [{"member": "a.example"}]


def test_a_value_of_none_is_not_written() -> None:
    desired = parse(RESOURCES["delivery_route"], {"name": "A", "port": None, "smtp_authentication": None}, "")[0]
    assert desired
    assert desired.values == {"name": "A"}


def test_the_built_in_groups_are_found_whatever_the_case() -> None:
    assert RESOURCES["sender_group"].same_key("PERMITTED SENDERS") == "Permitted senders"
    assert RESOURCES["sender_group"].same_key("Partners") == "Partners"


def test_absent_is_false_and_only_itself() -> None:
    assert not ABSENT
    assert repr(ABSENT) == "ABSENT"


@pytest.mark.parametrize("resource", RESOURCES.values(), ids=list(RESOURCES))
def test_the_role_of_a_resource_is_there(resource: Resource) -> None:
    assert (Path(__file__).resolve().parents[2] / "roles" / resource.role / "tasks/main.yml").exists()
