# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Members that come, go and are replaced: a group never passes through a state that lets mail through or stops it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.tests.contract.account import Account
from ansible_collections.mailops.mimecast.tests.contract.conftest import fresh
from ansible_collections.mailops.mimecast.tests.contract.doors import Result
from ansible_collections.mailops.mimecast.tests.contract.journal import BATCH, sizes, too_few
from mimecast_emulator.testing import RunningEmulator

GROUP = MANAGED["sender_group"]
BLOCKED, KEY = "Blocked Senders", "blocked-senders"
ADD, REMOVE = "legacyAddGroupMembers", "legacyRemoveGroupMembers"
FORBIDDEN = "err_xdk_operation_forbidden_for_address"
Notes = Mapping[str, str]


def numbered(first: int, last: int, note: str = "") -> dict[str, str]:
    """Return members with one note."""
    return {f"sender{index:03d}@bulk.example": note for index in range(first, last)}


def block(account: Account, members: Notes) -> None:
    """Put members into Blocked Senders as if they had always been there."""
    groups = account.table("groups")
    rows = {name: {"emailAddress": name, **({"note": note} if note else {})} for name, note in members.items()}
    groups[KEY] = {**groups[KEY], "members": list(rows.values())}
    account.set_table("groups", groups)


def blocked(account: Account) -> dict[str, str]:
    """Return who is in Blocked Senders, with the notes."""
    return {row["emailAddress"]: row.get("note", "") for row in account.table("groups")[KEY]["members"]}


def wish(members: Notes, mode: str = "exact") -> dict[str, Any]:
    """Return the options of a task that wants members."""
    records = [{"member": name, "note": note} for name, note in members.items()]
    return {"name": BLOCKED, "members": records, "members_mode": mode, "max_deletes": 1000}


def held(account: Account, wanted: Notes, mode: str = "exact") -> tuple[Result, list[str]]:
    """Run a task over Blocked Senders; return its result, and where the group held too few members meanwhile."""
    before, there = sizes(account.table("groups")), blocked(account)
    account.running.clear_requests()
    result = account.task("mimecast_sender_group", wish(wanted, mode))
    end = {**({} if mode == "exact" else there), **wanted}
    return result, too_few(account.running.requests(), before, {KEY: len(end)})


def test_changed_notes_never_empty_the_list(account: Account) -> None:
    block(account, numbered(0, 60, "first"))
    result, low = held(account, numbered(0, 60, "second"))
    assert not result.get("failed"), result["msg"]
    assert low == []
    assert blocked(account) == numbered(0, 60, "second")


def test_a_swap_never_empties_the_list(account: Account) -> None:
    block(account, numbered(0, 60))
    result, low = held(account, numbered(60, 120))
    assert not result.get("failed"), result["msg"]
    assert low == []
    assert blocked(account) == numbered(60, 120)


def at(operation: str, kind: str, **more: Any) -> dict[str, Any]:
    """Return a fault at every call of an operation, or at those that ``skip`` and ``times`` say."""
    skip, times = more.pop("skip", 0), more.pop("times", None)
    return {"operation": operation, "skip": skip, "times": times, "fault": {"kind": kind, **more}}


REFUSED: dict[str, dict[str, Any]] = {
    "the role may not add": at(ADD, "permission"),
    "503 at every addition": at(ADD, "status", status=503),
    "the addresses are refused": at(ADD, "fail_items", code=FORBIDDEN, match="."),
    "half of the addresses are refused": at(ADD, "fail_items", code=FORBIDDEN, match="[02468]@"),
}


@pytest.mark.parametrize("wanted", [numbered(0, 60, "second"), numbered(60, 120)], ids=["notes", "swap"])
@pytest.mark.parametrize("fault", REFUSED)
def test_nobody_is_removed_if_nobody_can_be_added(account: Account, fault: str, wanted: dict[str, str]) -> None:
    block(account, numbered(0, 60, "first"))
    account.connection["retry_budget"] = 0
    account.running.set_faults([REFUSED[fault]])
    result, low = held(account, wanted)
    assert result["failed"]
    assert low == []
    assert numbered(0, 60).keys() <= blocked(account).keys()
    assert "0 of 1 changes are in effect" in result["msg"]


def test_who_comes_has_to_be_seen_before_anybody_goes(account: Account) -> None:
    block(account, numbered(0, 60))
    account.a_fault(ADD, "ignore_write")
    result, low = held(account, numbered(60, 120))
    assert "accepted, but not visible in Blocked Senders: sender060@bulk.example" in result["msg"]
    assert low == []
    assert blocked(account) == numbered(0, 60)


def test_what_is_left_of_a_refused_swap_says_so(account: Account) -> None:
    block(account, numbered(0, 60))
    account.running.set_faults([at(ADD, "fail_items", code=FORBIDDEN, match="sender063")])
    message = account.refused(GROUP, wish(numbered(60, 120)))
    assert "in effect for Blocked Senders: 59 members added, 0 removed" in message
    assert f"refused by the API: Blocked Senders: sender063@bulk.example ({FORBIDDEN})" in message
    assert "nothing was removed from Blocked Senders, because the API did not accept all additions" in message


def test_the_first_refusal_ends_a_replacement_and_those_taken_out_are_put_back(account: Account) -> None:
    block(account, numbered(0, 60, "first"))
    account.a_fault(ADD, "permission", skip=1, times=1)
    result, low = held(account, numbered(0, 60, "second"))
    assert "err_permission_denied" in result["msg"]
    assert not result["changed"]
    assert low == []
    assert blocked(account) == numbered(0, 60, "first")


