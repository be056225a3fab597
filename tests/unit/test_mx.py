# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the MX report says, against an emulated account and a name server on loopback.

May not know about Ansible. Tests that need the emulator are skipped where it is not installed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import dns.resolver
import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import Connection
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Failure
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.plugins.module_utils._run import dns_lookup, mx_records

if TYPE_CHECKING:
    from mimecast_emulator.nameserver import NameServer
    from mimecast_emulator.testing import RunningEmulator

FIRST = {"hostname": "eu-smtp-inbound-1.mimecast.com", "priority": 10}
SECOND = {"hostname": "eu-smtp-inbound-2.mimecast.com", "priority": 10}
OLD = {"hostname": "mail.example.com", "priority": 5}
TODAY = "2026-06-15"
EVERYONE = {"type": "everyone"}
EXAMPLE_COM = {"type": "email_domain", "domain": "example.com"}
INBOUND = {"applies_from": EVERYONE, "applies_to": EXAMPLE_COM}
ROUTE = {"exchange": {"description": "Exchange", "hostname": "mail.example.com"}}
POLICY = {"description": "Inbound", "from": EVERYONE, "to": EXAMPLE_COM, "route": "exchange"}


class Situation:
    """An emulated account, what DNS serves, and the report about both."""

    def __init__(self, emulator: RunningEmulator, dns: NameServer) -> None:
        self.emulator = emulator
        self.dns = dns

    def covered_by(self, policy: Mapping[str, Any]) -> None:
        """Gives the account one delivery route policy."""
        self.emulator.set_state(
            "demo", {"delivery_routes": ROUTE, "delivery_route_policies": {"inbound": dict(policy)}}
        )
        self.emulator.clear_requests()

    def run(self, *domains: str, **more: Any) -> Entry:
        """The whole result."""
        params = {
            "domains": list(domains),
            "nameservers": ["127.0.0.1"],
            "nameserver_port": self.dns.port,
            "dns_timeout": 0.4,
            **more,
        }
        connection = Connection(
            base_url=self.emulator.base_url, client_id="demo", client_secret="demo-secret", retry_budget=0.0
        )
        return mx_records.run(params, connection, MANAGED)

    def report(self, domain: str) -> tuple[Entry, list[str]]:
        """The report about one domain, and the warnings."""
        result = self.run(domain)
        (report,) = result["domains"]
        return report, result["warnings"]


@pytest.fixture
def situation() -> Iterator[Situation]:
    """An account whose domain example.com is covered, and a DNS that serves nothing yet."""
    testing = pytest.importorskip("mimecast_emulator.testing")
    nameserver = pytest.importorskip("mimecast_emulator.nameserver")
    with testing.RunningEmulator(strict=True) as emulator, nameserver.NameServer({}) as dns:
        made = Situation(emulator, dns)
        made.covered_by(POLICY)
        yield made


def test_a_domain_that_serves_the_expected_pair_is_in_sync(situation: Situation) -> None:
    situation.dns.records["example.com"] = [SECOND, FIRST]

    report, warnings = situation.report("example.com")

    assert report == {
        "domain": "example.com",
        "internal": True,
        "covered_by_policy": True,
        "verification": "mx_missing",
        "expected": [FIRST, SECOND],
        "served": [FIRST, SECOND],
        "publish": [],
        "remove": [],
        "in_sync": True,
    }
    assert warnings == []


def test_nothing_is_changed_and_nothing_written(situation: Situation) -> None:
    result = situation.run("example.com")

    assert result["changed"] is False
    assert not [request for request in situation.emulator.requests() if request["write"]]
    assert result["api"]["writes"] == 0


def test_what_mimecasts_own_check_says_is_told(situation: Situation) -> None:
    situation.emulator.set_state("demo", {"dns": {"example.com": [FIRST, SECOND]}})

    report, _warnings = situation.report("example.com")

    assert report["verification"] == "mx_ok"


def test_a_foreign_record_is_to_be_removed_and_the_pair_to_be_published(situation: Situation) -> None:
    situation.dns.records["example.com"] = [OLD]

    report, _warnings = situation.report("example.com")

    assert report["remove"] == ["example.com. IN MX 5 mail.example.com."]
    assert report["publish"] == [
        "example.com. IN MX 10 eu-smtp-inbound-1.mimecast.com.",
        "example.com. IN MX 10 eu-smtp-inbound-2.mimecast.com.",
    ]
    assert report["in_sync"] is False


