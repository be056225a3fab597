# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole site against its account: one word for every object, one read of every list, no write."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED, RESOURCES
from ansible_collections.mailops.mimecast.tests.contract import samples, sites
from ansible_collections.mailops.mimecast.tests.contract.account import ACCOUNT, Account

EVERYONE = {"type": "everyone"}
INTERNAL = {"type": "internal_addresses"}

SITE: dict[str, Any] = {**sites.whole_site(), "mx": [samples.first_entry(RESOURCES["mx"])]}

SMALL: dict[str, Any] = {
    "sender_groups": [
        {"name": "Blocked Senders", "members": ["a.example", "b.example"], "members_mode": "exact"},
        {"name": "IT Helpdesk"},
        {"name": "Vendors"},
    ],
    "delivery_routes": [
        *({"name": name, "hostname": "mail.example.net"} for name in samples.NAMES["delivery_route"]),
        {"name": "Main", "hostname": "mail.example.com", "alternate_route": "Route one"},
    ],
    "delivery_route_policies": [
        {"name": "Inbound", "route": "Main", "applies_from": EVERYONE, "applies_to": INTERNAL},
    ],
    "ip_permits": [{"name": "Vendor", "source_ips": ["192.0.2.0/24"], "source_ips_mode": "exact"}],
    "role_members": [{"role": "Basic Administrator", "members": ["jo@example.com"]}],
    "attachment_sets": [{"name": "Images", "folder": "Sets", "image_hold_probability": 70}],
}
"""What the tests speak of that change something in the tables of an account."""


def applied(account: Account, site: dict[str, Any] | None = None) -> None:
    """Bring the account to what a site says."""
    site = SITE if site is None else site
    for resource in MANAGED.values():
        if resource.plural in site:
            account.apply(resource, {"entries": site[resource.plural]})
    account.running.clear_requests()


def planned(account: Account, site: dict[str, Any] | None = None) -> dict[str, Any]:
    result = account.task("mimecast_site_plan", {"site": sites.as_file(SITE if site is None else site)})
    assert not result.get("failed"), result
    return result


def differing(result: dict[str, Any]) -> dict[str, tuple[str, list[str]]]:
    """Return status and settings of every object that is not in sync."""
    different = [found for found in result["objects"] if found["status"] != "in_sync"]
    return {found["name"]: (found["status"], found["fields"]) for found in different}


def of_site(site: dict[str, Any], *, first: bool = False) -> set[tuple[str, str]]:
    """Return type and name of every object that a site names and the API manages, or of the first of each type."""
    return {
        (resource.plural, resource.key_of(entry))
        for resource in MANAGED.values()
        for entry in site[resource.plural][: 1 if first else None]
    }


def objects(result: dict[str, Any], *statuses: str) -> set[tuple[str, str]]:
    """Return type and name of every object of these statuses."""
    return {(found["type"], found["name"]) for found in result["objects"] if found["status"] in statuses}


def test_an_account_that_is_as_its_site_says_is_in_sync_and_read_once(account: Account) -> None:
    applied(account)
    result = planned(account)
    assert not result["changed"]
    assert account.writes() == []
    assert account.reads() == sites.floor(SITE)
    assert objects(result, "in_sync") == of_site(SITE)
    assert result["summary"]["in_sync"] == len(of_site(SITE))
    there = account.task("mimecast_info", {})["site"]
    made = [resource for resource in MANAGED.values() if resource.create]
    known = {(resource.plural, resource.key_of(entry)) for resource in made for entry in there[resource.plural]}
    kept = {(resource.plural, name) for resource in made for name in resource.builtin}
    assert objects(result, "extra") == known - of_site(SITE) - kept
    assert {status for status, _fields in differing(result).values()} == {"extra"}


def test_an_empty_account_lacks_everything_and_later_objects_may_refer_to_earlier_ones(account: Account) -> None:
    account.running.reset(ACCOUNT)
    result = planned(account)
    assert result["problems"] == []
    created = {resource.plural for resource in MANAGED.values() if resource.create}
    assert objects(result, "missing") == {(plural, name) for plural, name in of_site(SITE) if plural in created}
    assert objects(result, "drifted") == {(plural, name) for plural, name in of_site(SITE) if plural not in created}
    assert account.writes() == []


