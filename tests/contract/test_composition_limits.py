# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How far the site playbook may go: tags, purges, limits, accepted risks, and what a host says beside its site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.mx import INTERNAL_DOMAINS
from ansible_collections.mailops.mimecast.tests.contract import composition, sites
from ansible_collections.mailops.mimecast.tests.contract.account import ACCOUNT, Account
from ansible_collections.mailops.mimecast.tests.contract.composition import applied, predicted_and_applied, refused
from ansible_collections.mailops.mimecast.tests.contract.doors import Run, new_run, run_task

SITE = sites.whole_site()
ROLES = list(dict.fromkeys(resource.role for resource in MANAGED.values()))


@pytest.fixture
def empty(either_door: Account) -> Account:
    """An account that holds nothing that a whole site speaks of."""
    either_door.running.reset(ACCOUNT)
    return either_door


@pytest.mark.parametrize("role", ROLES)
def test_a_tag_chooses_the_types_of_its_role_and_the_others_are_left_alone(empty: Account, role: str) -> None:
    applied(empty, SITE)
    site = sites.changed_site(SITE)
    played = predicted_and_applied(empty, site, tags=[role])
    types = [name for name, resource in MANAGED.items() if resource.role == role]
    assert list(dict.fromkeys(name for _operation, name, _key in played.planned)) == types
    asked = {INTERNAL_DOMAINS.id for name in types if MANAGED[name].inquiries}
    lists = {operation for name, operation in sites.LISTS.items() if empty.reads()[operation]} - asked
    chosen = {MANAGED[name].plural: site[MANAGED[name].plural] for name in types}
    assert lists == set(sites.floor(chosen)) & set(sites.LISTS.values())


def test_a_tag_that_no_type_has_chooses_nothing(empty: Account) -> None:
    played = applied(empty, SITE, tags=["mx"])
    assert played.steps == []
    assert empty.operations() == []


def test_what_the_tags_leave_out_is_not_believed_to_come(empty: Account) -> None:
    played = refused(empty, SITE, tags=["attachment_sets"])
    assert f"there is no sender group '{sites.name_of('sender_group')}'" in played.message
    assert empty.writes() == []


def test_a_tag_that_no_role_has_is_told_with_the_nearest_word(account: Account) -> None:
    played = applied(account, SITE, tags=["sender_group"])
    (warning,) = played.results[0][1]["warnings"]
    assert warning.startswith("no role has the tag 'sender_group', did you mean 'sender_groups'? (tags: ")
    assert all(role in warning for role in ROLES)


def old_things(account: Account) -> None:
    """Put something into the account that a purge of "Old *" would find, in two types."""
    routes, groups = account.table("delivery_routes"), account.table("groups")
    for number in (1, 2):
        routes[f"old-{number}"] = {"description": f"Old {number}", "hostname": "old.example.net"}
        groups[f"old-{number}"] = {"description": f"Old {number}", "members": [{"domain": "old.example"}]}
    account.set_table("delivery_routes", routes)
    account.set_table("groups", groups)


def purge(plural: str, **more: Any) -> dict[str, Any]:
    """Return the variables of a role that purges "Old *"."""
    words = {"purge": True, "purge_match": "Old *", **more}
    return {f"mimecast_{plural}_{word}": value for word, value in words.items()}


def test_a_purge_is_for_the_type_that_asks_for_it(either_door: Account) -> None:
    old_things(either_door)
    site: dict[str, Any] = {"sender_groups": [{"name": "Vendors"}], "delivery_routes": [{"name": "Route one"}]}
    played = predicted_and_applied(either_door, site, **purge("delivery_routes"))
    assert played.planned == [("delete", "delivery_route", f"Old {number}") for number in (1, 2)]
    assert {"old-1", "old-2"} <= set(either_door.table("groups"))


def test_a_purge_spares_what_the_site_names(either_door: Account) -> None:
    old_things(either_door)
    site = {"delivery_routes": [{"name": "Old 1", "port": 26}]}
    played = predicted_and_applied(either_door, site, **purge("delivery_routes"))
    assert played.planned == [("update", "delivery_route", "Old 1"), ("delete", "delivery_route", "Old 2")]


def test_max_deletes_is_for_the_type_that_it_is_set_for(either_door: Account) -> None:
    old_things(either_door)
    kept = {"sender_groups": [{"name": "Vendors"}], "delivery_routes": [{"name": "Route one"}]}
    site = {**kept, "users": SITE["users"][:1]}
    routes = purge("delivery_routes", max_deletes=2)
    groups = {"max_deletes": 1, "accept_risk": ["delete_with_members"]}
    message = refused(either_door, site, **routes, **purge("sender_groups", **groups)).message
    assert (
        message
        == "max_deletes: 2 sender group objects would be deleted, 1 are allowed; raise max_deletes if you mean it"
    )
    assert either_door.writes() == []
    groups["max_deletes"] = 2
    assert len(predicted_and_applied(either_door, site, **routes, **purge("sender_groups", **groups)).planned) == 5


