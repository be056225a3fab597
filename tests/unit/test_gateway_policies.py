# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Gateway policies are judged by whose mail they act on, however that is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._model import patterns
from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import Desired, parse
from ansible_collections.mailops.mimecast.plugins.module_utils._model.spelling import Malformed
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Current, Options, Plan
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.planner import plan
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED

EVERYONE, INSIDE, OUTSIDE = ({"type": name} for name in ("everyone", "internal_addresses", "external_addresses"))
PARTNER = {"type": "email_domain", "domain": "partner.example"}
HALVES = ["0.0.0.0/1", "128.0.0.0/1"]


def scope(pattern: str) -> dict[str, str]:
    """Return the scope of a domain, an address, or a pattern of either."""
    kind, word = ("individual_email_address", "email") if "@" in pattern else ("email_domain", "domain")
    return {"type": kind, word: pattern}


def wished(name: str, entries: Sequence[dict[str, Any]]) -> list[Desired]:
    parsed = [parse(MANAGED[name], entry, f"site[{index}]") for index, entry in enumerate(entries)]
    assert not any(problems for _entry, problems in parsed), parsed
    return [entry for entry, _problems in parsed if entry]


def made(name: str, *entries: dict[str, Any], present: tuple[Current, ...] = (), accepted: str = "") -> Plan:
    options = Options(accept_risk=frozenset({accepted}))
    return plan(MANAGED[name], wished(name, entries), present, options)


def blocking(present: tuple[Current, ...] = (), accepted: str = "", **more: Any) -> Plan:
    entry = {"name": "A", "action": "block_sender", "applies_from": PARTNER, "applies_to": INSIDE, **more}
    return made("blocked_sender_policy", entry, present=present, accepted=accepted)


def told(found: Plan) -> str:
    return "; ".join(map(str, found.problems))


# --- Blocked senders -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "more",
    [
        {"applies_from": EVERYONE},
        {"applies_from": OUTSIDE},
        {"applies_from": EVERYONE, "applies_to": EVERYONE},
        {"applies_from": EVERYONE, "source_ips": HALVES},
        {"applies_from": INSIDE, "applies_to": OUTSIDE, "bidirectional": True},
        {"applies_from": scope("*")},
        {"applies_from": scope("*.*")},
        {"applies_from": scope("*@*")},
        {"applies_from": scope(".+")},
        {"applies_from": scope("multi:a.example, *")},
        {"applies_from": OUTSIDE, "applies_to": scope("*")},
    ],
    ids=str,
)
def test_a_policy_that_blocks_all_incoming_mail_is_created_only_on_purpose(more: dict[str, Any]) -> None:
    refused = blocking(**more)
    assert "would block all incoming mail" in told(refused)
    assert "(accept_risk: [block_everyone] if you mean it)" in told(refused)
    assert not blocking(**more, enabled=False).problems
    assert not blocking(**more, action="take_no_action").problems
    assert not blocking(**{**more, "source_ips": ["192.0.2.0/24"]}).problems
    there = (Current("A", "1", refused.changes[0].entry or {}),)
    assert not blocking(there, **more, override=True).problems


@pytest.mark.parametrize("pattern", ["partner.example", "*.partner.example", "*.com", "news@*", "jo@partner.example"])
def test_a_pattern_for_some_senders_is_not_everybody(pattern: str) -> None:
    assert not blocking(applies_from=scope(pattern)).problems


@pytest.mark.parametrize(
    "more",
    [
        {"applies_from": INSIDE, "applies_to": EVERYONE},
        {"applies_from": INSIDE, "applies_to": OUTSIDE},
        {"applies_from": OUTSIDE, "applies_to": INSIDE, "bidirectional": True},
        {"applies_from": EVERYONE, "applies_to": OUTSIDE},
    ],
    ids=str,
)
def test_what_the_own_people_send_is_blocked_only_on_purpose(more: dict[str, Any]) -> None:
    assert "(accept_risk: [block_own_senders] if you mean it)" in told(blocking(**more))
    assert "block_own_senders" not in told(blocking(**more, accepted="block_own_senders"))


def test_policies_that_together_block_the_internet_are_refused_at_the_one_too_many() -> None:
    shared = {"action": "block_sender", "applies_from": EVERYONE, "applies_to": INSIDE}
    halves = [{"name": half, **shared, "source_ips": [half]} for half in HALVES]
    assert not made("blocked_sender_policy", halves[0]).problems
    assert told(made("blocked_sender_policy", *halves)).startswith("site[1]: refused: would block all incoming mail")


def test_mail_among_the_own_people_is_blocked_with_a_warning() -> None:
    assert "blocks mail between your own people" in blocking(applies_from=INSIDE).warnings[0]
    assert not blocking().warnings


# --- Anti-spoofing ---------------------------------------------------------------------------------------------------


def bypass(present: tuple[Current, ...] = (), **more: Any) -> Plan:
    entry = {"name": "A", "action": "enable_bypass", "applies_from": EVERYONE, "applies_to": INSIDE, **more}
    return made("anti_spoofing_bypass_policy", entry, present=present)


