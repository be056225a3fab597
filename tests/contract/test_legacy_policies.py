# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Policies that are written as a whole, and definitions that are objects of their own: nothing is lost on the way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.address_alteration_set import (
    MOST_DEFINITIONS,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.web_security_url_policy import MOST_URLS
from ansible_collections.mailops.mimecast.tests.contract.account import ACCOUNT, SECRET, Account
from ansible_collections.mailops.mimecast.tests.contract.conftest import fresh
from ansible_collections.mailops.mimecast.tests.contract.meanwhile import meanwhile
from mimecast_emulator.testing import RunningEmulator

SET, POLICY = MANAGED["address_alteration_set"], MANAGED["address_alteration_policy"]
WEB = MANAGED["web_security_url_policy"]
SETS, POLICIES, PAGES = "address_alteration_sets", "address_alteration_policies", "web_security_url_policies"
CREATE, DELETE = "createAddressAlterationDefinitions", "deleteAddressAlterationDefinition"
EXISTS = "err_address_alteration_definition_exists"
EVERYONE = {"type": "everyone"}

Entry = dict[str, Any]


def definition(original: str, new: str, **more: str) -> Entry:
    """Return a definition as a user writes it."""
    found = {"original_address": original, "new_address": new, "address_type": "envelope_to", "routing": "inbound"}
    return {**found, **more}


def numbered(count: int, new: str = "new") -> list[Entry]:
    """Return definitions of different addresses."""
    return [definition(f"user{index:04d}@example.org", f"{new}{index:04d}@example.com") for index in range(count)]


def merger(definitions: list[Entry], **more: Any) -> Entry:
    """Return the options of a task about one set."""
    return {"name": "Merger", "definitions": definitions, "max_deletes": 10_000, **more}


def altered(account: Account) -> list[tuple[str, str]]:
    """Return what the set alters, in order."""
    made = account.table(SETS)["merger"]["definitions"].values()
    return sorted((row["originalAddress"], row["newAddress"]) for row in made)


def hold(account: Account, count: int) -> None:
    """Put definitions into the set as if they had always been there."""
    members = {
        "original_address": "originalAddress",
        "new_address": "newAddress",
        "address_type": "addressType",
        "routing": "routing",
    }
    made = {
        str(number): {members[name]: value for name, value in record.items()}
        for number, record in enumerate(numbered(count))
    }
    row = {"description": "Merger", "definitions": made, "made": count}
    account.set_table(SETS, {**account.table(SETS), "merger": row})


def policy(**more: Any) -> Entry:
    """Return the options of a task about one address alteration policy."""
    return {
        "name": "Inbound",
        "alteration_set": "Alterations one",
        "applies_from": EVERYONE,
        "applies_to": EVERYONE,
        **more,
    }


def web(**more: Any) -> Entry:
    """Return the options of a task about one web security URL policy."""
    return {"name": "Tools", "applies_from": EVERYONE, "applies_to": EVERYONE, **more}


def place(value: str, action: str = "allow", **more: str) -> Entry:
    """Return what a policy says of a domain."""
    return {"value": value, "type": "domain", "action": action, **more}


def sent(account: Account, operation: str) -> list[Any]:
    """Return the item of every request of an operation."""
    return [log["body"]["data"][0] for log in account.running.requests() if log["operation"] == operation]


# --- An update takes the whole policy ---------------------------------------------------------------------------------


def test_what_nobody_speaks_of_is_sent_back_as_it_was_read(account: Account) -> None:
    account.apply(POLICY, policy(valid_from="2026-01-01", source_ips=["192.0.2.0/24"]))
    rows = account.table(POLICIES)
    account.set_table(POLICIES, {"inbound": {**rows["inbound"], "comment": "Ask Jo", "enforced": True}})
    account.running.clear_requests()
    account.apply(POLICY, {"name": "Inbound", "enabled": False})
    assert account.table(POLICIES)["inbound"] == {
        **rows["inbound"],
        "comment": "Ask Jo",
        "enforced": True,
        "enabled": False,
    }
    body = sent(account, "updateAddressAlterationPolicy")[0]["policy"]
    assert body["fromDate"] == "2026-01-01T00:00:00+0000"
    assert "fromEternal" not in body
    assert body["toEternal"] is True
    assert not {"toDate", "createTime", "lastUpdated", "fromType", "toType"} & set(body)


