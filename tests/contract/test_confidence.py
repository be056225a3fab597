# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run that asks for sure calls sends no other, whatever the module, and says which one it did not send."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import (
    CONFIDENCE,
    Confidence,
    Operation,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._resources import dkim_definition
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.plugins.module_utils._run.account import WHO_AM_I
from ansible_collections.mailops.mimecast.tests.contract import samples, sites
from ansible_collections.mailops.mimecast.tests.contract.account import Account
from ansible_collections.mailops.mimecast.tests.tooling.definitions import DEFINITIONS
from ansible_collections.mailops.mimecast.tests.tooling.generate import needs
from mimecast_emulator import contract

SITE = sites.as_file(sites.whole_site())
SNAPSHOT = {"operation": "create", "type": "profile_groups", "name": "kept"}
OTHERS: dict[str, dict[str, Any]] = {
    "mimecast_audit_info": {},
    "mimecast_dkim_info": {"verify": True, "nameservers": ["127.0.0.1"], "dns_timeout": 0.1},
    "mimecast_info": {"gateway": True},
    "mimecast_mail_check": {},
    "mimecast_managed_sender": {"sender": "a@partner.example", "recipient": "jo@example.com", "action": "permit"},
    "mimecast_mx_info": {"domains": ["example.com"], "nameservers": ["127.0.0.1"], "dns_timeout": 0.1},
    "mimecast_pending_domain": {"domain": "new.example"},
    "mimecast_site_plan": {"site": SITE, "look_at_changes": True},
    "mimecast_site_preflight": {"site": SITE},
    "mimecast_snapshot": SNAPSHOT,
}
"""Options of the modules of no type, each with as many calls as it can make."""
TYPES = [resource for resource in MANAGED.values() if resource.operations]
every_type = pytest.mark.parametrize("resource", TYPES)
# The last level refuses nothing.
every_level = pytest.mark.parametrize("level", CONFIDENCE[:-1])
in_both_modes = pytest.mark.parametrize("check", [True, False], ids=["check", "apply"])


def place(method: str, path: str) -> tuple[str, str]:
    """Return what tells a call from every other, whatever its parameters are called."""
    return method.upper(), re.sub(r"{\w+}", "{}", path)


def used() -> dict[tuple[str, str], Operation]:
    """Return every operation that the collection uses."""
    uses = [operation for of_module in needs.uses().values() for _use, operation in of_module]
    more = [operation for module in needs.WHOLE_ACCOUNT for _use, operation in needs.further(module)]
    return {place(operation.method, operation.path): operation for operation in (*uses, *more, WHO_AM_I)}


SERVED = {operation.id: operation for operation in contract.load().operations.values()}
SPECS = {
    place(method, path): spec
    for path, item in contract.read_document()["paths"].items()
    for method, spec in item.items()
}
USED = used()


def unsure(account: Account, level: Confidence) -> list[str]:
    """Return the calls that reached the emulator and are less sure than a level, but for the one for a token."""
    served = [SERVED[name] for name in account.operations() if name != "createToken"]
    sent = [USED[place(operation.method, operation.path)] for operation in served]
    return [operation.id for operation in sent if not operation.reaches(level)]


@every_level
@in_both_modes
@every_type
def test_no_call_of_a_type_that_is_less_sure_is_sent(
    account: Account, resource: Resource, level: Confidence, check: bool
) -> None:
    if resource.create and not resource.retire:
        account.task(f"mimecast_{resource.name}", {**samples.first_entry(resource), **samples.named(resource)})
    account.running.clear_requests()
    options = {"entries": [samples.full_entry(resource)], "min_confidence": level, **samples.lifted(resource)}
    result = account.task(f"mimecast_{resource.name}", options, check)
    assert unsure(account, level) == []
    assert resource.read
    if not resource.read.reaches(level):
        told = f"{resource.read.id} was not sent: the call is {resource.read.confidence}, and min_confidence is {level}"
        assert told in str(result.get("msg") or result["warnings"])
        assert bool(result.get("failed")) == (resource.support == "catalogue")
        assert account.writes() == []


