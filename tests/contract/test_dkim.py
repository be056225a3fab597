# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""DKIM keys: never replaced without a word, nor while a policy uses them; their records, and whether DNS has them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.tests.contract.account import ACCOUNT, Account
from ansible_collections.mailops.mimecast.tests.contract.doors import Result
from ansible_collections.mailops.mimecast.tests.contract.meanwhile import meanwhile
from mimecast_emulator.nameserver import NameServer

KEY, POLICY = MANAGED["dkim_definition"], MANAGED["dkim_policy"]
NAME = "Key of example.com"
FIRST = {"name": NAME, "domain": "example.com", "selector": "first"}
ADDRESS = "first._domainkey.example.com"
MEANT = {"accept_risk": ["replace_dkim_key"]}
SIGNS = {
    "name": "Sign all",
    "definition": NAME,
    "applies_from": {"type": "internal_addresses"},
    "applies_to": {"type": "external_addresses"},
}
OTHER = [{"domain": "example.org"}, {"selector": "second"}, {"key_length": 1024}]


@pytest.fixture
def signed(account: Account) -> Account:
    """An account with a key."""
    account.apply(KEY, FIRST)
    account.running.clear_requests()
    return account


def keys(account: Account) -> dict[str, Any]:
    """Return the definitions of the name, by the key that the emulator gives them."""
    return {key: row for key, row in account.table("dkim_definitions").items() if row["description"] == NAME}


# --- Never another key without a word --------------------------------------------------------------------------------


@pytest.mark.parametrize("check", [True, False])
@pytest.mark.parametrize("change", OTHER)
def test_a_key_is_not_replaced_without_the_word(signed: Account, change: dict[str, Any], check: bool) -> None:
    before = keys(signed)
    message = signed.refused(KEY, {"name": NAME, **change}, check)
    assert f"another {next(iter(change))} is another key" in message
    assert "(accept_risk: [replace_dkim_key] if you mean it)" in message
    assert signed.writes() == []
    assert keys(signed) == before


@pytest.mark.parametrize("change", OTHER)
def test_a_key_that_a_policy_uses_is_not_replaced_even_with_the_word(signed: Account, change: dict[str, Any]) -> None:
    signed.apply(POLICY, SIGNS)
    signed.running.clear_requests()
    message = signed.refused(KEY, {"name": NAME, **change, **MEANT})
    assert "the policy Sign all signs with it" in message
    assert "create a second definition with its own selector" in message
    assert signed.writes() == []


