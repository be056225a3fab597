# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole site in one task: judged before the first write, applied in the order of need, each list read once."""

from __future__ import annotations

import copy
import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import Connection
from ansible_collections.mailops.mimecast.plugins.module_utils._model.progress import EVERY, Progress
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED, RESOURCES
from ansible_collections.mailops.mimecast.plugins.module_utils._run import site_run
from ansible_collections.mailops.mimecast.tests.contract.account import ACCOUNT, SECRET, Account
from ansible_collections.mailops.mimecast.tests.contract.conftest import fresh
from ansible_collections.mailops.mimecast.tests.contract.doors import DOORS
from mimecast_emulator.testing import RunningEmulator

EVERYONE, INTERNAL = {"type": "everyone"}, {"type": "internal_addresses"}
GONE = {"state": "absent"}

SITE: dict[str, Any] = {
    "sender_groups": [
        {"name": "Blocked Senders", "members": ["a.example", "b.example"], "members_mode": "exact"},
        {"name": "Partners", "parent": "IT Helpdesk", "members": ["c.example"]},
    ],
    "delivery_routes": [
        {"name": "Main", "hostname": "mail.example.com", "alternate_route": "Standby"},
        {"name": "Standby", "hostname": "standby.example.com"},
    ],
    "delivery_route_policies": [
        {
            "name": "Inbound",
            "route": "Main",
            "applies_from": {"type": "profile_group", "group": "Partners"},
            "applies_to": INTERNAL,
        },
    ],
    "ip_permits": [{"name": "Scanners", "source_ips": ["192.0.2.0/24"]}],
    "users": [{"email": "new@example.com", "name": "New"}],
    "role_members": [{"role": "Basic Administrator", "members": ["new@example.com"]}],
    "attachment_sets": [{"name": "Images", "folder": "Sets", "notify": {"group": "Partners"}}],
}
"""Something of every type, and whatever can refer to another refers to one that is yet to come."""

LISTS = {one.plural: one.list.id for one in MANAGED.values() if one.list}
MEMBERS_OF_GROUP, MEMBERS_OF_ROLE = "legacyGetGroupMembers", "listRoleMembers"
TOLD = ("changed", "diff", "plan", "manual", "warnings", "unchanged")


def applied(account: Account, site: Mapping[str, Any], check: bool = False, **more: Any) -> dict[str, Any]:
    """Run the task, which has to succeed; the requests are those of this run alone."""
    account.running.clear_requests()
    result = account.task("mimecast_site", {"site": site, **more}, check)
    assert not result.get("failed"), result["msg"]
    return result


