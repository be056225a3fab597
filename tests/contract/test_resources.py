# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds for every resource, stated once and run over every descriptor."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._model import spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Field
from ansible_collections.mailops.mimecast.plugins.module_utils._model.lists import Records, Set
from ansible_collections.mailops.mimecast.plugins.module_utils._model.maps import Map
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Flag, Number, Text
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.tests.contract import samples
from ansible_collections.mailops.mimecast.tests.contract.account import ACCOUNT, SECRET, Account

every_resource = pytest.mark.parametrize("resource", MANAGED.values())
every_paged = pytest.mark.parametrize("resource", samples.PAGED)
every_created = pytest.mark.parametrize("resource", samples.CREATED)
every_deleted = pytest.mark.parametrize("resource", samples.DELETED)


@every_resource
def test_what_is_predicted_is_applied_and_then_nothing_is_left(either_door: Account, resource: Resource) -> None:
    entry = samples.full_entry(resource)
    result = either_door.predicted_and_applied(resource, entry)
    assert result["changed"]
    assert len(result["diff"]) == 1
    either_door.unchanged(resource, entry)


@every_resource
def test_one_object_as_options_is_a_list_of_one(either_door: Account, resource: Resource) -> None:
    either_door.apply(resource, samples.first_entry(resource))
    either_door.unchanged(resource, {"entries": [samples.first_entry(resource)]})


@pytest.mark.parametrize(("resource", "one"), list(samples.changeable()))
def test_each_setting_changes_alone(account: Account, resource: Resource, one: Field) -> None:
    entry = samples.first_entry(resource)
    account.apply(resource, {**entry, **samples.exact(one), one.name: samples.value_of(one, 0)})
    wanted = {**samples.named(resource), **samples.exact(one), one.name: samples.value_of(one, 1)}
    result = account.predicted_and_applied(resource, {**wanted, **samples.lifted(resource)})
    assert [change["fields"] for change in result["plan"]] == [[one.name]]
    account.unchanged(resource, wanted)


@pytest.mark.parametrize(("resource", "one"), list(samples.clearable()))
def test_each_setting_that_can_be_cleared_is_cleared(account: Account, resource: Resource, one: Field) -> None:
    entry = samples.first_entry(resource)
    account.apply(resource, {**entry, one.name: samples.value_of(one, 0)})
    wanted = {**samples.named(resource), **samples.exact(one), one.name: one.clear}
    if (resource.name, one.name) == ("outbound_ip", "addresses"):
        assert "would remove all 2 addresses" in account.refused(resource, wanted)
        wanted["accept_risk"] = ["no_outbound_ips"]
    if (resource.name, one.name) == ("ip_permit", "source_ips"):
        assert "permit every sender" in account.refused(resource, wanted)
        return
    result = account.predicted_and_applied(resource, wanted)
    assert [change["fields"] for change in result["plan"]] == [[one.name]]
    account.unchanged(resource, wanted)


@every_resource
def test_what_is_not_written_is_left_alone(account: Account, resource: Resource) -> None:
    account.apply(resource, samples.full_entry(resource))
    account.unchanged(resource, samples.identity(resource, samples.first_entry(resource)))


@every_resource
def test_order_and_case_do_not_count(account: Account, resource: Resource) -> None:
    entry = samples.full_entry(resource)
    account.apply(resource, entry)
    account.unchanged(resource, {name: _disguised(resource.field(name), value) for name, value in entry.items()})


def _disguised(one: Field, value: Any) -> Any:
    """Return the same value spelled another way, as far as its type allows."""
    if isinstance(one, (Set, Records)):
        return [_disguised_item(one, item) for item in random.Random(7).sample(value, len(value))]
    if isinstance(one, Text) and one.normalize in (spelling.address, spelling.domain, spelling.hostname):
        return value.upper()
    if isinstance(one, (Number, Flag)):
        return str(value)
    if isinstance(one, Map):
        inside = {inner.name: inner for inner in one.fields}
        return {name: _disguised(inside[name], inner) for name, inner in value.items()}
    return value


def _disguised_item(one: Field, item: Any) -> Any:
    if isinstance(one, Set):
        return item.upper()
    return {**item, one.item_key: item[one.item_key].upper()}


@every_paged
def test_objects_on_later_pages_are_found(account: Account, resource: Resource) -> None:
    entries = samples.many_entries(resource, 5)
    account.apply(resource, {"entries": entries})
    account.connection["page_size"] = 2
    result = account.unchanged(resource, {"entries": entries})
    assert len(result["entries"]) == 5
    assert account.operations().count(resource.list.id if resource.list else "") >= 3


@every_deleted
def test_what_is_to_be_gone_goes_once(either_door: Account, resource: Resource) -> None:
    entry = samples.first_entry(resource)
    either_door.apply(resource, entry)
    gone = {**samples.identity(resource, entry), "state": "absent"}
    result = either_door.predicted_and_applied(resource, gone)
    assert [change["operation"] for change in result["plan"]] == ["delete"]
    either_door.unchanged(resource, gone)


