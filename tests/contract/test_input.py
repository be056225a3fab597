# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What users write that is not what they mean is refused or told before anything is sent."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.plugins.plugin_utils import _files, _origin
from ansible_collections.mailops.mimecast.tests.contract.account import Account
from ansible_collections.mailops.mimecast.tests.contract.doors import new_run, run_task

GROUP = MANAGED["sender_group"]
USER = MANAGED["user"]
PERMIT = MANAGED["ip_permit"]
VENDOR = {"name": "Vendor", "source_ips": ["192.0.2.1"]}


def checked(variables: Mapping[str, Any]) -> dict[str, Any]:
    """Return what mimecast_site_check says of a host with these variables."""
    with new_run(variables) as run:
        return run_task(run, "mimecast_site_check", {})


@pytest.mark.parametrize("name", [False, 1.1, 5349, datetime.datetime(2026, 1, 31, 12)])
def test_text_that_yaml_has_made_something_else_of_is_refused(account: Account, name: Any) -> None:
    assert "expected text, but YAML read" in account.refused(GROUP, {"entries": [{"name": name}]})
    assert account.operations() == []


def test_a_password_that_yaml_has_made_a_number_of_is_refused_and_not_shown(account: Account) -> None:
    told = account.refused(USER, {"entries": [{"email": "jo@example.com", "password": 5349}]})
    assert "expected text, but YAML read something else" in told
    assert "5349" not in told
    assert account.operations() == []


def test_a_time_of_day_is_not_dropped_from_a_date(account: Account) -> None:
    told = account.refused(PERMIT, {**VENDOR, "valid_until": "2030-01-31 12:00:00"})
    assert "has a time of day" in told
    assert account.operations() == []
    account.apply(PERMIT, {**VENDOR, "valid_until": "2030-01-31"})
    account.unchanged(PERMIT, {**VENDOR, "valid_until": datetime.date(2030, 1, 31)})


def test_what_has_ended_is_warned_of(account: Account) -> None:
    told = account.apply(PERMIT, {**VENDOR, "valid_until": "2020-01-31"}, check=True)["warnings"]
    assert told == ["valid_until: 2020-01-31 has passed, so it has no effect any more; remove it, or set state: absent"]
    assert account.apply(PERMIT, {**VENDOR, "valid_until": "2120-01-31"}, check=True)["warnings"] == []


def test_a_list_in_one_text_is_split_at_commas(account: Account) -> None:
    account.apply(GROUP, {"name": "Partners", "members": "a.example, b.example"})
    account.unchanged(GROUP, {"name": "Partners", "members": ["a.example", "b.example"], "members_mode": "exact"})


@pytest.mark.parametrize("word", ["timeout", "retry_budget"])
@pytest.mark.parametrize("seconds", ["nan", "inf", -1])
def test_a_wait_without_an_end_is_refused(account: Account, word: str, seconds: Any) -> None:
    assert f"{word} is {seconds}; write seconds" in account.refused(GROUP, {"name": "Partners", word: seconds})
    assert account.operations() == []


def test_a_token_with_a_line_end_is_refused_and_not_shown(account: Account) -> None:
    told = account.refused(GROUP, {"name": "Partners", "access_token": "canary-token\r\nX-Other: 1"})
    assert told.startswith("access_token has a line break")
    assert "canary" not in told


def test_without_credentials_the_variables_of_the_host_are_named(account: Account) -> None:
    assert "mimecast_client_id" in account.refused(GROUP, {"name": "Partners", "client_id": ""})


def test_aliases_that_no_machine_could_write_out_are_refused() -> None:
    bomb: list[Any] = ["x"]
    for _level in range(30):
        bomb = [bomb, bomb, bomb]
    assert "holds more than 1000000 values" in checked({"mimecast_site": {"users": bomb}})["msg"]
    endless: list[Any] = []
    endless.append(endless)
    assert "holds more than 1000000 values" in checked({"mimecast_site": {"users": endless}})["msg"]


def test_a_variable_that_differs_from_the_site_only_in_capitals_is_refused() -> None:
    told = checked({"mimecast_baseline": {"users": []}, "Mimecast_Site": {"users": []}})
    assert told["msg"] == "Mimecast_Site: is not read, did you mean 'mimecast_site'?"
    told = checked({"mimecast_baseline": {"users": []}, "mimecast_sites": {"users": []}})
    assert told["warnings"] == ["the variable mimecast_sites is not read, did you mean 'mimecast_site'?"]
    assert not checked({"mimecast_baseline": {"users": []}, "mimecast_site_of": "Oslo"}).get("warnings")


class _Loader:
    """Ansible's loader as far as files are read."""

    @staticmethod
    def _get_file_contents(name: str) -> tuple[bytes, bool]:
        with open(name, "rb") as file:
            return file.read(), True


def test_a_key_that_stands_twice_is_found(tmp_path: Any) -> None:
    file = tmp_path / "site.yml"
    file.write_text("a: &a {b: 1, c: !vault x, b: 2}\nd: [*a, {e: 1, e: 2}]\n", encoding="utf-8")
    assert _files.keys_twice(_Loader(), file) == [
        "line 1: the key 'b' is in line 1 too, and only the last one counts",
        "line 2: the key 'e' is in line 2 too, and only the last one counts",
    ]
    file.write_text("a: [{b: 1}, {b: 1}]\n'1': x\n", encoding="utf-8")
    assert _files.keys_twice(_Loader(), file) == []


class _Placed(str):
    """A text with the place that ansible-core knows."""

    ansible_pos = ("/sites/acorn.yml", 7, 3)


def test_a_message_names_the_place_of_what_it_is_about(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_origin, "Origin", None)
    roots = {"mimecast_site": {"users": [{"email": _Placed("jo")}]}}
    place = "(/sites/acorn.yml, line 7, column 3)"
    assert (
        _origin.located("mimecast_site.users[0].email: wrong", roots) == f"mimecast_site.users[0].email: wrong {place}"
    )
    for message in ("mimecast_site.users[1].email: wrong", "other.users: wrong", "createUser: refused", "no: one"):
        assert _origin.located(message, roots) == message
