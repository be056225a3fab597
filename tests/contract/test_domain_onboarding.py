# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""New domains come to Mimecast: the role domain_onboarding, with a person who publishes what it says.

The person of these tests knows nothing but the report: what it tells to publish is published, what it tells to remove
is removed, and then the role runs again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.tests.contract.account import ACCOUNT, Account
from ansible_collections.mailops.mimecast.tests.contract.doors import new_run
from ansible_collections.mailops.mimecast.tests.contract.roles import Failed, run_role
from mimecast_emulator.nameserver import NameServer

NEW, OWN = "new.example", "example.com"
ROUTE = {"name": "Mail server of new.example", "hostname": "mail.new.example"}
DOMAIN = {"domain": NEW, "inbound_type": "ldap", "route": ROUTE, "dkim": {"selector": "mc1"}}
TABLES = (
    "pending_domains",
    "internal_domains",
    "anti_spoofing_policies",
    "delivery_routes",
    "delivery_route_policies",
    "dkim_definitions",
    "dkim_policies",
)
OLD = {"hostname": "old.new.example", "priority": 5}
MOST_RUNS = 8


class Killed(BaseException):
    """Somebody ends the process of a run."""


@dataclass
class World:
    """An account, DNS, and a person who reads reports."""

    account: Account
    dns: NameServer
    domains: list[dict[str, Any]] = field(default_factory=lambda: [DOMAIN])

    def run(self, check: bool = False, **more: Any) -> dict[str, Any]:
        """Run the role once and return what it says of the domains and has told."""
        own = {f"mimecast_{name}": value for name, value in self.account.connection.items()}
        variables = {
            **own,
            "mimecast_domain_onboarding": self.domains,
            "mimecast_domain_onboarding_nameservers": ["127.0.0.1"],
            "mimecast_domain_onboarding_nameserver_port": self.dns.port,
            **more,
        }
        self.account.running.clear_requests()
        with new_run(own, check_mode=check) as run:
            result: dict[str, Any] = run_role(run, "domain_onboarding", variables)["mimecast_domain_onboarding_result"]
            return result

    def person(self, result: dict[str, Any]) -> bool:
        """Do what a report says; whether there was anything to do."""
        records = [line for told in result["domains"] for todo in told["next"] for line in self._of(todo)]
        return bool(records)

    def _of(self, todo: dict[str, Any]) -> Iterator[str]:
        for line in todo["records"]:
            name, kind, value = re.fullmatch(r"(\S+)\. IN (TXT|MX) (.*)", line).groups()  # type: ignore[union-attr]
            if kind == "TXT":
                self.publish_text(name, "".join(re.findall(r'"([^"]*)"', value)))
            else:
                priority, host = value.split()
                record = {"hostname": host.rstrip("."), "priority": int(priority)}
                others = [old for old in self.dns.records.get(name, []) if old != record]
                self.dns.records[name] = others if todo["do"].startswith("then remove") else [*others, record]
            yield line

    def publish_text(self, name: str, text: str) -> None:
        """Have DNS serve a text, and Mimecast see it."""
        self.dns.texts[name] = [text]
        rows = self.account.table("pending_domains")
        self.account.set_table(
            "pending_domains", {key: {**row, "published": row["token"] == text} for key, row in rows.items()}
        )

    def to_the_end(self) -> list[str]:
        """Run and publish in turn until nothing is left to publish; return the stages of the first domain."""
        stages = []
        for _round in range(MOST_RUNS):
            result = self.run()
            stages.append(result["domains"][0]["stage"])
            if not self.person(result):
                return stages
        raise AssertionError(f"it never ends: {stages}")

    def state(self) -> dict[str, Any]:
        """Return what the account holds of what an onboarding writes, and what DNS serves."""
        tables = self.account.running.state(ACCOUNT)
        served = {name: texts for name, texts in self.dns.texts.items() if name != NEW}
        return {**{name: tables[name] for name in TABLES}, "mx": self.dns.records, "texts": served}

    def done(self) -> dict[str, Any]:
        """Run once more: it has nothing to do."""
        result = self.run()
        assert self.account.writes() == []
        return result


@pytest.fixture
def dns() -> Iterator[NameServer]:
    with NameServer({NEW: [OLD], OWN: []}) as server:
        yield server


@pytest.fixture
def world(account: Account, dns: NameServer) -> World:
    return World(account, dns)


