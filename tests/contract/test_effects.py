# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is dangerous in an account is seen and can be ended, and what would lock its administrators out is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry, Row
from ansible_collections.mailops.mimecast.plugins.module_utils._report import site_text
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.tests.contract.account import Account

PERMIT, USER, ROLE, GROUP = (MANAGED[name] for name in ("ip_permit", "user", "role_member", "sender_group"))
OPEN = {"description": "Open door", "option": "permit_sender"}
ADMIN = "admin@example.com"
SECOND = "second@example.com"
WORD = {"accept_risk": ["disable_administrator"]}
FORBIDDEN = {"status": 403, "code": "app_forbidden"}


def with_open_door(account: Account, **more: Any) -> None:
    table = "permitted_sender_policies"
    account.set_table(table, {**account.table(table), "open": {**OPEN, **more}})


def with_users(account: Account, **users: dict[str, Any]) -> None:
    rows = {f"{name}@example.com": row for name, row in users.items()}
    account.set_table("users", {**account.table("users"), **rows})
    account.running.clear_requests()


def test_a_permit_for_everybody_is_listed_and_warned_of(account: Account) -> None:
    with_open_door(account)
    found = account.task("mimecast_site_plan", {"site": {"ip_permits": []}})
    assert [(seen["name"], seen["status"]) for seen in found["objects"]] == [("Open door", "extra")]
    told = "it is not in the site file and permits every sender: it has no source addresses"
    assert found["objects"][0]["reason"] == told
    assert found["warnings"] == [f"IP permit Open door: {told}"]


def test_a_permit_for_everybody_is_exported_with_a_remark_and_shows_no_change(account: Account) -> None:
    with_open_door(account)
    text = site_text.site_file(MANAGED, account.task("mimecast_info", {"types": ["ip_permits"]}))
    assert "# Open door: permits every sender: it has no source addresses." in text
    entries = account.task("mimecast_info", {"types": ["ip_permits"]})["site"]["ip_permits"]
    assert [entry["name"] for entry in entries] == ["Open door"]
    exact = [{**entry, "source_ips_mode": "exact"} for entry in entries]
    result = account.unchanged(PERMIT, {"entries": exact})
    assert "permits every sender" in result["warnings"][0]


def test_a_permit_for_everybody_is_switched_off_deleted_or_purged(account: Account) -> None:
    for options in (
        {"name": "Open door", "enabled": False},
        {"name": "Open door", "state": "absent"},
        {"entries": [{"name": "Other", "source_ips": ["192.0.2.1"]}], "purge": True},
    ):
        with_open_door(account)
        assert account.predicted_and_applied(PERMIT, options)["changed"]
        row = account.table("permitted_sender_policies").get("open")
        assert row is None or row["enabled"] is False
    assert "default-permitted-senders-policy" in account.table("permitted_sender_policies")


def test_a_permit_for_everybody_is_switched_off_by_hand_where_the_api_offers_no_call(plain_account: Account) -> None:
    assert plain_account.apply(PERMIT, {"name": "Open door", "enabled": False})["manual"]
    assert "permit every sender" in plain_account.refused(PERMIT, {"name": "Open door", "enabled": True})