def test_a_record_beside_the_pair_is_to_be_removed_alone(situation: Situation) -> None:
    situation.dns.records["example.com"] = [FIRST, SECOND, OLD]

    report, _warnings = situation.report("example.com")

    assert (report["publish"], report["remove"]) == ([], ["example.com. IN MX 5 mail.example.com."])


def test_a_missing_twin_is_to_be_published(situation: Situation) -> None:
    situation.dns.records["example.com"] = [FIRST]

    report, _warnings = situation.report("example.com")

    assert report["publish"] == ["example.com. IN MX 10 eu-smtp-inbound-2.mimecast.com."]
    assert (report["remove"], report["in_sync"]) == ([], False)


def test_letter_case_in_dns_makes_no_difference(situation: Situation) -> None:
    situation.dns.records["example.com"] = [{**FIRST, "hostname": "EU-SMTP-Inbound-1.Mimecast.com."}, SECOND]

    report, _warnings = situation.report("example.com")

    assert report["in_sync"] is True


def test_a_pair_at_another_priority_is_in_sync(situation: Situation) -> None:
    situation.dns.records["example.com"] = [{**FIRST, "priority": 1}, {**SECOND, "priority": 1}]

    report, warnings = situation.report("example.com")

    assert (report["in_sync"], warnings) == (True, [])


def test_a_pair_at_two_priorities_is_warned_about(situation: Situation) -> None:
    situation.dns.records["example.com"] = [FIRST, {**SECOND, "priority": 20}]

    _report, warnings = situation.report("example.com")

    assert warnings == ["the MX records of example.com that point to Mimecast have different priorities; give them one"]


def test_a_null_record_is_to_be_removed_in_its_own_spelling(situation: Situation) -> None:
    situation.dns.records["example.com"] = [{"hostname": ".", "priority": 0}]

    report, _warnings = situation.report("example.com")

    assert report["remove"] == ["example.com. IN MX 0 ."]


@pytest.mark.parametrize("records", [{}, {"example.com": []}], ids=["no such domain in DNS", "no MX record"])
def test_a_domain_without_records_needs_the_pair(situation: Situation, records: Any) -> None:
    situation.dns.records.update(records)

    report, _warnings = situation.report("example.com")

    assert (report["served"], report["remove"], report["in_sync"]) == ([], [], False)
    assert len(report["publish"]) == 2


def test_several_domains_are_reported_each_once_in_the_order_written(situation: Situation) -> None:
    result = situation.run("example.org", "example.com", "EXAMPLE.org")

    assert [report["domain"] for report in result["domains"]] == ["example.org", "example.com"]


def test_the_account_is_read_once_for_all_domains(situation: Situation) -> None:
    situation.run("example.com", "example.org", "example.net")

    counts = Counter(request["operation"] for request in situation.emulator.requests())
    assert counts.pop("verifyInternalDomains") == 3
    assert set(counts.values()) == {1}


def test_a_domain_in_unicode_is_the_domain_of_the_account(situation: Situation) -> None:
    situation.emulator.set_state("demo", {"internal_domains": {"bücher.example": {}}})
    situation.covered_by({**POLICY, "to": {"type": "email_domain", "domain": "xn--bcher-kva.example"}})
    situation.dns.records["xn--bcher-kva.example"] = [FIRST, SECOND]

    report, _warnings = situation.report("Bücher.example")

    assert report["domain"] == "xn--bcher-kva.example"
    assert (report["internal"], report["covered_by_policy"], report["in_sync"]) == (True, True, True)


def test_gateway_details_with_a_list_are_taken_as_they_are(situation: Situation) -> None:
    gateway = situation.emulator.state("demo")["gateway"]
    situation.emulator.set_state("demo", {"gateway": {**gateway, "inboundMxRecords": [SECOND, FIRST]}})

    report, _warnings = situation.report("example.com")

    assert report["expected"] == [FIRST, SECOND]


def test_gateway_details_without_records_say_nothing_about_a_domain(situation: Situation) -> None:
    gateway = situation.emulator.state("demo")["gateway"]
    situation.emulator.set_state(
        "demo", {"gateway": {name: value for name, value in gateway.items() if name != "inboundMxRecords"}}
    )
    situation.dns.records["example.com"] = [OLD]

    report, warnings = situation.report("example.com")

    assert (report["publish"], report["remove"], report["in_sync"]) == (None, None, None)
    assert warnings == [
        "the account does not show which MX records it expects, so it was not possible to check example.com"
    ]