def test_a_risk_is_accepted_for_the_type_that_accepts_it(either_door: Account) -> None:
    site = {
        "role_members": [{"role": "Full Administrator", "members": ["jo@example.com"]}],
        "sender_groups": [{"name": "IT Helpdesk", "members": ["x.example"]}],
    }
    assert "accept_risk: [protected_role]" in refused(either_door, site).message
    assert either_door.writes() == []
    predicted_and_applied(either_door, site, mimecast_role_members_accept_risk=["protected_role"])


def test_the_site_wins_over_the_baseline_entry_by_entry(either_door: Account) -> None:
    baseline = {
        "delivery_routes": [
            {"name": "Main", "hostname": "a.example.com"},
            {"name": "Other", "hostname": "b.example.com"},
        ]
    }
    site = {"delivery_routes": [{"name": "Main", "hostname": "c.example.com"}]}
    played = predicted_and_applied(either_door, site, mimecast_baseline=baseline)
    assert {(change["name"], change["after"]["hostname"], change["where"]) for change in played.all_of("plan")} == {
        ("Main", "c.example.com", "mimecast_site.delivery_routes[0]"),
        ("Other", "b.example.com", "mimecast_baseline.delivery_routes[1]"),
    }


@pytest.mark.parametrize("resource", MANAGED.values())
def test_a_list_of_the_host_is_taken_instead_of_what_its_site_says_of_the_type(
    empty: Account, resource: Resource
) -> None:
    applied(empty, SITE)
    given: dict[str, Any] = {
        f"mimecast_{plural}": found
        for plural, found in sites.as_file(sites.changed_site(SITE)).items()
        if plural == resource.plural
    }
    played = predicted_and_applied(empty, SITE, **given)
    assert {name for _operation, name, _key in played.planned} == {resource.name}


def test_a_run_that_may_only_read_is_refused_where_something_would_change(empty: Account) -> None:
    played = refused(empty, SITE, mimecast_read_only=True)
    assert "this run may only read" in played.message
    assert not played.changed
    assert empty.writes() == []


@pytest.mark.parametrize("resource", MANAGED.values())
def test_without_the_preflight_a_role_changes_the_same(empty: Account, resource: Resource) -> None:
    applied(empty, SITE)
    site = {**SITE, resource.plural: sites.changed_site(SITE)[resource.plural]}
    predicted = applied(empty, site, check=True, preflight=False)
    assert empty.writes() == []
    played = applied(empty, site, preflight=False)
    assert played.planned == predicted.planned
    assert {name for _operation, name, _key in played.planned} == {resource.name}


def test_the_memory_of_a_run_ends_with_it(empty: Account) -> None:
    predicted = applied(empty, SITE, check=True)
    assert predicted.changed
    group = {"attachment_sets": SITE["attachment_sets"]}
    assert "there is no sender group" in refused(empty, group, check=True).message
    assert len(composition.play(empty, {"mimecast_site": sites.as_file(SITE)}, check=True).planned) == len(
        predicted.planned
    )


MAIN = {"name": "Main", "hostname": "a.example.net"}
DR = {"name": "DR", "hostname": "b.example.net"}
FROM_SITE = {"from_site": True}


def of_host(account: Account, **variables: Any) -> dict[str, Any]:
    """Return the variables of a host that manages the account."""
    return {**{f"mimecast_{name}": value for name, value in account.connection.items()}, **variables}


