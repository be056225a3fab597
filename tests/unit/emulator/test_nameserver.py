# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The loopback name server, as a resolver sees it.

May not know about the API or the collection.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator

import dns.resolver
import pytest

from mimecast_emulator.nameserver import NameServer, Records

RECORDS: dict[str, Records] = {
    "example.com": [
        {"hostname": "eu-smtp-inbound-1.mimecast.com", "priority": 10},
        {"hostname": "eu-smtp-inbound-2.mimecast.com", "priority": 20},
    ],
    "plain.example": [{"hostname": "mail.plain.example."}],
    "bücher.example": [{"hostname": "mail.example.org", "priority": 5}],
    "no-mail.example": [],
}


@pytest.fixture
def server() -> Iterator[NameServer]:
    """A server with records of each kind."""
    with NameServer(RECORDS, fail={"broken.example"}, silent={"silent.example"}) as running:
        yield running


def ask(server: NameServer, name: str, kind: str = "MX") -> list[str]:
    """The records that a resolver finds, as zone file text."""
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers = ["127.0.0.1"]
    resolver.port = server.port
    resolver.lifetime = 0.5
    return sorted(str(record) for record in resolver.resolve(name, kind))


def test_mx_records_of_the_table_are_served(server: NameServer) -> None:
    assert ask(server, "example.com") == ["10 eu-smtp-inbound-1.mimecast.com.", "20 eu-smtp-inbound-2.mimecast.com."]


def test_a_record_without_priority_has_ten(server: NameServer) -> None:
    assert ask(server, "plain.example") == ["10 mail.plain.example."]


@pytest.mark.parametrize("spelling", ["EXAMPLE.com", "example.com."])
def test_letter_case_and_a_final_dot_do_not_matter(server: NameServer, spelling: str) -> None:
    assert len(ask(server, spelling)) == 2


@pytest.mark.parametrize("spelling", ["bücher.example", "xn--bcher-kva.example"])
def test_a_domain_in_unicode_is_found_in_both_spellings(server: NameServer, spelling: str) -> None:
    assert ask(server, spelling) == ["5 mail.example.org."]


@pytest.mark.parametrize(("name", "kind"), [("no-mail.example", "MX"), ("example.com", "TXT")])
def test_a_domain_without_such_records_exists_all_the_same(server: NameServer, name: str, kind: str) -> None:
    with pytest.raises(dns.resolver.NoAnswer):
        ask(server, name, kind)


def test_texts_are_served_beside_mx_records_and_without_them(server: NameServer) -> None:
    server.texts = {"example.com": ["v=spf1 -all", "token"], "new.example": ["token"]}
    assert ask(server, "example.com", "TXT") == ['"token"', '"v=spf1 -all"']
    assert ask(server, "new.example", "TXT") == ['"token"']


def test_a_domain_that_is_not_in_the_table_does_not_exist(server: NameServer) -> None:
    with pytest.raises(dns.resolver.NXDOMAIN):
        ask(server, "elsewhere.example")


def test_a_failing_domain_gets_servfail(server: NameServer) -> None:
    with pytest.raises(dns.resolver.NoNameservers, match="SERVFAIL"):
        ask(server, "broken.example")


def test_a_silent_domain_gets_no_answer(server: NameServer) -> None:
    with pytest.raises(dns.resolver.LifetimeTimeout):
        ask(server, "silent.example")


def test_records_changed_while_it_runs_are_served(server: NameServer) -> None:
    server.records["example.com"] = [{"hostname": "mail.example.net", "priority": 1}]
    server.fail.add("plain.example")

    assert ask(server, "example.com") == ["1 mail.example.net."]
    with pytest.raises(dns.resolver.NoNameservers):
        ask(server, "plain.example")


def test_what_is_no_question_is_passed_over_and_the_next_one_answered(server: NameServer) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"not DNS", ("127.0.0.1", server.port))

    assert len(ask(server, "example.com")) == 2


def test_the_port_is_free_again_after_the_block() -> None:
    with NameServer({}) as server:
        port = server.port
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", port))
