# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One test for each class of bugs that users of API collections report most, whatever else tests it elsewhere.

``docs/bug_classes.md`` says which defence each of them stands for. ``make mutate`` takes the defences away one by one
and demands that the test named there fails.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import Connection
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED, RESOURCES
from ansible_collections.mailops.mimecast.plugins.module_utils._run import one_type
from ansible_collections.mailops.mimecast.plugins.module_utils._run.call import Call
from ansible_collections.mailops.mimecast.plugins.plugin_utils._token import SealedToken
from ansible_collections.mailops.mimecast.tests.contract import samples
from ansible_collections.mailops.mimecast.tests.contract.account import ACCOUNT, Account
from ansible_collections.mailops.mimecast.tests.contract.doors import new_run, run_task

COLLECTION = Path(__file__).resolve().parents[2]
GROUP, ROUTE, POLICY = MANAGED["sender_group"], MANAGED["delivery_route"], MANAGED["delivery_route_policy"]
PERMIT, USER, SET = MANAGED["ip_permit"], MANAGED["user"], MANAGED["attachment_set"]
LOGIN = {"mechanisms": ["LOGIN"], "username": "relay", "password": "canary-smtp"}


def past_ansible(account: Account, resource: Resource, *entries: dict[str, Any], check: bool = False) -> dict[str, Any]:
    """Run a task without Ansible before and behind it, which coerces options and masks what is marked no_log."""
    call = Call(Connection(**account.connection), check)
    return one_type.run(resource, {"entries": list(entries)}, RESOURCES, call)


def changed_lines(block: dict[str, str]) -> list[str]:
    """Return the lines that a person sees marked in a diff."""
    lines = difflib.ndiff(block["before"].splitlines(), block["after"].splitlines())
    return [line for line in lines if line[0] in "+-"]


def policy(**more: Any) -> dict[str, Any]:
    """Return an entry of a delivery route policy."""
    return {**samples.first_entry(POLICY), "name": "Inbound", **more}


def test_01_order_of_a_list_is_no_change(account: Account) -> None:
    networks = ["203.0.113.0/24", "192.0.2.0/24", "198.51.100.0/24"]
    account.apply(POLICY, policy(source_ips=networks))
    for turned in (networks[::-1], sorted(networks)):
        account.unchanged(POLICY, policy(source_ips=turned, source_ips_mode="exact"))


def test_02_case_and_spelling_are_no_change(account: Account) -> None:
    account.apply(USER, {"email": "New@Example.COM", "name": "New"})
    account.unchanged(USER, {"email": "NEW@example.com", "name": " New "})
    account.apply(GROUP, {"name": "Blocked Senders", "members": ["Spam@Bad.Example", "Worse.Example."]})
    account.unchanged(GROUP, {"name": "BLOCKED SENDERS", "members": ["spam@BAD.example", "worse.example"]})
    account.apply(ROUTE, {"name": "Smart host", "hostname": "2001:DB8:0:0::25"})
    account.unchanged(ROUTE, {"name": "Smart host", "hostname": "2001:db8::25"})
    routes = account.table("delivery_routes")
    account.set_table("delivery_routes", {**routes, "made": {"description": "Made", "hostname": "MAIL.Example.NET."}})
    account.unchanged(ROUTE, {"name": "Made", "hostname": "mail.example.net"})
    account.apply(POLICY, policy(source_ips=["192.0.2.0/24"]))
    inbound = {**account.table("delivery_route_policies")["inbound"], "sourceIPs": ["192.0.2.128/25", "192.0.2.0/25"]}
    account.set_table("delivery_route_policies", {"inbound": inbound})
    for spelled in ("192.0.2.0/24", "192.0.2.*", "192.0.2.0-192.0.2.255"):
        account.unchanged(POLICY, policy(source_ips=[spelled], source_ips_mode="exact"))


def test_03_text_for_a_number_or_a_truth_value_is_no_change(account: Account) -> None:
    past_ansible(account, ROUTE, {"name": "Smart host", "hostname": "a.example.net", "port": "587"})
    past_ansible(account, SET, {**samples.first_entry(SET), "image_hold_probability": "70"})
    past_ansible(account, POLICY, policy(enabled="no"))
    assert not past_ansible(account, ROUTE, {"name": "Smart host", "port": 587})["changed"]
    assert not past_ansible(account, SET, {**samples.first_entry(SET), "image_hold_probability": 70})["changed"]
    assert not past_ansible(account, POLICY, policy(enabled=False))["changed"]
    assert account.table("delivery_routes")["smart-host"]["port"] == 587


