# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A trusted source is everything that has to be done for a vendor: made, in sync, changed, ended and gone as one."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import BY_HAND, MANAGED, RESOURCES
from ansible_collections.mailops.mimecast.plugins.module_utils._run import planning
from ansible_collections.mailops.mimecast.tests.contract import composition, vendors
from ansible_collections.mailops.mimecast.tests.contract.account import Account
from ansible_collections.mailops.mimecast.tests.contract.doors import Result, new_run, run_task
from ansible_collections.mailops.mimecast.tests.contract.vendors import (
    BYPASSED,
    CRM,
    PAST,
    SCANNER,
    SIMULATION,
    VENDORS,
    called,
    site,
)

SOURCE = RESOURCES["trusted_source"]
POLICIES = ["ip_permit", "anti_spoofing_policy", "anti_spoofing_bypass_policy", "greylisting_policy"]
STOOD_FOR = [name for name in (SOURCE.stands_for.types if SOURCE.stands_for else ()) if name in MANAGED]
MODULE = "mimecast_trusted_source"


def there(account: Account, name: str) -> dict[str, dict[str, Any]]:
    """Return what the account holds of a type, as entries by their name."""
    read = account.task("mimecast_info", {"types": [MANAGED[name].plural]})
    return {entry[MANAGED[name].key]: entry for entry in read["site"].get(MANAGED[name].plural, [])}


def names(account: Account) -> dict[str, set[str]]:
    """Return the names of what trusted sources have made, by type."""
    found = {name: {own for own in there(account, name) if "Trusted source: " in own} for name in POLICIES}
    return {name: own for name, own in found.items() if own}


def works_out(account: Account, options: dict[str, Any], check: bool = False) -> Result:
    """Run the module alone."""
    result = account.task(MODULE, options, check)
    assert not result.get("failed"), result["msg"]
    return result


def of_host(account: Account, variables: dict[str, Any], name: str, **options: Any) -> Result:
    """Run the task of a role that takes its objects from the site of its host."""
    with new_run(variables) as run:
        return run_task(run, name, {**account.connection, "from_site": True, **options})


# --- Made, in sync, changed, ended, gone ------------------------------------------------------------------------------


def test_vendors_are_made_as_predicted_and_are_in_sync_afterwards(account: Account) -> None:
    played = composition.predicted_and_applied(account, site(*VENDORS))
    assert played.changed
    assert names(account) == {
        "ip_permit": {called(vendor) for vendor in VENDORS},
        "anti_spoofing_policy": {called(vendor) for vendor in VENDORS},
        "anti_spoofing_bypass_policy": {called(CRM)},
        "greylisting_policy": {called(vendor) for vendor in VENDORS},
    }
    again = composition.applied(account, site(*VENDORS))
    assert (again.changed, account.writes()) == (False, [])
    assert again.results[0][1]["roles"] == []


def test_a_policy_says_what_the_source_says(account: Account) -> None:
    composition.applied(account, site(CRM))
    narrow = {
        "applies_from": {"type": "everyone"},
        "applies_to": {"type": "internal_addresses"},
        "override": True,
        "valid_until": vendors.UNTIL,
    }
    for name, action in (
        ("ip_permit", "permit_sender"),
        ("anti_spoofing_policy", "take_no_action"),
        ("greylisting_policy", "take_no_action"),
    ):
        entry = there(account, name)[called(CRM)]
        assert {**entry, **narrow, "action": action, "source_ips": CRM["networks"]} == entry
    bypass = there(account, "anti_spoofing_bypass_policy")[called(CRM)]
    assert {**bypass, **narrow, "action": "enable_bypass", "spf_domains": CRM["domains"]} == bypass
    assert not bypass.get("source_ips")


def test_links_of_a_vendor_open_until_it_ends(account: Account) -> None:
    composition.applied(account, site(SIMULATION))
    url = "https://landing.drill.example"
    permitted = there(account, "managed_url")[url]
    assert {**permitted, "action": "permit", "match_type": "domain", "comment": called(SIMULATION)} == permitted
    composition.predicted_and_applied(account, site(SIMULATION, valid_until=PAST))
    assert url not in there(account, "managed_url")


