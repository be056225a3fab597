# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What cannot be read is one finding with its name and place: it stops nothing else, and nothing is sent about it."""

from __future__ import annotations

import copy
import datetime
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import Connection
from ansible_collections.mailops.mimecast.plugins.module_utils._api.lists import row_key
from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import parse
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Field
from ansible_collections.mailops.mimecast.plugins.module_utils._model.lists import Records, Set
from ansible_collections.mailops.mimecast.plugins.module_utils._model.networks import Networks
from ansible_collections.mailops.mimecast.plugins.module_utils._model.paths import first
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Failure
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Choice, Text
from ansible_collections.mailops.mimecast.plugins.module_utils._plan import planner
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED, RESOURCES
from ansible_collections.mailops.mimecast.plugins.module_utils._run import info, one_type, site_plan
from ansible_collections.mailops.mimecast.plugins.module_utils._run.call import Call
from ansible_collections.mailops.mimecast.tests.contract import samples, sites
from ansible_collections.mailops.mimecast.tests.contract.account import Account
from ansible_collections.mailops.mimecast.tests.contract.damage import MISSING, Answers, damages, put, replaced
from ansible_collections.mailops.mimecast.tests.contract.test_bug_classes import POLICY, policy
from ansible_collections.mailops.mimecast.tests.contract.test_export import exported, loaded

GROUP, ROUTE, ROLE, USER = (MANAGED[name] for name in ("sender_group", "delivery_route", "role_member", "user"))
MEMBERS = GROUP.members.list if GROUP.members else None
NOW = datetime.datetime(2026, 11, 1, tzinfo=datetime.timezone.utc)
GOOD = "Sound"
"""The object beside the damaged one, which nothing may keep from being planned."""


def everything_of(resource: Resource) -> list[dict[str, Any]]:
    """Return an entry with every setting, and one that says as little as there is."""
    good = sites.name_of("user", 1) if resource.key == "email" else samples.key_of(resource, GOOD)
    if not resource.create:
        return [{resource.key: name} for name in resource.key_field.samples]
    return [samples.full_entry(resource), {**samples.first_entry(resource), resource.key: good}]


def prepared(account: Account, resource: Resource) -> list[dict[str, Any]]:
    """Write two objects of one type into an account, alone in it as far as the API lets, and return their entries."""
    entries = everything_of(resource)
    if resource.create:
        table = samples.TABLES[resource.name]
        if table not in ("groups", "users", "delivery_routes"):
            account.set_table(table, {})
        account.apply(resource, {"entries": entries})
    return entries


def damaged_row(
    account: Account, resource: Resource, name: str, monkeypatch: pytest.MonkeyPatch
) -> tuple[Answers, Any]:
    """Keep the answers of an account, and return them and the row that will be damaged."""
    answers = Answers(monkeypatch)
    seen: list[Any] = []

    def look(row: Any) -> Any:
        seen.append(row)
        return row

    answers.damage(resource.list, look, _told_by_row(name))
    account_of(account, resource)
    answers.heal()
    return answers, seen[0]


def account_of(account: Account, resource: Resource) -> dict[str, Any]:
    return info.run({"types": [resource.plural]}, Connection(**account.connection), MANAGED)


def drift_of(account: Account, resource: Resource, entries: list[dict[str, Any]]) -> dict[str, Any]:
    call = Call(Connection(**account.connection))
    return site_plan.run({"site": {resource.plural: entries}}, RESOURCES, NOW, call)


def applied(account: Account, resource: Resource, params: dict[str, Any]) -> dict[str, Any]:
    """Apply entries; what fails is a result too."""
    try:
        return one_type.run(resource, params, RESOURCES, Call(Connection(**account.connection)))
    except Failure as error:
        return {**error.result, "failed": True, "msg": str(error)}