@pytest.mark.parametrize("fault", [at(ADD, "permission", skip=1), at(ADD, "ignore_write")], ids=["refused", "ignored"])
def test_those_who_cannot_be_put_back_are_one_batch_and_named(account: Account, fault: dict[str, Any]) -> None:
    block(account, numbered(0, 60, "first"))
    account.connection["retry_budget"] = 0
    account.running.set_faults([fault])
    result, low = held(account, numbered(0, 60, "second"))
    lost = numbered(0, 60).keys() - blocked(account).keys()
    assert len(lost) == BATCH
    assert low == []
    assert f"removed from Blocked Senders and not added again: {', '.join(sorted(lost))}" in result["msg"]
    account.running.set_faults([])
    account.apply(GROUP, wish(numbered(0, 60, "second")))
    assert blocked(account) == numbered(0, 60, "second")


def test_where_nothing_can_be_read_back_those_who_may_be_out_are_named(account: Account) -> None:
    block(account, numbered(0, 3, "first"))
    account.connection["retry_budget"] = 0
    reads = at("legacyGetGroupMembers", "status", skip=1, status=503)
    account.running.set_faults([at(ADD, "reset", skip=1, when="after"), reads])
    message = account.refused(GROUP, wish(numbered(0, 3, "second")))
    assert "it is not known what took effect" in message
    names = ", ".join(numbered(0, 3))
    assert f"removed from Blocked Senders, and it is not known whether they were added again: {names}." in message


def test_those_who_may_be_out_since_an_earlier_attempt_are_named_too(account: Account) -> None:
    block(account, numbered(0, 3, "first"))
    account.connection["retry_budget"] = 0
    lost = at(ADD, "reset", skip=1, times=2, when="before")
    reads = at("legacyGetGroupMembers", "status", skip=2, status=503)
    account.running.set_faults([lost, at(ADD, "permission", skip=1), reads])
    message = account.refused(GROUP, wish(numbered(0, 3, "second")))
    assert blocked(account) == {}
    names = ", ".join(numbered(0, 3))
    assert f"removed from Blocked Senders, and it is not known whether they were added again: {names}." in message


def test_a_member_that_is_refused_keeps_its_note_and_not_the_others_back(account: Account) -> None:
    block(account, numbered(0, 25, "first"))
    account.running.set_faults([at(ADD, "fail_items", code=FORBIDDEN, match="sender003")])
    message = account.refused(GROUP, wish(numbered(0, 25, "second")))
    assert f"refused by the API: Blocked Senders: sender003@bulk.example ({FORBIDDEN})" in message
    assert blocked(account) == {**numbered(0, 25, "second"), **numbered(3, 4, "first")}


def test_check_mode_says_who_is_taken_out_and_put_in_again(account: Account) -> None:
    block(account, numbered(0, 4, "first"))
    wanted = {**numbered(0, 1, "second"), **numbered(1, 3, "first"), **numbered(7, 8)}
    result = account.predicted_and_applied(GROUP, wish(wanted))
    assert result["plan"][0]["replaces"] == {"members": ["sender000@bulk.example"]}
    assert "# members: 1 is removed and added again, to change\n" in result["diff"][0]["before"]
    assert account.writes() == [ADD, REMOVE, ADD, REMOVE, ADD]


MEMBERS = [f"sender{index:03d}@bulk.example" for index in range(40)]
NOTES = st.dictionaries(st.sampled_from(MEMBERS), st.sampled_from(["", "first", "second"]), min_size=1)
TROUBLE = [
    {"kind": "permission"},
    {"kind": "status", "status": 503},
    {"kind": "status", "status": 503, "when": "after"},
    {"kind": "reset", "when": "before"},
    {"kind": "reset", "when": "after"},
    {"kind": "ignore_write"},
    {"kind": "not_json"},
    {"kind": "fail_items", "code": FORBIDDEN, "match": "[1-9]@"},
    {"kind": "fail_items", "code": FORBIDDEN, "match": "."},
]
RULES = st.fixed_dictionaries(
    {
        "operation": st.sampled_from([ADD, REMOVE]),
        "skip": st.integers(0, 4),
        "times": st.sampled_from([1, 2, None]),
        "fault": st.sampled_from(TROUBLE),
    }
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(there=NOTES, wanted=NOTES, mode=st.sampled_from(["exact", "add"]), rules=st.lists(RULES, max_size=2))
def test_a_group_never_has_fewer_members_than_start_or_end_minus_one_batch(
    emulator: RunningEmulator, there: Notes, wanted: Notes, mode: str, rules: list[dict[str, Any]]
) -> None:
    account = fresh(emulator, "action")
    account.connection["retry_budget"] = 0
    block(account, there)
    emulator.set_faults(rules)
    result, low = held(account, wanted, mode)
    assert low == []
    goal = {**(there if mode == "add" else {}), **wanted}
    if not result.get("failed"):
        assert blocked(account) == goal
        return
    lost = (there.keys() & goal.keys()) - blocked(account).keys()
    assert [name for name in lost if name not in result["msg"]] == []
    emulator.set_faults([])
    account.apply(GROUP, wish(wanted, mode))
    assert blocked(account) == goal