def test_one_network_that_changes_is_changed_everywhere_and_nowhere_else(account: Account) -> None:
    composition.applied(account, site(*VENDORS))
    moved = {**SIMULATION, "networks": ["192.0.2.16/28", "198.51.100.8"]}
    played = composition.predicted_and_applied(account, site(moved, CRM, SCANNER))
    assert {(operation, name) for operation, _type, name in played.planned} == {("update", called(SIMULATION))}
    for name in ("ip_permit", "anti_spoofing_policy", "greylisting_policy"):
        assert there(account, name)[called(SIMULATION)]["source_ips"] == ["192.0.2.16/28", "198.51.100.8/32"]


def test_a_source_that_names_no_spf_domain_any_more_keeps_no_bypass(account: Account) -> None:
    composition.applied(account, site(CRM))
    without = {name: value for name, value in CRM.items() if name != "domains"}
    played = composition.predicted_and_applied(account, site(without))
    assert played.planned == [("delete", "anti_spoofing_bypass_policy", called(CRM))]


def test_domains_alone_open_nothing_but_a_bypass(account: Account) -> None:
    alone = {name: value for name, value in CRM.items() if name != "networks"}
    composition.predicted_and_applied(account, site(alone))
    assert names(account) == {"anti_spoofing_bypass_policy": {called(CRM)}}


@pytest.mark.parametrize("end", [{"state": "absent"}, {"valid_until": PAST}], ids=["absent", "ended"])
def test_a_source_that_ends_takes_all_of_it_along(account: Account, end: dict[str, str]) -> None:
    composition.applied(account, site(*VENDORS))
    played = composition.predicted_and_applied(account, site(*VENDORS, **end))
    assert {operation for operation, _type, _name in played.planned} == {"delete"}
    assert names(account) == {}
    again = composition.applied(account, site(*VENDORS, **end))
    assert (again.changed, account.writes()) == (False, [])


def test_a_source_ends_by_itself_on_the_day_after_its_last(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    composition.applied(account, site(SCANNER))
    monkeypatch.setattr(planning, "today", lambda: vendors.UNTIL)
    assert not composition.applied(account, site(SCANNER)).changed
    monkeypatch.setattr(planning, "today", lambda: "2099-04-01")
    played = composition.predicted_and_applied(account, site(SCANNER))
    assert {operation for operation, _type, _name in played.planned} == {"delete"}
    assert names(account) == {}


def test_that_a_source_has_ended_is_said_once(account: Account) -> None:
    composition.applied(account, site(SCANNER))
    ended = site({**SCANNER, "valid_until": PAST})
    for _turn in ("while it goes", "and as long as it stands in the file"):
        played = composition.applied(account, ended)
        told = [warning for _step, result in played.results for warning in result["warnings"]]
        assert told == [
            "mimecast_site.trusted_sources[0]: ended on 2020-03-31, so everything that it represents is deleted; "
            "remove the entry after that"
        ]


def test_a_source_without_an_end_is_warned_of(account: Account) -> None:
    endless = {name: value for name, value in SCANNER.items() if name != "valid_until"}
    played = composition.applied(account, site(endless))
    (warning,) = played.results[0][1]["warnings"]
    assert "mimecast_site.trusted_sources[0]: has no valid_until" in warning
    assert there(account, "ip_permit")[called(SCANNER)]["valid_until"] == ""


# --- Refused before anything is sent ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"networks": []}, "networks is required, or domains: nobody is trusted from wherever they send"),
        ({"networks": [], "link_domains": ["a.example"]}, "networks is required, or domains"),
        ({"reason": None}, "reason is required"),
        ({"networks": ["0.0.0.0/1", "128.0.0.0/1"]}, "networks 0.0.0.0/0 is the whole internet"),
        ({"domains": [f"d{index}.example" for index in range(10)]}, "domains names 10, but a bypass by SPF"),
        ({"networks": [], "domains": ["a.example"], "also": ["url_protection"]}, "also needs networks"),
        ({"also": ["url_protektion"]}, ".also[0]: 'url_protektion' is not one of"),
        ({"networks": ["192.0.2.17/28"]}, ".networks[0]: '192.0.2.17/28' has host bits set"),
        ({"netwroks": ["192.0.2.17"]}, ".netwroks: unknown key, did you mean 'networks'?"),
        ({"networks": ["202.0.0.0/7"]}, "wide_permit"),
    ],
)
def test_a_source_that_opens_too_much_is_refused_at_its_place(
    account: Account, change: dict[str, Any], message: str
) -> None:
    for check in (True, False):
        played = composition.refused(account, site({**SCANNER, **change}), check)
        assert message in played.message
        assert played.message.startswith(("mimecast_site.trusted_sources[0]", "ip_permits"))
        assert account.writes() == []