def test_04_what_is_not_written_is_neither_compared_nor_sent(account: Account) -> None:
    full = samples.full_entry(POLICY)
    account.apply(POLICY, full)
    account.unchanged(POLICY, {"name": full["name"]})
    account.running.clear_requests()
    account.apply(POLICY, {"name": full["name"], "override": True})
    bodies = [request["body"] for request in account.running.requests() if request["write"]]
    assert bodies == [{"override": True}]


def test_05_empty_clears_and_absent_leaves_alone(account: Account) -> None:
    full: dict[str, Any] = policy(valid_until="2027-01-01", source_ips=["192.0.2.0/24"])
    account.apply(POLICY, full)
    account.unchanged(POLICY, {"name": "Inbound"})
    account.apply(POLICY, {"name": "Inbound", "valid_until": "", "source_ips": [], "source_ips_mode": "exact"})
    row = account.table("delivery_route_policies")["inbound"]
    assert (row.get("toDateTime"), row["sourceIPs"]) == (None, [])
    account.apply(ROUTE, {"name": "Route one", "alternate_route": "Route two", "smtp_authentication": LOGIN})
    account.apply(ROUTE, {"name": "Route one", "alternate_route": "", "smtp_authentication": {}})
    assert not account.table("delivery_routes")["Route one"].keys() & {"alternateRoute", "smtpAuthentication"}


@pytest.mark.parametrize("resource", MANAGED.values())
def test_06_check_mode_sends_no_write(either_door: Account, resource: Resource) -> None:
    before = either_door.running.state(ACCOUNT)
    assert either_door.apply(resource, samples.full_entry(resource), check=True)["changed"]
    assert either_door.writes() == []
    assert either_door.running.state(ACCOUNT) == before
    refused = either_door.refused(resource, {**samples.full_entry(resource), "read_only": True})
    assert "was not sent" in refused
    assert either_door.writes() == []


@pytest.mark.parametrize("resource", MANAGED.values())
def test_07_check_mode_says_what_apply_then_does(account: Account, resource: Resource) -> None:
    entry = samples.full_entry(resource)
    assert account.predicted_and_applied(resource, entry)["changed"]
    assert not account.predicted_and_applied(resource, entry)["changed"]


def test_08_check_mode_believes_in_what_an_earlier_task_creates(account: Account) -> None:
    earlier = [(ROUTE, {"name": "To come", "hostname": "a.example.net"}), (GROUP, {"name": "New group"})]
    target = {"type": "profile_group", "group": "New group"}
    later = policy(route="To come", applies_to=target)
    result = account.one_after_the_other([*earlier, (POLICY, later)], check=True)[-1]
    assert result["plan"][0]["after"]["route"] == "To come"
    assert "there is no delivery route 'To come'" in account.refused(POLICY, later)


def test_09_a_diff_shows_creation_change_and_deletion(account: Account) -> None:
    created = account.apply(ROUTE, {"name": "Smart host", "hostname": "a.example.net"})["diff"]
    changed = account.apply(ROUTE, {"name": "Smart host", "port": 587})["diff"]
    deleted = account.apply(ROUTE, {"name": "Smart host", "state": "absent"})["diff"]
    assert [len(diff) for diff in (created, changed, deleted)] == [1, 1, 1]
    assert changed_lines(created[0]) == ["+ hostname: a.example.net", "+ name: Smart host", "+ port: 25"]
    assert changed_lines(changed[0]) == ["- port: 25", "+ port: 587"]
    assert "- port: 587" in changed_lines(deleted[0])
    assert deleted[0]["after"] == ""


def test_10_a_diff_marks_what_changes_and_nothing_else(account: Account) -> None:
    types = [{"type": "exe", "action": "block"}, {"type": "zip", "action": "hold"}]
    account.apply(SET, {**samples.first_entry(SET), "content_types": types})
    account.apply(ROUTE, {"name": "Route one", "smtp_authentication": {**LOGIN, "mechanisms": ["LOGIN", "PLAIN"]}})
    more = [*types, {"type": "js", "action": "block"}]
    block = account.apply(SET, {**samples.first_entry(SET), "content_types": more})["diff"][0]
    assert changed_lines(block) == ["+ - {type: js, action: block}"]
    turned = {**LOGIN, "mechanisms": ["LOGIN", "PLAIN", "CRAM-MD5"]}
    block = account.apply(ROUTE, {"name": "Route one", "smtp_authentication": turned})["diff"][0]
    assert [line for line in changed_lines(block) if "password" not in line] == ["+   - CRAM-MD5"]


