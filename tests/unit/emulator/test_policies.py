# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Policies of all families behave alike, quirks included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ansible_collections.mailops.mimecast.tests.unit.emulator.conftest import Api

GATEWAY = "/policy-management/cloud-gateway/v1"
EVERYONE = {"type": "everyone"}
FAMILIES = {
    "delivery-route": ("policies", None),
    "blocked-senders": ("definitions", "block_sender"),
    "permitted-senders": ("policies", "permit_sender"),
    "anti-spoofing": ("definitions", "apply"),
    "anti-spoofing-bypass": ("definitions", "enable_bypass"),
    "greylisting": ("policies", "apply"),
}
each_family = pytest.mark.parametrize("family", FAMILIES)


class Family:
    """One policy family of one account."""

    def __init__(self, api: Api, name: str) -> None:
        self.api = api
        self.path = f"{GATEWAY}/{name}/policies"
        self.list_key, option = FAMILIES[name]
        self.minimum: dict[str, Any] = {"description": "Mine", "from": EVERYONE, "to": EVERYONE}
        if option is not None:
            self.minimum["option"] = option
        else:
            route = {"description": "Route", "hostname": "mail.example.com", "port": 25}
            self.minimum["definitionId"] = api.create(f"{GATEWAY}/delivery-route/definitions", route)

    def create(self, **members: Any) -> str:
        return self.api.create(self.path, {**self.minimum, **members})

    def read(self, secure_id: str) -> dict[str, Any]:
        policy: dict[str, Any] = self.api.get(f"{self.path}/{secure_id}")
        return policy

    def rows(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.api.get(self.path)[self.list_key]
        return [row for row in rows if not row["description"].startswith("Default")]

    def refusal(self, **members: Any) -> tuple[int, str, str]:
        return self.api.refusal("POST", self.path, {**self.minimum, **members})


@pytest.fixture
def blocked(api: Api) -> Family:
    """The family that most tests use."""
    return Family(api, "blocked-senders")


@each_family
def test_a_policy_can_be_created_read_changed_and_deleted(api: Api, family: str) -> None:
    policies = Family(api, family)
    secure_id = policies.create()
    api.patch(f"{policies.path}/{secure_id}", {"enabled": False, "description": "Yours"})
    (row,) = policies.rows()
    assert (row["description"], row["enabled"]) == ("Yours", False)
    assert api.send("DELETE", f"{policies.path}/{row['id']}").status_code == 204
    assert policies.rows() == []
    assert api.refusal("GET", f"{policies.path}/{secure_id}") == (404, "err_not_found", "id")


@each_family
def test_hidden_defaults_are_filled_in(api: Api, family: str) -> None:
    policies = Family(api, family)
    read = policies.read(policies.create())
    read.pop("definitionId", None)
    read.pop("option", None)
    assert read == {
        "description": "Mine",
        "fromPart": "both" if family == "anti-spoofing-bypass" else "envelope_from",
        "from": EVERYONE,
        "to": EVERYONE,
        "enabled": True,
        "enforced": False,
        "override": False,
        "bidirectional": False,
        "fromEternal": True,
        "toEternal": True,
    }


def test_creation_answers_policy_id(blocked: Family) -> None:
    answer = blocked.api.send("POST", blocked.path, blocked.minimum)
    assert list(answer.json()) == ["policyId"]


def test_the_single_read_has_no_id_and_rows_have_one_that_changes(blocked: Family) -> None:
    secure_id = blocked.create()
    assert "id" not in blocked.read(secure_id)
    first, second = blocked.rows()[0]["id"], blocked.rows()[0]["id"]
    assert len({secure_id, first, second}) == 3
    assert blocked.read(first) == blocked.read(second) == blocked.read(secure_id)


def test_a_truncated_id_is_a_400_with_an_empty_body(blocked: Family) -> None:
    answer = blocked.api.send("GET", f"{blocked.path}/{blocked.create()[:-5]}")
    assert (answer.status_code, answer.content) == (400, b"")


def test_an_id_of_another_family_or_account_is_unknown(blocked: Family, other_api: Api) -> None:
    secure_id = blocked.create()
    assert blocked.api.refusal("GET", f"{GATEWAY}/anti-spoofing/policies/{secure_id}")[0] == 404
    assert other_api.refusal("GET", f"{blocked.path}/{secure_id}")[0] == 404


def test_an_id_is_not_given_to_a_later_object_of_the_same_name(blocked: Family) -> None:
    secure_id = blocked.create()
    blocked.api.send("DELETE", f"{blocked.path}/{secure_id}")
    blocked.create()
    assert blocked.api.refusal("GET", f"{blocked.path}/{secure_id}")[0] == 404


def test_names_are_not_unique(blocked: Family) -> None:
    blocked.create()
    blocked.create()
    assert [row["description"] for row in blocked.rows()] == ["Mine", "Mine"]


def test_a_group_is_written_by_id_and_read_as_an_object(blocked: Family) -> None:
    group = blocked.api.get("/directory/cloud-gateway/v1/groups", query="it help")["groups"][0]["id"]
    secure_id = blocked.create(to={"type": "profile_group", "groupId": group})
    target = blocked.read(secure_id)["to"]
    assert target["type"] == "profile_group"
    assert "groupId" not in target
    assert target["group"].pop("id") != group
    assert target["group"].pop("parentId")
    assert target["group"] == {"description": "IT Helpdesk", "source": "cloud", "userCount": 0, "groupCount": 0}


def test_domains_and_addresses_of_targets_are_kept_in_lower_case(blocked: Family) -> None:
    sender = {"type": "individual_email_address", "emailAddress": "Jo@Example.COM"}
    secure_id = blocked.create(**{"from": sender, "to": {"type": "email_domain", "domain": "Example.ORG"}})
    read = blocked.read(secure_id)
    assert read["from"]["emailAddress"] == "jo@example.com"
    assert read["to"]["domain"] == "example.org"


def test_an_attribute_target_is_kept_as_given(blocked: Family) -> None:
    target = {"type": "address_attribute_value", "attribute": {"id": "dept", "value": "Sales"}}
    assert blocked.read(blocked.create(to=target))["to"] == target


@pytest.mark.parametrize(
    ("kind", "companion"),
    [
        ("email_domain", "domain"),
        ("profile_group", "groupId"),
        ("individual_email_address", "emailAddress"),
        ("address_attribute_value", "attribute"),
    ],
)
def test_a_target_needs_its_companion(blocked: Family, kind: str, companion: str) -> None:
    assert blocked.refusal(to={"type": kind}) == (400, "err_validation_null", f"to.{companion}")


def test_a_group_that_does_not_exist_is_refused(blocked: Family, other_api: Api) -> None:
    foreign = other_api.get("/directory/cloud-gateway/v1/groups")["groups"][0]["id"]
    target = {"type": "profile_group", "groupId": foreign}
    assert blocked.refusal(to=target) == (400, "err_not_found", "to.groupId")


@pytest.mark.parametrize("address", ["192.0.2.1", "192.0.2.0/33", "example.com", "2001:db8::1"])
def test_source_ips_must_be_networks(blocked: Family, address: str) -> None:
    refusal = blocked.refusal(sourceIPs=["198.51.100.0/24", address])
    assert refusal == (400, "err_validation_value_not_allowed", "sourceIPs[1]")


def test_source_ips_are_kept_in_order_and_read_in_another(blocked: Family) -> None:
    given = ["192.0.2.1/32", "198.51.100.0/24", "2001:db8::/32"]
    secure_id = blocked.create(sourceIPs=given)
    assert blocked.read(secure_id)["sourceIPs"] == sorted(given, reverse=True)
    state = blocked.api.emulator.state("demo")["blocked_sender_policies"]
    assert state["mine"]["sourceIPs"] == given


def test_an_empty_array_clears_source_ips(blocked: Family) -> None:
    secure_id = blocked.create(sourceIPs=["192.0.2.1/32"])
    blocked.api.patch(f"{blocked.path}/{secure_id}", {"sourceIPs": []})
    assert "sourceIPs" not in blocked.read(secure_id)


def test_a_date_wins_over_the_eternal_flag_and_hides_it(blocked: Family) -> None:
    secure_id = blocked.create(fromDateTime="2026-01-31", fromEternal=True)
    read = blocked.read(secure_id)
    assert read["fromDateTime"] == "2026-01-31"
    assert "fromEternal" not in read
    assert read["toEternal"] is True
    assert "toDateTime" not in read


def test_eternal_true_clears_a_date(blocked: Family) -> None:
    secure_id = blocked.create(toDateTime="2027-01-31")
    blocked.api.patch(f"{blocked.path}/{secure_id}", {"toEternal": True})
    read = blocked.read(secure_id)
    assert read["toEternal"] is True
    assert "toDateTime" not in read


def test_eternal_false_without_any_date_is_refused(blocked: Family) -> None:
    assert blocked.refusal(toEternal=False) == (400, "err_validation_null", "toDateTime")


@pytest.mark.parametrize("date", ["2026-1-31", "2026-02-31", "2026-01-31T00:00:00", "2026-02-31T00:00:00Z", "soon"])
def test_dates_are_days_or_moments(blocked: Family, date: str) -> None:
    assert blocked.refusal(fromDateTime=date)[2] == "fromDateTime"


@pytest.mark.parametrize("date", ["2026-12-01", "2026-12-01T00:00:00Z", "2026-12-01T08:30:00.000Z"])
def test_the_day_of_a_date_is_kept(blocked: Family, date: str) -> None:
    assert blocked.read(blocked.create(toDateTime=date))["toDateTime"] == "2026-12-01"


def test_greylisting_alone_writes_from_date_and_reads_from_date_time(api: Api) -> None:
    greylisting = Family(api, "greylisting")
    assert greylisting.read(greylisting.create(fromDate="2026-01-31"))["fromDateTime"] == "2026-01-31"
    assert greylisting.refusal(fromDateTime="2026-01-31")[2] == "fromDateTime"


def test_anti_spoofing_alone_has_host_names(api: Api, blocked: Family) -> None:
    spoofing = Family(api, "anti-spoofing")
    assert spoofing.read(spoofing.create(hostnames=["a.example"]))["hostnames"] == ["a.example"]
    assert blocked.refusal(hostnames=["a.example"])[2] == "hostnames"


def test_the_bypass_alone_has_spf_domains_and_compares_both_addresses(api: Api, blocked: Family) -> None:
    bypass = Family(api, "anti-spoofing-bypass")
    assert bypass.read(bypass.create(spfDomains=["a.example"]))["spfDomains"] == ["a.example"]
    assert bypass.refusal(fromPart="envelope_from")[1:] == ("err_validation_value_not_allowed", "fromPart")
    assert blocked.refusal(spfDomains=["a.example"])[2] == "spfDomains"


def test_wildcards_are_kept_in_lower_case_and_regular_expressions_as_they_are(blocked: Family) -> None:
    for given, kept in (("*.Bad.Example", "*.bad.example"), (r"^\W+\.example$", r"^\W+\.example$")):
        secure_id = blocked.create(**{"from": {"type": "email_domain", "domain": given}})
        assert blocked.read(secure_id)["from"]["domain"] == kept


@each_family
def test_a_comment_is_unknown_in_this_style(api: Api, family: str) -> None:
    assert Family(api, family).refusal(comment="x") == (400, "err_deserialise", "comment")


def test_members_that_are_not_sent_stay(blocked: Family) -> None:
    secure_id = blocked.create(override=True, sourceIPs=["192.0.2.1/32"], toDateTime="2027-01-31")
    before = blocked.read(secure_id)
    blocked.api.patch(f"{blocked.path}/{secure_id}", {"fromPart": "both"})
    assert blocked.read(secure_id) == {**before, "fromPart": "both"}


def test_the_default_policies_consume_the_built_in_groups(api: Api) -> None:
    for family, group in (("blocked-senders", "Blocked Senders"), ("permitted-senders", "Permitted senders")):
        (policy,) = api.get(f"{GATEWAY}/{family}/policies")[FAMILIES[family][0]]
        assert policy["from"]["group"]["description"] == group
        assert policy["to"] == EVERYONE