@pytest.mark.parametrize("resource", samples.PICKED_BY_ID)
def test_several_objects_of_one_name_are_refused_until_an_id_picks_one(account: Account, resource: Resource) -> None:
    entry = samples.first_entry(resource)
    account.apply(resource, entry)
    table = samples.TABLES[resource.name]
    rows = account.table(table)
    twin = next(key for key, row in rows.items() if row["description"] == entry[resource.key])
    account.set_table(table, {**rows, "twin": copy.deepcopy(rows[twin])})
    account.running.clear_requests()
    message = account.refused(resource, entry)
    assert account.writes() == []
    assert "pick one with id" in message
    first_id, second_id = message.rsplit(": ", 1)[1].split(", ")
    for picked in (first_id, second_id):
        account.unchanged(resource, {**entry, "id": picked})


@pytest.mark.parametrize(
    ("resource", "one"), [(owner, field) for owner, field in samples.changeable() if field.reference]
)
def test_an_unknown_reference_is_refused_with_the_nearest_name(
    account: Account, resource: Resource, one: Field
) -> None:
    known = samples.NAMES[one.reference][0]
    message = account.refused(resource, {**samples.first_entry(resource), one.name: known[:-1] + "x"})
    assert f"{one.name}: there is no" in message
    assert f"did you mean '{known}'" in message
    assert account.writes() == []


@pytest.mark.parametrize(
    ("resource", "one"), [(owner, field) for owner, field in samples.changeable() if field.reference]
)
def test_check_mode_believes_in_what_an_earlier_task_creates_and_apply_does_not(
    account: Account, resource: Resource, one: Field
) -> None:
    target = MANAGED[one.reference]
    earlier = {**samples.first_entry(target), target.key: "To come"}
    options = {**samples.first_entry(resource), one.name: "To come"}
    *_earlier, result = account.one_after_the_other([(target, earlier), (resource, options)], check=True)
    assert result["changed"]
    assert "there is no" in account.refused(resource, options, check=True)
    assert "there is no" in account.refused(resource, options)
    assert account.writes() == []


@every_deleted
def test_a_purge_stays_within_its_pattern_and_its_limit(account: Account, resource: Resource) -> None:
    entries = samples.many_entries(resource, 4)
    account.apply(resource, {"entries": entries})
    purge = {"entries": entries[:1], "purge": True, "purge_match": samples.numbered_pattern(resource)}
    message = account.refused(resource, {**purge, "max_deletes": 2})
    assert "3" in message
    assert "max_deletes" in message
    before = account.table(samples.TABLES[resource.name])
    result = account.predicted_and_applied(resource, {**purge, "max_deletes": 3})
    assert sorted(change["operation"] for change in result["plan"]) == ["delete"] * 3
    assert len(account.table(samples.TABLES[resource.name])) == len(before) - 3


@every_resource
def test_a_read_that_fails_is_never_absent(account: Account, resource: Resource) -> None:
    entry = samples.first_entry(resource)
    account.apply(resource, entry)
    operation = resource.read.id if resource.read else ""
    account.connection["retry_budget"] = 0
    for fault in ({"kind": "status", "status": 503, "when": "before"}, {"kind": "not_json"}, {"kind": "truncate"}):
        account.running.set_faults([{"operation": operation, "times": None, "fault": fault}])
        account.running.clear_requests()
        account.refused(resource, entry)
        account.refused(resource, samples.identity(resource, entry), check=True)
        assert account.writes() == []


@every_paged
def test_a_page_token_given_twice_is_an_error_and_not_the_end(account: Account, resource: Resource) -> None:
    account.apply(resource, {"entries": samples.many_entries(resource, 3)})
    operation = resource.list.id if resource.list else ""
    account.running.set_faults([{"operation": operation, "times": None, "fault": {"kind": "repeat_page_token"}}])
    account.connection["page_size"] = 1
    account.running.clear_requests()
    assert "page token twice" in account.refused(resource, samples.first_entry(resource))
    assert account.writes() == []


@every_paged
def test_rows_repeated_over_pages_are_one_object(account: Account, resource: Resource) -> None:
    entries = samples.many_entries(resource, 3)
    account.apply(resource, {"entries": entries})
    operation = resource.list.id if resource.list else ""
    account.running.set_faults([{"operation": operation, "times": None, "fault": {"kind": "repeat_rows"}}])
    account.connection["page_size"] = 2
    account.unchanged(resource, {"entries": entries})


@every_created
@pytest.mark.parametrize(
    "fault", [{"kind": "reset", "when": "after"}, {"kind": "status", "status": 502, "when": "after"}]
)
def test_a_creation_of_unknown_outcome_is_looked_for_and_not_repeated(
    account: Account, resource: Resource, fault: dict[str, Any]
) -> None:
    operation = resource.create.id if resource.create else ""
    account.running.set_faults([{"operation": operation, "times": 1, "fault": fault}])
    before = len(account.table(samples.TABLES[resource.name]))
    account.apply(resource, samples.first_entry(resource))
    assert account.writes().count(operation) == 1
    assert len(account.table(samples.TABLES[resource.name])) == before + 1