def refused(account: Account, site: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """Run the task, which has to fail; the requests are those of this run alone."""
    account.running.clear_requests()
    result = account.task("mimecast_site", {"site": site, **more})
    assert result.get("failed"), result
    return result


def predicted_and_applied(account: Account, site: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """Run the task in check mode and for real: both have to say the same, and only one of them may write."""
    predicted = applied(account, site, check=True, **more)
    assert account.writes() == []
    result = applied(account, site, **more)
    for part in TOLD:
        assert predicted.get(part) == result.get(part), part
    return result


def planned(result: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return (operation, type, name) of every change in a result, in order."""
    return [(one["operation"], one["resource"], one["name"]) for one in result["plan"]]


def reads(account: Account) -> Counter[str]:
    """Return how often each operation was sent that changes nothing, the token among them."""
    return Counter(one["operation"] for one in account.running.requests() if not one["write"])


def members_asked_for(account: Account) -> dict[str, int]:
    """Return how often the members of an object were read."""
    found = reads(account)
    return {name: found[name] for name in (MEMBERS_OF_GROUP, MEMBERS_OF_ROLE) if found[name]}


def a_fault(account: Account, operation: str, kind: str = "status", **more: Any) -> None:
    """Make an operation fail for good, without the task waiting for better times."""
    account.connection["retry_budget"] = 0
    times, skip = more.pop("times", None), more.pop("skip", 0)
    rule = {"operation": operation, "times": times, "skip": skip, "fault": {"kind": kind, **more}}
    account.running.set_faults([rule])


@pytest.fixture(scope="module")
def rotating_emulator() -> Iterator[RunningEmulator]:
    """An emulator that spells every id anew whenever it gives one out."""
    with RunningEmulator({ACCOUNT: SECRET}, preview=True, rotate_ids=True) as running:
        yield running


@pytest.fixture(params=sorted(DOORS))
def plain_door(request: pytest.FixtureRequest, plain_emulator: RunningEmulator) -> Account:
    """An account whose API offers what the public catalogue does, through one door after the other."""
    return fresh(plain_emulator, request.param)


# --- What a run costs -------------------------------------------------------------------------------------------------


def test_a_site_in_sync_costs_one_token_and_one_read_of_each_list(either_door: Account) -> None:
    applied(either_door, SITE)
    result = applied(either_door, SITE)
    assert not result["changed"]
    once = dict.fromkeys(LISTS.values(), 1)
    assert reads(either_door) == {"createToken": 1, **once, MEMBERS_OF_GROUP: 2, MEMBERS_OF_ROLE: 1}
    assert either_door.writes() == []
    assert result["api"] == {"reads": 10, "writes": 0, "tokens": 1, "seconds_waited": 0}


def test_purges_and_entries_that_are_absent_make_nothing_be_read_twice(either_door: Account) -> None:
    absent: dict[str, Any] = {
        "sender_groups": [{"name": "Leaving", **GONE}],
        "delivery_routes": [{"name": "Leaving", **GONE}],
        "users": [{"email": "leaving@example.com", "purge_address": True, **GONE}],
    }
    site = {plural: [*entries, *absent.get(plural, [])] for plural, entries in SITE.items()}
    purge = {one.plural: {"purge": True, "purge_match": "Old *"} for one in MANAGED.values() if one.purgeable}
    applied(either_door, site, types=purge)
    assert not applied(either_door, site, types=purge)["changed"]
    once = dict.fromkeys(LISTS.values(), 1)
    assert reads(either_door) == {"createToken": 1, **once, MEMBERS_OF_GROUP: 2, MEMBERS_OF_ROLE: 1}


def test_each_type_that_is_changed_is_read_back_once(either_door: Account) -> None:
    applied(either_door, SITE)
    found = reads(either_door)
    assert {plural: found[LISTS[plural]] for plural in LISTS} == dict.fromkeys(LISTS, 2)
    assert found["createToken"] == 1
    # Only one of the two groups is there when the run begins; both are there when they are read back.
    assert members_asked_for(either_door) == {MEMBERS_OF_GROUP: 1 + 2, MEMBERS_OF_ROLE: 2}


def test_a_type_that_is_in_sync_is_not_read_back(either_door: Account) -> None:
    applied(either_door, SITE)
    site = copy.deepcopy(SITE)
    site["ip_permits"][0]["enabled"] = False
    applied(either_door, site)
    found = reads(either_door)
    assert {plural for plural in LISTS if found[LISTS[plural]] == 2} == {"ip_permits"}
    assert members_asked_for(either_door) == {MEMBERS_OF_GROUP: 2, MEMBERS_OF_ROLE: 1}


def test_reading_back_deletions_does_not_read_the_members_of_what_stays(either_door: Account) -> None:
    applied(either_door, SITE)
    site = {"sender_groups": [*SITE["sender_groups"], {"name": "Vendors", **GONE}]}
    applied(either_door, site)
    assert either_door.writes() == ["legacyDeleteGroups"]
    assert members_asked_for(either_door) == {MEMBERS_OF_GROUP: 2}


def test_a_type_that_others_refer_to_is_read_though_the_site_does_not_name_it(either_door: Account) -> None:
    applied(
        either_door,
        {
            "delivery_route_policies": [
                {**SITE["delivery_route_policies"][0], "route": "Route one", "applies_from": EVERYONE}
            ]
        },
        check=True,
    )
    found = reads(either_door)
    assert found[LISTS["delivery_routes"]] == 1
    assert found[LISTS["users"]] == found[LISTS["attachment_sets"]] == 0


def test_a_list_that_names_nothing_is_not_read(either_door: Account) -> None:
    result = applied(either_door, {"users": [], "ip_permits": []})
    assert not result["changed"]
    assert result["unchanged"] == {"users": [], "ip_permits": []}
    assert either_door.operations() == []


# --- Judged as a whole, before anything is sent -----------------------------------------------------------------------


def test_a_problem_in_the_last_type_keeps_the_first_from_being_written(either_door: Account) -> None:
    site = copy.deepcopy(SITE)
    site["attachment_sets"][0]["notify"]["group"] = "Nowhere"
    result = refused(either_door, site)
    assert "mimecast_site.attachment_sets[0].notify.group: there is no sender group 'Nowhere'" in result["msg"]
    assert either_door.writes() == []
    assert not result.get("changed")


def test_all_that_is_refused_is_told_at_once(either_door: Account) -> None:
    site = copy.deepcopy(SITE)
    site["sender_groups"].append({"name": "Domain Users", "members": ["a.example"]})
    site["delivery_route_policies"][0]["route"] = "Nowhere"
    result = refused(either_door, site)
    assert [line.partition(": ")[0] for line in result["msg"].splitlines()] == [
        "mimecast_site.sender_groups[2]",
        "mimecast_site.delivery_route_policies[0].route",
    ]


def test_a_problem_of_what_others_use_is_told_once_though_it_has_two_turns(either_door: Account) -> None:
    result = refused(either_door, {"sender_groups": [{"name": "Blocked Senders", **GONE}]})
    assert result["msg"].count("Blocked Senders") == 1


@pytest.mark.parametrize("status", [403, 500])
@pytest.mark.parametrize("resource", MANAGED.values())
def test_a_list_that_cannot_be_read_keeps_everything_from_being_written_and_is_named(
    either_door: Account, resource: Resource, status: int
) -> None:
    a_fault(either_door, LISTS[resource.plural], status=status, when="before")
    result = refused(either_door, SITE)
    assert f"{resource.plural}: {LISTS[resource.plural]}: " in result["msg"]
    assert either_door.writes() == []
    assert not result.get("changed")
    assert result["api"]["writes"] == 0


def test_members_that_cannot_be_read_keep_everything_from_being_written(either_door: Account) -> None:
    a_fault(either_door, MEMBERS_OF_GROUP, "permission")
    result = refused(either_door, SITE)
    assert result["msg"].startswith(f"sender_groups: {MEMBERS_OF_GROUP}: refused")
    assert either_door.writes() == []


def test_a_site_that_is_malformed_is_refused_before_anything_is_read(either_door: Account) -> None:
    result = refused(either_door, {**SITE, "ip_permits": [{"name": "A", "source_ips": ["x"]}]})
    assert "mimecast_site.ip_permits[0].source_ips[0]: 'x' is not an IP address" in result["msg"]
    assert either_door.operations() == []


def test_a_site_that_names_no_type_is_refused(either_door: Account) -> None:
    assert "Neither mimecast_site nor mimecast_baseline says anything" in refused(either_door, {})["msg"]
    assert either_door.operations() == []


# --- The order --------------------------------------------------------------------------------------------------------


def test_what_is_referred_to_is_made_first(either_door: Account) -> None:
    applied(either_door, SITE)
    assert [name for name, _run in itertools.groupby(either_door.writes())] == [
        "createGroup",
        "legacyAddGroupMembers",
        "createDeliveryRouteDefinition",
        "createDeliveryRoutePolicy",
        "createPermittedSendersPolicy",
        "legacyCreateUser",
        "addRoleMembers",
        "createAttachmentSet",
    ]


def test_what_is_used_goes_when_everything_has_let_go_of_it(either_door: Account) -> None:
    applied(either_door, SITE)
    result = predicted_and_applied(
        either_door,
        {
            "sender_groups": [{"name": "Partners", **GONE}, {"name": "Later", "members": []}],
            "delivery_routes": [{"name": "Main", **GONE}, {"name": "Standby", **GONE}],
            "delivery_route_policies": [{"name": "Inbound", **GONE}],
            "attachment_sets": [{"name": "Images", "notify": {"group": "Later"}}],
        },
        types={"sender_groups": {"accept_risk": ["delete_with_members"]}},
    )
    assert planned(result) == [
        ("create", "sender_group", "Later"),
        ("delete", "delivery_route_policy", "Inbound"),
        ("update", "attachment_set", "Images"),
        ("delete", "delivery_route", "Main"),
        ("delete", "delivery_route", "Standby"),
        ("delete", "sender_group", "Partners"),
    ]
    assert {"main", "standby"} & set(either_door.table("delivery_routes")) == set()
    assert "partners" not in either_door.table("groups")


def test_a_user_who_goes_and_holds_a_role_lets_go_of_it_in_the_same_run(either_door: Account) -> None:
    either_door.set_table("users", {**either_door.table("users"), "jo@example.com": {"role": "Basic Administrator"}})
    site = {
        "users": [{"email": "jo@example.com", "purge_address": True, **GONE}],
        "role_members": [{"role": "Basic Administrator", "members": ["sam@example.com"], "members_mode": "exact"}],
    }
    result = predicted_and_applied(either_door, site)
    assert planned(result) == [("update", "role_member", "Basic Administrator"), ("delete", "user", "jo@example.com")]
    assert either_door.table("users")["sam@example.com"]["role"] == "Basic Administrator"
    assert not applied(either_door, site)["changed"]


def test_a_user_is_disabled_once(either_door: Account) -> None:
    result = predicted_and_applied(either_door, {"users": [{"email": "jo@example.com", **GONE}]})
    assert planned(result) == [("update", "user", "jo@example.com")]
    assert len(result["diff"]) == 1
    assert either_door.writes() == ["legacyUpdateUsers"]
    assert either_door.table("users")["jo@example.com"]["disabled"]


def test_users_who_are_disabled_and_users_who_are_purged_are_each_named_once(either_door: Account) -> None:
    site = {
        "users": [
            {"email": "jo@example.com", **GONE},
            {"email": "sam@example.com", "purge_address": True, **GONE},
        ]
    }
    result = predicted_and_applied(either_door, site)
    assert planned(result) == [("update", "user", "jo@example.com"), ("delete", "user", "sam@example.com")]
    result = applied(either_door, site)
    assert not result["changed"]
    assert result["unchanged"] == {"users": ["jo@example.com", "sam@example.com"]}


# --- How far a run may go ---------------------------------------------------------------------------------------------


def test_only_chooses_types_and_the_others_are_left_alone(either_door: Account) -> None:
    result = predicted_and_applied(either_door, SITE, only=["users", "ip_permits"])
    assert {name for _operation, name, _key in planned(result)} == {"user", "ip_permit"}
    assert set(result["unchanged"]) == {"users", "ip_permits"}
    # A permit may be for a group, which is told by its name.
    assert set(reads(either_door)) == {"createToken", *(LISTS[one] for one in ("users", "ip_permits", "sender_groups"))}
    assert "main" not in either_door.table("delivery_routes")


def test_only_with_nothing_in_it_chooses_nothing(either_door: Account) -> None:
    result = applied(either_door, SITE, only=[])
    assert not result["changed"]
    assert result["unchanged"] == {}
    assert either_door.operations() == []


def test_what_only_leaves_out_is_not_believed_to_come(either_door: Account) -> None:
    result = refused(either_door, SITE, only=["attachment_sets"])
    assert "there is no sender group 'Partners'" in result["msg"]
    assert either_door.writes() == []


def old_things(account: Account) -> None:
    """Put something into the account that a purge of "Old *" would find, in two types."""
    routes, groups = account.table("delivery_routes"), account.table("groups")
    for number in (1, 2):
        routes[f"old-{number}"] = {"description": f"Old {number}", "hostname": "old.example.net"}
        groups[f"old-{number}"] = {"description": f"Old {number}", "members": [{"domain": "old.example"}]}
    account.set_table("delivery_routes", routes)
    account.set_table("groups", groups)


def test_a_purge_is_for_the_type_that_asks_for_it(either_door: Account) -> None:
    old_things(either_door)
    site: dict[str, Any] = {"sender_groups": [], "delivery_routes": []}
    result = predicted_and_applied(
        either_door, site, types={"delivery_routes": {"purge": True, "purge_match": "Old *"}}
    )
    assert planned(result) == [("delete", "delivery_route", f"Old {number}") for number in (1, 2)]
    assert {"old-1", "old-2"} <= set(either_door.table("groups"))


def test_a_purge_spares_what_the_site_names(either_door: Account) -> None:
    old_things(either_door)
    site = {"delivery_routes": [{"name": "Old 1", "port": 26}]}
    result = predicted_and_applied(
        either_door, site, types={"delivery_routes": {"purge": True, "purge_match": "Old *"}}
    )
    assert planned(result) == [("update", "delivery_route", "Old 1"), ("delete", "delivery_route", "Old 2")]


def test_max_deletes_is_for_the_type_that_it_is_set_for(either_door: Account) -> None:
    old_things(either_door)
    site = {"sender_groups": [], "delivery_routes": [], "users": SITE["users"]}
    purge = {"purge": True, "purge_match": "Old *"}
    types = {
        "delivery_routes": {**purge, "max_deletes": 2},
        "sender_groups": {**purge, "max_deletes": 1, "accept_risk": ["delete_with_members"]},
    }
    message = refused(either_door, site, types=types)["msg"]
    assert (
        message
        == "max_deletes: 2 sender group objects would be deleted, 1 are allowed; raise max_deletes if that is meant"
    )
    assert either_door.writes() == []
    types["sender_groups"]["max_deletes"] = 2
    assert len(predicted_and_applied(either_door, site, types=types)["plan"]) == 5


def test_a_risk_is_accepted_for_the_type_that_accepts_it(either_door: Account) -> None:
    site = {
        "role_members": [{"role": "Full Administrator", "members": ["jo@example.com"]}],
        "sender_groups": [{"name": "IT Helpdesk", "members": ["x.example"]}],
    }
    assert "accept_risk: [protected_role]" in refused(either_door, site)["msg"]
    assert either_door.writes() == []
    predicted_and_applied(either_door, site, types={"role_members": {"accept_risk": ["protected_role"]}})


def test_the_site_wins_over_the_baseline_entry_by_entry(either_door: Account) -> None:
    baseline = {
        "delivery_routes": [
            {"name": "Main", "hostname": "a.example.com"},
            {"name": "Other", "hostname": "b.example.com"},
        ]
    }
    site = {"delivery_routes": [{"name": "Main", "hostname": "c.example.com"}]}
    result = predicted_and_applied(either_door, site, baseline=baseline)
    assert {(one["name"], one["after"]["hostname"], one["where"]) for one in result["plan"]} == {
        ("Main", "c.example.com", "mimecast_site.delivery_routes[0]"),
        ("Other", "b.example.com", "mimecast_baseline.delivery_routes[1]"),
    }


def test_a_run_that_may_only_read_is_refused_where_something_would_change(either_door: Account) -> None:
    result = refused(either_door, SITE, read_only=True)
    assert "this run may only read" in result["msg"]
    assert not result["changed"]
    assert either_door.writes() == []


# --- Check mode and apply ---------------------------------------------------------------------------------------------


def test_check_mode_says_of_an_empty_account_what_apply_then_does(either_door: Account) -> None:
    result = predicted_and_applied(either_door, SITE)
    assert result["changed"]
    assert len(result["plan"]) == len(result["diff"]) == 9
    assert result["unchanged"] == {plural: [] for plural in SITE}


def test_check_mode_says_of_a_filled_account_what_apply_then_does(either_door: Account) -> None:
    applied(either_door, SITE)
    site = copy.deepcopy(SITE)
    site["sender_groups"][0]["members"] = ["b.example", "d.example"]
    site["delivery_routes"][1]["port"] = 2525
    site["users"].append({"email": "jo@example.com", **GONE})
    site["role_members"][0] = {"role": "Help Desk Administrator", "members": ["new@example.com"]}
    site["attachment_sets"] = [{"name": "Images", **GONE}]
    result = predicted_and_applied(either_door, site)
    assert planned(result) == [
        ("update", "sender_group", "Blocked Senders"),
        ("update", "delivery_route", "Standby"),
        ("update", "user", "jo@example.com"),
        ("update", "role_member", "Help Desk Administrator"),
        ("delete", "attachment_set", "Images"),
    ]
    assert result["unchanged"] == {
        "sender_groups": ["Partners"],
        "delivery_routes": ["Main"],
        "delivery_route_policies": ["Inbound"],
        "ip_permits": ["Scanners"],
        "users": ["new@example.com"],
        "role_members": [],
        "attachment_sets": [],
    }
    again = predicted_and_applied(either_door, site)
    assert not again["changed"]
    assert again["diff"] == again["plan"] == []


def test_a_site_leaves_the_account_as_its_types_one_by_one_do(either_door: Account) -> None:
    applied(either_door, SITE)
    whole = either_door.running.state(ACCOUNT)
    again = fresh(either_door.running, "action")
    for resource in MANAGED.values():
        again.apply(resource, {"entries": SITE[resource.plural]})
    single = again.running.state(ACCOUNT)
    for state in (whole, single):
        del state["audit"]
        for row in state["users"].values():
            row.update(createdDateTime="", updatedDateTime="")
    assert whole == single


@pytest.mark.parametrize("door", sorted(DOORS))
def test_ids_that_are_spelled_anew_at_every_read_make_no_difference(
    rotating_emulator: RunningEmulator, door: str
) -> None:
    account = fresh(rotating_emulator, door)
    assert predicted_and_applied(account, SITE)["changed"]
    assert not predicted_and_applied(account, SITE)["changed"]
    assert account.writes() == []
    site = {
        "delivery_route_policies": [{"name": "Inbound", **GONE}],
        "delivery_routes": [{"name": "Main", **GONE}, {"name": "Standby", **GONE}],
    }
    assert len(predicted_and_applied(account, site)["plan"]) == 3


# --- What the API does not offer --------------------------------------------------------------------------------------


def test_what_the_api_does_not_offer_is_handed_over_and_the_rest_is_done(plain_door: Account) -> None:
    result = predicted_and_applied(plain_door, SITE)
    by_hand = {("ip_permit", "Scanners"), ("role_member", "Basic Administrator"), ("attachment_set", "Images")}
    assert {(one["resource"], one["name"]) for one in result["manual"]} == by_hand
    assert {"main", "standby"} <= set(plain_door.table("delivery_routes"))
    assert plain_door.table("users")["new@example.com"]["name"] == "New"
    again = predicted_and_applied(plain_door, SITE)
    assert again["changed"]
    assert {(one["resource"], one["name"]) for one in again["manual"]} == by_hand
    assert plain_door.writes() == []


def test_what_is_recorded_as_done_by_hand_is_in_sync(plain_door: Account) -> None:
    first = applied(plain_door, SITE)
    users = plain_door.table("users")
    users["new@example.com"]["role"] = "Basic Administrator"
    plain_door.set_table("users", users)
    done = [{"fingerprint": one["fingerprint"], "by": "jo", "at": "2026-11-23"} for one in first["manual"]]
    result = predicted_and_applied(plain_door, {**SITE, "console_done": done})
    assert not result["changed"]
    assert result["manual"] == []
    assert result["unchanged"]["ip_permits"] == ["Scanners"]


def test_where_a_person_may_not_be_asked_the_run_is_refused_before_any_write(plain_door: Account) -> None:
    result = refused(plain_door, SITE, apply_via="api")
    for plural in ("ip_permits", "role_members", "attachment_sets"):
        assert f"{plural}: " in result["msg"]
    assert plain_door.writes() == []


def test_a_call_that_is_withdrawn_before_the_read_back_leaves_it_unknown_what_took_effect(either_door: Account) -> None:
    a_fault(either_door, MEMBERS_OF_ROLE, "app_forbidden", skip=1)
    site = {"role_members": [{"role": "Basic Administrator", "members": ["jo@example.com"]}]}
    result = refused(either_door, site, apply_via="api")
    assert result["msg"].startswith("role_members: changes were sent, but what took effect is not known.")
    assert result["changed"]
    assert result["api"]["writes"] == 1


# --- Runs that break off ----------------------------------------------------------------------------------------------


def test_a_run_that_breaks_off_tells_what_was_done_what_was_not_and_what_was_not_begun(either_door: Account) -> None:
    a_fault(either_door, "createDeliveryRouteDefinition", "permission", skip=1)
    result = refused(either_door, SITE)
    assert result["msg"].startswith(
        "delivery_routes: 1 of 2 changes are in effect. not in effect: delivery route Main (to be created). stopped at "
        "delivery route Main: createDeliveryRouteDefinition: refused with err_permission_denied"
    )
    assert result["msg"].endswith(
        ". Not begun: delivery route policy Inbound (to be created); IP permit Scanners (to be created); "
        "user new@example.com (to be created); administrator role Basic Administrator (members); "
        "attachment set Images (to be created)"
    )
    assert result["changed"]
    assert planned(result) == [
        ("create", "sender_group", "Partners"),
        ("update", "sender_group", "Blocked Senders"),
        ("create", "delivery_route", "Standby"),
    ]
    assert len(result["diff"]) == 3
    assert result["api"]["writes"] == len(either_door.writes())
    either_door.running.set_faults([])
    assert len(applied(either_door, SITE)["plan"]) == 6


def test_a_run_that_breaks_off_at_its_first_write_has_changed_nothing(either_door: Account) -> None:
    a_fault(either_door, "createGroup", "permission")
    result = refused(either_door, SITE)
    assert not result["changed"]
    assert result["plan"] == result["diff"] == []
    assert "Not begun: delivery route Standby (to be created); delivery route Main (to be created)" in result["msg"]


def test_a_write_that_is_forgotten_stops_the_run_before_the_next_type(either_door: Account) -> None:
    a_fault(either_door, "createDeliveryRouteDefinition", "ignore_write")
    result = refused(either_door, SITE)
    assert result["msg"].startswith("delivery_routes: 0 of 2 changes are in effect")
    assert set(either_door.writes()) == {"createGroup", "legacyAddGroupMembers", "createDeliveryRouteDefinition"}


def test_a_token_that_expires_between_two_types_is_renewed(either_door: Account) -> None:
    a_fault(either_door, "legacyCreateUser", "expire_token", times=1)
    assert applied(either_door, SITE)["api"]["tokens"] == 2
    assert not applied(either_door, SITE)["changed"]


# --- Secrets and progress ---------------------------------------------------------------------------------------------


def test_no_secret_is_in_a_result_whether_it_succeeds_or_not(either_door: Account) -> None:
    login = {"mechanisms": ["LOGIN"], "username": "relay", "password": "canary-smtp"}
    site = {
        "delivery_routes": [{"name": "Smart host", "hostname": "smtp.example.net", "smtp_authentication": login}],
        "users": [{"email": "new@example.com", "password": "canary-user", "update_password": "always"}],
    }
    results = [predicted_and_applied(either_door, site), applied(either_door, site)]
    assert planned(results[1]) == [("update", "user", "new@example.com")]
    results.append(refused(either_door, {**site, "ip_permits": [{"name": "Wide", "source_ips": ["0.0.0.0/0"]}]}))
    a_fault(either_door, "legacyUpdateUsers", "permission")
    results.append(refused(either_door, site))
    results.append(refused(either_door, site, client_secret="canary-wrong"))
    assert "canary" not in repr(results)


def told(account: Account, site: Mapping[str, Any], clock: Iterator[float]) -> Sequence[str]:
    """Apply a site against a clock of the test's own, and return the lines that a person has seen."""
    lines: list[str] = []
    progress = Progress(lines.append, lambda: next(clock))
    site_run.run({"site": site}, Connection(**account.connection), RESOURCES, False, progress)
    return lines


def test_a_long_run_says_how_far_it_is(account: Account) -> None:
    members = [f"s{number}@bulk.example" for number in range(25)]
    site = {**SITE, "sender_groups": [{"name": "Partners", "parent": "IT Helpdesk", "members": members}]}
    lines = told(account, site, itertools.count(0.0, EVERY))
    for line in (
        "sender group: 1 read",
        "sender group: 0 of 1 changes made",
        "Partners: 10 of 25 members added",
        "Partners: 25 of 25 members added",
        "Partners: 25 members read",
        "delivery route: 1 of 2 changes made",
    ):
        assert line in lines, lines


def test_a_short_run_says_nothing(account: Account) -> None:
    assert told(account, SITE, itertools.repeat(0.0)) == []