@pytest.mark.parametrize("name", STOOD_FOR)
def test_an_entry_that_a_source_represents_must_not_have_an_entry_of_its_own(account: Account, name: str) -> None:
    result = works_out(account, {**SIMULATION, "domains": ["a.example"]})
    (own,) = result["lists"][MANAGED[name].plural]["entries"]
    played = composition.refused(account, {**site(SIMULATION, domains=["a.example"]), MANAGED[name].plural: [own]})
    assert f"mimecast_site.{MANAGED[name].plural}[0]: {MANAGED[name].title} " in played.message
    assert "is managed by mimecast_site.trusted_sources[0], so it must not have an entry of its own" in played.message


def test_an_entry_that_picks_its_object_by_id_is_no_way_around_that(account: Account) -> None:
    own = {"name": called(SCANNER), "id": "anything", "enabled": False}
    played = composition.refused(account, {**site(SCANNER), "greylisting_policies": [own]})
    assert "is managed by mimecast_site.trusted_sources[0]" in played.message


def test_two_sources_of_one_name_are_refused(account: Account) -> None:
    played = composition.refused(account, site(SCANNER, SCANNER))
    assert "trusted source 'Office scanner' is already at mimecast_site.trusted_sources[0]" in played.message


def test_two_sources_may_not_stand_for_one_object(account: Account) -> None:
    other = {**SCANNER, "link_domains": SIMULATION["link_domains"]}
    played = composition.refused(account, site(SIMULATION, other))
    assert played.message == (
        "mimecast_site.trusted_sources[1]: managed URL 'https://landing.drill.example' is kept by "
        "mimecast_site.trusted_sources[0] already"
    )


# --- Whichever way it is said -----------------------------------------------------------------------------------------


def test_a_baseline_and_a_site_make_one_source(account: Account) -> None:
    baseline = {"trusted_sources": [{**CRM, "valid_until": "2098-01-01"}]}
    played = composition.applied(
        account, site({"name": CRM["name"], "networks": ["203.0.113.128/26"]}), mimecast_baseline=baseline
    )
    assert not played.failed
    permit = there(account, "ip_permit")[called(CRM)]
    assert (permit["source_ips"], permit["valid_until"]) == (["203.0.113.128/26"], "2098-01-01")


def test_a_variable_of_its_own_counts_instead_of_the_site(account: Account) -> None:
    composition.applied(account, site(CRM), mimecast_trusted_sources=[SCANNER])
    assert names(account)["ip_permit"] == {called(SCANNER)}
    assert not composition.applied(account, site(CRM), mimecast_trusted_sources=[SCANNER]).changed


def test_what_a_source_stands_for_joins_a_list_that_is_given(account: Account) -> None:
    own = {"name": "Own", "source_ips": ["192.0.2.99"]}
    played = composition.predicted_and_applied(account, site(SCANNER), mimecast_ip_permits=[own])
    assert {"Own", called(SCANNER)} <= there(account, "ip_permit").keys()
    assert not composition.applied(account, site(SCANNER), mimecast_ip_permits=[own]).changed
    assert played.changed


def test_the_role_of_a_type_alone_does_its_part(account: Account) -> None:
    made = of_host(account, {"mimecast_site": site(SCANNER)}, "mimecast_greylisting_policy")
    assert made["changed"]
    assert names(account) == {"greylisting_policy": {called(SCANNER)}}
    assert made["plan"][0]["where"] == "mimecast_site.trusted_sources[0]"


def test_the_role_of_a_type_alone_refuses_a_source_that_is_wrong(account: Account) -> None:
    made = of_host(account, {"mimecast_site": site({**SCANNER, "networks": []})}, "mimecast_greylisting_policy")
    assert made["failed"]
    assert made["msg"].startswith("mimecast_site.trusted_sources[0]: networks is required")


