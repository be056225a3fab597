# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Connections to directories: three kinds, their secrets and their synchronisation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ansible_collections.mailops.mimecast.tests.unit.emulator.conftest import Api

BASE = "/directory/cloud-gateway/v1/integrations"
SYNC = f"{BASE}/sync-requests"
BODIES: dict[str, dict[str, Any]] = {
    "active-directory": {
        "description": "Head office",
        "hostname": "ldap.example.com",
        "alternateHostname": "ldap2.example.com",
        "userDn": "CN=sync",
        "rootDn": "DC=example",
        "password": "canary",
    },
    "google": {"description": "Workspace", "user": "admin@example.org", "key": "canary"},
    "m365": {"description": "Tenant", "tenantDomain": "example.net"},
}


def create(api: Api, kind: str, **members: Any) -> str:
    return f"{BASE}/{kind}/{api.create(f'{BASE}/{kind}', {**BODIES[kind], **members})}"


@pytest.mark.parametrize("kind", BODIES)
def test_a_connection_is_read_without_id_and_secret(api: Api, kind: str) -> None:
    found = api.get(create(api, kind))
    secrets = {"password", "key"}
    assert found.items() >= {name: value for name, value in BODIES[kind].items() if name not in secrets}.items()
    assert not found.keys() & {"id", "kind", "passwordSet", *secrets}
    assert found["syncRunning"] is False
    assert ("status" in found) == (kind != "m365")
    assert "canary" not in str([api.emulator.state("demo"), api.emulator.requests()])


@pytest.mark.parametrize("kind", BODIES)
def test_a_change_leaves_the_rest_and_a_deletion_leaves_nothing(api: Api, kind: str) -> None:
    path = create(api, kind)
    before = api.get(path)
    api.patch(path, {"enabled": False})
    assert api.get(path) == {**before, "enabled": False}
    assert api.send("DELETE", path).status_code == 204
    assert api.refusal("GET", path)[0] == 404


def test_a_connection_is_not_found_among_those_of_another_kind(api: Api) -> None:
    path = create(api, "google")
    assert api.refusal("GET", path.replace("/google/", "/m365/"))[0] == 404


@pytest.mark.parametrize(("written", "read"), [("1,000", 1000), ("0", 0), ("unlimited", "unlimited")])
def test_a_limit_is_written_as_text_and_read_as_a_number(api: Api, written: str, read: Any) -> None:
    assert api.get(create(api, "m365", maxUnlink=written))["maxUnlink"] == read


def test_a_limit_outside_the_list_is_refused(api: Api) -> None:
    body = {**BODIES["m365"], "maxUnlink": "1000"}
    assert api.refusal("POST", f"{BASE}/m365", body)[1] == "err_validation_value_not_allowed"


def test_a_synchronisation_runs_once_at_a_time_and_comes_to_an_end(api: Api) -> None:
    def ask() -> str:
        return str(api.send("POST", SYNC, {"action": "start"}).json()["status"])

    assert ask() == "no_integrations_enabled"
    path = create(api, "google")
    assert [ask(), ask()] == ["sync_requested", "already_in_progress"]
    assert api.get(path)["syncRunning"] is True
    rows = api.emulator.state("demo")["directory_integrations"]
    rows["workspace"]["lastSyncDateTime"] = "2026-01-01T00:00:00Z"
    api.emulator.set_state("demo", {"directory_integrations": rows})
    assert api.get(path)["syncRunning"] is False
    (row,) = api.send("POST", "/api/directory/execute-sync", {}).json()["data"]
    assert row == {"syncStatus": "started"}


def test_the_legacy_style_lists_what_it_has_words_for(api: Api) -> None:
    for kind in BODIES:
        create(api, kind)
    rows = api.send("POST", "/api/directory/get-connection").json()["data"]
    assert [row["serverType"] for row in rows] == ["active_directory", "office_365"]
    assert rows[0]["ldapSettings"] == {"hostname": "ldap.example.com", "rootDn": "DC=example", "userDn": "CN=sync"}


@pytest.mark.parametrize(("kind", "test"), [("google", "test-authorisation"), ("m365", "test-connector")])
def test_a_test_answers_as_the_status_says(api: Api, kind: str, test: str) -> None:
    path = create(api, kind)
    assert api.send("POST", f"{path}/{test}").json()["success"] is False
    rows = api.emulator.state("demo")["directory_integrations"]
    api.emulator.set_state(
        "demo", {"directory_integrations": {key: {**row, "status": "ok"} for key, row in rows.items()}}
    )
    assert api.send("POST", f"{path}/{test}").json()["success"] is True


def test_a_test_whose_answer_no_source_shows_is_not_served(api: Api) -> None:
    assert api.send("POST", f"{create(api, 'google')}/test-email").json()["fail"][0]["code"] == "app_forbidden"
