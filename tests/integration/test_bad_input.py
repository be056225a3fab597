# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bad input is refused by its path and with the nearest right word: before a request is sent, or before a write.

One host a case, in one run for each ansible-core.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from ansible_collections.mailops.mimecast.tests.integration.accounts import ACCOUNTS, host, writes
from ansible_collections.mailops.mimecast.tests.integration.runs import Ansible, Run
from mimecast_emulator.testing import RunningEmulator

EVERYONE = {"type": "everyone"}
POLICY = {
    "name": "Inbound",
    "route": "Exchange",
    "applies_from": EVERYONE,
    "applies_to": {"type": "internal_addresses"},
}
PERMIT = {"name": "Scanner", "source_ips": ["192.0.2.0/24"]}
SET = {"name": "Images", "folder": "Sets"}
GROUP = {"name": "Partners"}


class Case(NamedTuple):
    """The options of one module, and the lines of the message that refuses them."""

    options: dict[str, Any]
    lines: tuple[str, ...]


def entry(module: str, given: Any, *lines: str) -> Case:
    """A case of one entry."""
    return Case({module: {"entries": [given]}}, lines)


def scope(given: dict[str, Any], *lines: str) -> Case:
    """A case of the scope of a policy."""
    return entry("delivery_route_policies", {**POLICY, "applies_to": given}, *lines)


# What the file alone tells: nothing is sent.
WRITTEN_WRONG = {
    "unknown option": Case(
        {"users": {"email": "jo@example.com", "diasbled": True}},
        ("diasbled: unknown option, did you mean 'disabled'?",),
    ),
    "unknown key": entry(
        "users",
        {"email": "jo@example.com", "nmae": "Jo"},
        "entries[0].nmae: unknown key, did you mean 'name'? (known: disabled, email, force_password_change, name, "
        "password, purge_address, state, update_password)",
    ),
    "unknown key inside": entry(
        "delivery_routes",
        {"name": "R", "hostname": "mail.example.com", "smtp_authentication": {"user_name": "relay"}},
        "entries[0].smtp_authentication.user_name: unknown key, did you mean 'username'? (known: domain, mechanisms, "
        "password, username)",
    ),
    "unknown word": entry(
        "users",
        {"email": "jo@example.com", "state": "abscent"},
        "entries[0].state: 'abscent' is not one of present, absent, did you mean 'absent'?",
    ),
    "path in the user's file": Case(
        {"users": {"entries": [{"email": "jo"}], "entry_paths": ["mimecast_site.users[7]"]}},
        ("mimecast_site.users[7].email: 'jo' is not an email address, expected 'name@example.com'",),
    ),
    "text for a list": entry(
        "sender_groups",
        {**GROUP, "members": "bad.example"},
        "entries[0].members: expected a list, got text; begin each item with '- '",
    ),
    "list for text": entry("sender_groups", {"name": ["Partners"]}, "entries[0].name: expected text, got a list"),
    "text for a number": entry(
        "delivery_routes",
        {"name": "R", "hostname": "mail.example.com", "port": "smtp"},
        "entries[0].port: expected a whole number from 1 to 65535, got 'smtp'",
    ),
    "text for a truth value": entry(
        "users",
        {"email": "jo@example.com", "disabled": "maybe"},
        "entries[0].disabled: expected true or false, got 'maybe'",
    ),
    "text for an entry": Case(
        {"sender_groups": {"entries": ["Partners"]}},
        ("entries[0]: expected a mapping, got text; write '- {name: Partners}'",),
    ),
    "no key": entry("users", {"name": "Jo"}, "entries[0].email: is required"),
    "address": entry(
        "users",
        {"email": "jo.example.com"},
        "entries[0].email: 'jo.example.com' is not an email address, expected 'name@example.com'",
    ),
    "domain": scope(
        {"type": "email_domain", "domain": "exa mple.com"},
        "entries[0].applies_to.domain: 'exa mple.com' is not a domain, expected a name such as 'example.com'",
    ),
    "scope without its domain": scope(
        {"type": "email_domain"}, "entries[0].applies_to: type email_domain needs 'domain' beside it"
    ),
    "host bits": entry(
        "ip_permits",
        {**PERMIT, "source_ips": ["198.51.100.0/24", "192.0.2.10/24"]},
        "entries[0].source_ips[1]: '192.0.2.10/24' has host bits set, the network is '192.0.2.0/24'",
    ),
    "network": entry(
        "ip_permits",
        {**PERMIT, "source_ips": ["192.0.2"]},
        "entries[0].source_ips[0]: '192.0.2' is not an IP address or range, expected CIDR such as '192.0.2.0/24'",
    ),
    "whole internet": entry(
        "ip_permits",
        {**PERMIT, "source_ips": ["::/0"]},
        "entries[0]: source_ips ::/0 is the whole internet; name the networks that you mean",
    ),
    "date": entry(
        "ip_permits",
        {**PERMIT, "valid_until": "2026-02-30"},
        "entries[0].valid_until: '2026-02-30' is not a date, expected 'YYYY-MM-DD'",
    ),
    "end before begin": entry(
        "ip_permits",
        {**PERMIT, "valid_from": "2026-03-01", "valid_until": "2026-02-01"},
        "entries[0]: valid_until 2026-02-01 is before valid_from 2026-03-01",
    ),
    "same object twice": Case(
        {"users": {"entries": [{"email": "jo@example.com"}, {"email": "JO@example.com"}]}},
        ("entries[1]: user 'jo@example.com' is already at entries[0]",),
    ),
    "member both ways": entry(
        "sender_groups",
        {**GROUP, "members": ["bad.example", {"member": "BAD.example", "state": "absent"}]},
        "entries[0].members[1]: 'bad.example' is both added and removed",
    ),
    "port 0": entry(
        "delivery_routes",
        {"name": "R", "hostname": "mail.example.com", "port": 0},
        "entries[0].port: 0 is out of range, expected 1 to 65535",
    ),
    "probability 101": entry(
        "attachment_sets",
        {**SET, "image_hold_probability": 101},
        "entries[0].image_hold_probability: 101 is not a percentage, expected 1 to 100 or 'off'",
    ),
    "two mistakes": Case(
        {"users": {"entries": [{"email": "jo"}, {"email": "sam@example.com", "diabled": True}]}},
        (
            "entries[0].email: 'jo' is not an email address, expected 'name@example.com'",
            "entries[1].diabled: unknown key, did you mean 'disabled'? (known: disabled, email, force_password_change, "
            "name, password, purge_address, state, update_password)",
        ),
    ),
    "site": Case(
        {"site_check": {"site": {"ip_permits": [PERMIT, {**PERMIT, "name": "B", "source_ips": ["192.0.2.1/24"]}]}}},
        ("mimecast_site.ip_permits[1].source_ips[0]: '192.0.2.1/24' has host bits set, the network is '192.0.2.0/24'",),
    ),
    "list of the site": Case(
        {"site_check": {"site": {"sender_group": []}}},
        ("mimecast_site.sender_group: unknown key, did you mean 'sender_groups'?",),
    ),
}

