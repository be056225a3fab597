# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody else writes at the same time, and what was written takes a while to show or bears another name."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._api import limits
from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import Connection
from ansible_collections.mailops.mimecast.plugins.module_utils._api.envelopes import ItemFailure
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Row
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED, RESOURCES
from ansible_collections.mailops.mimecast.plugins.module_utils._run import one_type
from ansible_collections.mailops.mimecast.plugins.module_utils._run.call import Call
from ansible_collections.mailops.mimecast.tests.contract import samples
from ansible_collections.mailops.mimecast.tests.contract.account import ACCOUNT, Account
from ansible_collections.mailops.mimecast.tests.contract.meanwhile import meanwhile

GROUP, ROUTE, POLICY = MANAGED["sender_group"], MANAGED["delivery_route"], MANAGED["delivery_route_policy"]
PERMIT, USER, SET = MANAGED["ip_permit"], MANAGED["user"], MANAGED["attachment_set"]
NEW = {"name": "Smart host", "hostname": "a.example.net"}
BY_ID = [resource for resource in samples.PICKED_BY_ID if resource.delete]
REWRITABLE = [resource for resource in samples.CREATED if resource is not USER and not resource.exists_code]
"""Types of which two may have one name."""
TAKEN_BACK = [resource for resource in REWRITABLE if resource.delete]