def step_of(result: dict[str, Any], step: str) -> str:
    return str(result["domains"][0]["steps"][step])


# --- The whole way ----------------------------------------------------------------------------------------------------


def test_a_person_who_does_what_the_reports_say_brings_a_domain_to_mimecast(world: World) -> None:
    assert world.to_the_end() == ["pending", "recipients_checked", "receiving"]
    result = world.done()
    assert set(result["domains"][0]["steps"].values()) == {"done"}
    assert "remove it from the list" in result["domains"][0]["next"][0]["do"]
    assert [record["hostname"] for record in world.dns.records[NEW]] == [
        "eu-smtp-inbound-1.mimecast.com",
        "eu-smtp-inbound-2.mimecast.com",
    ]


def test_every_run_between_says_the_same_again_and_writes_nothing(world: World) -> None:
    for _round in range(MOST_RUNS):
        result = world.run()
        again = world.done()
        assert [told["stage"] for told in again["domains"]] == [told["stage"] for told in result["domains"]]
        if not world.person(again):
            return
    raise AssertionError("it never ends")


@pytest.mark.parametrize("way", ["killed before", "killed after", "refused"])
def test_interrupted_at_any_step_and_started_again_it_ends_in_the_same_state(
    world: World, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    records = dict(world.dns.records)
    write, sent = Client.write, list[str]()
    victim = [0]

    def interrupted(self: Client, operation: Any, ids: Any, items: Any) -> Any:
        sent.append(operation.id)
        hit = len(sent) == victim[0]
        if hit and way == "refused":
            raise ApiError("no")
        if hit and way == "killed before":
            raise Killed
        answer = write(self, operation, ids, items)
        if hit:
            raise Killed
        return answer

    monkeypatch.setattr(Client, "write", interrupted)
    world.account.running.reset(ACCOUNT)
    world.to_the_end()
    whole, steps = world.state(), list(sent)
    assert steps == [
        "createPendingDomain",
        "verifyPendingDomains",
        "updateAntiSpoofingPolicy",
        "createDeliveryRouteDefinition",
        "createDeliveryRoutePolicy",
        "updateInternalDomain",
        "createDnsOutboundDefinition",
        "createDnsAuthenticationOutboundPolicy",
    ]
    for number in range(1, len(steps) + 1):
        world.account.running.reset(ACCOUNT)
        world.dns.records, world.dns.texts = dict(records), {}
        sent.clear()
        victim[0] = number
        with pytest.raises((Killed, Failed)):
            world.to_the_end()
        world.to_the_end()
        assert world.state() == whole, f"{way} at {steps[number - 1]}"
        world.done()


# --- What a run leaves out --------------------------------------------------------------------------------------------


def test_a_domain_that_waits_for_its_txt_record_does_not_fail_the_run(world: World) -> None:
    result = world.run()
    token = world.account.table("pending_domains")[NEW]["token"]
    assert world.account.writes() == ["createPendingDomain"]
    assert result["domains"][0]["next"][0]["records"] == [f'{NEW}. IN TXT "{token}"']
    assert result["report"][0] == f"{NEW}: pending"


def test_nothing_signs_with_a_key_that_dns_does_not_serve(world: World) -> None:
    world.person(world.run())
    result = world.run()
    assert "createDnsOutboundDefinition" in world.account.writes()
    assert world.account.table("dkim_policies") == {}
    (record,) = [line for todo in result["domains"][0]["next"] for line in todo["records"] if "TXT" in line]
    assert record.startswith(f'mc1._domainkey.{NEW}. IN TXT "v=DKIM1')
    pieces = re.findall(r'"([^"]*)"', record)
    assert pieces
    assert all(len(piece) <= 255 for piece in pieces)


@pytest.mark.parametrize(("validated", "signs"), [(True, True), (False, False)])
def test_where_dns_says_nothing_the_word_of_mimecast_counts(world: World, validated: bool, signs: bool) -> None:
    world.person(world.run())
    world.run()
    world.dns.fail.add(f"mc1._domainkey.{NEW}")
    keys = world.account.table("dkim_definitions")
    world.account.set_table("dkim_definitions", {key: {**row, "validated": validated} for key, row in keys.items()})
    world.run()
    assert bool(world.account.table("dkim_policies")) is signs


def test_a_record_that_dns_lost_is_told_with_the_policy_that_signs_all_the_same(world: World) -> None:
    world.to_the_end()
    world.dns.texts.clear()
    result = world.done()
    (todo,) = result["domains"][0]["next"]
    assert "the policy DKIM for new.example already signs with it" in todo["known_from"]


def test_mx_records_are_not_told_before_everything_that_takes_the_mail_is_there(world: World) -> None:
    world.person(world.run())
    world.account.a_fault("updateInternalDomain", status=503, when="before")
    with pytest.raises(Failed, match="Check recipients"):
        world.run()
    assert world.account.table("delivery_route_policies")
    predicted = world.run(check=True)
    assert step_of(predicted, "recipients_checked") == "planned"
    assert not [line for todo in predicted["domains"][0]["next"] for line in todo["records"] if " MX " in line]


def test_a_policy_that_is_switched_off_keeps_the_mx_records_where_they_are(world: World) -> None:
    world.person(world.run())
    world.run()
    rows = world.account.table("delivery_route_policies")
    world.account.set_table("delivery_route_policies", {key: {**row, "enabled": False} for key, row in rows.items()})
    result = world.run()
    assert step_of(result, "routed") == "open"
    assert "find out why the policy Inbound for new.example does not cover all its mail" in str(
        result["domains"][0]["next"]
    )
    assert " IN MX " not in str(result["domains"][0]["next"])


def test_a_domain_that_is_not_verified_does_not_hold_up_the_others_and_fails_the_run_at_the_end(world: World) -> None:
    world.domains = [DOMAIN, {**DOMAIN, "domain": OWN, "dkim": None}]
    world.run()
    world.publish_text(NEW, world.account.table("pending_domains")[NEW]["token"])
    rows = world.account.table("pending_domains")
    world.account.set_table("pending_domains", {NEW: {**rows[NEW], "published": False}})
    world.account.set_table("delivery_route_policies", {})
    world.account.connection["retry_budget"] = 0.5
    with pytest.raises(Failed, match=f"could not be registered or verified: 0 of 1 changes are in effect.*{NEW}"):
        world.run()
    (policy,) = world.account.table("delivery_route_policies").values()
    assert policy["to"] == {"type": "email_domain", "domain": OWN}


# --- What is there already --------------------------------------------------------------------------------------------


def test_a_domain_that_is_internal_begins_where_it_stands(world: World) -> None:
    world.domains = [{**DOMAIN, "domain": OWN}]
    result = world.run()
    assert not {"createPendingDomain", "verifyPendingDomains"} & set(world.account.writes())
    assert result["domains"][0]["stage"] == "recipients_checked"


def test_the_policy_that_mimecast_made_by_itself_is_taken(world: World) -> None:
    world.to_the_end()
    (policy,) = world.account.table("anti_spoofing_policies").values()
    assert (policy["description"], policy["option"]) == (
        f"Default Anti-Spoofing Policy for {NEW}",
        "apply_non_mimecast",
    )


@pytest.mark.parametrize(
    "narrow", [{"enabled": False}, {"source_ips": ["192.0.2.0/24"]}, {"valid_until": "2030-01-01"}]
)
def test_a_policy_that_takes_a_part_of_the_mail_is_left_alone(world: World, narrow: dict[str, Any]) -> None:
    ends = {"applies_from": {"type": "everyone"}, "applies_to": {"type": "email_domain", "domain": OWN}}
    world.account.apply(MANAGED["delivery_route"], ROUTE)
    other = {"name": "Another", "route": ROUTE["name"], **ends, **narrow}
    world.account.apply(MANAGED["delivery_route_policy"], other)
    world.domains = [{**DOMAIN, "domain": OWN}]
    world.run()
    names = {row["description"] for row in world.account.table("delivery_route_policies").values()}
    assert names == {"Another", f"Inbound for {OWN}"}


def test_of_several_policies_about_the_same_mail_the_user_says_which(world: World) -> None:
    ends = {"applies_from": {"type": "everyone"}, "applies_to": {"type": "email_domain", "domain": OWN}}
    world.account.apply(MANAGED["delivery_route"], {"name": "Other server", "hostname": "mail.example.net"})
    for name in ("First", "Second"):
        world.account.apply(MANAGED["delivery_route_policy"], {"name": name, "route": "Other server", **ends})
    world.domains = [{**DOMAIN, "domain": OWN}]
    with pytest.raises(Failed, match=r"domains\[0\]\.route_policy: is needed: 2 .* about example\.com: First, Second"):
        world.run()
    assert world.account.writes() == []
    world.domains = [{**DOMAIN, "domain": OWN, "route_policy": "Second"}]
    world.run()
    routes = {row["description"]: row["route"] for row in world.account.table("delivery_route_policies").values()}
    assert routes["First"] != routes["Second"]


def test_policies_that_cannot_be_read_are_not_taken_for_missing(world: World) -> None:
    world.domains = [{**DOMAIN, "domain": OWN}]
    for kind in ("app_forbidden", "truncate"):
        world.account.a_fault("listDeliveryRoutePolicies", kind)
        with pytest.raises(Failed):
            world.run()
        assert world.account.writes() == []


# --- Several domains, check mode, bad input ---------------------------------------------------------------------------


def test_domains_stand_at_different_stages_at_once_and_share_a_route(world: World) -> None:
    world.domains = [DOMAIN, {**DOMAIN, "domain": OWN, "route": ROUTE["name"], "dkim": None}]
    result = world.run()
    assert [told["stage"] for told in result["domains"]] == ["pending", "recipients_checked"]
    assert [told["steps"]["signed"] for told in result["domains"]] == ["open", "not_wanted"]
    world.to_the_end()
    assert {told["stage"] for told in world.done()["domains"]} == {"receiving"}


def test_check_mode_writes_nothing_and_says_what_it_cannot_know(world: World) -> None:
    result = world.run(check=True)
    assert result["domains"][0]["stage"] == "not_registered"
    assert "this registers it and shows its token" in result["report"][1]
    world.person(world.run())
    assert "Mimecast has not verified it yet" in world.run(check=True)["report"][1]
    assert world.account.writes() == []


def test_check_mode_foretells_each_step_of_a_verified_domain(world: World) -> None:
    world.domains = [{**DOMAIN, "domain": OWN}]
    result = world.run(check=True)
    assert world.account.writes() == []
    planned = [name for name, state in result["domains"][0]["steps"].items() if state == "planned"]
    assert planned == ["protected", "routed", "recipients_checked"]
    assert "this creates its DKIM key and shows the record" in str(result["domains"][0]["next"])


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"domain": "localhost"}, "domains[0].domain: 'localhost' is not a domain"),
        ({"inbound_type": None}, "domains[0].inbound_type: is required"),
        ({"inbound_type": "any"}, "domains[0].inbound_type: 'any' accepts mail for any recipient"),
        ({"inbound_type": "knwon"}, "did you mean 'known'?"),
        ({"route": None}, "domains[0].route: is required"),
        ({"route": {"name": "A", "hostname": "a b"}}, "domains[0].route.hostname"),
        (
            {"route": {"name": "A", "smtp_authentication": {"password": "canary"}}},
            "domains[0].route.smtp_authentication",
        ),
        ({"dkim": {"selektor": "a"}}, "domains[0].dkim.selektor: unknown key, did you mean 'selector'?"),
        ({"dkim": {"key_length": 1000}}, "domains[0].dkim.key_length: 1000 is out of range"),
        ({"dkim": "yes"}, "domains[0].dkim: expected a mapping"),
        ({"rout": "A"}, "domains[0].rout: unknown key, did you mean 'route'?"),
    ],
)
def test_what_cannot_be_right_is_refused_with_its_place_before_anything_is_asked(
    world: World, change: dict[str, Any], problem: str
) -> None:
    world.domains = [{**DOMAIN, **change}]
    with pytest.raises(Failed) as failed:
        world.run()
    assert problem in str(failed.value)
    assert "canary" not in str(failed.value)
    assert world.account.operations() == []


def test_a_domain_that_stands_twice_is_refused(world: World) -> None:
    world.domains = [DOMAIN, {**DOMAIN, "domain": "NEW.example."}]
    with pytest.raises(Failed, match="is already at"):
        world.run()


def test_two_routes_of_one_name_are_refused(world: World) -> None:
    world.domains = [DOMAIN, {**DOMAIN, "domain": OWN, "route": {**ROUTE, "hostname": "other.example"}}]
    with pytest.raises(Failed, match=r"domains\[1\]\.route: .*is already at domains\[0\]\.route"):
        world.run()


def test_without_domains_nothing_is_asked(world: World) -> None:
    world.domains = []
    with new_run() as run:
        assert run_role(run, "domain_onboarding", {"mimecast_domain_onboarding": []})["told"] == []
    assert world.account.operations() == []