def test_one_change_of_each_type_is_named_with_its_setting_and_nothing_else(account: Account) -> None:
    applied(account)
    result = planned(account, {**sites.changed_site(sites.whole_site()), "mx": SITE["mx"]})
    assert objects(result, "drifted") == of_site(SITE, first=True)
    settings = {found["type"]: found["fields"] for found in result["objects"] if found["status"] == "drifted"}
    assert settings == {resource.plural: [sites.changing_field(resource).name] for resource in MANAGED.values()}
    assert account.writes() == []


def test_seven_changes_made_elsewhere_are_named_and_nothing_else(account: Account) -> None:
    applied(account, SMALL)
    before = differing(planned(account, SMALL))
    groups = account.table("groups")
    members = groups["blocked-senders"]["members"]
    groups["blocked-senders"]["members"] = [found for found in members if found["domain"] != "a.example"]
    groups["vendors"]["members"] = [{"domain": "new.example", "type": "created_manually"}]
    account.set_table("groups", groups)
    routes = account.table("delivery_routes")
    routes["main"]["port"] = 2525
    routes["added"] = {"description": "Added", "hostname": "added.example"}
    account.set_table("delivery_routes", routes)
    policies = account.table("delivery_route_policies")
    policies["inbound"]["enabled"] = False
    account.set_table("delivery_route_policies", policies)
    permits = account.table("permitted_sender_policies")
    permits["vendor"]["sourceIPs"] = ["192.0.2.0/23"]
    account.set_table("permitted_sender_policies", permits)
    account.set_table("attachment_sets", {})
    site = copy.deepcopy(SMALL)
    site["delivery_route_policies"][0]["enabled"] = True
    site["delivery_routes"][2]["port"] = 25
    site["sender_groups"][2].update(members=[], members_mode="exact")
    account.running.clear_requests()
    result = planned(account, site)
    after = {name: found for name, found in differing(result).items() if name not in before}
    assert after == {
        "Blocked Senders": ("drifted", ["members"]),
        "Vendors": ("drifted", ["members"]),
        "Main": ("drifted", ["port"]),
        "Added": ("extra", []),
        "Inbound": ("drifted", ["enabled"]),
        "Vendor": ("drifted", ["source_ips"]),
        "Images": ("missing", ["folder", "image_hold_probability", "name"]),
    }
    assert result["changed"]
    assert account.writes() == []


def test_what_cannot_be_planned_is_told_and_hides_nothing(account: Account) -> None:
    applied(account, SMALL)
    site = {**SMALL, "delivery_route_policies": [{**SMALL["delivery_route_policies"][0], "route": "Nowhere"}]}
    result = planned(account, site)
    assert result["changed"]
    assert (
        "mimecast_site.delivery_route_policies[0].route: there is no delivery route 'Nowhere'" in result["problems"][0]
    )
    assert differing(result)["Inbound"][0] == "unverifiable"
    assert result["summary"]["in_sync"] == sum(len(entries) for entries in SMALL.values()) - 1


def test_what_the_api_does_not_offer_is_for_a_person_or_not_verifiable(plain_account: Account) -> None:
    site = {"ip_permits": SMALL["ip_permits"], "role_members": SMALL["role_members"]}
    first = planned(plain_account, site)
    assert {found["name"]: found["status"] for found in first["objects"]} == {
        "Vendor": "handoff",
        "Basic Administrator": "handoff",
    }
    done = [{"fingerprint": found["fingerprint"], "by": "jo", "at": "2026-11-23"} for found in first["manual"]]
    second = planned(plain_account, {**site, "console_done": done})
    assert {found["name"]: found["status"] for found in second["objects"]} == {
        "Vendor": "unverifiable",
        "Basic Administrator": "handoff",
    }


def test_a_malformed_site_is_refused_before_anything_is_sent(account: Account) -> None:
    result = account.task("mimecast_site_plan", {"site": {"ip_permits": [{"name": "A", "source_ips": ["x"]}]}})
    assert "mimecast_site.ip_permits[0].source_ips[0]: 'x' is not an IP address" in result["msg"]
    assert account.operations() == []


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"site": {}},
        {"site": {}, "baseline": {}},
        {"site": {"users": None, "console_done": [{"fingerprint": "f", "by": "jo", "at": "2026-11-23"}]}},
    ],
)
def test_a_site_that_names_no_type_is_refused_before_anything_is_sent(
    either_door: Account, options: dict[str, Any]
) -> None:
    result = either_door.task("mimecast_site_plan", options)
    assert result["failed"]
    assert (
        "Neither mimecast_site nor mimecast_baseline contains anything, so "
        "there is nothing to compare." in result["msg"]
    )
    assert "Put the site into a file" in result["msg"]
    assert either_door.operations() == []