def test_an_end_of_validity_that_goes_leaves_no_date_behind(account: Account) -> None:
    account.apply(POLICY, policy(valid_until="2030-12-31"))
    account.apply(POLICY, {"name": "Inbound", "valid_until": ""})
    assert "toDateTime" not in account.table(POLICIES)["inbound"]
    account.unchanged(POLICY, policy(valid_until=""))


def test_a_scope_that_changes_leaves_nothing_of_the_former_one(account: Account) -> None:
    account.apply(POLICY, policy(applies_to={"type": "profile_group", "group": "Vendors"}))
    account.running.clear_requests()
    account.apply(POLICY, {"name": "Inbound", "applies_to": {"type": "email_domain", "domain": "example.org"}})
    body = sent(account, "updateAddressAlterationPolicy")[0]["policy"]
    assert body["to"] == {"type": "email_domain", "emailDomain": "example.org"}


def test_what_reads_otherwise_afterwards_without_being_meant_is_warned_of(account: Account) -> None:
    account.apply(POLICY, policy())
    rows = account.table(POLICIES)
    account.set_table(POLICIES, {"inbound": {**rows["inbound"], "comment": "Ask Jo"}})

    def loses(there: Entry) -> Entry:
        return {key: {name: value for name, value in row.items() if name != "comment"} for key, row in there.items()}

    with meanwhile(account, "updateAddressAlterationPolicy", POLICIES, loses, after=True):
        result = account.apply(POLICY, {"name": "Inbound", "enabled": False})
    assert "Inbound: policy.comment of it changed, although this task did not set it" in result["warnings"][0]


def test_what_a_colleague_changes_before_the_write_is_kept(account: Account) -> None:
    account.apply(POLICY, policy())

    def edits(there: Entry) -> Entry:
        return {key: {**row, "override": True, "comment": "Mine"} for key, row in there.items()}

    with meanwhile(account, "getAddressAlterationPolicies", POLICIES, edits, after=True):
        account.apply(POLICY, {"name": "Inbound", "enabled": False})
    row = account.table(POLICIES)["inbound"]
    assert (row["override"], row["comment"], row["enabled"]) == (True, "Mine", False)


# --- Web security URL policies ----------------------------------------------------------------------------------------


def test_a_url_that_a_colleague_adds_in_between_is_kept(account: Account) -> None:
    account.apply(WEB, web(urls=[place("tools.example")]))

    def adds(there: Entry) -> Entry:
        url = {"value": "theirs.example", "type": "domain", "action": "block"}
        return {key: {**row, "urls": [*row["urls"], url]} for key, row in there.items()}

    with meanwhile(account, "getWebPolicies", PAGES, adds, after=True):
        result = account.apply(WEB, {"name": "Tools", "urls": [place("more.example")]})
    there = {url["value"] for url in account.table(PAGES)["tools"]["urls"]}
    assert there == {"tools.example", "theirs.example", "more.example"}
    assert "somebody else changed urls while this task ran" in result["warnings"][0]


def test_the_target_keeps_its_id_its_name_and_what_nobody_speaks_of(account: Account) -> None:
    account.apply(WEB, web(urls=[place("tools.example")]))
    row = account.table(PAGES)["tools"]
    target = {**row["targets"][0], "description": "Whom", "comment": "Ask Jo", "bidirectional": True}
    account.set_table(PAGES, {"tools": {**row, "targets": [target]}})
    account.running.clear_requests()
    account.apply(WEB, {"name": "Tools", "enabled": False, "urls": [place("tools.example", "block")]})
    assert account.table(PAGES)["tools"]["targets"] == [{**target, "enabled": False}]
    body = sent(account, "updateWebPolicy")[0]
    assert body["policies"][0]["id"]
    assert body["urls"][0]["id"]
    assert body["urls"][0]["action"] == "block"


def test_a_policy_with_several_targets_is_left_alone(account: Account) -> None:
    account.apply(WEB, web())
    row = account.table(PAGES)["tools"]
    account.set_table(PAGES, {"tools": {**row, "targets": row["targets"] * 2}})
    message = account.refused(WEB, {"name": "Tools", "enabled": False})
    assert "it has 2 targets, but a site file can describe only one" in message
    result = account.apply(WEB, web(name="Other"))
    assert "'Tools': it is left alone" in result["warnings"][0]


@pytest.mark.parametrize("value", ["github.io", "https://github.io/", "co.uk"])
def test_allowing_a_domain_where_anybody_can_have_pages_is_refused(account: Account, value: str) -> None:
    kind = "url" if "/" in value else "domain"
    wanted = web(urls=[{"value": value, "type": kind, "action": "allow"}])
    assert "where anybody can have pages" in account.refused(WEB, wanted)
    assert account.operations() == ["createToken", "getWebPolicies"]
    account.apply(WEB, web(urls=[{"value": value, "type": kind, "action": "block"}]))