@every_created
def test_a_write_that_changes_nothing_fails_the_task_by_name(account: Account, resource: Resource) -> None:
    operation = resource.create.id if resource.create else ""
    account.running.set_faults([{"operation": operation, "times": None, "fault": {"kind": "ignore_write"}}])
    entry = samples.first_entry(resource)
    result = account.task(f"mimecast_{resource.name}", entry)
    assert result["failed"]
    assert entry[resource.key] in result["msg"]
    assert "0 of 1 changes are seen to be in effect" in result["msg"]
    assert result["diff"] == []


@every_resource
def test_no_secret_is_in_any_result(either_door: Account, resource: Resource) -> None:
    entry = samples.full_entry(resource)
    canaries = [SECRET, *_plant(resource, entry)]
    results = [
        either_door.apply(resource, entry, check=True),
        either_door.apply(resource, {"entries": [entry]}),
        either_door.task(f"mimecast_{resource.name}", {"entries": [{**entry, "nonsense": 1}]}),
        either_door.task(f"mimecast_{resource.name}", {"entries": [entry], "client_secret": "canary-wrong"}),
    ]
    printed = "".join(repr(result) for result in results)
    assert [canary for canary in [*canaries, "canary-wrong"] if canary in printed] == []


def _plant(resource: Resource, entry: dict[str, Any]) -> list[str]:
    """Put a canary into every secret of an entry and return the canaries."""
    planted = []
    for field in resource.fields:
        inner_secrets = [inner.name for inner in field.fields if inner.secret]
        if field.secret:
            planted.append(f"canary-{field.name}")
            entry[field.name] = planted[-1]
        for name in inner_secrets:
            planted.append(f"canary-{field.name}-{name}")
            entry[field.name][name] = planted[-1]
    return planted


@every_resource
def test_what_info_reads_can_be_written_back_as_it_is(account: Account, resource: Resource) -> None:
    account.apply(resource, samples.full_entry(resource))
    read = account.task("mimecast_info", {"types": [resource.plural]})
    found = read["site"][resource.plural]
    entries = [found] if resource.singleton else found
    assert resource.key_of(samples.first_entry(resource)) in [resource.key_of(entry) for entry in entries]
    modes = {field.mode_name: "exact" for field in resource.fields if field.owned}
    account.unchanged(resource, {"entries": entries, **modes})


@every_resource
def test_a_task_with_nothing_to_do_asks_for_a_token_and_its_lists(account: Account, resource: Resource) -> None:
    entry = samples.first_entry(resource)
    account.apply(resource, entry)
    account.unchanged(resource, entry)
    read = [
        resource,
        *(MANAGED[field.reference] for field in resource.fields if field.reference and field.name in entry),
    ]
    lists = sorted({item.read.id for item in read if item.read})
    if resource.members and resource.members.field in entry:
        lists.append(resource.members.list.id)
    assert sorted(account.operations()) == sorted(["createToken", *lists])


@every_resource
def test_words_that_do_not_exist_are_refused_with_the_nearest_one(account: Account, resource: Resource) -> None:
    for field in resource.fields:
        if len(field.name) > 3 and field.name != resource.key:
            wrong = field.name[:-1] + "_"
            message = account.refused(resource, {"entries": [{**samples.first_entry(resource), wrong: 1}]})
            assert f"entries[0].{wrong}: unknown key, did you mean '{field.name}" in message
            assert f"{wrong}: unknown option, did you mean '{field.name}" in account.refused(resource, {wrong: 1})
    assert account.operations() == []


@every_resource
def test_one_object_cannot_stand_twice(account: Account, resource: Resource) -> None:
    entry = samples.first_entry(resource)
    message = account.refused(resource, {"entries": [entry, entry]})
    assert "entries[1]: " in message
    assert "is already at entries[0]" in message
    assert account.operations() == []


@every_resource
def test_a_read_only_connection_sends_no_write(account: Account, resource: Resource) -> None:
    message = account.refused(resource, {**samples.first_entry(resource), "read_only": True})
    assert "was not sent: this run may only read" in message
    assert account.writes() == []


@every_resource
def test_a_token_that_expires_during_a_run_is_renewed_once(account: Account, resource: Resource) -> None:
    for operation in resource.operations:
        if operation in (resource.read, resource.create):
            account.running.set_faults([{"operation": operation.id, "times": 1, "fault": {"kind": "expire_token"}}])
    account.apply(resource, samples.first_entry(resource))
    account.unchanged(resource, samples.first_entry(resource))


@every_created
def test_a_write_is_repeated_when_the_rate_limit_kept_it_back(account: Account, resource: Resource) -> None:
    operation = resource.create.id if resource.create else ""
    account.running.set_faults([{"operation": operation, "times": 2, "fault": {"kind": "rate_limit", "reset_ms": 20}}])
    result = account.apply(resource, samples.first_entry(resource))
    assert account.writes().count(operation) == 3
    assert 0.03 < result["api"]["seconds_waited"] < 1.0
    account.running.set_faults([])
    account.unchanged(resource, samples.first_entry(resource))


def test_every_resource_that_others_refer_to_is_prepared() -> None:
    referred = {name for resource in MANAGED.values() for name in resource.references}
    assert referred == set(samples.NAMES)
    assert ACCOUNT
