# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is particular to members, passwords, hand-offs and unstable ids."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.tests.contract import samples
from ansible_collections.mailops.mimecast.tests.contract.account import ACCOUNT, SECRET, Account
from mimecast_emulator.testing import RunningEmulator

GROUP = MANAGED["sender_group"]
ROLE = MANAGED["role_member"]
ROUTE = MANAGED["delivery_route"]
USER = MANAGED["user"]
PREVIEW = [resource for resource in MANAGED.values() if resource.support == "preview"]
FORBIDDEN = "err_xdk_operation_forbidden_for_address"


def members_of(account: Account, group: str = "blocked-senders") -> dict[str, str]:
    """Return the members of a group with their notes, as the emulator holds them."""
    rows = account.table("groups")[group]["members"]
    return {row.get("emailAddress") or row["domain"]: row.get("note", "") for row in rows}


def numbered(count: int) -> list[str]:
    return [f"sender{index:04d}@bulk.example" for index in range(count)]


def test_members_are_added_removed_and_made_exact(account: Account) -> None:
    account.apply(GROUP, {"name": "Blocked Senders", "members": ["a.example", "b.example"]})
    account.apply(GROUP, {"name": "Blocked Senders", "members": ["c.example"]})
    assert set(members_of(account)) == {"a.example", "b.example", "c.example"}
    account.apply(GROUP, {"name": "Blocked Senders", "members": ["b.example"], "members_mode": "remove"})
    assert set(members_of(account)) == {"a.example", "c.example"}
    mixed = ["d.example", {"member": "a.example", "state": "absent"}]
    account.apply(GROUP, {"name": "Blocked Senders", "members": mixed})
    assert set(members_of(account)) == {"c.example", "d.example"}
    result = account.apply(GROUP, {"name": "Blocked Senders", "members": ["c.example"], "members_mode": "exact"})
    assert set(members_of(account)) == {"c.example"}
    assert result["diff"][0]["before"] == "members:\n- d.example\n# members: 1 more stay as they are\n"


def test_a_diff_calls_no_list_empty_that_is_not(account: Account) -> None:
    account.apply(GROUP, {"name": "Vendors", "members": ["a.example", "b.example"]})
    more = account.predicted_and_applied(GROUP, {"name": "Vendors", "members": ["c.example"]})["diff"][0]
    stay = "# members: 2 more stay as they are\n"
    assert (more["before"], more["after"]) == (f"members:\n{stay}", f"members:\n- c.example\n{stay}")
    fewer = account.apply(GROUP, {"name": "Vendors", "members": ["c.example"], "members_mode": "remove"})["diff"][0]
    assert (fewer["before"], fewer["after"]) == (f"members:\n- c.example\n{stay}", f"members:\n{stay}")
    alone = account.apply(GROUP, {"name": "New", "members": ["a.example"]})["diff"][0]
    assert alone["before"] == ""


def test_a_diff_says_that_who_else_holds_a_role_cannot_be_read(plain_account: Account) -> None:
    role = {"role": "Basic Administrator", "members": ["jo@example.com"]}
    block = plain_account.apply(ROLE, role)["diff"][0]
    unread = "# members: its other items cannot be read\n"
    assert (block["before"], block["after"]) == (f"members:\n{unread}", f"members:\n- jo@example.com\n{unread}")


def test_a_note_is_changed_cleared_or_left_alone(account: Account) -> None:
    account.apply(GROUP, {"name": "Blocked Senders", "members": [{"member": "a.example", "note": "first"}]})
    account.unchanged(GROUP, {"name": "Blocked Senders", "members": ["a.example"]})
    account.apply(GROUP, {"name": "Blocked Senders", "members": [{"member": "a.example", "note": "second"}]})
    assert members_of(account) == {"a.example": "second"}
    account.apply(GROUP, {"name": "Blocked Senders", "members": [{"member": "a.example", "note": ""}]})
    assert members_of(account) == {"a.example": ""}
    account.unchanged(GROUP, {"name": "Blocked Senders", "members": [{"member": "a.example", "note": ""}]})