# What only the account tells: it is read, and nothing is written.
DOES_NOT_FIT = {
    "unknown route": entry(
        "delivery_route_policies",
        {**POLICY, "route": "Exchnage"},
        "entries[0].route: there is no delivery route 'Exchnage', neither in the account nor in what is applied, "
        "did you mean 'Exchange'?",
    ),
    "unknown group": scope(
        {"type": "profile_group", "group": "IT Help Desk"},
        "entries[0].applies_to.group: there is no sender group 'IT Help Desk', "
        "neither in the account nor in what is applied, "
        "did you mean 'IT Helpdesk'?",
    ),
    "unknown role": entry(
        "role_members",
        {"role": "Help Desk Administrators", "members": []},
        "entries[0].role: there is no administrator role 'Help Desk Administrators', did you mean 'Help Desk "
        "Administrator'?",
    ),
    "new route without host name": entry(
        "delivery_routes", {"name": "R"}, "entries[0].hostname: is required to create the delivery route 'R'"
    ),
    "permit without source": entry(
        "ip_permits",
        {"name": "Scanner"},
        "entries[0]: refused: would permit every sender; name at least one network in source_ips",
    ),
    "synchronised group": entry(
        "sender_groups",
        {"name": "Domain Users", "members": ["bad.example"]},
        "entries[0]: refused: it comes from a directory, change it there",
    ),
    "synchronised user": entry(
        "users",
        {"email": "directory.user@example.com", "disabled": True},
        "entries[0]: refused: a directory synchronises it, change it there",
    ),
    "emptied built-in group": entry(
        "sender_groups",
        {"name": "Blocked Senders", "members": [], "members_mode": "exact"},
        "entries[0]: refused: would take all 1 members out of the built-in group (accept_risk: [empty_builtin_group] "
        "if you mean it)",
    ),
    "too many deletions": Case(
        {"delivery_routes": {"entries": [], "purge": True, "max_deletes": 0, "accept_risk": ["purge_everything"]}},
        ("max_deletes: 1 delivery route objects would be deleted, 0 are allowed; raise max_deletes if you mean it",),
    ),
    "purge by an empty list": Case(
        {"delivery_routes": {"entries": [], "purge": True}},
        (
            "purge: refused: the list keeps no object, so all 1 delivery route objects that match '*' "
            "would be deleted (accept_risk: [purge_everything] if you mean it)",
        ),
    ),
    "last role manager": entry(
        "role_members",
        {"role": "Super Administrator", "members": [], "members_mode": "exact"},
        "entries[0]: refused: would take the role from the last member, and nobody could manage roles any more",
    ),
}
# Cases that another machine's Ansible judges too, before the module runs.
THROUGH_MODULES = ("unknown key", "text for a number", "port 0", "host bits", "same object twice", "unknown option")
REFUSED_LATE = ("unknown route", "emptied built-in group")