def planned(result: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what a task changes, and how."""
    return [(change["operation"], change["name"]) for change in result["plan"]]


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize("given", ["mimecast_site", "entries"])
def test_a_role_that_is_given_another_site_than_the_preflight_is_not_spared(
    empty: Account, given: str, check_mode: bool
) -> None:
    empty.apply(MANAGED["delivery_route"], MAIN)
    host = of_host(empty, mimecast_site={"delivery_routes": [MAIN]})
    with new_run(host, check_mode=check_mode, door=empty.door) as run:
        assert run_task(run, composition.PREFLIGHT, {})["roles"] == []
        assert run_task(run, "mimecast_delivery_route", FROM_SITE)["skipped"]
        other = {"mimecast_site": {"delivery_routes": [MAIN, DR]}} if given == "mimecast_site" else {}
        options = {"entries": [MAIN, DR]} if given == "entries" else {}
        made = run_task(replace(run, variables={**host, **other}), "mimecast_delivery_route", {**FROM_SITE, **options})
    assert planned(made) == [("create", "DR")]


def test_a_role_with_domains_that_the_preflight_did_not_know_is_not_skipped(empty: Account) -> None:
    host = of_host(empty, mimecast_site={"delivery_routes": [MAIN]})
    with new_run(host, door=empty.door) as run:
        run_task(run, composition.PREFLIGHT, {})
        assert run_task(run, "mimecast_mx_info", FROM_SITE)["skipped"]
        other = replace(run, variables={**host, "mimecast_site": {"mx": [{"domain": "not a domain"}]}})
        assert run_task(other, "mimecast_mx_info", FROM_SITE)["failed"]


@pytest.fixture
def with_routes(empty: Account) -> Account:
    """An account with two delivery routes."""
    for route in (MAIN, DR):
        empty.apply(MANAGED["delivery_route"], route)
    return empty


def leave(run: Run, name: str, **more: Any) -> None:
    """Run the task of a role that leaves the deletion of a route to the end of the play."""
    options = {**FROM_SITE, "entries": [{"name": name, "state": "absent"}], "deletions": "none", **more}
    result = run_task(run, "mimecast_delivery_route", options)
    assert (result.get("failed"), result["changed"]) == (None, False)


REMOVE = {**FROM_SITE, "deletions": "only"}


@pytest.mark.parametrize("check_mode", [True, False])
@pytest.mark.parametrize("more", [{}, {"max_deletes": 1}])
def test_a_role_that_is_in_the_play_twice_leaves_all_of_its_deletions(
    with_routes: Account, more: dict[str, Any], check_mode: bool
) -> None:
    with new_run(of_host(with_routes), check_mode=check_mode, door=with_routes.door) as run:
        leave(run, "Main")
        leave(run, "DR", **more)
        leave(run, "DR", **more)
        gone = run_task(run, "mimecast_delivery_route", REMOVE)
        assert run_task(run, "mimecast_delivery_route", REMOVE)["skipped"]
    assert planned(gone) == [("delete", "Main"), ("delete", "DR")]
    assert gone["api"]["writes"] == (0 if check_mode else 2)
    assert len(gone["diff"]) == 2


def test_deletions_that_only_check_mode_has_left_are_never_made(with_routes: Account) -> None:
    with new_run(of_host(with_routes), door=with_routes.door) as run:
        predicting = replace(run, check_mode=True)
        leave(predicting, "Main")
        assert run_task(run, "mimecast_delivery_route", REMOVE)["skipped"]
        assert planned(run_task(predicting, "mimecast_delivery_route", REMOVE)) == [("delete", "Main")]
        leave(run, "DR")
        assert planned(run_task(predicting, "mimecast_delivery_route", REMOVE)) == [("delete", "DR")]
        assert planned(run_task(run, "mimecast_delivery_route", REMOVE)) == [("delete", "DR")]


def test_deletions_that_were_left_under_another_connection_are_not_passed_over(with_routes: Account) -> None:
    connection = with_routes.connection
    with new_run(door=with_routes.door) as run:
        leave(run, "Main", **connection)
        for other in ({}, {**connection, "base_url": f"{connection['base_url']}/"}):
            assert run_task(run, "mimecast_sender_group", {**REMOVE, **other})["skipped"]
            refused = run_task(run, "mimecast_delivery_route", {**REMOVE, **other})
            assert refused["msg"] == (
                "left to the end of the play under another connection than this task has: "
                "delivery route Main (to be deleted). Give the connection to the host, or to the role removals as well"
            )
        # A play may bring two accounts of one host to their end, one after the other.
        leave(run, "Nowhere", **other)
        assert run_task(run, "mimecast_delivery_route", {**REMOVE, **other})["skipped"]
        assert planned(run_task(run, "mimecast_delivery_route", {**REMOVE, **connection})) == [("delete", "Main")]
    with new_run(door=with_routes.door) as run:
        leave(run, "DR", **connection)
        assert run_task(replace(run, play="another"), "mimecast_delivery_route", {**REMOVE, **other})["skipped"]


def test_a_second_look_at_the_account_counts_and_not_the_first(empty: Account) -> None:
    empty.apply(MANAGED["delivery_route"], MAIN)
    with new_run(of_host(empty, mimecast_site={"delivery_routes": [MAIN]}), door=empty.door) as run:
        assert run_task(run, composition.PREFLIGHT, {})["roles"] == []
        empty.apply(MANAGED["delivery_route"], {**MAIN, "hostname": "colleague.example.net"})
        assert run_task(run, composition.PREFLIGHT, {})["roles"] == ["delivery_routing"]
        assert planned(run_task(run, "mimecast_delivery_route", FROM_SITE)) == [("update", "Main")]


def test_a_prediction_of_check_mode_does_not_skip_a_task_that_applies(empty: Account) -> None:
    with new_run(of_host(empty, mimecast_site={"delivery_routes": [MAIN]}), door=empty.door) as run:
        predicting = replace(run, check_mode=True)
        predicted = run_task(predicting, "mimecast_delivery_route", FROM_SITE)
        assert run_task(predicting, composition.PREFLIGHT, {})["roles"] == []
        made = run_task(run, "mimecast_delivery_route", FROM_SITE)
    assert planned(made) == planned(predicted) == [("create", "Main")]