def test_tags_of_one_type_do_the_part_of_that_type(account: Account) -> None:
    played = composition.predicted_and_applied(account, site(SCANNER), tags=("ip_permits",))
    assert {type_name for _operation, type_name, _name in played.planned} == {"ip_permit"}


def test_a_source_is_in_sync_in_a_report_until_somebody_changes_a_policy(account: Account) -> None:
    composition.applied(account, site(*VENDORS))
    report = account.task("mimecast_site_plan", {"site": site(*VENDORS)})
    assert {found["status"] for found in report["objects"] if "Trusted" in found["name"]} == {"in_sync"}
    greylisting = MANAGED["greylisting_policy"]
    account.apply(greylisting, {"name": called(CRM), "enabled": False})
    report = account.task("mimecast_site_plan", {"site": site(*VENDORS)})
    drifted = [found for found in report["objects"] if found["status"] == "drifted"]
    assert [(found["type"], found["name"], found["where"]) for found in drifted] == [
        ("greylisting_policies", called(CRM), "mimecast_site.trusted_sources[1]")
    ]


# --- What a person does -----------------------------------------------------------------------------------------------


def test_the_module_sends_nothing_and_says_what_is_still_checked(account: Account) -> None:
    account.running.clear_requests()
    for check in (True, False):
        result = works_out(account, {"entries": [SIMULATION, BYPASSED | {"name": "Other", "link_domains": []}]}, check)
        first, other = (source["still_checked"] for source in result["sources"])
        assert any(told.startswith("URL protection") for told in first)
        assert not any(told.startswith("URL protection") for told in other)
    assert account.running.requests() == []


def test_bypasses_are_handed_over_until_they_are_recorded_and_again_at_the_end(account: Account) -> None:
    played = composition.applied(account, site(BYPASSED))
    assert "trusted_source" in played.results[0][1]["roles"]
    result = works_out(account, BYPASSED)
    assert result["changed"]
    assert {step["resource"] for step in result["manual"]} == {
        "url_protection_bypass_policy",
        "impersonation_protection_bypass_policy",
    }
    steps = [line for step in result["manual"] for line in step["steps"]]
    assert "Set Select Option to Disable URL Protection." in steps
    assert any("192.0.2.16/28, 198.51.100.7/32" in line for line in steps)
    done = [{"fingerprint": step["fingerprint"], "by": "jo", "at": "2026-11-27"} for step in result["manual"]]

    recorded = {**site(BYPASSED), "console_done": done}
    played = composition.applied(account, recorded)
    assert played.results[0][1]["roles"] == []
    assert of_host(account, {"mimecast_site": recorded}, MODULE)["changed"] is False

    gone = works_out(account, {**BYPASSED, "state": "absent", "console_done": done})
    assert gone["changed"]
    assert {line for step in gone["manual"] for line in step["steps"] if line.startswith("Delete")} == {
        f"Delete the {title} bypass policy '{called(BYPASSED)}' if it exists."
        for title in ("URL protection", "impersonation protection")
    }


def test_a_report_says_what_is_to_be_done_by_hand(account: Account) -> None:
    composition.applied(account, site(BYPASSED))
    report = account.task("mimecast_site_plan", {"site": site(BYPASSED)})
    by_hand = {found["resource"] for found in report["objects"] if found["status"] == "handoff"}
    assert by_hand == {"url_protection_bypass_policy", "impersonation_protection_bypass_policy"}
    assert by_hand <= BY_HAND.keys()


def test_an_ip_permit_is_handed_over_where_the_api_has_none_and_the_rest_is_done(plain_account: Account) -> None:
    played = composition.predicted_and_applied(plain_account, site(SCANNER))
    (step,) = played.all_of("manual")
    assert (step["resource"], step["name"]) == ("ip_permit", called(SCANNER))
    done = {"console_done": [{"fingerprint": step["fingerprint"], "by": "jo", "at": "2026-11-27"}]}
    played = composition.applied(plain_account, {**site(SCANNER), **done})
    assert played.results[0][1]["roles"] == []
    played = composition.predicted_and_applied(plain_account, {**site(SCANNER, state="absent"), **done})
    (step,) = played.all_of("manual")
    assert any(line.startswith("Delete the IP permit") for line in step["steps"])