def test_a_large_group_is_read_page_by_page_and_written_in_batches(account: Account) -> None:
    options = {"name": "Blocked Senders", "members": numbered(1205), "members_mode": "exact"}
    account.predicted_and_applied(GROUP, options)
    assert len(members_of(account)) == 1205
    account.unchanged(GROUP, options)
    assert account.operations() == ["createToken", "listGroups", *["legacyGetGroupMembers"] * 3]


def test_refused_members_are_named_and_do_not_keep_the_others_back(account: Account) -> None:
    fault = {"kind": "fail_items", "code": FORBIDDEN, "match": "sender0003"}
    account.running.set_faults([{"operation": "legacyAddGroupMembers", "times": None, "fault": fault}])
    result = account.task("mimecast_sender_group", {"name": "Blocked Senders", "members": numbered(25)})
    assert result["failed"]
    assert result["changed"]
    assert f"refused by the API: Blocked Senders: sender0003@bulk.example ({FORBIDDEN})" in result["msg"]
    assert "not in effect: sender group Blocked Senders (members)" in result["msg"]
    assert len(members_of(account)) == 24
    assert "sender0003" not in result["diff"][0]["after"]
    assert result["diff"][0]["after"].count("sender0") == 24


def test_a_batch_of_which_every_member_is_refused_ends_the_task(account: Account) -> None:
    fault = {"kind": "fail_items", "code": FORBIDDEN, "match": "."}
    account.running.set_faults([{"operation": "legacyAddGroupMembers", "times": None, "fault": fault}])
    result = account.task("mimecast_sender_group", {"name": "Blocked Senders", "members": numbered(25)})
    assert result["failed"]
    assert not result["changed"]
    assert account.writes() == ["legacyAddGroupMembers"]
    assert "0 of 1 changes are in effect" in result["msg"]


@pytest.mark.parametrize("when", ["before", "after"])
def test_members_of_an_unknown_outcome_are_read_again_and_completed(account: Account, when: str) -> None:
    fault = {"kind": "reset", "when": when}
    account.running.set_faults([{"operation": "legacyAddGroupMembers", "skip": 1, "times": 1, "fault": fault}])
    account.apply(GROUP, {"name": "Blocked Senders", "members": numbered(25)})
    assert len(members_of(account)) == 25


def test_a_group_from_a_directory_is_not_touched(account: Account) -> None:
    message = account.refused(GROUP, {"name": "Domain Users", "members": ["a.example"]})
    assert "refused: it comes from a directory" in message
    assert account.writes() == []


def test_a_group_with_members_is_deleted_only_on_purpose(account: Account) -> None:
    account.apply(GROUP, {"name": "Vendors", "members": numbered(12)})
    gone = {"name": "Vendors", "state": "absent"}
    account.running.clear_requests()
    message = account.refused(GROUP, gone)
    assert "it still has 12 members (accept_risk: [delete_with_members]" in message
    assert account.writes() == []
    account.predicted_and_applied(GROUP, {**gone, "accept_risk": ["delete_with_members"]})
    account.unchanged(GROUP, gone)


def test_a_sub_group_stands_in_its_parent(account: Account) -> None:
    account.predicted_and_applied(GROUP, {"entries": [{"name": "Inner", "parent": "Outer"}, {"name": "Outer"}]})
    groups = account.table("groups")
    assert groups["inner"]["parent"] == "outer"
    assert "sub-groups" in account.refused(GROUP, {"name": "Outer", "state": "absent"})


def test_a_group_at_the_top_is_created_there_and_cannot_be_put_there(account: Account) -> None:
    account.predicted_and_applied(GROUP, {"name": "Outer", "parent": ""})
    account.apply(GROUP, {"name": "Inner", "parent": "Outer"})
    assert "parent: the API cannot remove it from 'Outer'" in account.refused(GROUP, {"name": "Inner", "parent": ""})
    account.unchanged(GROUP, {"name": "Inner", "parent": "Outer"})


def test_a_password_is_sent_on_creation_and_then_only_when_always_asked_for(account: Account) -> None:
    entry = {"email": "new@example.com", "name": "New", "password": "Canary-1", "force_password_change": True}
    account.apply(USER, entry)
    account.unchanged(USER, entry)
    assert account.table("users")["new@example.com"]["passwordChanges"] == 1
    result = account.apply(USER, {**entry, "update_password": "always"})
    assert result["changed"]
    assert account.table("users")["new@example.com"]["passwordChanges"] == 2
    assert result["diff"][0]["after"].splitlines()[-1] == 'password: "(secret)"'


