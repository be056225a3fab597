# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Objects that the API cannot change: replaced as announced, and never lost on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._api import limits
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Field
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.tests.contract import samples
from ansible_collections.mailops.mimecast.tests.contract.account import Account
from ansible_collections.mailops.mimecast.tests.contract.meanwhile import meanwhile

REPLACED = [resource for resource in MANAGED.values() if resource.replace]
OLD_FIRST = [resource for resource in REPLACED if resource.replace == "delete_first"]
every_replaced = pytest.mark.parametrize("resource", REPLACED)
every_old_first = pytest.mark.parametrize("resource", OLD_FIRST)
THEIRS = {"comment": "theirs"}
"""What a colleague writes."""


def fixed() -> Iterator[tuple[Resource, Field]]:
    """Yield every setting that only a creation takes, with its type."""
    for resource, field in samples.changeable():
        if field.create_only:
            yield resource, field


every_fixed = pytest.mark.parametrize(("resource", "field"), list(fixed()))


def first_fixed(resource: Resource) -> Field:
    """Return a setting of a type that only a creation takes."""
    return next(field for owner, field in fixed() if owner is resource)


def last_fixed(resource: Resource) -> Field:
    """Return another setting of a type that only a creation takes, which no object has to have."""
    return [field for owner, field in fixed() if owner is resource and not field.required][-1]


def there(account: Account, resource: Resource) -> None:
    """Put an object with a value for every setting into an account."""
    account.apply(resource, samples.full_entry(resource))
    account.running.clear_requests()


def other(resource: Resource, field: Field) -> dict[str, Any]:
    """Return an entry that wants another value of one setting, and says no more of the others than it has to."""
    return {**samples.named(resource), field.name: samples.value_of(field, 1), **samples.lifted(resource)}


def changed(resource: Resource) -> dict[str, Any]:
    """Return the other value of the first setting that only a creation takes."""
    field = first_fixed(resource)
    return {field.name: samples.value_of(field, 1)}


def to_be_replaced(account: Account, resource: Resource, count: int) -> list[dict[str, Any]]:
    """Put several objects of a type into an account, and return entries that want another value of each."""
    field = first_fixed(resource)
    names = [samples.numbered(resource, index) for index in range(count)]
    first = {**samples.first_entry(resource), field.name: samples.value_of(field, 0)}
    account.apply(resource, {"entries": [{**first, resource.key: name} for name in names]})
    return [{**samples.named(resource), resource.key: name, field.name: samples.value_of(field, 1)} for name in names]


def rows(account: Account, resource: Resource) -> dict[str, Any]:
    """Return the objects of a type as the emulator holds them."""
    return account.table(samples.TABLES[resource.name])


def calls(resource: Resource) -> tuple[str, str]:
    """Return the operations that create and delete an object."""
    assert resource.create
    assert resource.delete
    return resource.create.id, resource.delete.id


@every_fixed
def test_a_replacement_is_announced_with_its_reason_and_happens_as_announced(
    either_door: Account, resource: Resource, field: Field
) -> None:
    there(either_door, resource)
    before = rows(either_door, resource)
    result = either_door.predicted_and_applied(resource, other(resource, field))
    (change,) = result["plan"]
    assert (change["operation"], change["fields"], change["because"]) == ("replace", [field.name], [field.name])
    assert result["diff"][0]["after_header"].endswith(f"(replaced, because {field.name} cannot be changed)")
    assert result["diff"][0]["before"] != result["diff"][0]["after"]
    after = rows(either_door, resource)
    assert len(after) == len(before)
    assert after.keys() != before.keys()
    either_door.unchanged(resource, other(resource, field))


@every_fixed
def test_what_a_replacement_is_not_about_is_carried_over(account: Account, resource: Resource, field: Field) -> None:
    there(account, resource)
    account.apply(resource, other(resource, field))
    entry = {**samples.full_entry(resource), field.name: samples.value_of(field, 1)}
    account.unchanged(resource, entry)


@every_replaced
def test_the_order_of_a_replacement_is_the_safe_one(account: Account, resource: Resource) -> None:
    there(account, resource)
    account.apply(resource, other(resource, first_fixed(resource)))
    creation, deletion = calls(resource)
    order = [deletion, creation] if resource.replace == "delete_first" else [creation, deletion]
    assert account.writes() == order


@every_replaced
def test_where_the_new_one_is_refused_the_old_one_is_as_it_was(account: Account, resource: Resource) -> None:
    there(account, resource)
    before = list(rows(account, resource).values())
    creation, _deletion = calls(resource)
    account.connection["retry_budget"] = 0
    fault = {"kind": "status", "status": 400}
    account.running.set_faults([{"operation": creation, "times": 1, "fault": fault}])
    result = account.task(f"mimecast_{resource.name}", other(resource, first_fixed(resource)))
    assert result["failed"]
    assert "to be replaced" in result["msg"]
    assert "0 of 1 changes are in effect" in result["msg"]
    assert (result["changed"], result["plan"], result["diff"]) == (False, [], [])
    assert [settings(row) for row in rows(account, resource).values()] == [settings(row) for row in before]