@pytest.mark.parametrize("resource", [resource for resource in MANAGED.values() if resource.list])
def test_any_damage_to_a_row_is_one_finding_and_stops_nothing_else(
    account: Account, monkeypatch: pytest.MonkeyPatch, resource: Resource
) -> None:
    name = prepared(account, resource)[0][resource.key]
    answers, row = damaged_row(account, resource, name, monkeypatch)
    sound = account_of(account, resource)
    assert sound["findings"] == [], sound["findings"]
    names = [entry[resource.key] for entry in sound["site"][resource.plural]]
    for place, kind, change in damages(row):
        damage = f"{place} is {kind}"
        answers.damage(resource.list, change, _told_by_row(name))
        read = account_of(account, resource)
        entries = read["site"][resource.plural]
        for entry in entries:
            assert parse(resource, entry, "")[1] == [], damage
        told = [entry[resource.key] for entry in entries]
        lost = [other for other in names if other not in told]
        assert lost in ([], [name]), damage
        if lost and not _is_another_object(row, change, resource):
            assert len(read["findings"]) == 1, damage
            assert read["findings"][0]["name"] in (name, ""), damage
            assert read["findings"][0]["reason"], damage
        unread = [finding["reason"] for finding in read["findings"] if "it cannot be read" in finding["reason"]]
        if _must_be_unread(resource, place, kind):
            assert unread, damage
        plan = drift_of(account, resource, [{resource.key: other} for other in told])
        assert plan["problems"] == [], damage
        assert [found["name"] for found in plan["objects"] if found["status"] == "in_sync"] == told, damage
        if resource.create and any(f"{_members_of(resource)}:" not in reason for reason in unread):
            assert plan["summary"]["unverifiable"] == 1, damage
    assert answers.writes == []


def _told_by_row(name: str) -> str:
    """Return what of the name of an object stands in one member of its row: of a URL its host."""
    return name.partition("://")[2].partition("/")[0] or name


def _is_another_object(row: Any, change: Any, resource: Resource) -> bool:
    """Whether a damaged row is an object of another name, or one that is not ours, and not an unreadable one."""
    damaged = change(copy.deepcopy(row))
    if not isinstance(damaged, dict):
        return False
    if resource.key_field.from_api:
        return row_key(resource, damaged) not in ("", row_key(resource, row))
    name = first(damaged, resource.key_field.paths)
    return bool(resource.foreign(damaged)) or not resource.belongs(damaged) or name == "odd"


def _must_be_unread(resource: Resource, place: tuple[str | int, ...], kind: str) -> bool:
    """Whether what stands at a place is of another kind than the setting, or is missing where it cannot be."""
    if not place:
        return True
    return any(
        kind in _WRONG.get(type(field), ("a list", "a mapping")) or (field.required and kind in ("missing", "null"))
        for field in _fields_at(resource, place)
    ) or any(kind in _WRONG_ITEMS.get(type(field), ()) for field in _fields_at(resource, place[:-1]) if place[-1] == 0)


def _fields_at(resource: Resource, place: tuple[str | int, ...]) -> list[Field]:
    """Return the settings that are read from a place of a row as they stand."""
    path = (".".join(map(str, place)),)
    return [field for field in resource.fields if field.paths == path and not (field.from_api or field.reference)]


_LISTS = ("text", "a number", "a mapping", "a list")
_ITEMS = ("null", "a number", "a list")
_WORDS = ("a number", "a list", "a mapping")
_WRONG = {Networks: _LISTS, Records: _LISTS, Set: _LISTS, Text: _WORDS, Choice: _WORDS}
_WRONG_ITEMS = {
    Networks: (*_ITEMS, "a mapping", "text"),
    Set: (*_ITEMS, "a mapping"),
    Records: (*_ITEMS, "text"),
}


def _members_of(resource: Resource) -> str:
    """Return the list that is read only when it is asked for."""
    return resource.members.field if resource.members else "members"


UNREADABLE = put(("from", "type"), MISSING)


def live(account: Account, monkeypatch: pytest.MonkeyPatch, *entries: dict[str, Any]) -> Answers:
    """Write policies into an account, and return what can damage their rows."""
    account.apply(POLICY, {"entries": list(entries)})
    return Answers(monkeypatch, live=True)