def test_the_smtp_password_goes_with_every_change_of_the_authentication(account: Account) -> None:
    login = {"mechanisms": ["LOGIN"], "username": "relay", "password": "Canary-1"}
    entry: dict[str, Any] = {"name": "Smart host", "hostname": "smtp.example.net", "smtp_authentication": login}
    account.apply(ROUTE, entry)
    account.unchanged(ROUTE, entry)
    account.apply(ROUTE, {**entry, "smtp_authentication": {**login, "username": "other"}})
    assert account.table("delivery_routes")["smart-host"]["passwordChanges"] == 2
    account.predicted_and_applied(ROUTE, {"name": "Smart host", "smtp_authentication": {}})
    assert "smtpAuthentication" not in account.table("delivery_routes")["smart-host"]


def test_authentication_cannot_begin_without_its_password(account: Account) -> None:
    entry = {"name": "Route one", "smtp_authentication": {"mechanisms": ["LOGIN"], "username": "relay"}}
    assert "smtp_authentication.password: is required to set smtp_authentication" in account.refused(ROUTE, entry)
    assert account.writes() == []


def test_a_user_that_is_absent_is_disabled_and_only_purged_on_purpose(account: Account) -> None:
    gone = {"email": "jo@example.com", "state": "absent"}
    account.predicted_and_applied(USER, gone)
    assert account.table("users")["jo@example.com"]["disabled"]
    account.unchanged(USER, gone)
    account.predicted_and_applied(USER, {**gone, "purge_address": True})
    account.unchanged(USER, {**gone, "purge_address": True})
    account.unchanged(USER, {"email": "never@example.com", "state": "absent"})


def test_a_user_of_a_directory_is_not_touched(account: Account) -> None:
    message = account.refused(USER, {"email": "directory.user@example.com", "disabled": True})
    assert "a directory synchronises it" in message
    assert account.writes() == []


def test_giving_a_role_shows_where_it_comes_from(account: Account) -> None:
    account.apply(ROLE, {"role": "Basic Administrator", "members": ["jo@example.com"]})
    result = account.predicted_and_applied(ROLE, {"role": "Help Desk Administrator", "members": ["jo@example.com"]})
    assert result["plan"][0]["moves"] == {"jo@example.com": "Basic Administrator"}
    assert "- jo@example.com  # from Basic Administrator" in result["diff"][0]["after"]
    assert account.table("users")["jo@example.com"]["role"] == "Help Desk Administrator"


def test_an_exact_role_loses_everybody_else(account: Account) -> None:
    account.apply(ROLE, {"role": "Basic Administrator", "members": ["jo@example.com", "sam@example.com"]})
    exact = {"role": "Basic Administrator", "members": ["sam@example.com"], "members_mode": "exact"}
    account.predicted_and_applied(ROLE, exact)
    assert account.table("users")["jo@example.com"].get("role") is None
    account.unchanged(ROLE, exact)


def test_protected_rights_are_given_only_on_purpose(account: Account) -> None:
    entry = {"role": "Full Administrator", "members": ["jo@example.com"]}
    assert "accept_risk: [protected_role]" in account.refused(ROLE, entry)
    assert account.apply(ROLE, {**entry, "accept_risk": ["protected_role"]})["changed"]


def test_a_role_that_does_not_exist_is_refused_with_the_nearest_one(account: Account) -> None:
    message = account.refused(ROLE, {"role": "Basic Administrater", "members": ["jo@example.com"]})
    assert "did you mean 'Basic Administrator'?" in message


def test_somebody_who_is_no_user_is_refused_before_any_change(account: Account) -> None:
    message = account.refused(ROLE, {"role": "Basic Administrator", "members": ["nobody@example.com"]})
    assert "nobody@example.com is not a user of the account" in message
    assert account.writes() == []