@pytest.mark.parametrize("value", ["*", "*.example.com", "https://*/x"])
def test_allowing_everything_cannot_be_written(account: Account, value: str) -> None:
    message = account.refused(WEB, web(urls=[{"value": value, "type": "url", "action": "allow"}]))
    assert "contains a wildcard" in message
    assert account.operations() == []


def test_more_urls_than_an_account_holds_are_refused_over_all_policies_of_a_task(account: Account) -> None:
    halves = [[place(f"{half}{index}.example") for index in range(MOST_URLS // 2)] for half in "ab"]
    entries = [web(name="A", urls=halves[0]), web(name="B", urls=[*halves[1], place("more.example")])]
    assert "5,001 URLs, but all policies of an account together can have at most 5,000" in account.refused(
        WEB, {"entries": entries}
    )
    assert account.writes() == []


# --- Definitions ------------------------------------------------------------------------------------------------------


def test_a_definition_that_changes_is_put_in_before_the_old_one_goes(account: Account) -> None:
    account.apply(SET, merger(numbered(120)))
    account.running.clear_requests()
    result = account.predicted_and_applied(SET, merger(numbered(120, "later")))
    assert len(result["plan"][0]["replaces"]["definitions"]) == 120
    assert altered(account) == [(f"user{i:04d}@example.org", f"later{i:04d}@example.com") for i in range(120)]
    writes = account.writes()
    assert [writes.count(CREATE), writes.count(DELETE)] == [3, 120]
    assert writes[0] == CREATE
    account.unchanged(SET, merger(numbered(120, "later")))


def test_where_the_new_one_is_refused_for_the_old_one_that_goes_first(account: Account) -> None:
    account.apply(SET, merger(numbered(3)))
    fault = {"kind": "fail_items", "code": EXISTS, "match": "later"}
    # The three together, then each alone.
    account.running.set_faults([{"operation": CREATE, "times": 4, "fault": fault}])
    account.running.clear_requests()
    account.apply(SET, merger(numbered(3, "later")))
    assert account.writes() == [CREATE] * 4 + [DELETE] * 3 + [CREATE]
    assert [new for _old, new in altered(account)] == [f"later{i:04d}@example.com" for i in range(3)]


def test_what_was_taken_out_and_is_refused_is_put_back(account: Account) -> None:
    account.apply(SET, merger(numbered(3)))
    fault = {"kind": "fail_items", "code": EXISTS, "match": "later"}
    wrong = {"kind": "fail_items", "code": "err_validation_value_not_allowed", "match": "later"}
    account.running.set_faults(
        [{"operation": CREATE, "times": 4, "fault": fault}, {"operation": CREATE, "times": None, "fault": wrong}]
    )
    message = account.refused(SET, merger(numbered(3, "later")))
    assert "err_validation_value_not_allowed" in message
    assert [new for _old, new in altered(account)] == [f"new{i:04d}@example.com" for i in range(3)]


def test_what_is_not_seen_to_be_in_drives_nothing_out(account: Account) -> None:
    account.apply(SET, merger(numbered(3)))
    account.a_fault(CREATE, "ignore_write")
    assert "accepted, but not visible in Merger" in account.refused(SET, merger(numbered(3, "later")))
    assert [new for _old, new in altered(account)] == [f"new{i:04d}@example.com" for i in range(3)]


def test_one_that_is_refused_does_not_keep_the_others_back(account: Account) -> None:
    account.apply(SET, {"name": "Merger"})
    fault = {"kind": "fail_items", "code": "err_validation_value_not_allowed", "match": "user0001"}
    account.running.set_faults([{"operation": CREATE, "times": None, "fault": fault}])
    message = account.refused(SET, merger(numbered(3)))
    assert "user0001@example.org (envelope_to, inbound) (err_validation_value_not_allowed)" in message
    assert [old for old, _new in altered(account)] == ["user0000@example.org", "user0002@example.org"]


def test_two_that_contradict_each_other_become_the_one_that_is_wanted(account: Account) -> None:
    account.apply(SET, merger([definition("jo@example.org", "a@example.com")]))
    row = account.table(SETS)["merger"]
    rival = {**row["definitions"]["1"], "newAddress": "b@example.com"}
    account.set_table(
        SETS, {**account.table(SETS), "merger": {**row, "definitions": {**row["definitions"], "9": rival}}}
    )
    account.predicted_and_applied(SET, merger([definition("jo@example.org", "b@example.com")]))
    assert altered(account) == [("jo@example.org", "b@example.com")]
    account.unchanged(SET, merger([definition("jo@example.org", "b@example.com")]))


def test_sets_are_found_however_deep_they_stand(account: Account) -> None:
    rows = {
        str(depth): {"description": f"Depth {depth}", "parent": str(depth - 1) if depth else None} for depth in range(5)
    }
    account.set_table(SETS, {**account.table(SETS), **rows})
    account.unchanged(SET, {"entries": [{"name": f"Depth {depth}"} for depth in range(5)]})
    account.apply(SET, {"name": "Depth 4", "definitions": [definition("jo@example.org", "jo@example.com")]})
    assert len(account.table(SETS)["4"]["definitions"]) == 1


def test_what_a_set_holds_is_compared_as_it_is_meant(account: Account) -> None:
    account.apply(SET, merger([definition("*@Example.Org", "@EXAMPLE.com")]))
    assert altered(account) == [("@example.org", "@example.com")]
    account.unchanged(SET, merger([definition("@example.org", "*@example.com")]))


@pytest.mark.parametrize("everything", ["*", "*@*", "@*", "@"])
def test_a_definition_for_every_address_is_refused(account: Account, everything: str) -> None:
    message = account.refused(SET, merger([definition(everything, "jo@example.com")]))
    assert "definitions[0].original_address: " in message
    assert "matches every address" in message
    assert account.operations() == []


def test_a_whole_domain_is_not_turned_into_one_address_unless_that_is_meant(account: Account) -> None:
    wanted = merger([definition("@example.org", "jo@example.com")])
    assert "would turn every address of a domain into one" in account.refused(SET, wanted)
    assert account.writes() == []
    account.apply(SET, {**wanted, "accept_risk": ["alter_all_to_one"]})


@pytest.mark.parametrize("outside", ["jo@gmail.com", "@partner.example"])
def test_an_address_outside_is_refused(account: Account, outside: str) -> None:
    message = account.refused(SET, merger([definition("@example.org", outside)], accept_risk=["alter_all_to_one"]))
    assert "which is not an internal domain" in message
    assert account.writes() == []


def test_where_internal_domains_may_not_be_read_that_is_a_warning(account: Account) -> None:
    account.running.set_faults([{"operation": "listInternalDomains", "times": None, "fault": {"kind": "permission"}}])
    result = account.apply(SET, merger(numbered(1)))
    assert "could not be read" in result["warnings"][0]


def test_the_maximum_of_definitions_costs_the_fewest_requests_and_one_more_is_refused(account: Account) -> None:
    hold(account, MOST_DEFINITIONS)
    account.unchanged(SET, merger(numbered(MOST_DEFINITIONS), definitions_mode="exact"))
    assert sorted(account.operations()) == [
        "createToken",
        "getAddressAlterationDefinitions",
        "getAddressAlterationSets",
    ]
    account.running.clear_requests()
    message = account.refused(SET, merger(numbered(MOST_DEFINITIONS + 1)))
    assert "3,001 definitions, but the API creates at most 3,000" in message
    assert account.writes() == []


@pytest.fixture
def rotating() -> Iterator[Account]:
    """An account that spells every id another way in every answer."""
    with RunningEmulator({ACCOUNT: SECRET}, preview=True, rotate_ids=True, strict=True) as running:
        yield fresh(running, "action")


def test_ids_that_change_in_every_answer_make_no_difference(rotating: Account) -> None:
    rotating.apply(SET, merger(numbered(5)))
    rotating.apply(SET, merger(numbered(2), definitions_mode="exact"))
    assert len(altered(rotating)) == 2
    wanted = policy(alteration_set="Merger", applies_to={"type": "profile_group", "group": "Vendors"})
    rotating.apply(POLICY, wanted)
    rotating.unchanged(POLICY, wanted)
    assert rotating.apply(POLICY, {"name": "Inbound", "enabled": False})["warnings"] == []
    rotating.apply(WEB, web(urls=[place("tools.example")]))
    assert rotating.apply(WEB, {"name": "Tools", "urls": [place("more.example")]})["warnings"] == []
    rotating.apply(POLICY, {"name": "Inbound", "state": "absent"})
    assert rotating.table(POLICIES) == {}