def test_what_cannot_be_read_is_left_alone_with_a_warning_while_others_are_applied(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = live(account, monkeypatch, policy(name="Broken"), policy(name="Sound"))
    answers.damage(POLICY.list, put(("from",), {"type": "email_domain"}), "Broken")
    result = account.apply(POLICY, {"entries": [policy(name="Sound", override=True), policy(name="New")]})
    assert [line for line in result["warnings"] if "'Broken': it is left alone" in line and "email_domain" in line]
    assert [operation for operation, _body in answers.writes] == [
        "createDeliveryRoutePolicy",
        "updateDeliveryRoutePolicy",
    ]
    assert set(account.table("delivery_route_policies")) == {"broken", "sound", "new"}


@pytest.mark.parametrize("wish", [{}, {"override": True}, {"state": "absent"}])
def test_an_entry_about_what_cannot_be_read_is_refused_before_anything_is_sent(
    account: Account, monkeypatch: pytest.MonkeyPatch, wish: dict[str, Any]
) -> None:
    answers = live(account, monkeypatch, policy(name="Broken"), policy(name="Sound"))
    answers.damage(POLICY.list, UNREADABLE, "Broken")
    entries = [policy(name="Sound", override=True), {"name": "Broken", **wish}]
    for check in (True, False):
        told = account.refused(POLICY, {"entries": entries}, check=check)
        assert told.startswith("entries[1]: refused: the delivery route policy 'Broken' exists, but cannot be read")
        assert "applies_from: it has no type" in told
    assert answers.writes == []
    plan = drift_of(account, POLICY, entries)
    assert {found["name"]: found["status"] for found in plan["objects"]} == {
        "Sound": "drifted",
        "Broken": "unverifiable",
    }


NO_NAME = (replaced(None), put(("description",), MISSING), put(("description",), None), put(("description",), 5))


@pytest.mark.parametrize("spoil", NO_NAME)
def test_an_object_that_may_exist_under_an_unreadable_name_is_not_created_again(
    account: Account, monkeypatch: pytest.MonkeyPatch, spoil: Any
) -> None:
    answers = live(account, monkeypatch, policy(name="Inbound"), policy(name="Sound"))
    answers.damage(POLICY.list, spoil, "Inbound")
    for wish in (policy(name="Inbound"), {"name": "Inbound", "state": "absent"}):
        told = account.refused(POLICY, wish)
        assert "a delivery route policy whose name cannot be read, and it may be 'Inbound': it has no name" in told
    account.apply(POLICY, {"name": "Sound", "override": True})
    assert [operation for operation, _body in answers.writes] == ["updateDeliveryRoutePolicy"]
    answers.damage(POLICY.list, put(("description",), ""), "Inbound")
    result = account.apply(POLICY, policy(name="Another"))
    assert any("without a name: it is left alone" in line for line in result["warnings"])


def test_a_purge_takes_nothing_that_cannot_be_read(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = live(account, monkeypatch, policy(name="Broken"), policy(name="Sound"), policy(name="Extra"))
    answers.damage(POLICY.list, UNREADABLE, "Broken")
    result = account.apply(POLICY, {"entries": [policy(name="Sound")], "purge": True})
    assert [change["name"] for change in result["plan"]] == ["Extra"]
    assert set(account.table("delivery_route_policies")) == {"broken", "sound"}


def test_a_reference_that_leads_nowhere_is_a_finding_of_the_object_that_has_it(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = live(account, monkeypatch, policy(name="Broken"), policy(name="Sound"))
    for dangling in ("odd", 5, ["odd"], None):
        answers.damage(POLICY.list, put(("definitionId",), dangling), "Broken")
        read = account_of(account, POLICY)
        assert [entry["name"] for entry in read["site"][POLICY.plural]] == ["Sound"], dangling
        assert [(found["name"], found["reason"][:19]) for found in read["findings"]] == [
            ("Broken", "it cannot be read: ")
        ]
        assert "route" in read["findings"][0]["reason"]


def test_a_failed_read_of_a_name_stops_the_task_and_does_not_count_as_no_name(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = live(account, monkeypatch, policy(name="Inbound"))
    answers.damage(POLICY.list, put(("definitionId",), "another-id"), "Inbound")
    account.a_fault("getDeliveryRouteDefinition", status=503)
    for entry in ({"name": "Inbound", "override": True}, policy(name="Another")):
        assert "HTTP 503" in account.refused(POLICY, entry)
    assert answers.writes == []


def test_an_object_that_cannot_be_read_back_is_reported_as_sent_and_not_as_in_effect(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = live(account, monkeypatch, policy(name="Sound"))
    answers.damage(POLICY.list, UNREADABLE, "New", after_writes=True)
    result = account.task("mimecast_delivery_route_policy", policy(name="New"))
    assert result["failed"]
    assert result["changed"]
    assert result["plan"] == []
    assert (
        "0 of 1 changes are seen to be in effect. not seen to be in effect: delivery route policy New (to be created)"
        in result["msg"]
    )
    assert "cannot be read: applies_from: it has no type" in result["msg"]


def test_a_run_that_plans_anew_stops_at_a_problem_that_was_not_there_before(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = live(account, monkeypatch, policy(name="Sound"))
    answers.damage(POLICY.list, UNREADABLE, "New", after_writes=True)
    account.a_fault("createDeliveryRoutePolicy", status=504, when="after", times=1)
    told = account.refused(POLICY, {"entries": [policy(name="New"), policy(name="Another")]})
    assert "createDeliveryRoutePolicy: HTTP 504; it is not known whether the change took effect" in told
    assert "entries[0]: refused: the delivery route policy 'New' exists, but cannot be read" in told
    assert [operation for operation, _body in answers.writes] == ["createDeliveryRoutePolicy"]
    assert "another" not in account.table("delivery_route_policies")


@pytest.mark.parametrize(
    ("status", "told"), [(503, "HTTP 503"), (403, "lacks a permission"), (404, "no delivery route policy has")]
)
def test_only_an_id_that_the_api_does_not_know_is_absent(account: Account, status: int, told: str) -> None:
    account.a_fault("getDeliveryRoutePolicy", "status", status=status)
    assert told in account.refused(POLICY, policy(id="another-id"))
    assert account.writes() == []


def test_an_error_that_nobody_foresaw_after_a_write_says_that_something_was_sent(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: Any) -> None:
        raise TypeError("canary")

    monkeypatch.setattr(planner, "without_secrets", fail)
    result = account.task("mimecast_delivery_route", {"name": "New", "hostname": "mail.example.com"})
    assert result["failed"]
    assert result["changed"]
    assert result["api"]["writes"] == 1
    assert "unexpected TypeError in fail" in result["msg"]
    assert "1 changes were sent before it, and it is not known what took effect" in result["msg"]
    assert "canary" not in result["msg"]


def test_a_member_that_cannot_be_read_keeps_its_group_from_being_changed(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    account.apply(GROUP, {"name": "Vendors", "members": ["a.example", "b.example"]})
    answers = Answers(monkeypatch, live=True)
    for row in (None, {}, {"emailAddress": None, "domain": ["a.example"]}):
        answers.damage(MEMBERS, replaced(row))
        told = account.refused(GROUP, {"name": "Vendors", "members": [], "members_mode": "exact"})
        assert "'Vendors' exists, but cannot be read: members: item 1" in told
        account.apply(GROUP, {"name": "Partners", "parent": "Vendors"}, check=True)
    assert answers.writes == []


def test_a_group_whose_members_are_not_there_is_a_finding(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    account.a_fault("legacyGetGroupMembers", status=404, times=1)
    read = account_of(account, GROUP)
    assert len(read["findings"]) == 1
    told = [entry["name"] for entry in read["site"]["sender_groups"]]
    assert sorted([*told, read["findings"][0]["name"]]) == sorted(
        row["description"] for row in account.table("groups").values() if row["source"] != "ldap"
    )


@pytest.mark.parametrize("source", ["ldap", "LDAP", "Ldap"])
def test_what_a_directory_owns_is_left_to_it_however_the_answer_spells_that(
    account: Account, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    account.apply(GROUP, {"name": "Vendors"})
    answers = Answers(monkeypatch, live=True)
    answers.damage(GROUP.list, lambda row: {**row, "source": source}, "Vendors")
    for entry in ({"name": "Vendors", "members": ["a.example"]}, {"name": "Vendors", "state": "absent"}):
        assert "it comes from a directory" in account.refused(GROUP, entry)
    account.apply(GROUP, {"entries": [], "purge": True, "purge_match": "Vendors"})
    assert answers.writes == []


def test_a_user_of_a_directory_is_left_to_it_however_the_answer_spells_that(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = Answers(monkeypatch, live=True)
    answers.damage(USER.list, lambda row: {**row, "addressType": "CREATED_FROM_LDAP"})
    email = next(iter(account.table("users")))
    assert "a directory synchronises it" in account.refused(USER, {"email": email, "disabled": True})
    assert answers.writes == []


def test_a_role_that_the_api_tells_as_something_else_is_not_taken_for_none(
    plain_account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Client, "read", lambda *_asked, **_more: {"role": ["odd"]})
    told = plain_account.refused(ROLE, {"role": "Basic Administrator", "members": ["jo@example.com"]})
    assert "jo@example.com: the API returns no name for its administrator role" in told


NOT_SAYABLE = {
    "a bell": "bell\x07",
    "a colour": "\x1b[31mred",
    "nothing": "\x00",
    "a control": "\x9b31m",
    "half": "a\ud800b",
}


@pytest.mark.parametrize("odd", NOT_SAYABLE.values(), ids=NOT_SAYABLE.keys())
def test_an_export_leaves_out_what_a_site_file_cannot_contain_and_stays_usable(
    account: Account, monkeypatch: pytest.MonkeyPatch, odd: str
) -> None:
    account.apply(
        GROUP, {"entries": [{"name": "Vendors", "members": [{"member": "a.example", "note": "x"}]}, {"name": "Odd"}]}
    )
    account.apply(ROUTE, {"name": "Sound", "hostname": "mail.example.com"})
    answers = Answers(monkeypatch, live=True)
    answers.damage(MEMBERS, lambda row: {**row, "notes": odd})
    text = exported(account)
    assert "a site file cannot contain its note, so it is left out" in text
    assert all(line.isprintable() for line in text.splitlines())
    site = loaded(text)
    vendors = next(entry for entry in site["sender_groups"] if entry["name"] == "Vendors")
    assert vendors["members"] == ["a.example"]
    plan = account.task("mimecast_site_plan", {"site": site})
    assert not plan.get("changed", True), plan.get("msg")
    answers.damage(GROUP.list, lambda row: {**row, "description": odd}, "Odd")
    text = exported(account)
    assert "a site file cannot contain its name" in text
    site = loaded(text)
    assert "Odd" not in [entry["name"] for entry in site["sender_groups"]]
    assert "Vendors" in [entry["name"] for entry in site["sender_groups"]]
    result = account.apply(GROUP, {"entries": site["sender_groups"], "purge": True})
    assert not result["changed"]
    assert any("a site file cannot contain its name" in line for line in result["warnings"])
    assert answers.writes == []


ALTERATIONS = MANAGED["address_alteration_set"]


def alterations(*addresses: str) -> dict[str, Any]:
    """Return a set that alters the addresses to one of the account."""
    rows = [
        {"original_address": address, "address_type": "all", "routing": "all", "new_address": "jo@example.com"}
        for address in addresses
    ]
    return {"name": "Former names", "definitions": rows}


def test_a_change_that_cannot_be_read_back_is_not_reported_as_not_in_effect(account: Account) -> None:
    account.apply(ALTERATIONS, alterations("jo@example.net"))
    account.connection["retry_budget"] = 0
    fault = {"kind": "status", "status": 400}
    account.running.set_faults(
        [{"operation": "getAddressAlterationDefinitions", "skip": 1, "times": None, "fault": fault}]
    )
    result = account.task(
        "mimecast_address_alteration_set", {**alterations("sam@example.net"), "definitions_mode": "exact"}
    )
    assert "stopped at address alteration set Former names" in result["msg"]
    assert "createAddressAlterationDefinitions" in account.writes()
    assert result["changed"]
    assert "0 of 1 changes are seen to be in effect. not seen to be in effect: address alteration set" in result["msg"]
    assert "'Former names' exists, but cannot be read" in result["msg"]


def test_what_an_earlier_round_changed_is_in_effect_though_a_later_look_fails(account: Account) -> None:
    account.apply(MANAGED["delivery_route"], {"name": "R", "hostname": "old.example.com", "port": 25})
    account.connection["retry_budget"] = 0
    account.running.set_faults(
        [
            {"operation": "listDeliveryRouteDefinitions", "times": None, "fault": {"kind": "lag", "reads": 1}},
            {
                "operation": "updateDeliveryRouteDefinition",
                "times": 1,
                "fault": {"kind": "status", "status": 504, "when": "after"},
            },
            {
                "operation": "getDeliveryRouteDefinition",
                "skip": 1,
                "times": None,
                "fault": {"kind": "status", "status": 403},
            },
        ]
    )
    result = account.task("mimecast_delivery_route", {"name": "R", "hostname": "new.example.com", "port": 25})
    assert account.writes().count("updateDeliveryRouteDefinition") == 1
    assert "1 of 1 changes are in effect" in result["msg"]
    assert [change["name"] for change in result["plan"]] == ["R"]