def test_a_policy_that_cannot_be_read_may_use_the_key(signed: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    signed.apply(POLICY, SIGNS)
    rule = {
        "operation": "listDnsAuthenticationOutboundPolicies",
        "times": None,
        "fault": {"kind": "spoil", "member": "from", "value": 7, "match": "Sign all"},
    }
    signed.running.set_faults([rule])
    signed.running.clear_requests()
    assert "the policy Sign all signs with it" in signed.refused(KEY, {"name": NAME, "selector": "second", **MEANT})
    assert signed.writes() == []


def test_check_mode_believes_in_a_policy_that_an_earlier_task_makes(signed: Account) -> None:
    with pytest.raises(AssertionError, match="the policy Sign all signs with it"):
        signed.one_after_the_other([(POLICY, SIGNS), (KEY, {"name": NAME, "selector": "second", **MEANT})], check=True)


def test_policies_are_asked_for_only_where_a_key_is_replaced(signed: Account) -> None:
    signed.apply(KEY, {"name": NAME, "sign_dkim": False})
    assert "listDnsAuthenticationOutboundPolicies" not in signed.operations()


def test_a_selector_that_mimecast_made_up_is_kept(account: Account) -> None:
    account.apply(KEY, {"name": NAME, "domain": "example.com"})
    (made_up,) = [row["selector"] for row in keys(account).values()]
    account.unchanged(KEY, {"name": NAME, "domain": "example.com"})
    account.apply(KEY, {"name": NAME, "domain": "example.com", "key_length": 1024, **MEANT})
    assert [row["selector"] for row in keys(account).values()] == [made_up]


@pytest.mark.parametrize("selector", ["two words", "a..b", "", "x" * 64])
def test_a_selector_that_cannot_stand_in_dns_is_refused(account: Account, selector: str) -> None:
    assert "selector" in account.refused(KEY, {**FIRST, "selector": selector})
    assert account.operations() == []


def test_a_length_that_mimecast_does_not_make_is_refused(account: Account) -> None:
    assert "expected 1024 or 2048" in account.refused(KEY, {**FIRST, "key_length": 1536})


def test_who_stops_signing_is_told_what_that_does(signed: Account) -> None:
    result = signed.apply(KEY, {"name": NAME, "sign_dkim": False})
    assert "leaves without a DKIM signature" in result["warnings"][0]


# --- On the way from one key to another ------------------------------------------------------------------------------


def test_the_new_key_is_seen_before_the_old_one_goes(signed: Account) -> None:
    signed.apply(KEY, {"name": NAME, "selector": "second", **MEANT})
    order = [name for name in signed.operations() if name.endswith("DnsOutboundDefinition")]
    assert order == [f"{done}DnsOutboundDefinition" for done in ("get", "create", "get", "delete")]


def test_where_the_new_key_cannot_be_seen_the_old_one_stays(signed: Account) -> None:
    before = keys(signed)
    signed.a_fault("getDnsOutboundDefinition", status=404, skip=1, times=1)
    message = signed.refused(KEY, {"name": NAME, "selector": "second", **MEANT})
    assert "is not visible with the settings that were sent; the old one was kept" in message
    assert keys(signed) == before


def test_where_the_old_key_cannot_be_deleted_the_new_one_is_taken_back(signed: Account) -> None:
    before = keys(signed)
    signed.a_fault("deleteDnsOutboundDefinition", status=409, times=1)
    signed.refused(KEY, {"name": NAME, "selector": "second", **MEANT})
    assert keys(signed) == before


def test_the_old_key_of_which_it_is_not_known_whether_it_is_gone_is_deleted_again(signed: Account) -> None:
    lost = {"kind": "status", "status": 502, "when": "before"}
    signed.running.set_faults([{"operation": "deleteDnsOutboundDefinition", "times": 1, "fault": lost}])
    result = signed.apply(KEY, {"name": NAME, "selector": "second", **MEANT})
    assert [row["selector"] for row in keys(signed).values()] == ["second"]
    assert signed.writes() == ["createDnsOutboundDefinition", *["deleteDnsOutboundDefinition"] * 2]
    assert "warnings" not in result or result["warnings"] == []


def test_a_run_that_was_killed_between_the_two_is_finished_by_the_next(signed: Account) -> None:
    (old,) = keys(signed)
    row = {**keys(signed)[old], "selector": "second", "publicKey": "v=DKIM1; p=new"}
    signed.set_table("dkim_definitions", {**signed.table("dkim_definitions"), "new": row})
    signed.running.clear_requests()
    wanted = {"name": NAME, "selector": "second"}
    assert "replace_dkim_key" in signed.refused(KEY, wanted)
    result = signed.predicted_and_applied(KEY, {**wanted, **MEANT})
    assert [change["operation"] for change in result["plan"]] == ["replace"]
    assert signed.writes() == ["deleteDnsOutboundDefinition"]
    assert list(keys(signed)) == ["new"]
    signed.unchanged(KEY, wanted)


@pytest.mark.parametrize("differing", [{"signDkim": False}, {"domain": "example.org"}])
def test_two_keys_of_a_name_that_no_replacement_explains_are_not_guessed_at(
    signed: Account, differing: dict[str, Any]
) -> None:
    (old,) = keys(signed)
    row = {**keys(signed)[old], "selector": "second", **differing}
    signed.set_table("dkim_definitions", {**signed.table("dkim_definitions"), "new": row})
    signed.running.clear_requests()
    assert "pick one with id" in signed.refused(KEY, {"name": NAME, "selector": "second", **MEANT})
    assert signed.writes() == []


def test_what_a_colleague_changes_meanwhile_is_carried_over(signed: Account) -> None:
    (old,) = keys(signed)

    def colleague(rows: dict[str, Any]) -> dict[str, Any]:
        return {**rows, old: {**rows[old], "signDkim": False}}

    with meanwhile(signed, "listDnsOutboundDefinitions", "dkim_definitions", colleague, after=True):
        result = signed.apply(KEY, {"name": NAME, "selector": "second", **MEANT})
    assert [row["signDkim"] for row in keys(signed).values()] == [False]
    assert "somebody else changed sign_dkim" in " ".join(result["warnings"])


# --- Records ---------------------------------------------------------------------------------------------------------


def test_the_record_to_publish_comes_with_the_entry_and_with_info_and_in_no_export(signed: Account) -> None:
    result = signed.unchanged(KEY, FIRST)
    (entry,) = result["entries"]
    value = next(iter(keys(signed).values()))["publicKey"]
    assert entry["dns_record"] == {"name": ADDRESS, "type": "TXT", "value": value}
    assert (entry["dns_address"], entry["public_key"], entry["validated"]) == (ADDRESS, value, False)
    read = signed.task("mimecast_info", {"types": [KEY.plural]})
    told = next(found for found in read["details"][KEY.plural] if found["name"] == NAME)
    assert told["dns_record"] == entry["dns_record"]
    sites = next(found for found in read["site"][KEY.plural] if found["name"] == NAME)
    assert sites.keys() & {field.name for field in KEY.computed} == set()


def test_a_bare_key_gets_the_words_of_dkim(signed: Account) -> None:
    (old,) = keys(signed)
    signed.set_table("dkim_definitions", {old: {**keys(signed)[old], "publicKey": "MIIBIjAN=="}})
    (entry,) = signed.unchanged(KEY, FIRST)["entries"]
    assert entry["dns_record"]["value"] == "v=DKIM1; k=rsa; p=MIIBIjAN=="


def test_what_is_computed_can_be_written_by_nobody(account: Account) -> None:
    for field in KEY.computed:
        assert "unknown" in account.refused(KEY, {"entries": [{**FIRST, field.name: "x"}]})


@pytest.fixture
def dns() -> Iterator[NameServer]:
    """A name server that knows nothing yet."""
    with NameServer({}) as server:
        yield server


def looked(account: Account, dns: NameServer, check: bool = False, **more: Any) -> Result:
    """Return what mimecast_dkim_info says of the key."""
    options = {"nameservers": ["127.0.0.1"], "nameserver_port": dns.port, "dns_timeout": 0.4, "names": [NAME], **more}
    return account.task("mimecast_dkim_info", options, check)


def value_of(account: Account) -> str:
    """Return the value of the record of the key."""
    return str(next(iter(keys(account).values()))["publicKey"])


def test_dns_serves_it_or_not_or_nobody_knows(signed: Account, dns: NameServer) -> None:
    (report,) = looked(signed, dns)["definitions"]
    assert (report["served"], report["published"], report["verification"]) == ([], False, None)
    dns.texts = {ADDRESS: [value_of(signed).replace("; ", ";")]}
    (report,) = looked(signed, dns)["definitions"]
    assert report["published"] is True
    dns.fail = {ADDRESS}
    result = looked(signed, dns)
    (report,) = result["definitions"]
    assert (report["served"], report["published"]) == (None, None)
    assert "is not known" in result["warnings"][0]
    assert not result["changed"]
    assert signed.writes() == []


def test_another_record_of_the_name_is_told(signed: Account, dns: NameServer) -> None:
    dns.texts = {ADDRESS: ["v=DKIM1; k=rsa; p=b2xk"]}
    result = looked(signed, dns)
    assert result["definitions"][0]["published"] is False
    assert f"DNS serves another record at {ADDRESS}" in result["warnings"][0]


def test_mimecast_looks_for_it_only_when_it_is_asked_and_never_in_check_mode(signed: Account, dns: NameServer) -> None:
    assert looked(signed, dns, check=True, verify=True)["definitions"][0]["verification"] is None
    assert signed.writes() == []
    result = looked(signed, dns, verify=True)
    assert result["definitions"][0]["verification"] == {"validated": False}
    assert not result["changed"]
    signed.running.set_state(ACCOUNT, {"dns": {ADDRESS: [{"text": value_of(signed)}]}})
    assert looked(signed, dns, verify=True)["definitions"][0]["verification"] == {"validated": True}
    assert signed.writes() == ["verifyDnsOutboundDefinition"] * 2


@pytest.mark.parametrize("more", [{"read_only": True}, {}])
def test_where_mimecast_does_not_look_that_is_a_warning(signed: Account, dns: NameServer, more: dict[str, Any]) -> None:
    if not more:
        signed.a_fault("verifyDnsOutboundDefinition", status=403)
    result = looked(signed, dns, verify=True, **more)
    assert result["definitions"][0]["verification"] is None
    assert "Mimecast did not verify it" in result["warnings"][-1]


def test_a_definition_that_is_not_there_is_refused_with_the_nearest_name(signed: Account, dns: NameServer) -> None:
    result = looked(signed, dns, names=[NAME, "Key of example.co"])
    assert result["failed"]
    assert f"names[1]: there is no DKIM definition 'Key of example.co', did you mean '{NAME}'" in result["msg"]