@pytest.mark.parametrize("options", [{"site": {"users": []}}, {"site": {}, "baseline": {"users": []}}])
def test_an_empty_list_names_its_type_of_which_all_is_extra(account: Account, options: dict[str, Any]) -> None:
    result = account.task("mimecast_site_plan", options)
    assert {(found["type"], found["status"]) for found in result["objects"]} == {("users", "extra")}


ROUTES: dict[str, Any] = {"delivery_routes": SMALL["delivery_routes"]}
AUDIT_READS = "getAuditEvents"


def drifted(account: Account) -> None:
    """Bring the account to what the site says, and change one route elsewhere."""
    applied(account, ROUTES)
    routes = account.table("delivery_routes")
    routes["main"]["hostname"] = "elsewhere.example.com"
    account.set_table("delivery_routes", routes)
    account.running.clear_requests()


def test_who_changed_what_differs_is_read_with_the_same_token(either_door: Account) -> None:
    drifted(either_door)
    result = either_door.task("mimecast_site_plan", {"site": ROUTES, "audit_days": 30})
    assert not result.get("failed"), result
    assert {found["object"] for found in result["events"]} == {"Main"}
    assert ("admin@example.com", "Existing Definition Changed") in {
        (found["user"], found["kind"]) for found in result["events"]
    }
    assert [found["time"] for found in result["events"]] == sorted(found["time"] for found in result["events"])
    operations = either_door.operations()
    assert (operations.count("createToken"), operations.count(AUDIT_READS)) == (1, 1)
    assert operations[-1] == AUDIT_READS
    assert either_door.writes() == []


def test_nobody_is_asked_who_changed_it_unless_that_is_wanted_and_something_differs(account: Account) -> None:
    drifted(account)
    assert account.task("mimecast_site_plan", {"site": ROUTES})["events"] == []
    applied(account, ROUTES)
    assert account.task("mimecast_site_plan", {"site": ROUTES, "audit_days": 30})["events"] == []
    assert AUDIT_READS not in account.operations()


def test_more_days_than_there_are_events_for_are_as_many_as_there_are(account: Account) -> None:
    drifted(account)
    result = account.task("mimecast_site_plan", {"site": ROUTES, "audit_days": 1_000_000_000_000})
    assert not result.get("warnings"), result["warnings"]
    assert result["events"]


@pytest.mark.parametrize("status", [403, 500])
def test_an_audit_log_that_cannot_be_read_is_a_warning(account: Account, status: int) -> None:
    account.connection["retry_budget"] = 0
    drifted(account)
    fault = {"kind": "status", "status": status, "when": "before"}
    account.running.set_faults([{"operation": AUDIT_READS, "times": None, "fault": fault}])
    result = account.task("mimecast_site_plan", {"site": ROUTES, "audit_days": 30})
    assert not result.get("failed"), result
    assert result["summary"]["drifted"] == 1
    assert result["events"] == []
    (warning,) = result["warnings"]
    assert warning.startswith("it is not known who changed it, because the audit log could not be read: ")
    assert AUDIT_READS in warning


@pytest.mark.parametrize(
    ("days", "said"), [(-1, "audit_days: -1 is negative"), ("soon", "argument 'audit_days' is of type")]
)
def test_days_that_cannot_be_are_refused_before_anything_is_sent(account: Account, days: Any, said: str) -> None:
    result = account.task("mimecast_site_plan", {"site": ROUTES, "audit_days": days})
    assert result["failed"]
    assert said in result["msg"]
    assert account.operations() == []


@pytest.mark.parametrize("resource", MANAGED.values())
def test_a_list_that_breaks_off_fails_the_whole_plan(account: Account, resource: Any) -> None:
    account.connection["retry_budget"] = 0
    fault = {"kind": "status", "status": 500, "when": "before"}
    account.running.set_faults([{"operation": resource.read.id, "times": None, "fault": fault}])
    result = account.task("mimecast_site_plan", {"site": sites.as_file(SITE)})
    assert result["failed"]
    assert resource.read.id in result["msg"]