def settings(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row without what a service makes anew for every object."""
    return {name: value for name, value in row.items() if name not in ("publicKey", "validated")}


@every_old_first
def test_an_object_that_an_interrupted_run_could_not_create_again_is_not_replaced(
    account: Account, resource: Resource
) -> None:
    there(account, resource)
    for needed in (found for found in resource.fields if found.required and found.name != resource.key):
        entry = {name: value for name, value in other(resource, last_fixed(resource)).items() if name != needed.name}
        told = account.refused(resource, entry)
        assert f"{needed.name}: is required, because the {resource.title} has to be replaced" in told
    assert account.writes() == []


@every_old_first
def test_what_cannot_be_put_back_is_said_to_be_gone(account: Account, resource: Resource) -> None:
    there(account, resource)
    before = rows(account, resource)
    creation, _deletion = calls(resource)
    account.a_fault(creation, status=400)
    result = account.task(f"mimecast_{resource.name}", other(resource, first_fixed(resource)))
    key = samples.first_entry(resource)[resource.key]
    assert f"the {resource.title} {key} was deleted to be replaced, and does not exist now" in result["msg"]
    assert result["changed"]
    assert [change["operation"] for change in result["plan"]] == ["delete"]
    assert len(rows(account, resource)) == len(before) - 1
    account.running.set_faults([])
    account.apply(resource, {**samples.full_entry(resource), **changed(resource)})


@every_old_first
def test_what_cannot_be_put_back_nor_read_is_said_to_be_unsure(account: Account, resource: Resource) -> None:
    there(account, resource)
    creation, deletion = calls(resource)
    assert resource.list
    refusal, silence = {"kind": "status", "status": 400}, {"kind": "status", "status": 403}
    account.connection["retry_budget"] = 0
    account.running.set_faults(
        [
            {"operation": creation, "times": None, "fault": refusal},
            {"operation": resource.list.id, "times": None, "skip": 1, "fault": silence},
        ]
    )
    result = account.task(f"mimecast_{resource.name}", other(resource, first_fixed(resource)))
    assert "was deleted to be replaced, and it is not known whether it exists" in result["msg"]
    assert account.writes() == [deletion, creation, creation]
    assert result["changed"]


@every_replaced
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", ["create", "delete"])
def test_a_lost_answer_leaves_one_object_as_it_is_wanted(
    account: Account, resource: Resource, step: str, when: str
) -> None:
    there(account, resource)
    before = rows(account, resource)
    operation = dict(zip(("create", "delete"), calls(resource), strict=True))[step]
    fault = {"kind": "status", "status": 502, "when": when}
    account.running.set_faults([{"operation": operation, "times": 1, "fault": fault}])
    account.apply(resource, other(resource, first_fixed(resource)))
    assert len(rows(account, resource)) == len(before)
    account.running.set_faults([])
    account.unchanged(resource, {**samples.full_entry(resource), **changed(resource)})


@every_old_first
def test_what_a_lost_answer_took_away_comes_with_all_that_is_carried_over(account: Account, resource: Resource) -> None:
    there(account, resource)
    creation, _deletion = calls(resource)
    lost = {"kind": "status", "status": 502, "when": "before"}
    account.running.set_faults([{"operation": creation, "times": 2, "fault": lost}])
    account.apply(resource, other(resource, first_fixed(resource)))
    account.running.set_faults([])
    account.unchanged(resource, {**samples.full_entry(resource), **changed(resource)})


@every_replaced
def test_the_first_refusal_ends_a_task_of_many_replacements(account: Account, resource: Resource) -> None:
    wanted = to_be_replaced(account, resource, 4)
    names = [entry[resource.key] for entry in wanted]
    creation, _deletion = calls(resource)
    fault = {"kind": "status", "status": 400}
    account.running.set_faults([{"operation": creation, "times": 1, "skip": 1, "fault": fault}])
    result = account.task(f"mimecast_{resource.name}", {"entries": wanted, **samples.lifted(resource)})
    assert "1 of 4 changes are in effect" in result["msg"]
    assert [change["name"] for change in result["plan"]] == names[:1]
    account.running.set_faults([])
    repaired = account.apply(resource, {"entries": wanted, **samples.lifted(resource)})
    assert [change["name"] for change in repaired["plan"]] == names[1:]


@every_old_first
def test_the_next_object_stays_until_the_previous_new_one_is_visible(account: Account, resource: Resource) -> None:
    wanted = to_be_replaced(account, resource, 3)
    names = [entry[resource.key] for entry in wanted]
    there_before = len(rows(account, resource))
    creation, deletion = calls(resource)
    account.connection["retry_budget"] = 0
    account.running.clear_requests()
    account.running.set_faults([{"operation": creation, "times": None, "fault": {"kind": "ignore_write"}}])
    result = account.task(f"mimecast_{resource.name}", {"entries": wanted, **samples.lifted(resource)})
    assert account.writes() == [deletion, creation]
    assert len(rows(account, resource)) == there_before - 1
    assert f"the new {resource.title} {names[0]!r} is not visible yet" in result["msg"]
    account.running.set_faults([])
    account.apply(resource, {"entries": wanted, **samples.lifted(resource)})
    account.unchanged(resource, {"entries": wanted})


@every_replaced
def test_replacements_do_not_count_as_deletions(account: Account, resource: Resource) -> None:
    there(account, resource)
    result = account.apply(resource, {**other(resource, first_fixed(resource)), "max_deletes": 0})
    assert [change["operation"] for change in result["plan"]] == ["replace"]


@every_replaced
def test_check_mode_believes_in_a_replacement_of_an_earlier_task(account: Account, resource: Resource) -> None:
    there(account, resource)
    wanted = other(resource, first_fixed(resource))
    told = account.one_after_the_other([(resource, wanted), (resource, wanted)], check=True)
    assert [result["changed"] for result in told] == [True, False]


@every_old_first
def test_what_somebody_else_has_replaced_is_not_overwritten(account: Account, resource: Resource) -> None:
    there(account, resource)
    assert resource.list
    before = rows(account, resource)

    def colleague(found: dict[str, Any]) -> dict[str, Any]:
        key = next(reversed(found))
        return {**{name: row for name, row in found.items() if name != key}, "theirs": {**found[key], **THEIRS}}

    with meanwhile(account, resource.list.id, samples.TABLES[resource.name], colleague, after=True):
        message = account.refused(resource, other(resource, first_fixed(resource)))
    assert resource.exists_code in message
    assert len(rows(account, resource)) == len(before)
    assert rows(account, resource)["theirs"].items() >= THEIRS.items()


# --- Lists that lag ---------------------------------------------------------------------------------------------------


@pytest.fixture
def lagging(account: Account, resource: Resource, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let a list show each write after a number of reads of a page: an early page may be behind a late one."""
    monkeypatch.setattr(limits, "FIRST_PAUSE", 0.01)
    there(account, resource)
    account.apply(resource, {"entries": samples.many_entries(resource, 4)})
    account.connection |= {"page_size": 2, "retry_budget": 5}
    assert resource.list is not None
    listed = resource.list.id

    def lag(reads: int, *more: dict[str, Any]) -> None:
        fault = {"kind": "lag", "reads": reads}
        account.running.set_faults([*more, {"operation": listed, "times": None, "fault": fault}])
        account.running.clear_requests()

    return lag


@every_replaced
@pytest.mark.parametrize("respelled", [False, True])
def test_the_old_one_that_a_list_still_shows_is_waited_for(
    account: Account, resource: Resource, lagging: Callable[..., None], respelled: bool
) -> None:
    # A new token spells every id another way.
    assert resource.list
    token = {"operation": resource.list.id, "skip": 3, "times": 1, "fault": {"kind": "expire_token"}}
    lagging(1, *([token] if respelled else []))
    result = account.apply(resource, other(resource, first_fixed(resource)))
    assert [change["operation"] for change in result["plan"]] == ["replace"]
    assert result["warnings"] == []
    assert sorted(account.writes()) == sorted(calls(resource))


@every_old_first
def test_the_old_one_that_a_list_shows_for_longer_is_not_called_somebody_elses(
    account: Account, resource: Resource, lagging: Callable[..., None]
) -> None:
    lagging(1)
    account.connection["retry_budget"] = 0
    message = account.refused(resource, other(resource, first_fixed(resource)))
    assert "0 of 1 changes are seen to be in effect" in message
    key = samples.first_entry(resource)[resource.key]
    assert f"the list still shows the former {resource.title} '{key}' beside the new one" in message
    assert "somebody else" not in message
    assert "delete all but one" not in message


@every_replaced
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_replacement_of_unknown_outcome_is_waited_for_before_it_is_sent_again(
    account: Account, resource: Resource, lagging: Callable[..., None], when: str
) -> None:
    before = rows(account, resource)
    creation, _deletion = calls(resource)
    lagging(6, {"operation": creation, "times": 1, "fault": {"kind": "status", "status": 502, "when": when}})
    account.apply(resource, other(resource, first_fixed(resource)))
    assert len(rows(account, resource)) == len(before)
    if when == "after":
        assert account.writes().count(creation) <= 1 + (resource.replace == "delete_first")
    account.running.set_faults([])
    account.unchanged(resource, {**samples.full_entry(resource), **changed(resource)})
