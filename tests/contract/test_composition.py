# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The site playbook: judged as a whole before the first write, then role by role in the order of need."""

from __future__ import annotations

import copy
import itertools
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.mailops.mimecast.plugins.module_utils._model import composites, mail_tests, site_file
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED, RESOURCES
from ansible_collections.mailops.mimecast.tests.contract import composition, sites
from ansible_collections.mailops.mimecast.tests.contract.account import ACCOUNT, Account
from ansible_collections.mailops.mimecast.tests.contract.composition import applied, predicted_and_applied, refused
from ansible_collections.mailops.mimecast.tests.contract.sites import GONE

COLLECTION = Path(__file__).resolve().parents[2]
NAMESPACE = "mailops.mimecast."
DELETIONS = "{{ __mimecast_deletions }}"
SITE = sites.whole_site()


@pytest.fixture
def empty(either_door: Account) -> Account:
    """An account that holds nothing that a whole site speaks of."""
    either_door.running.reset(ACCOUNT)
    return either_door


# --- What stands in the playbook and the roles ------------------------------------------------------------------------


def loaded(path: str) -> Any:
    """Return what a YAML file of the collection says."""
    return yaml.safe_load((COLLECTION / path).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def play() -> dict[str, Any]:
    """The play of the site playbook that works on accounts; the one after it tells a workflow what came of it."""
    play, _summary = loaded("playbooks/site.yml")
    return dict(play)


def module_tasks(role: str) -> Iterator[tuple[str, dict[str, Any], list[str]]]:
    """Yield the tasks of a role that call a module of a type: its module, its options, the tags of the task."""
    modules = {f"{NAMESPACE}mimecast_{name}": name for name in MANAGED}
    for task in loaded(f"roles/{role}/tasks/main.yml"):
        for module in task.keys() & modules:
            yield module.removeprefix(NAMESPACE), task[module], task.get("tags", [])


def written_steps(play: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """Return role, tag, module and deletions of each task of the roles in the playbook, in order.

    Tasks that are left out because the role of their type is in the play are not among them.
    """
    found = []
    standing = {resource.role for resource in composites.standing(RESOURCES).values()}
    for entry in play["roles"]:
        role = entry["role"].removeprefix(NAMESPACE)
        if role in standing:
            continue
        for module, options, tags in module_tasks(role):
            (tag,) = tags or entry["tags"]
            found.append((role, tag, module, options.get("deletions", "all")))
    return found


def test_the_steps_of_these_tests_are_those_of_the_playbook_and_its_roles(play: dict[str, Any]) -> None:
    turns = {"none": DELETIONS}
    ours = [
        (step.role, step.tag, step.module, turns.get(turn := step.options.get("deletions", "all"), turn))
        for step in composition.steps()
    ]
    assert written_steps(play) == ours


@pytest.mark.parametrize("resource", composites.standing(RESOURCES).values())
def test_a_role_for_what_stands_for_others_leaves_each_type_to_its_own_role(
    resource: Resource, play: dict[str, Any]
) -> None:
    in_play = [entry["role"] for entry in play["roles"]]
    assert resource.stands_for
    for name in resource.stands_for.types:
        (task,) = (
            task for task in loaded(f"roles/{resource.role}/tasks/types.yml") if f"{NAMESPACE}mimecast_{name}" in task
        )
        role = f"{NAMESPACE}{MANAGED[name].role}"
        assert task["when"].endswith(f"'{role}' not in ansible_play_role_names")
        assert in_play.index(role) < in_play.index(f"{NAMESPACE}{resource.role}")


def test_the_whole_site_is_judged_first_and_an_account_in_sync_ends_there(play: dict[str, Any]) -> None:
    judged, ended, told = play["pre_tasks"]
    assert set(judged) == {"name", f"{NAMESPACE}{composition.PREFLIGHT}", "register", "tags"}
    assert judged[f"{NAMESPACE}{composition.PREFLIGHT}"] == {
        "tags": "{{ ansible_run_tags }}",
        "skip_tags": "{{ ansible_skip_tags }}",
    }
    assert ended["ansible.builtin.meta"] == "end_host"
    assert ended["when"] == f"{judged['register']}.roles | length == 0"
    assert told["ansible.builtin.debug"] == {"msg": f"{{{{ {judged['register']}.impact.lines }}}}"}
    assert judged["tags"] == ended["tags"] == told["tags"] == ["always"]


def test_every_role_of_a_type_is_in_the_playbook_under_its_own_name_as_tag(play: dict[str, Any]) -> None:
    tags = {entry["role"].removeprefix(NAMESPACE): entry.get("tags") for entry in play["roles"]}
    roles = dict.fromkeys(resource.role for resource in RESOURCES.values())
    assert [role for role in tags if role in roles] == list(roles)
    assert {role: tags[role] for role in roles} == {role: [role] for role in roles}
    assert list(tags)[-2:] == ["removals", "mx"]
    assert tags["removals"] is None, "a tag of the role itself would make all of its tasks run"


def left_out(resource: Resource) -> list[str]:
    """Return the places in which a type has to stand, so that a site reaches it, and does not."""
    tasks = f"roles/{resource.role}/tasks/main.yml"
    called = any(
        f"{NAMESPACE}{module}" in task
        for task in (loaded(tasks) if (COLLECTION / tasks).exists() else [])
        for module in (f"mimecast_{resource.name}", f"mimecast_{resource.name}_info")
    )
    roles = [entry["role"] for entry in loaded("playbooks/site.yml")[0]["roles"]]
    removed = [module for module, _options, _tags in module_tasks("removals")]
    schema = json.loads((COLLECTION / "docs/site.schema.json").read_text(encoding="utf-8"))
    stands = {
        tasks: called,
        "playbooks/site.yml": f"{NAMESPACE}{resource.role}" in roles,
        "roles/removals/tasks/main.yml": (
            not composition.leaves_deletions(resource) or f"mimecast_{resource.name}" in removed
        ),
        "docs/site.schema.json": resource.plural in schema["$defs"]["site"]["properties"],
    }
    return [place for place, there in stands.items() if not there]


@pytest.mark.parametrize("resource", RESOURCES.values())
def test_a_site_reaches_every_type(resource: Resource) -> None:
    assert left_out(resource) == []


def test_a_type_that_is_left_out_is_named_with_the_place(monkeypatch: pytest.MonkeyPatch) -> None:
    route = MANAGED["delivery_route"]
    new = replace(route, name="new_type", plural="new_types")
    monkeypatch.setattr(composition, "USED", {*sites.USED, "new_type"})
    assert left_out(new) == [
        "roles/delivery_routing/tasks/main.yml",
        "roles/removals/tasks/main.yml",
        "docs/site.schema.json",
    ]
    assert left_out(replace(new, role="new_role"))[:2] == ["roles/new_role/tasks/main.yml", "playbooks/site.yml"]


def test_every_key_of_the_schema_is_a_type_that_a_site_reaches() -> None:
    schema = json.loads((COLLECTION / "docs/site.schema.json").read_text(encoding="utf-8"))
    keys = set(schema["$defs"]["site"]["properties"]) - {*site_file.RECORDS, mail_tests.KEY}
    assert keys == {resource.plural for resource in RESOURCES.values()}


@pytest.mark.parametrize("resource", MANAGED.values())
def test_the_task_of_a_role_hands_on_each_variable_that_there_is_for_its_type(resource: Resource) -> None:
    ((_module, options, _tags),) = [
        found for found in module_tasks(resource.role) if found[0] == f"mimecast_{resource.name}"
    ]
    expected: dict[str, Any] = {
        option: f"{{{{ {variable} }}}}" for option, variable in composition.variables_of(resource).items()
    }
    if composition.leaves_deletions(resource):
        expected["deletions"] = DELETIONS
    assert options == {"from_site": True, **expected}
    defaults = loaded(f"roles/{resource.role}/defaults/main.yml")
    assert set(composition.variables_of(resource).values()) <= set(defaults)


def test_a_role_leaves_deletions_to_the_end_only_where_something_comes_at_the_end() -> None:
    for role in {resource.role for resource in MANAGED.values() if composition.leaves_deletions(resource)}:
        assert loaded(f"roles/{role}/vars/main.yml") == {
            "__mimecast_deletions": "{{ 'none' if 'mailops.mimecast.removals' in ansible_play_role_names else 'all' }}"
        }


def test_removals_are_of_what_was_left_alone(play: dict[str, Any]) -> None:
    for _module, options, _tags in module_tasks("removals"):
        assert options == {"from_site": True, "deletions": "only"}


# --- Judged as a whole, before anything is sent -----------------------------------------------------------------------


def with_wrong_reference(site: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """Return a site whose last type that can refer to anything refers to nothing, and where that stands."""
    result = copy.deepcopy(site)
    resource = [resource for resource in MANAGED.values() if resource.references][-1]
    entry = result[resource.plural][0]
    for field in resource.fields:
        if field.reference and field.name in entry:
            entry[field.name] = "Nowhere"
            return result, f"mimecast_site.{resource.plural}[0].{field.name}"
        for inner in field.fields:
            if inner.reference and inner.name in (entry.get(field.name) or {}):
                entry[field.name][inner.name] = "Nowhere"
                return result, f"mimecast_site.{resource.plural}[0].{field.name}.{inner.name}"
    raise AssertionError("nothing refers to anything")


def test_a_problem_in_the_last_type_keeps_the_first_from_being_written(empty: Account) -> None:
    site, place = with_wrong_reference(SITE)
    played = refused(empty, site)
    assert f"{place}: there is no " in played.message
    assert "'Nowhere'" in played.message
    assert empty.writes() == []
    assert not played.changed
    assert len(played.results) == 1


def test_all_that_is_refused_is_told_at_once(empty: Account) -> None:
    site, place = with_wrong_reference(SITE)
    site["sender_groups"] = [*site["sender_groups"], {"name": "Domain Users", "members": ["a.example"]}]
    played = refused(empty, site)
    assert [line.partition(": ")[0] for line in played.message.splitlines()] == [
        f"mimecast_site.sender_groups[{len(SITE['sender_groups'])}]",
        place,
    ]


def test_a_problem_of_what_others_use_is_told_once_though_it_has_two_turns(empty: Account) -> None:
    played = refused(empty, {"sender_groups": [{"name": "Blocked Senders", **GONE}]})
    assert played.message.count("Blocked Senders") == 1


@pytest.mark.parametrize("status", [403, 500])
@pytest.mark.parametrize("resource", MANAGED.values())
def test_a_list_that_cannot_be_read_keeps_everything_from_being_written_and_is_named(
    empty: Account, resource: Resource, status: int
) -> None:
    operation = sites.LISTS[resource.plural]
    empty.a_fault(operation, status=status, when="before")
    played = refused(empty, SITE)
    assert f"{resource.plural}: {operation}: " in played.message
    assert empty.writes() == []
    assert not played.changed
    assert played.cost["writes"] == 0


@pytest.mark.parametrize("resource", [resource for resource in MANAGED.values() if resource.members])
def test_members_that_cannot_be_read_keep_everything_from_being_written(empty: Account, resource: Resource) -> None:
    applied(empty, SITE)
    assert resource.members
    empty.a_fault(resource.members.list.id, "permission")
    played = refused(empty, sites.changed_site(SITE))
    assert played.message.startswith(f"{resource.plural}: {resource.members.list.id}: refused")
    assert empty.writes() == []


def test_a_site_that_is_malformed_is_refused_before_anything_is_read(empty: Account) -> None:
    played = refused(empty, {**SITE, "ip_permits": [{"name": "A", "source_ips": ["x"]}]})
    assert "mimecast_site.ip_permits[0].source_ips[0]: 'x' is not an IP address" in played.message
    assert empty.operations() == []


def test_a_site_that_names_no_type_is_refused(empty: Account) -> None:
    assert "Neither mimecast_site nor mimecast_baseline contains anything" in refused(empty, {}).message
    assert empty.operations() == []


# --- The order --------------------------------------------------------------------------------------------------------


def test_what_is_referred_to_is_made_first(empty: Account) -> None:
    applied(empty, SITE)
    makers: dict[str, str] = {}
    for resource in MANAGED.values():
        makes = [resource.create, resource.members.add if resource.members else None]
        makers |= {operation.id: resource.name for operation in makes if operation}
    made = [makers[operation] for operation in empty.writes() if operation in makers]
    assert [name for name, _run in itertools.groupby(made)] == list(dict.fromkeys(makers.values()))
    assert {operation for operation in empty.writes() if operation in makers} == set(makers)


def goes(resource: Resource) -> bool:
    """Whether objects of a type, or members of them, can go; what an account has once stays, empty or not."""
    return bool(resource.delete or resource.members) and not resource.singleton


def leaving(resource: Resource) -> list[dict[str, Any]]:
    """Return what a site says of a type of which nothing is to stay.

    A group with groups in it is not deleted, so of what can stand in each other only what is inside goes.
    """
    entries = SITE[resource.plural]
    if resource.delete:
        inside = entries[:1] if resource.occupied is not Resource.occupied else entries
        return [sites.gone(resource, entry[resource.key]) for entry in inside]
    assert resource.members
    members = resource.field(resource.members.field)
    return [{resource.key: entry[resource.key], members.name: [], members.mode_name: "exact"} for entry in entries]


def test_everything_that_goes_goes_in_one_run_and_what_is_used_goes_last_in_reverse(empty: Account) -> None:
    applied(empty, SITE)
    site = {resource.plural: leaving(resource) for resource in MANAGED.values() if goes(resource)}
    played = predicted_and_applied(empty, site, mimecast_sender_groups_accept_risk=["delete_with_members"])
    assert {operation for operation, name, _key in played.planned if MANAGED[name].delete} == {"delete"}
    order = [name for name, _run in itertools.groupby(name for _operation, name, _key in played.planned)]
    used = [name for name, resource in MANAGED.items() if composition.leaves_deletions(resource)]
    assert order == [name for name in MANAGED if name not in used and goes(MANAGED[name])] + used[::-1]
    assert not applied(empty, site).steps


def is_scoped(resource: Resource) -> bool:
    """Whether objects of a type say whose mail they are for."""
    return any(field.name == "applies_from" for field in resource.fields)


def test_an_object_in_use_is_deleted_after_everything_that_uses_it(empty: Account) -> None:
    applied(empty, SITE)
    group, new = sites.name_of("sender_group"), {"name": "Later", "members": []}
    routes = [sites.name_of("delivery_route", index) for index in (0, 1)]
    policies = [sites.name_of("delivery_route_policy", index) for index in (0, 1)]
    later = {"type": "profile_group", "group": "Later"}
    scoped = [name for name, resource in MANAGED.items() if is_scoped(resource) and name != "delivery_route_policy"]
    site = {
        "sender_groups": [{"name": group, **GONE}, new],
        "delivery_routes": [{"name": name, **GONE} for name in routes],
        "delivery_route_policies": [{"name": name, **GONE} for name in policies],
        **{
            MANAGED[name].plural: [{"name": sites.name_of(name), "applies_from": later, "applies_to": later}]
            for name in scoped
        },
        "attachment_sets": [{"name": sites.name_of("attachment_set"), "notify": {"group": "Later"}}],
    }
    played = predicted_and_applied(empty, site, mimecast_sender_groups_accept_risk=["delete_with_members"])
    assert played.planned == [
        ("create", "sender_group", "Later"),
        *(("delete", "delivery_route_policy", name) for name in policies),
        *(("update", name, sites.name_of(name)) for name in scoped),
        ("update", "attachment_set", sites.name_of("attachment_set")),
        *(("delete", "delivery_route", name) for name in routes),
        ("delete", "sender_group", group),
    ]


def test_a_user_who_goes_and_holds_a_role_lets_go_of_it_in_the_same_run(either_door: Account) -> None:
    either_door.set_table("users", {**either_door.table("users"), "jo@example.com": {"role": "Basic Administrator"}})
    site = {
        "users": [{"email": "jo@example.com", "purge_address": True, **GONE}],
        "role_members": [{"role": "Basic Administrator", "members": ["sam@example.com"], "members_mode": "exact"}],
    }
    played = predicted_and_applied(either_door, site)
    assert played.planned == [("update", "role_member", "Basic Administrator"), ("delete", "user", "jo@example.com")]
    assert either_door.table("users")["sam@example.com"]["role"] == "Basic Administrator"
    assert applied(either_door, site).steps == []


def test_a_user_is_disabled_once(either_door: Account) -> None:
    played = predicted_and_applied(either_door, {"users": [{"email": "jo@example.com", **GONE}]})
    assert played.planned == [("update", "user", "jo@example.com")]
    assert len(played.all_of("diff")) == 1
    assert either_door.writes() == ["legacyUpdateUsers"]
    assert either_door.table("users")["jo@example.com"]["disabled"]


def test_users_who_are_disabled_and_users_who_are_purged_are_each_named_once(either_door: Account) -> None:
    site = {
        "users": [
            {"email": "jo@example.com", **GONE},
            {"email": "sam@example.com", "purge_address": True, **GONE},
        ]
    }
    played = predicted_and_applied(either_door, site)
    assert played.planned == [("update", "user", "jo@example.com"), ("delete", "user", "sam@example.com")]
    assert applied(either_door, site).steps == []