def test_a_policy_of_an_unknown_option_is_shown_as_it_is_and_not_in_sync(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_open_door(account, sourceIPs=["192.0.2.1"])
    read = Client.pages

    def of_a_later_service(*given: Any, **more: Any) -> Iterator[list[Entry]]:
        for page in read(*given, **more):
            yield [{**row, "option": "Hold_For_Review", "fromPart": "reply_to"} for row in page]

    monkeypatch.setattr(Client, "pages", of_a_later_service)
    written = {"name": "Open door", "action": "permit_sender", "addresses_based_on": "return_address"}
    result = account.apply(PERMIT, written, check=True)
    assert "action: Hold_For_Review" in result["diff"][0]["before"]
    assert "addresses_based_on: reply_to" in result["diff"][0]["before"]
    told = "the account has 'Hold_For_Review', which this collection does not know"
    assert f"Open door.action: {told}" in result["warnings"]
    account.unchanged(PERMIT, {"name": "Open door", "source_ips": ["192.0.2.1"]})
    text = site_text.site_file(MANAGED, account.task("mimecast_info", {"types": ["ip_permits"]}))
    assert f'# "Open door": action is left out, {told}.' in text
    assert "action: Hold" not in text


@pytest.mark.parametrize(
    "gone", [{"state": "absent"}, {"disabled": True}, {"state": "absent", "purge_address": True}], ids=str
)
def test_the_last_super_administrator_keeps_signing_in_whatever_word_is_given(
    account: Account, gone: dict[str, Any]
) -> None:
    message = account.refused(USER, {"email": ADMIN, **gone, **WORD})
    assert f"{ADMIN} is the last Super Administrator who can sign in, and nobody could manage roles any more" in message
    assert account.writes() == []


def test_all_super_administrators_of_a_file_are_judged_together(account: Account) -> None:
    with_users(account, second={"role": "Super Administrator"}, third={"role": "Super Administrator", "disabled": True})
    entries = [{"email": email, "disabled": True} for email in (ADMIN, SECOND)]
    message = account.refused(USER, {"entries": entries, **WORD})
    assert "entries[0]: refused" in message
    assert "entries[1]: refused" in message
    assert account.writes() == []


def test_one_of_two_super_administrators_is_disabled_on_purpose(account: Account) -> None:
    with_users(account, second={"role": "Super Administrator"})
    gone = {"email": SECOND, "state": "absent"}
    message = account.refused(USER, gone)
    assert f"{SECOND} is Super Administrator; the application of this run may be theirs" in message
    assert "(accept_risk: [disable_administrator] if you mean it)" in message
    assert account.predicted_and_applied(USER, {**gone, **WORD})["changed"]


def test_the_role_of_a_user_is_asked_for_only_when_a_user_can_sign_in_no_more(plain_account: Account) -> None:
    with_users(plain_account, left={"disabled": True}, second={"role": "Full Administrator"})
    plain_account.unchanged(USER, {"email": "left@example.com", "state": "absent"})
    assert plain_account.operations() == ["createToken", "listUsers"]
    plain_account.running.clear_requests()
    plain_account.apply(USER, {"email": "postmaster@example.com", "name": "Other"})
    assert "legacyGetProfile" not in plain_account.operations()
    plain_account.apply(USER, {"email": "postmaster@example.com", "state": "absent"}, check=True)
    assert plain_account.operations().count("legacyGetProfile") == 1
    message = plain_account.refused(USER, {"email": SECOND, "state": "absent"})
    assert "it cannot be read whether they are the last one" in message
    assert plain_account.apply(USER, {"email": SECOND, "state": "absent", **WORD})["changed"]


def test_a_missing_permission_to_read_a_role_is_a_warning_and_a_failed_read_is_an_error(
    plain_account: Account,
) -> None:
    gone = {"email": "postmaster@example.com", "state": "absent"}
    plain_account.a_fault("legacyGetProfile", "status", status=500)
    assert "legacyGetProfile" in plain_account.refused(USER, gone)
    assert plain_account.writes() == []
    plain_account.a_fault("legacyGetProfile", "app_forbidden")
    told = "user: whether a user who is disabled or purged is an administrator could not be read"
    assert plain_account.apply(USER, gone)["warnings"] == [told]


def with_row(monkeypatch: pytest.MonkeyPatch, operation_id: str, spoilt: Entry, beside: str = "") -> None:
    """Have each answer of a list begin with a row more, or those that have a value in one of their rows."""
    read = Client.rows

    def rows(client: Client, operation: Operation, ids: Any = None, item: Any = None) -> Iterator[Row]:
        found = list(read(client, operation, ids, item))
        if operation.id == operation_id and (not beside or any(beside in row.values() for row in found)):
            yield spoilt
        yield from found

    monkeypatch.setattr(Client, "rows", rows)


def test_if_a_holder_of_a_role_cannot_be_read_nobody_is_disabled_or_moved(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_users(account, second={"role": "Super Administrator"})
    with_row(monkeypatch, "listRoleMembers", {"emailAddress": None}, beside=SECOND)
    told = "the members of 'Super Administrator' cannot be read: members: item 1: it has no address"
    assert told in account.refused(USER, {"email": SECOND, "state": "absent", **WORD})
    assert told in account.refused(ROLE, {"role": "Basic Administrator", "members": [SECOND]})
    assert account.writes() == []
    assert account.apply(ROLE, {"role": "Basic Administrator", "members": ["jo@example.com"]})["changed"]


def test_an_own_domain_that_cannot_be_read_is_passed_over(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    with_row(monkeypatch, "listInternalDomains", {"domain": ["example.com"]})
    assert account.apply(GROUP, {"name": "Permitted senders", "members": ["partner.example"]})["changed"]


def test_a_role_is_not_left_to_those_who_cannot_sign_in(account: Account) -> None:
    with_users(account, second={"role": "Super Administrator", "disabled": True})
    taken = {"role": "Super Administrator", "members": [ADMIN], "members_mode": "remove"}
    assert f"would leave the role to {SECOND}, who cannot sign in" in account.refused(ROLE, taken)
    with_users(account, second={"role": "Super Administrator"})
    assert account.predicted_and_applied(ROLE, taken)["changed"]


def test_moving_to_another_role_is_judged_by_the_members_who_remain(account: Account) -> None:
    moved = {"role": "Basic Administrator", "members": [ADMIN]}
    with_users(account, second={"role": "Super Administrator", "disabled": True})
    assert f"would leave the role to {SECOND}, who cannot sign in" in account.refused(ROLE, moved)
    with_users(account, second={"role": "Super Administrator"})
    assert account.apply(ROLE, moved, check=True)["changed"]
    taken = {"role": "Super Administrator", "members": [SECOND], "members_mode": "remove"}
    other = {"role": "Help Desk Administrator", "members": [SECOND]}
    for entries in ([moved, other], [moved, taken], [taken, moved]):
        message = account.refused(ROLE, {"entries": entries})
        assert message.count("would take the role from the last member") == 1
    assert account.writes() == []


@pytest.mark.parametrize("held", [{}, {"role": "Basic Administrator"}], ids=["comes", "swaps"])
def test_the_next_user_gets_a_managing_role_before_the_last_one_loses_it(
    account: Account, held: dict[str, Any]
) -> None:
    with_users(account, second=held)
    entries = [
        {"role": "Basic Administrator", "members": [ADMIN]},
        {"role": "Super Administrator", "members": [SECOND]},
    ]
    options = {"entries": entries, "accept_risk": ["protected_role"]}
    account.a_fault("addRoleMembers", "status", status=403, skip=1, times=1)
    assert "stopped at administrator role Basic Administrator" in account.refused(ROLE, options)
    assert account.table("users")[SECOND]["role"] == "Super Administrator"
    account.running.set_faults([])
    account.predicted_and_applied(ROLE, options)
    account.unchanged(ROLE, options)


def test_a_member_with_a_wildcard_is_refused_and_can_be_taken_out(account: Account) -> None:
    for name in ("Permitted senders", "Blocked Senders"):
        message = account.refused(GROUP, {"name": name, "members": ["*@gmail.com"]})
        assert "*@gmail.com: a member cannot contain a wildcard; name the domain, or each address" in message
    account.unchanged(GROUP, {"name": "Blocked Senders", "members": ["*@gmail.com"], "members_mode": "remove"})


def test_one_thing_that_is_wrong_is_told_once(account: Account) -> None:
    account.apply(PERMIT, {"name": "Wide", "source_ips": ["0.0.0.0/0"], "enabled": False})
    assert account.refused(PERMIT, {"name": "Wide", "enabled": True}).count("is the whole internet") == 1


def test_an_own_domain_is_permitted_only_on_purpose_and_checked_only_if_one_is_added(account: Account) -> None:
    entry = {"name": "Permitted senders", "members": ["jo@partner.example"]}
    account.apply(GROUP, entry)
    assert "listInternalDomains" not in account.operations()
    own = {"name": "Permitted senders", "members": ["example.com", "partner.example"]}
    assert "would permit example.com, which is your own" in account.refused(GROUP, own)
    account.predicted_and_applied(GROUP, {**own, "accept_risk": ["permit_own_domain"]})
    account.unchanged(GROUP, own)
    assert "listInternalDomains" not in account.operations()
    account.a_fault("listInternalDomains", "app_forbidden")
    told = "sender group: whether one of the permitted domains is your own could not be read"
    assert account.apply(GROUP, {**own, "members": ["other.example"]})["warnings"] == [told]