def test_11_no_secret_is_in_a_result(either_door: Account) -> None:
    route = {"name": "Smart host", "hostname": "a.example.net", "smtp_authentication": LOGIN}
    user = {"email": "new@example.com", "password": "canary-user", "update_password": "always"}
    results = [either_door.apply(ROUTE, route), either_door.apply(USER, user), either_door.apply(USER, user)]
    other = {**route, "name": "Other", "smtp_authentication": {**LOGIN, "password": "canary-other"}}
    results.append(past_ansible(either_door, ROUTE, other, check=True))
    results.append(past_ansible(either_door, ROUTE, other))
    results.append(past_ansible(either_door, USER, {**user, "password": "canary-again"}))
    results.append(either_door.task("mimecast_user", {**user, "client_secret": "canary-wrong"}))
    assert "canary" not in repr(results)


def test_12_a_secret_is_sent_once_or_always_as_the_user_says(account: Account) -> None:
    entry = {"email": "new@example.com", "name": "New", "password": "canary-user"}
    account.apply(USER, entry)
    account.unchanged(USER, entry)
    for sent in (2, 3):
        assert account.apply(USER, {**entry, "update_password": "always"})["changed"]
        assert account.table("users")["new@example.com"]["passwordChanges"] == sent


@pytest.mark.parametrize("resource", samples.CREATED)
def test_13_what_stands_on_a_later_page_is_not_created_again(account: Account, resource: Resource) -> None:
    entries = samples.many_entries(resource, 5)
    account.apply(resource, {"entries": entries})
    account.connection["page_size"] = 2
    account.unchanged(resource, {"entries": entries})


def test_14_a_rate_limit_is_waited_out_in_milliseconds(account: Account) -> None:
    rules = [
        {"operation": operation, "times": 2, "fault": {"kind": "rate_limit", "reset_ms": 20}}
        for operation in ("createToken", "listDeliveryRouteDefinitions", "createDeliveryRouteDefinition")
    ]
    account.running.set_faults(rules)
    result = account.apply(ROUTE, {"name": "Smart host", "hostname": "a.example.net"})
    assert account.writes().count("createDeliveryRouteDefinition") == 3
    assert 0.1 <= result["api"]["seconds_waited"] < 1.0


def test_15_many_objects_cost_one_list_of_each_type(account: Account) -> None:
    routes = [{"name": f"Route {number}", "hostname": "a.example.net"} for number in range(60)]
    policies = [policy(name=f"Policy {number}", route=f"Route {number}") for number in range(60)]
    account.apply(ROUTE, {"entries": routes})
    account.apply(POLICY, {"entries": policies})
    account.unchanged(POLICY, {"entries": policies})
    assert sorted(account.operations()) == ["createToken", "listDeliveryRouteDefinitions", "listDeliveryRoutePolicies"]


# --- Next in line ----------------------------------------------------------------------------------------------------


def test_a_purge_takes_no_more_than_it_may(account: Account) -> None:
    account.apply(ROUTE, {"entries": [{"name": f"Old {n}", "hostname": "a.example.net"} for n in range(4)]})
    account.running.clear_requests()
    purge = {"entries": [{"name": "Route one"}], "purge": True, "purge_match": "Old *"}
    assert "max_deletes" in account.refused(ROUTE, {**purge, "max_deletes": 3})
    assert account.writes() == []
    assert account.apply(ROUTE, {**purge, "max_deletes": 4})["changed"]
    assert set(account.table("delivery_routes")) == {"Route one", "Route two"}


def test_a_token_that_expires_in_the_middle_is_renewed(account: Account) -> None:
    account.running.set_faults([{"operation": "createDeliveryRouteDefinition", "fault": {"kind": "expire_token"}}])
    account.apply(ROUTE, {"name": "Smart host", "hostname": "a.example.net"})
    assert account.operations().count("createToken") == 2


def test_a_typing_error_in_a_key_is_refused_with_the_nearest_word(account: Account) -> None:
    message = account.refused(ROUTE, {"entries": [{"name": "Smart host", "hostnam": "a.example.net"}]})
    assert "entries[0].hostnam: unknown key, did you mean 'hostname'?" in message
    assert account.operations() == []


def test_every_module_that_talks_to_the_api_is_in_the_action_group() -> None:
    groups = yaml.safe_load((COLLECTION / "meta/runtime.yml").read_text(encoding="utf-8"))["action_groups"]["mimecast"]
    named = {name.rsplit(".", 1)[-1] for name in groups if isinstance(name, str)}
    modules = (COLLECTION / "plugins/modules").glob("mimecast_*.py")
    talking = {path.stem for path in modules if "- mailops.mimecast.connection" in path.read_text(encoding="utf-8")}
    assert named == talking