def test_without_a_policy_the_domain_is_warned_about(situation: Situation) -> None:
    situation.emulator.set_state("demo", {"delivery_route_policies": {}})

    report, warnings = situation.report("example.com")

    assert report["covered_by_policy"] is False
    assert warnings == [
        "no delivery route policy covers all mail from outside for example.com: its mail would queue once the MX "
        "records point to Mimecast"
    ]


@pytest.mark.parametrize(
    "policy",
    [
        {**POLICY, "enabled": False},
        {**POLICY, "to": {"type": "profile_group", "group": "it-helpdesk"}},
        {**POLICY, "from": {"type": "profile_group", "group": "it-helpdesk"}},
        {**POLICY, "toDateTime": "2020-01-01"},
    ],
    ids=["disabled", "for a group", "from a group", "run out"],
)
def test_a_policy_of_the_account_that_takes_no_or_only_some_mail_does_not_cover(
    situation: Situation, policy: Mapping[str, Any]
) -> None:
    situation.covered_by(policy)

    report, _warnings = situation.report("example.com")

    assert report["covered_by_policy"] is False


def test_a_domain_that_is_not_internal_is_warned_about_and_mimecasts_check_not_asked(situation: Situation) -> None:
    situation.covered_by({**POLICY, "to": {"type": "email_domain", "domain": "elsewhere.example"}})

    report, warnings = situation.report("elsewhere.example")

    assert (report["internal"], report["verification"]) == (False, "not_asked")
    assert warnings == ["elsewhere.example is not an internal domain of the account: Mimecast would refuse its mail"]
    assert "verifyInternalDomains" not in [request["operation"] for request in situation.emulator.requests()]


@pytest.mark.parametrize("kind", ["fail", "silent"])
def test_dns_that_fails_or_is_silent_is_not_known_and_never_absent(situation: Situation, kind: str) -> None:
    getattr(situation.dns, kind).add("example.com")
    situation.dns.records["example.com"] = [FIRST, SECOND]

    report, warnings = situation.report("example.com")

    assert [report[name] for name in ("served", "publish", "remove", "in_sync")] == [None, None, None, None]
    assert len(warnings) == 1
    assert warnings[0].startswith("DNS did not answer for example.com (")
    assert warnings[0].endswith("); it is not known what it serves")


def test_one_domain_without_answer_leaves_the_reports_of_the_others(situation: Situation) -> None:
    situation.dns.fail.add("example.com")
    situation.dns.records["example.org"] = [FIRST, SECOND]

    result = situation.run("example.com", "example.org")

    assert [report["in_sync"] for report in result["domains"]] == [None, True]


def test_verification_that_is_not_offered_is_told_as_such(situation: Situation) -> None:
    situation.emulator.set_faults(
        [{"operation": "verifyInternalDomains", "times": None, "fault": {"kind": "app_forbidden"}}]
    )
    situation.dns.records["example.com"] = [FIRST, SECOND]

    report, warnings = situation.report("example.com")

    assert (report["verification"], report["in_sync"], warnings) == ("not_offered", True, [])


@pytest.mark.parametrize("operation", ["getGatewayDetails", "listInternalDomains", "listDeliveryRoutePolicies"])
def test_what_cannot_be_read_fails_the_run(situation: Situation, operation: str) -> None:
    situation.emulator.set_faults([{"operation": operation, "times": None, "fault": {"kind": "app_forbidden"}}])

    with pytest.raises(Failure, match=rf"^{operation}: .*role permission '"):
        situation.run("example.com")


def test_malformed_options_are_refused_before_any_request(situation: Situation) -> None:
    with pytest.raises(Failure) as failure:
        situation.run(
            "example.com", "exa mple.com", "@example.com", nameservers=["ns1.example.com"], nameserver_port=70000
        )

    assert str(failure.value).splitlines() == [
        "domains[1]: 'exa mple.com' is not a domain, expected a name such as 'example.com'",
        "domains[2]: '@example.com' is not a domain, leave out the '@': 'example.com'",
        "nameservers[0]: 'ns1.example.com' is not an IP address, such as '192.0.2.53'",
        "nameserver_port: 70000 is out of range, expected 1 to 65535",
    ]
    assert situation.emulator.requests() == []