@pytest.mark.parametrize("sender", [EVERYONE, INSIDE, OUTSIDE, scope("*"), scope("*@*")], ids=str)
def test_everybody_bypasses_anti_spoofing_only_on_purpose(sender: dict[str, str]) -> None:
    refused = bypass(applies_from=sender)
    assert "(accept_risk: [bypass_everyone] if you mean it)" in told(refused)
    assert told(bypass(applies_from=sender, source_ips=HALVES))
    ways: list[dict[str, Any]] = [
        {"spf_domains": ["a.example"]},
        {"source_ips": ["192.0.2.1"]},
        {"action": "disable_bypass"},
    ]
    for narrower in ways:
        assert not bypass(applies_from=sender, **narrower).problems, narrower
    there = Current("A", "1", refused.changes[0].entry or {})
    assert not bypass((there,), applies_from=sender, override=True).problems


def test_a_bypass_without_servers_and_one_by_the_servers_of_everybody_are_warned_of() -> None:
    assert "lets anybody send as its senders" in bypass(applies_from=PARTNER).warnings[0]
    assert "everybody with an address at gmail.com" in bypass(spf_domains=["gmail.com"]).warnings[0]
    assert not bypass(applies_from=PARTNER, spf_domains=["a.example"]).warnings


def test_anti_spoofing_that_is_switched_off_for_the_own_people_is_warned_of() -> None:
    entry: dict[str, Any] = {
        "name": "A",
        "action": "take_no_action",
        "applies_from": EVERYONE,
        "applies_to": INSIDE,
    }
    wide: list[dict[str, Any]] = [
        {},
        {"applies_from": INSIDE},
        {"applies_from": scope("*")},
        {"source_ips": HALVES},
    ]
    warned = "lets anybody send as one of your own addresses"
    for more in wide:
        assert warned in made("anti_spoofing_policy", {**entry, **more}).warnings[0], more
    narrow: list[dict[str, Any]] = [
        {"action": "apply"},
        {"enabled": False},
        {"source_ips": ["192.0.2.1"]},
        {"hostnames": ["a.example"]},
        {"applies_from": PARTNER},
    ]
    for more in narrow:
        assert not made("anti_spoofing_policy", {**entry, **more}).warnings, more


# --- Patterns --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Example.COM.", "example.com"),
        ("*.Example.COM", "*.example.com"),
        ("*.B\u00fccher.example", "*.xn--bcher-kva.example"),
        ("*.*.example.com", "*.*.example.com"),
        ("*", "*"),
        ("*.com", "*.com"),
        (r"^Mail\D+\.example$", r"^Mail\D+\.example$"),
        ("multi:A.example, b.example", "multi:A.example, b.example"),
    ],
)
def test_a_domain_has_one_spelling_and_a_pattern_is_kept(written: str, kept: str) -> None:
    assert patterns.domain(written) == patterns.domain(kept) == kept


@pytest.mark.parametrize("written", ["example", "*..example.com", "@example.com", "*.-a.example"])
def test_what_is_neither_a_domain_nor_a_pattern_is_refused(written: str) -> None:
    with pytest.raises(Malformed):
        patterns.domain(written)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Jo@Example.COM", "jo@example.com"),
        ("*@Example.COM", "*@example.com"),
        ("News*@*.Example.COM", "news*@*.example.com"),
        ("*", "*"),
        (r"^\D+@a\.example$", r"^\D+@a\.example$"),
    ],
)
def test_an_address_has_one_spelling_and_a_pattern_is_kept(written: str, kept: str) -> None:
    assert patterns.address(written) == patterns.address(kept) == kept


@pytest.mark.parametrize(
    ("pattern", "domains"),
    [
        ("example.com", {"example.com"}),
        ("*.example.com", {"mail.example.com"}),
        ("*@example.com", {"example.com"}),
        (r"^ex.*\.com$", {"example.com", "mail.example.com", "example.org"}),
    ],
)
def test_what_may_stand_for_a_domain_does(pattern: str, domains: set[str]) -> None:
    names = {"example.com", "mail.example.com", "example.org"}
    assert {name for name in names if patterns.may_be(pattern, name)} == domains


@pytest.mark.parametrize(
    ("pattern", "domains"),
    [
        ("example.com", {"example.com"}),
        ("*.example.com", {"mail.example.com"}),
        ("*.com", {"example.com"}),
        ("*@ex*.com", {"example.com"}),
        ("*", set()),
        (r"^ex.*\.com$", set()),
    ],
)
def test_what_certainly_stands_for_a_domain_is_a_name_or_a_star_for_one_label(pattern: str, domains: set[str]) -> None:
    names = {"example.com", "mail.example.com", "example.org"}
    assert {name for name in names if patterns.stands_for(pattern, name)} == domains


def test_an_address_that_stands_for_a_whole_domain_is_known() -> None:
    assert patterns.whole_domain("*@example.com") == "example.com"
    assert patterns.whole_domain("*") == "*"
    assert patterns.whole_domain("jo@example.com") == patterns.whole_domain("jo*@example.com") == ""


# --- What nobody here knows ------------------------------------------------------------------------------------------


def test_a_scope_of_an_unknown_type_is_overwritten_only_on_purpose() -> None:
    entry = {"name": "A", "action": "block_sender", "applies_from": {"type": "later"}, "applies_to": INSIDE}
    there = (Current("A", "1", entry),)
    assert "would overwrite applies_from, which is of the type 'later'" in told(blocking(there))
    lifted = blocking(there, accepted="unknown_scope")
    assert not lifted.problems
    assert "which this collection does not know" in lifted.warnings[0]
    kept = made("blocked_sender_policy", {"name": "A", "action": "take_no_action"}, present=there)
    assert not kept.problems
    assert kept.changes[0].fields == ("action",)