@pytest.mark.parametrize("resource", PREVIEW, ids=lambda resource: resource.name)
def test_what_the_api_does_not_offer_is_handed_over_until_it_is_recorded(
    plain_account: Account, resource: Resource
) -> None:
    entry = samples.first_entry(resource)
    predicted = plain_account.apply(resource, entry, check=True)
    result = plain_account.apply(resource, entry)
    assert {**predicted, "api": {}} == {**result, "api": {}}
    assert result["changed"]
    assert plain_account.writes() == []
    manual = result["manual"][0]
    assert result["plan"][0]["operation"] == "hand_off"
    assert result["plan"][0]["calls"] == []
    assert result["diff"][0]["after_header"] == f"{resource.title} {entry[resource.key]} (by hand in the console)"
    assert manual["name"] == entry[resource.key]
    assert resource.console.menu in manual["steps"][0]
    assert manual["fingerprint"] in manual["steps"][-1]
    record = {"fingerprint": manual["fingerprint"], "by": "jo@example.com", "at": "2026-11-23"}
    if resource is ROLE:
        plain_account.set_table("users", {**plain_account.table("users"), "jo@example.com": {"role": entry["role"]}})
    done = plain_account.apply(resource, {**entry, "console_done": [record]})
    assert not done["changed"]
    assert done["manual"] == []


@pytest.mark.parametrize("resource", PREVIEW, ids=lambda resource: resource.name)
def test_another_object_has_another_fingerprint(plain_account: Account, resource: Resource) -> None:
    entry = samples.first_entry(resource)
    first = plain_account.apply(resource, entry)["manual"][0]["fingerprint"]
    one = next(field for setting, field in samples.changeable() if setting is resource and not field.reference)
    other = plain_account.apply(resource, {**entry, one.name: samples.value_of(one, 1)})["manual"][0]["fingerprint"]
    assert first != other


@pytest.mark.parametrize("resource", PREVIEW, ids=lambda resource: resource.name)
def test_a_hand_off_is_refused_where_only_the_api_will_do(plain_account: Account, resource: Resource) -> None:
    message = plain_account.refused(resource, {**samples.first_entry(resource), "apply_via": "api"})
    assert "does not offer" in message


@pytest.mark.parametrize("resource", PREVIEW, ids=lambda resource: resource.name)
def test_a_hand_off_can_be_asked_for_even_where_the_api_would_do(account: Account, resource: Resource) -> None:
    result = account.apply(resource, {**samples.first_entry(resource), "apply_via": "console"})
    assert result["manual"]
    assert account.writes() == []


def test_a_role_that_was_given_by_hand_is_seen_without_a_record(plain_account: Account) -> None:
    entry = {"role": "Basic Administrator", "members": ["jo@example.com"]}
    assert plain_account.apply(ROLE, entry)["changed"]
    users = plain_account.table("users")
    plain_account.set_table("users", {**users, "jo@example.com": {**users["jo@example.com"], "role": entry["role"]}})
    plain_account.unchanged(ROLE, entry)


def test_a_record_does_not_hide_that_a_role_is_not_held(plain_account: Account) -> None:
    entry = {"role": "Basic Administrator", "members": ["jo@example.com"]}
    mark = plain_account.apply(ROLE, entry)["manual"][0]["fingerprint"]
    record = {"fingerprint": mark, "by": "jo@example.com", "at": "2026-11-23"}
    result = plain_account.apply(ROLE, {**entry, "console_done": [record]})
    assert result["changed"]


def test_who_else_holds_a_role_is_found_out_only_when_every_user_is_looked_at(plain_account: Account) -> None:
    users = plain_account.table("users")
    held = {name: {**users[name], "role": "Basic Administrator"} for name in ("jo@example.com", "sam@example.com")}
    plain_account.set_table("users", {**users, **held})
    exact = {"role": "Basic Administrator", "members": ["jo@example.com"], "members_mode": "exact"}
    unsure = plain_account.apply(ROLE, exact)
    assert unsure["plan"][0]["operation"] == "hand_off"
    scanned = plain_account.apply(ROLE, {**exact, "scan_users": True})
    assert scanned["plan"][0]["before"] == {"members": [{"member": "sam@example.com"}]}
    assert plain_account.writes() == []