def test_a_missing_dnspython_is_asked_for_by_name_before_any_request(
    situation: Situation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dns_lookup, "dns", None)

    with pytest.raises(Failure, match=r"dnspython is missing.*pip install dnspython"):
        situation.run("example.com")
    assert situation.emulator.requests() == []


def test_a_machine_without_name_server_is_told_to_name_one(
    situation: Situation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_configuration(**_: Any) -> None:
        raise dns.resolver.NoResolverConfiguration

    monkeypatch.setattr(dns.resolver, "Resolver", without_configuration)

    with pytest.raises(Failure, match="no name server set up; name one in nameservers"):
        situation.run("example.com", nameservers=None)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (FIRST, [FIRST, SECOND]),
        (SECOND, [FIRST, SECOND]),
        ([FIRST, SECOND], [FIRST, SECOND]),
        ({**FIRST, "priority": 0}, [{**FIRST, "priority": 0}, {**SECOND, "priority": 0}]),
        ({"hostname": "EU-smtp-inbound-1.mimecast.com."}, [FIRST, SECOND]),
        (
            {"hostname": "za-smtp-inbound-1.mimecast.co.za", "priority": 4},
            [
                {"hostname": "za-smtp-inbound-1.mimecast.co.za", "priority": 4},
                {"hostname": "za-smtp-inbound-2.mimecast.co.za", "priority": 4},
            ],
        ),
        ({"hostname": "mx.example.net", "priority": 10}, [{"hostname": "mx.example.net", "priority": 10}]),
        (None, []),
        ([], []),
    ],
    ids=[
        "one of a pair",
        "the other of a pair",
        "both",
        "priority 0",
        "no priority, other spelling",
        "other grid",
        "no pair",
        "null",
        "empty list",
    ],
)
def test_the_expected_records_are_those_told_and_the_twin(told: Any, expected: list[Entry]) -> None:
    assert mx_records.expected_records({"inboundMxRecords": told}) == expected


@pytest.mark.parametrize(
    "policy",
    [
        INBOUND,
        {**INBOUND, "applies_from": {"type": "external_addresses"}},
        {**INBOUND, "applies_to": EVERYONE},
        {**INBOUND, "applies_to": {"type": "internal_addresses"}},
        {"applies_from": EXAMPLE_COM, "applies_to": EVERYONE, "bidirectional": True},
        {**INBOUND, "valid_from": TODAY, "valid_until": TODAY},
        {**INBOUND, "valid_from": "", "valid_until": ""},
    ],
    ids=[
        "everyone",
        "from outside",
        "to everyone",
        "to all internal",
        "both directions",
        "valid today only",
        "for ever",
    ],
)
def test_a_policy_covers_when_it_takes_all_mail_from_outside_for_the_domain(policy: Entry) -> None:
    assert mx_records.covered("example.com", [policy], TODAY)


@pytest.mark.parametrize(
    "policy",
    [
        {**INBOUND, "enabled": False},
        {**INBOUND, "applies_to": {"type": "email_domain", "domain": "sub.example.com"}},
        {**INBOUND, "applies_to": {"type": "profile_group", "group": "Staff"}},
        {**INBOUND, "applies_to": {"type": "individual_email_address", "email": "jo@example.com"}},
        {**INBOUND, "applies_to": {"type": "external_addresses"}},
        {**INBOUND, "applies_from": {"type": "internal_addresses"}},
        {**INBOUND, "applies_from": {"type": "email_domain", "domain": "partner.example"}},
        {**INBOUND, "source_ips": ["192.0.2.0/24"]},
        {**INBOUND, "valid_until": "2026-06-14"},
        {**INBOUND, "valid_from": "2026-06-16"},
        {"applies_from": EXAMPLE_COM, "applies_to": EVERYONE},
    ],
    ids=[
        "disabled",
        "sub-domain",
        "group",
        "one address",
        "outbound",
        "from inside",
        "from one domain",
        "from one network",
        "run out",
        "not yet",
        "other direction",
    ],
)
def test_a_policy_that_takes_only_some_mail_or_none_does_not_cover(policy: Entry) -> None:
    assert not mx_records.covered("example.com", [policy], TODAY)