@every_level
@in_both_modes
@pytest.mark.parametrize("name", OTHERS)
def test_no_call_of_another_module_that_is_less_sure_is_sent(
    account: Account, name: str, level: Confidence, check: bool
) -> None:
    result = account.task(name, {**OTHERS[name], "min_confidence": level}, check)
    assert unsure(account, level) == []
    own = needs.OWN_OPERATIONS.get(name, ())
    if any(not operation.reaches(level) for _use, operation in own):
        assert f"and min_confidence is {level}" in result["msg"]
        assert account.writes() == []


def test_every_module_that_reaches_an_account_is_tried() -> None:
    types = {f"mimecast_{resource.name}" for resource in TYPES}
    assert types | OTHERS.keys() | {"mimecast_export"} == set(needs.reaching())
    assert set(needs.reaching()) <= DEFINITIONS.keys()


@in_both_modes
def test_a_deletion_whose_call_is_inferred_is_refused_before_anything_changes(account: Account, check: bool) -> None:
    users = MANAGED["user"]
    account.apply(users, samples.first_entry(users))
    account.running.clear_requests()
    going = sites.gone(users, str(samples.first_entry(users)["email"]))
    other = {"email": "new@example.com", "name": "New"}
    message = account.refused(users, {"entries": [other, going], "min_confidence": "documented"}, check)
    assert users.delete
    assert "entries[1]: user " in message
    assert f"{users.delete.id} was not sent: the call is inferred, and min_confidence is documented" in message
    assert "set mimecast_min_confidence: inferred" in message
    assert account.writes() == []


def test_the_look_at_the_site_refuses_what_a_later_role_would_not_send(account: Account) -> None:
    users = MANAGED["user"]
    account.apply(users, samples.first_entry(users))
    site = {"users": [sites.gone(users, str(samples.first_entry(users)["email"]))]}
    result = account.task("mimecast_site_preflight", {"site": site, "min_confidence": "observed"})
    assert "users[0]: " in result["msg"]
    assert "the call is inferred, and min_confidence is observed" in result["msg"]


@pytest.mark.parametrize("name", ["role_member", "attachment_set", "ip_permit"])
def test_what_may_only_go_through_the_api_fails_where_its_calls_are_not_sent(account: Account, name: str) -> None:
    resource = MANAGED[name]
    options = {"entries": [samples.full_entry(resource)], "apply_via": "api", "min_confidence": "observed"}
    assert "the call is inferred, and min_confidence is observed" in account.refused(resource, options)
    assert account.writes() == []


def test_a_type_that_may_not_be_read_is_named_and_never_empty(account: Account, tmp_path: Path) -> None:
    result = account.task("mimecast_info", {"min_confidence": "documented", "calls": True})
    for resource in TYPES:
        assert resource.read
        if not resource.read.reaches("documented"):
            assert resource.plural not in result["site"]
            assert "min_confidence is documented" in result["unreadable"][resource.plural]
    told = {call["operation"]: call["confidence"] for calls in result["calls"].values() for call in calls}
    assert told == {operation.id: operation.confidence for resource in TYPES for operation in resource.operations}
    account.running.clear_requests()
    account.task("mimecast_export", {"dest": str(tmp_path / "account.yml"), "min_confidence": "documented"})
    assert account.operations()
    assert unsure(account, "documented") == []


def test_a_verification_that_is_inferred_is_not_sent_for_a_record(account: Account) -> None:
    result = account.task("mimecast_dkim_info", {"verify": True, "min_confidence": "documented"})
    assert f"{dkim_definition.VERIFY.id} was not sent: the call is inferred" in result["msg"]


@pytest.mark.parametrize("operation", USED.values(), ids=lambda operation: operation.id)
def test_no_call_is_taken_for_surer_than_the_contract_says(operation: Operation) -> None:
    held = SPECS[place(operation.method, operation.path)]["x-confidence"]
    assert CONFIDENCE.index(operation.confidence) >= CONFIDENCE.index(held)


@every_type
def test_one_object_is_read_by_a_call_as_sure_as_all_of_them(resource: Resource) -> None:
    assert resource.read
    assert resource.get is None or resource.get.reaches(resource.read.confidence)