@pytest.fixture(scope="module")
def account() -> Iterator[RunningEmulator]:
    """An account with one route and one blocked sender."""
    with RunningEmulator(ACCOUNTS, strict=True) as emulator:
        groups = emulator.state("acorn")["groups"]
        groups["blocked-senders"]["members"] = [{"domain": "bad.example"}]
        routes = {"exchange": {"description": "Exchange", "hostname": "mail.example.com"}}
        emulator.set_state("acorn", {"groups": groups, "delivery_routes": routes})
        yield emulator


def refusals(ansible: Ansible, emulator: RunningEmulator, cases: dict[str, Case], again: tuple[str, ...]) -> Run:
    """One run of all cases inside the controller, and of some through the module door too."""
    hosts = {name: host(emulator, "acorn", **case.options) for name, case in cases.items()}
    hosts.update({f"module: {name}": host(emulator, "acorn", "module", **cases[name].options) for name in again})
    emulator.clear_requests()
    return ansible.run_modules(hosts)


@pytest.fixture(scope="module")
def written_wrong(ansible: Ansible, account: RunningEmulator) -> tuple[Run, list[Any]]:
    """The run of what the file alone tells, and the requests that it sent."""
    run = refusals(ansible, account, WRITTEN_WRONG, THROUGH_MODULES)
    return run, account.requests()


@pytest.fixture(scope="module")
def does_not_fit(ansible: Ansible, account: RunningEmulator) -> tuple[Run, list[Any]]:
    """The run of what only the account tells, and the writes that it sent."""
    run = refusals(ansible, account, DOES_NOT_FIT, REFUSED_LATE)
    return run, writes(account)


@pytest.mark.parametrize("name", WRITTEN_WRONG)
def test_what_is_written_wrong_is_named_by_its_path(written_wrong: tuple[Run, list[Any]], name: str) -> None:
    run, _requests = written_wrong
    assert tuple(run.message(name).splitlines()) == WRITTEN_WRONG[name].lines


@pytest.mark.parametrize("name", THROUGH_MODULES)
def test_what_is_written_wrong_is_named_by_its_path_through_the_module_door(
    written_wrong: tuple[Run, list[Any]], name: str
) -> None:
    run, _requests = written_wrong
    assert tuple(run.message(f"module: {name}").splitlines()) == WRITTEN_WRONG[name].lines


def test_what_is_written_wrong_ends_the_run_before_any_request(written_wrong: tuple[Run, list[Any]]) -> None:
    run, requests = written_wrong
    assert (run.code, requests) == (2, [])


@pytest.mark.parametrize("name", DOES_NOT_FIT)
def test_what_does_not_fit_the_account_is_named_by_its_path(does_not_fit: tuple[Run, list[Any]], name: str) -> None:
    run, _writes = does_not_fit
    assert tuple(run.message(name).splitlines()) == DOES_NOT_FIT[name].lines


@pytest.mark.parametrize("name", REFUSED_LATE)
def test_what_does_not_fit_is_refused_in_the_same_words_through_the_module_door(
    does_not_fit: tuple[Run, list[Any]], name: str
) -> None:
    run, _writes = does_not_fit
    assert run.message(f"module: {name}") == run.message(name)


def test_what_does_not_fit_the_account_ends_the_run_before_any_write(does_not_fit: tuple[Run, list[Any]]) -> None:
    run, written = does_not_fit
    assert (run.code, written) == (2, [])