@pytest.mark.parametrize(
    "resource", [resource for resource in MANAGED.values() if resource.create], ids=lambda resource: resource.name
)
def test_ids_that_are_never_the_same_do_no_harm(resource: Resource) -> None:
    with RunningEmulator({ACCOUNT: SECRET}, rotate_ids=True, strict=True) as running:
        running.set_state(ACCOUNT, samples.prepare(running.state(ACCOUNT)))
        account = Account(running)
        account.predicted_and_applied(resource, samples.full_entry(resource))
        account.unchanged(resource, samples.full_entry(resource))


def test_info_names_what_it_cannot_read(plain_account: Account) -> None:
    read = plain_account.task("mimecast_info", {})
    assert set(read["unreadable"]) == {"ip_permits", "attachment_sets", "role_members"}
    assert "app_forbidden" in read["unreadable"]["ip_permits"]
    assert not set(read["unreadable"]) & set(read["site"])
    assert read["left_out"]["users"] == 1
    assert [entry["name"] for entry in read["site"]["sender_groups"]][:2] == ["Blocked Senders", "IT Helpdesk"]


def test_a_purge_takes_a_group_with_its_members_on_purpose(account: Account) -> None:
    account.apply(GROUP, {"name": "Old list", "members": numbered(12)})
    purge = {"entries": [{"name": "Vendors"}], "purge": True, "purge_match": "Old *"}
    assert "accept_risk: [delete_with_members]" in account.refused(GROUP, purge)
    account.predicted_and_applied(GROUP, {**purge, "accept_risk": ["delete_with_members"]})
    assert "old-list" not in account.table("groups")


def test_a_user_who_moves_within_one_task_is_predicted_where_it_goes(account: Account) -> None:
    account.apply(ROLE, {"role": "Basic Administrator", "members": ["jo@example.com"]})
    entries = [
        {"role": "Gateway Administrator", "members": ["jo@example.com"], "members_mode": "exact"},
        {"role": "Basic Administrator", "members": ["sam@example.com"]},
    ]
    result = account.predicted_and_applied(ROLE, {"entries": entries})
    assert [entry["members"] for entry in result["entries"]] == [
        [{"member": "jo@example.com"}],
        [{"member": "sam@example.com"}],
    ]
    assert "more stay" not in str(result["diff"])


def test_nobody_is_wanted_in_two_roles(account: Account) -> None:
    entries = [
        {"role": role, "members": ["jo@example.com"]} for role in ("Basic Administrator", "Gateway Administrator")
    ]
    message = account.refused(ROLE, {"entries": entries})
    assert (
        "entries[1].members: 'jo@example.com' can have only one administrator role, "
        "and is also at entries[0]" in message
    )
    assert account.operations() == []


def test_a_run_that_cannot_read_back_says_that_it_sent_something(account: Account) -> None:
    broken = {"kind": "status", "status": 500, "when": "after"}
    account.connection["retry_budget"] = 0
    account.running.set_faults(
        [
            {"operation": "legacyAddGroupMembers", "times": 1, "fault": broken},
            {"operation": "listGroups", "skip": 1, "times": None, "fault": broken},
        ]
    )
    result = account.task("mimecast_sender_group", {"name": "Vendors", "members": ["a.example"]})
    assert result["failed"]
    assert result["changed"]
    assert "changes were sent, but it is not known what took effect" in result["msg"]


def test_a_deletion_that_stops_half_way_tells_what_is_gone(account: Account) -> None:
    account.apply(GROUP, {"name": "Old list", "members": numbered(3)})
    fault = {"kind": "app_forbidden"}
    account.running.set_faults([{"operation": "legacyDeleteGroups", "times": None, "fault": fault}])
    gone = {"name": "Old list", "state": "absent", "accept_risk": ["delete_with_members"]}
    result = account.task("mimecast_sender_group", gone)
    assert result["failed"]
    assert result["changed"]
    assert [change["fields"] for change in result["plan"]] == [["members"]]


def test_a_list_of_which_only_a_part_could_be_read_is_not_told(plain_account: Account) -> None:
    entry = {"role": "Basic Administrator", "members": ["jo@example.com"], "members_mode": "remove"}
    assert plain_account.apply(ROLE, entry)["entries"] == [{"role": "Basic Administrator"}]