def test_what_the_api_gives_as_its_reason_is_passed_on(account: Account) -> None:
    message = account.refused(USER, {"email": "jo@elsewhere.example"})
    assert "err_user_invalid_domain" in message


def test_a_write_of_unknown_outcome_is_looked_for_and_not_repeated(account: Account) -> None:
    fault = {"kind": "status", "status": 502, "when": "after"}
    account.running.set_faults([{"operation": "createDeliveryRouteDefinition", "fault": fault}])
    account.apply(ROUTE, {"name": "Smart host", "hostname": "a.example.net"})
    assert _names(account.table("delivery_routes")).count("Smart host") == 1
    assert account.writes() == ["createDeliveryRouteDefinition"]


def test_a_write_that_the_api_takes_and_forgets_is_not_reported_as_done(account: Account) -> None:
    account.running.set_faults([{"operation": "createDeliveryRouteDefinition", "fault": {"kind": "ignore_write"}}])
    message = account.refused(ROUTE, {"name": "Smart host", "hostname": "a.example.net"})
    assert "not seen to be in effect: delivery route Smart host (to be created)" in message


def test_two_objects_of_one_name_are_refused(account: Account) -> None:
    rows = account.table("delivery_routes")
    account.set_table("delivery_routes", {**rows, "twin": {"description": "Route one", "hostname": "b.example.net"}})
    message = account.refused(ROUTE, {"name": "Route one", "port": 587})
    assert "2 delivery route objects are called 'Route one'; pick one with id" in message


def test_a_permit_for_everybody_is_refused(account: Account) -> None:
    entry = samples.first_entry(PERMIT)
    account.apply(PERMIT, entry)
    message = account.refused(PERMIT, {"name": entry["name"], "source_ips": [], "source_ips_mode": "exact"})
    assert "would permit every sender" in message


def _names(rows: dict[str, Any]) -> Sequence[str]:
    return [row["description"] for row in rows.values()]


def test_a_role_that_may_do_more_than_the_preflight_knew_is_not_spared(account: Account) -> None:
    account.apply(ROUTE, {"name": "Old", "hostname": "a.example.net"})
    kept = [{"name": name} for name in samples.NAMES["delivery_route"]]
    variables = {f"mimecast_{name}": value for name, value in account.connection.items()}
    with new_run({**variables, "mimecast_site": {"delivery_routes": kept}}) as run:
        assert run_task(run, "mimecast_site_preflight", {})["roles"] == []
        assert run_task(run, "mimecast_delivery_route", {"from_site": True})["skipped"]
        purged = run_task(run, "mimecast_delivery_route", {"from_site": True, "purge": True})
    assert [change["name"] for change in purged["plan"]] == ["Old"]


def test_what_is_believed_of_one_account_is_not_believed_of_another(account: Account) -> None:
    # To a memory, another address is another account.
    other = {**account.connection, "base_url": f"{account.connection['base_url']}/"}
    with new_run(check_mode=True) as run:
        for connection in (account.connection, other):
            made = run_task(run, "mimecast_sender_group", {**connection, "name": "New group"})
            assert [change["operation"] for change in made["plan"]] == ["create"]
        again = run_task(run, "mimecast_sender_group", {**account.connection, "name": "New group"})
    assert not again["changed"]


def test_other_credentials_do_not_get_the_token_of_a_run(account: Account) -> None:
    with new_run() as run:
        assert not run_task(run, "mimecast_sender_group", {**account.connection, "name": "First"}).get("failed")
        for wrong in ({"client_secret": "another"}, {"client_id": "another"}):
            refused = run_task(run, "mimecast_sender_group", {**account.connection, "name": "Second", **wrong})
            assert refused["msg"].startswith("the API refused the credentials")


def test_the_token_of_a_run_lies_sealed_on_the_disk(tmp_path: Path) -> None:
    connection = Connection(client_id="demo", client_secret="demo-secret")
    SealedToken(str(tmp_path), connection).keep("a-token")
    assert SealedToken(str(tmp_path), connection).recall() == "a-token"
    (file,) = tmp_path.iterdir()
    assert b"a-token" not in file.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_setting_that_a_type_has_not_does_not_make_it_be_read_again(account: Account) -> None:
    variables = {f"mimecast_{name}": value for name, value in account.connection.items()}
    site = {"delivery_routes": [{"name": samples.NAMES["delivery_route"][0]}]}
    with new_run({**variables, "mimecast_site": site, "mimecast_scan_users": True}) as run:
        run_task(run, "mimecast_site_preflight", {})
        assert run_task(run, "mimecast_delivery_route", {"from_site": True})["skipped"]