Rows = dict[str, Any]


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is waited for comes soon."""
    monkeypatch.setattr(limits, "FIRST_PAUSE", 0.01)


def policy(**more: Any) -> Rows:
    """Return an entry of a delivery route policy."""
    return {**samples.first_entry(POLICY), "name": "Inbound", **more}


def with_row(key: str, **more: Any) -> Callable[[Rows], Rows]:
    """Return what changes one row of a table."""
    return lambda rows: {**rows, key: {**rows[key], **more}}


def without_row(key: str) -> Callable[[Rows], Rows]:
    """Return what takes one row out of a table."""
    return lambda rows: {name: row for name, row in rows.items() if name != key}


def another(**row: Any) -> Callable[[Rows], Rows]:
    """Return what puts another row into a table."""
    return lambda rows: {**rows, "rival": row}


def named(rows: Mapping[str, Any], name: str) -> list[str]:
    """Return the keys of the rows that bear a name."""
    return [key for key, row in rows.items() if row["description"] == name]


def lists_lag(account: Account, resource: Resource, reads: int) -> None:
    """Let the list of a type show each write only after it was read so often."""
    assert resource.list is not None
    fault = {"kind": "lag", "reads": reads}
    account.running.set_faults([{"operation": resource.list.id, "times": None, "fault": fault}])


# --- Somebody else changes, renames or deletes what is about to be written --------------------------------------------


def test_an_address_that_a_colleague_adds_in_between_is_kept_and_told(account: Account) -> None:
    account.apply(POLICY, policy(source_ips=["192.0.2.0/24"]))
    colleague = with_row("inbound", sourceIPs=["192.0.2.0/24", "203.0.113.7/32"])
    with meanwhile(account, "listDeliveryRoutePolicies", "delivery_route_policies", colleague, after=True):
        result = account.apply(POLICY, policy(source_ips=["198.51.100.0/24"]))
    there = account.table("delivery_route_policies")["inbound"]["sourceIPs"]
    assert sorted(there) == ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.7/32"]
    assert "Inbound: somebody else changed source_ips while this task ran" in result["warnings"][0]
    assert result["plan"][0]["after"] == {"source_ips": ["198.51.100.0/24"]}


def test_an_address_that_a_colleague_adds_is_not_kept_where_no_other_is_wanted(account: Account) -> None:
    account.apply(POLICY, policy(source_ips=["192.0.2.0/24"]))
    colleague = with_row("inbound", sourceIPs=["192.0.2.0/24", "203.0.113.7/32"])
    wanted = policy(source_ips=["198.51.100.0/24"], source_ips_mode="exact")
    with meanwhile(account, "listDeliveryRoutePolicies", "delivery_route_policies", colleague, after=True):
        result = account.apply(POLICY, wanted)
    assert account.table("delivery_route_policies")["inbound"]["sourceIPs"] == ["198.51.100.0/24"]
    assert result["plan"][0]["before"] == {"source_ips": ["192.0.2.0/24", "203.0.113.7/32"]}


def test_what_a_colleague_has_done_already_is_not_done_again(account: Account) -> None:
    account.apply(ROUTE, NEW)
    account.running.clear_requests()
    colleague = with_row("smart-host", port=587)
    with meanwhile(account, "listDeliveryRouteDefinitions", "delivery_routes", colleague, after=True):
        result = account.apply(ROUTE, {**NEW, "port": 587})
    assert not result["changed"]
    assert account.writes() == []


def test_a_change_that_would_now_be_refused_is_not_sent(account: Account) -> None:
    account.apply(POLICY, policy(source_ips=["192.0.2.0/24", "198.51.100.0/24"]))
    colleague = with_row("inbound", sourceIPs=["192.0.2.0/24", "198.51.0.0/16"])
    account.running.clear_requests()
    wanted = policy(source_ips=["198.51.100.0/24"], source_ips_mode="remove")
    with meanwhile(account, "listDeliveryRoutePolicies", "delivery_route_policies", colleague, after=True):
        message = account.refused(POLICY, wanted)
    assert "198.51.100.0/24 is a part of 198.51.0.0/16" in message
    assert account.writes() == []


def test_what_a_colleague_changes_right_after_is_told(account: Account) -> None:
    account.apply(POLICY, policy(source_ips=["192.0.2.0/24"]))
    colleague = with_row("inbound", sourceIPs=["198.51.100.0/24", "203.0.113.7/32"])
    with meanwhile(account, "updateDeliveryRoutePolicy", "delivery_route_policies", colleague, after=True):
        result = account.apply(POLICY, policy(source_ips=["198.51.100.0/24"]))
    assert "somebody else changed source_ips right after this task did" in result["warnings"][0]


@pytest.mark.parametrize("resource", BY_ID)
@pytest.mark.parametrize("state", ["present", "absent"])
def test_what_was_renamed_in_the_meantime_is_neither_changed_nor_deleted(
    account: Account, resource: Resource, state: str
) -> None:
    entry = samples.first_entry(resource)
    account.apply(resource, entry)
    table = samples.TABLES[resource.name]
    (key,) = named(account.table(table), entry[resource.key])
    before = {**account.table(table)[key], "description": "Renamed"}
    account.running.clear_requests()
    assert resource.list is not None
    wanted = {resource.key: entry[resource.key], "state": state, **(changed(resource) if state == "present" else {})}
    with meanwhile(account, resource.list.id, table, with_row(key, description="Renamed"), after=True):
        message = account.refused(resource, wanted)
    assert "has renamed" in message
    assert "to 'Renamed'" in message
    assert account.writes() == []
    assert account.table(table)[key] == before


def test_nobody_is_removed_from_a_group_that_was_renamed_while_members_were_added(account: Account) -> None:
    account.apply(GROUP, {"name": "Vendors", "members": ["old.example"]})
    wanted = {"name": "Vendors", "members": ["new.example"], "members_mode": "exact"}
    renamed = with_row("vendors", description="Renamed")
    with meanwhile(account, "legacyAddGroupMembers", "groups", renamed, after=True):
        message = account.refused(GROUP, wanted)
    assert "somebody else has renamed it to 'Renamed' while 'Vendors' was changed; nothing was removed" in message
    assert account.writes() == ["legacyAddGroupMembers"]


def changed(resource: Resource) -> Rows:
    """Return a setting with another value than a first entry gives it."""
    fields = [
        field
        for owner, field in samples.changeable()
        if owner is resource and field.samples and not samples.needs_a_word(owner, field)
    ]
    field = next(field for field in fields if field.samples[1] not in (field.default, field.on_create))
    return {field.name: samples.value_of(field, 1)}


@pytest.mark.parametrize("resource", BY_ID)
def test_what_was_deleted_in_the_meantime_is_not_written(account: Account, resource: Resource) -> None:
    entry = samples.first_entry(resource)
    account.apply(resource, entry)
    table = samples.TABLES[resource.name]
    (key,) = named(account.table(table), entry[resource.key])
    account.running.clear_requests()
    assert resource.list is not None
    with meanwhile(account, resource.list.id, table, without_row(key), after=True):
        message = account.refused(resource, {resource.key: entry[resource.key], **changed(resource)})
    # Who is in a group is read behind the list, and that read finds out first.
    assert "somebody else has deleted" in message or (resource.members and "it does not exist (any more)" in message)
    assert account.writes() == []


def test_what_is_gone_already_needs_no_deletion(account: Account) -> None:
    account.apply(ROUTE, NEW)
    account.running.clear_requests()
    with meanwhile(account, "listDeliveryRouteDefinitions", "delivery_routes", without_row("smart-host"), after=True):
        account.apply(ROUTE, {**NEW, "state": "absent"})
    assert account.writes() == []


def test_every_type_that_is_written_by_an_id_can_be_looked_at_by_it() -> None:
    for resource in MANAGED.values():
        by_id = [operation for operation in (resource.update, resource.delete) if operation]
        if any(operation.envelope == "rest" or operation.identify_by == "id" for operation in by_id):
            # Where a second one of a name is refused, what somebody else has replaced is neither deleted nor made.
            assert resource.get or resource.exists_code, resource.name


# --- Two runs at once -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("resource", TAKEN_BACK)
def test_if_two_runs_create_one_name_at_once_the_later_deletes_its_own_object(
    account: Account, resource: Resource
) -> None:
    entry = samples.first_entry(resource)
    account.apply(resource, entry)
    table = samples.TABLES[resource.name]
    (key,) = named(account.table(table), entry[resource.key])
    first = account.table(table)[key]
    account.apply(resource, {resource.key: entry[resource.key], "state": "absent"})
    assert resource.create is not None
    with meanwhile(account, resource.create.id, table, another(**first)):
        result = account.apply(resource, entry)
    assert not result["changed"]
    assert "somebody else created" in result["warnings"][0]
    assert named(account.table(table), entry[resource.key]) == ["rival"]


def test_a_group_that_is_taken_away_again_loses_its_members_first(account: Account) -> None:
    rival = another(description="Partners", members=[{"domain": "elsewhere.example"}])
    with meanwhile(account, "createGroup", "groups", rival):
        message = account.refused(GROUP, {"name": "Partners", "members": ["partner.example"]})
    assert "0 of 1 changes are seen to be in effect" in message
    assert "sender group Partners (members)" in message
    assert "the one created here was deleted again" in message
    assert named(account.table("groups"), "Partners") == ["rival"]


def test_a_deletion_of_ones_own_of_which_no_answer_came_is_looked_for(account: Account) -> None:
    lost = {"kind": "status", "status": 502, "when": "after"}
    account.running.set_faults([{"operation": "deleteDeliveryRouteDefinition", "fault": lost}])
    rival = another(description="Smart host", hostname="a.example.net")
    with meanwhile(account, "createDeliveryRouteDefinition", "delivery_routes", rival):
        assert not account.apply(ROUTE, NEW)["changed"]
    assert named(account.table("delivery_routes"), "Smart host") == ["rival"]


def test_an_object_that_may_be_of_the_other_run_is_not_deleted(account: Account) -> None:
    # A new token spells every id another way.
    account.running.set_faults(
        [{"operation": "listDeliveryRouteDefinitions", "skip": 1, "fault": {"kind": "expire_token"}}]
    )
    rival = another(description="Smart host", hostname="rival.example.net")
    with meanwhile(account, "createDeliveryRouteDefinition", "delivery_routes", rival):
        message = account.refused(ROUTE, NEW)
    assert "2 delivery route objects are called 'Smart host'" in message
    assert "somebody else created a delivery route 'Smart host' at the same time" in message
    assert len(named(account.table("delivery_routes"), "Smart host")) == 2


class _Together(Client):
    """Creates only when another run is about to create, and goes on when both have."""

    def __init__(self, connection: Connection, barrier: threading.Barrier) -> None:
        super().__init__(connection)
        self._barrier = barrier

    def write(
        self, operation: Operation, ids: Mapping[str, str], items: Sequence[Mapping[str, Any]]
    ) -> tuple[Row, list[ItemFailure]]:
        """Send a write; a creation together with that of the other run."""
        if not operation.id.startswith("create"):
            return super().write(operation, ids, items)
        self._barrier.wait(10)
        answer = super().write(operation, ids, items)
        self._barrier.wait(10)
        return answer


@pytest.mark.parametrize("resource", [ROUTE, POLICY, SET])
def test_two_runs_that_create_one_name_at_once_leave_one_object(account: Account, resource: Resource) -> None:
    entry = {**samples.first_entry(resource), "name": "Both"}
    barrier = threading.Barrier(2)
    connection = Connection(**{**account.connection, "retry_budget": 30})
    call = Call(connection, connect=lambda given: _Together(given, barrier))
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(one_type.run, resource, {"entries": [entry]}, RESOURCES, call) for _run in range(2)]
        results = [run.result(30) for run in runs]
    assert sorted(result["changed"] for result in results) == [False, True]
    assert len(named(account.table(samples.TABLES[resource.name]), "Both")) == 1
    account.unchanged(resource, entry)


# --- A row that slips through between two pages -----------------------------------------------------------------------


@pytest.mark.parametrize("resource", samples.CREATED)
def test_a_row_that_slips_through_between_pages_is_not_created_again(account: Account, resource: Resource) -> None:
    entries = samples.many_entries(resource, 5)
    account.apply(resource, {"entries": entries})
    account.connection["page_size"] = 4
    assert resource.list is not None
    fault = {"operation": resource.list.id, "times": None, "fault": {"kind": "skip_rows"}}
    for check in (True, False):
        account.running.set_faults([fault])
        account.running.clear_requests()
        assert not account.apply(resource, {"entries": entries}, check=check)["changed"]
        assert account.writes() == []


def test_a_second_object_of_a_name_that_slips_through_between_pages_is_found(account: Account) -> None:
    names = ["Twin", "A", "B", "C", "Twin", "D"]
    routes = {f"r{number}": {"description": name, "hostname": "a.example.net"} for number, name in enumerate(names)}
    account.running.set_state(ACCOUNT, {**account.running.state(ACCOUNT), "delivery_routes": routes})
    account.connection["page_size"] = 4
    fault = {"operation": "listDeliveryRouteDefinitions", "times": None, "fault": {"kind": "skip_rows"}}
    account.running.set_faults([fault])
    assert "2 delivery route objects are called 'Twin'" in account.refused(ROUTE, {**NEW, "alternate_route": "Twin"})
    assert account.writes() == []


def test_a_list_of_several_pages_is_read_twice_only_where_something_is_to_be_created(account: Account) -> None:
    account.apply(ROUTE, {"entries": samples.many_entries(ROUTE, 5)})
    account.connection["page_size"] = 4
    account.unchanged(ROUTE, {"entries": samples.many_entries(ROUTE, 5)})
    assert account.reads() == {"createToken": 1, "listDeliveryRouteDefinitions": 2}
    account.running.clear_requests()
    account.apply(ROUTE, NEW, check=True)
    assert account.reads() == {"createToken": 1, "listDeliveryRouteDefinitions": 4}


# --- Lists that lag ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("resource", samples.CREATED)
def test_with_a_lagging_list_three_runs_make_one_object(account: Account, resource: Resource) -> None:
    lists_lag(account, resource, reads=2)
    account.connection["retry_budget"] = 5
    entry = samples.first_entry(resource)
    assert [account.apply(resource, entry)["changed"] for _run in range(3)] == [True, False, False]
    assert len(created(account)) == 1


def created(account: Account) -> list[str]:
    """Return the creations that were sent."""
    return [name for name in account.writes() if "reate" in name]


@pytest.mark.parametrize("resource", samples.CREATED)
def test_what_a_list_does_not_show_within_the_budget_is_accepted_and_not_visible_yet(
    account: Account, resource: Resource
) -> None:
    lists_lag(account, resource, reads=1000)
    account.connection["retry_budget"] = 0.5
    message = account.refused(resource, samples.first_entry(resource))
    assert "run again in a few minutes" in message
    assert resource.list is not None
    alone = resource.get is not None and resource.get.id != resource.list.id
    assert ("does not list it yet" if alone else "not visible yet") in message
    assert len(created(account)) == 1


def test_what_was_created_can_be_filled_although_the_list_lags(account: Account) -> None:
    lists_lag(account, GROUP, reads=2)
    account.connection["retry_budget"] = 5
    account.apply(GROUP, {"name": "Partners", "members": ["partner.example"]})
    account.unchanged(GROUP, {"name": "Partners", "members": ["partner.example"]})


def test_a_change_is_read_back_again_where_the_list_lags(account: Account) -> None:
    account.apply(ROUTE, NEW)
    lists_lag(account, ROUTE, reads=2)
    account.connection["retry_budget"] = 5
    assert account.apply(ROUTE, {**NEW, "port": 587})["changed"]
    assert account.writes().count("updateDeliveryRouteDefinition") == 1
    assert account.apply(ROUTE, {"name": "Smart host", "state": "absent"})["changed"]


@pytest.mark.parametrize(
    ("reads", "told"),
    [
        (3, "1 of 2 changes are in effect. not in effect: delivery route Smart host (to be created). stopped"),
        (1000, "the API accepted what was sent to Hub and may show it later"),
    ],
)
def test_what_was_taken_before_a_task_stopped_is_waited_for(account: Account, reads: int, told: str) -> None:
    first = {**NEW, "name": "Hub"}
    account.apply(ROUTE, {"entries": [first, NEW]})
    lists_lag(account, ROUTE, reads=reads)
    account.connection["retry_budget"] = 5 if reads < 5 else 0.5
    wanted = {"entries": [{**first, "port": 587}, {**NEW, "port": 587}]}
    renamed = with_row("smart-host", description="Renamed")
    with meanwhile(account, "updateDeliveryRouteDefinition", "delivery_routes", renamed, after=True):
        result = account.task("mimecast_delivery_route", wanted)
    assert account.writes() == ["updateDeliveryRouteDefinition"]
    assert "has renamed the delivery route 'Smart host'" in result["msg"]
    assert told in result["msg"]
    assert result["changed"]


def test_a_creation_of_unknown_outcome_is_waited_for_before_it_is_sent_again(account: Account) -> None:
    lost = {"kind": "status", "status": 502, "when": "after"}
    account.running.set_faults(
        [
            {"operation": "createDeliveryRouteDefinition", "fault": lost},
            {"operation": "listDeliveryRouteDefinitions", "times": None, "fault": {"kind": "lag", "reads": 2}},
        ]
    )
    account.connection["retry_budget"] = 5
    account.apply(ROUTE, NEW)
    assert created(account) == ["createDeliveryRouteDefinition"]


def test_what_was_created_is_gone_on_with_by_its_id_although_the_list_lags(account: Account) -> None:
    account.running.set_faults(
        [
            {"operation": "legacyAddGroupMembers", "fault": {"kind": "status", "status": 502, "when": "before"}},
            {"operation": "listGroups", "times": None, "fault": {"kind": "lag", "reads": 1000}},
        ]
    )
    account.connection["retry_budget"] = 0
    account.refused(GROUP, {"name": "Partners", "members": ["partner.example"]})
    assert created(account) == ["createGroup"]
    (key,) = named(account.table("groups"), "Partners")
    assert [member["domain"] for member in account.table("groups")[key]["members"]] == ["partner.example"]


def test_what_is_not_visible_at_all_is_not_created_again(account: Account) -> None:
    account.running.set_faults(
        [
            {"operation": "legacyUpdateUsers", "fault": {"kind": "status", "status": 502, "when": "before"}},
            {"operation": "listUsers", "times": None, "fault": {"kind": "lag", "reads": 1000}},
        ]
    )
    account.connection["retry_budget"] = 0
    message = account.refused(USER, {"email": "new@example.com", "disabled": True})
    assert "the API accepted the user 'new@example.com', but it is not visible yet" in message
    assert created(account) == ["legacyCreateUser"]


# --- A service that keeps another name --------------------------------------------------------------------------------


@pytest.mark.parametrize("resource", TAKEN_BACK)
@pytest.mark.parametrize("to", ["upper", "lower", "short"])
def test_a_service_that_rewrites_names_gets_no_object_more_in_every_run(
    account: Account, resource: Resource, to: str
) -> None:
    table = samples.TABLES[resource.name]
    before = account.table(table)
    entry = {**samples.first_entry(resource), "name": "Partners in Kent"}
    assert resource.create is not None
    rule = {"operation": resource.create.id, "times": None, "fault": {"kind": "rename", "to": to}}
    account.running.set_faults([rule])
    kept = {"upper": "PARTNERS IN KENT", "lower": "partners in kent", "short": "Partners in"}[to]
    for _run in range(3):
        message = account.refused(resource, entry)
        assert f"calls it '{kept}', and was deleted again: write this name in your file" in message
        assert account.table(table) == before


def test_what_got_another_name_and_can_never_be_deleted_is_not_created_a_second_time(account: Account) -> None:
    alterations = MANAGED["address_alteration_set"]
    rule = {"operation": "createAddressAlterationSet", "times": None, "fault": {"kind": "rename", "to": "upper"}}
    account.running.set_faults([rule])
    assert "calls it 'MERGER': write this name in your file" in account.refused(alterations, {"name": "Merger"})
    account.running.clear_requests()
    message = account.refused(alterations, {"name": "Merger"}, check=True)
    assert "there is no address alteration set 'Merger', but there is 'MERGER'" in message
    assert account.refused(alterations, {"name": "Merger"}) == message
    assert account.writes() == []
    account.unchanged(alterations, {"name": "MERGER"})


def test_what_got_another_name_and_cannot_be_deleted_is_named(account: Account) -> None:
    account.running.set_faults(
        [
            {"operation": "createDeliveryRouteDefinition", "times": None, "fault": {"kind": "rename", "to": "upper"}},
            {"operation": "deleteDeliveryRouteDefinition", "times": None, "fault": {"kind": "permission"}},
        ]
    )
    message = account.refused(ROUTE, NEW)
    assert (
        "0 of 1 changes are seen to be in effect. not seen to be in effect: delivery route Smart host (to be created)"
        in message
    )
    assert "calls it 'SMART HOST'; it could not be deleted again: deleteDeliveryRouteDefinition: refused" in message
    account.unchanged(ROUTE, {**NEW, "name": "SMART HOST"})


def test_nothing_refers_to_what_got_another_name(account: Account) -> None:
    account.running.set_faults(
        [{"operation": "createDeliveryRouteDefinition", "times": None, "fault": {"kind": "rename", "to": "upper"}}]
    )
    before = account.table("delivery_routes")
    fallback = {"name": "Fallback", "hostname": "b.example.net", "alternate_route": "Smart host"}
    message = account.refused(ROUTE, {"entries": [NEW, fallback]})
    assert "is called 'SMART HOST' by the API, so nothing was made to refer to it" in message
    assert account.table("delivery_routes") == before


def test_what_somebody_else_renames_at_once_is_not_deleted(account: Account) -> None:
    renamed = with_row("smart-host", description="Exchange")
    with meanwhile(account, "createDeliveryRouteDefinition", "delivery_routes", renamed, after=True):
        message = account.refused(ROUTE, NEW)
    assert "the API accepted the delivery route 'Smart host' and calls it 'Exchange': write this name" in message
    assert named(account.table("delivery_routes"), "Exchange") == ["smart-host"]
