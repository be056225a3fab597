# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Delivery route definitions, their authentication and their uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ansible_collections.mailops.mimecast.tests.unit.emulator.conftest import Api

PATH = "/policy-management/cloud-gateway/v1/delivery-route/definitions"
POLICIES = "/policy-management/cloud-gateway/v1/delivery-route/policies"
MINIMUM = {"description": "Exchange", "hostname": "Mail.Example.com", "port": 25}
LOGIN = {"authMechanisms": ["LOGIN"], "username": "relay", "password": "canary"}


def stored(api: Api, key: str = "exchange") -> Any:
    return api.emulator.state("demo")["delivery_routes"][key]


def test_a_definition_is_read_as_written_without_what_is_unset(api: Api) -> None:
    secure_id = api.create(PATH, MINIMUM)
    assert api.get(f"{PATH}/{secure_id}") == MINIMUM
    (row,) = api.get(PATH)["definitions"]
    assert row.pop("id") != secure_id
    assert row == MINIMUM


def test_creation_answers_id(api: Api) -> None:
    assert list(api.send("POST", PATH, MINIMUM).json()) == ["id"]


@pytest.mark.parametrize("missing", MINIMUM)
def test_name_host_and_port_are_needed(api: Api, missing: str) -> None:
    body = {name: value for name, value in MINIMUM.items() if name != missing}
    assert api.refusal("POST", PATH, body) == (400, "err_validation_null", missing)


@pytest.mark.parametrize("port", [0, 65536, "25"])
def test_a_port_must_be_one(api: Api, port: Any) -> None:
    assert api.refusal("POST", PATH, {**MINIMUM, "port": port})[2] == "port"


def test_authentication_is_nested_in_rows_and_flat_in_the_single_read(api: Api) -> None:
    secure_id = api.create(PATH, {**MINIMUM, "smtpAuthentication": {**LOGIN, "domain": "corp"}})
    shown = {"authMechanisms": ["LOGIN", ""], "username": "relay", "domain": "corp"}
    (row,) = api.get(PATH)["definitions"]
    assert row["smtpAuthentication"] == shown
    assert api.get(f"{PATH}/{secure_id}") == {**MINIMUM, **shown}


def test_a_password_is_never_shown_only_counted(api: Api) -> None:
    secure_id = api.create(PATH, {**MINIMUM, "smtpAuthentication": LOGIN})
    assert (stored(api)["passwordSet"], stored(api)["passwordChanges"]) == (True, 1)
    api.patch(f"{PATH}/{secure_id}", {"smtpAuthentication": {"password": "canary"}})
    assert stored(api)["passwordChanges"] == 2
    everything = [api.get(PATH), api.get(f"{PATH}/{secure_id}"), api.emulator.state("demo"), api.emulator.requests()]
    assert "canary" not in str(everything)


def test_part_of_the_authentication_can_be_changed(api: Api) -> None:
    secure_id = api.create(PATH, {**MINIMUM, "smtpAuthentication": LOGIN})
    api.patch(f"{PATH}/{secure_id}", {"smtpAuthentication": {"username": "other"}})
    read = api.get(f"{PATH}/{secure_id}")
    assert (read["username"], read["authMechanisms"]) == ("other", ["LOGIN", ""])
    assert stored(api)["passwordChanges"] == 1


def test_nothing_in_each_member_clears_the_authentication(api: Api) -> None:
    secure_id = api.create(PATH, {**MINIMUM, "smtpAuthentication": LOGIN})
    nothing = {"authMechanisms": [], "username": "", "password": ""}
    api.patch(f"{PATH}/{secure_id}", {"smtpAuthentication": nothing})
    assert api.get(f"{PATH}/{secure_id}") == MINIMUM
    assert stored(api)["passwordSet"] is False


@pytest.mark.parametrize("nothing", [None, {}])
def test_what_the_contract_does_not_allow_clears_no_authentication(api: Api, nothing: Any) -> None:
    secure_id = api.create(PATH, {**MINIMUM, "smtpAuthentication": LOGIN})
    assert api.refusal("PATCH", f"{PATH}/{secure_id}", {"smtpAuthentication": nothing})[2] == "smtpAuthentication"
    assert stored(api)["passwordSet"] is True


@pytest.mark.parametrize("name", ["authMechanisms", "username"])
def test_a_part_of_the_authentication_cannot_be_taken_away(api: Api, name: str) -> None:
    secure_id = api.create(PATH, {**MINIMUM, "smtpAuthentication": LOGIN})
    nothing = {**LOGIN, name: [] if name == "authMechanisms" else ""}
    refusal = api.refusal("PATCH", f"{PATH}/{secure_id}", {"smtpAuthentication": nothing})
    assert refusal == (400, "err_validation_null", f"smtpAuthentication.{name}")


def test_authentication_must_be_whole_in_the_end(api: Api) -> None:
    secure_id = api.create(PATH, MINIMUM)
    refusal = api.refusal("PATCH", f"{PATH}/{secure_id}", {"smtpAuthentication": {"username": "relay"}})
    assert refusal == (400, "err_validation_null", "smtpAuthentication.authMechanisms")
    body = {**MINIMUM, "smtpAuthentication": {"username": "relay", "authMechanisms": ["LOGIN"]}}
    assert api.refusal("POST", PATH, body)[2] == "smtpAuthentication.password"


def test_an_alternate_route_is_set_by_id_and_cleared_by_an_empty_one(api: Api) -> None:
    backup = api.create(PATH, {**MINIMUM, "description": "Backup"})
    secure_id = api.create(PATH, {**MINIMUM, "alternateRouteId": backup})
    shown = api.get(f"{PATH}/{secure_id}")["alternateRouteId"]
    assert shown != backup
    assert api.get(f"{PATH}/{shown}")["description"] == "Backup"
    assert stored(api)["alternateRoute"] == "backup"
    api.patch(f"{PATH}/{secure_id}", {"alternateRouteId": ""})
    assert "alternateRouteId" not in api.get(f"{PATH}/{secure_id}")


def test_an_alternate_route_must_exist(api: Api) -> None:
    gone = api.create(PATH, MINIMUM)
    api.send("DELETE", f"{PATH}/{gone}")
    assert api.refusal("POST", PATH, {**MINIMUM, "alternateRouteId": gone}) == (
        400,
        "err_not_found",
        "alternateRouteId",
    )
    broken = api.send("POST", PATH, {**MINIMUM, "alternateRouteId": gone[:-3]})
    assert (broken.status_code, broken.content) == (400, b"")


def test_a_definition_in_use_cannot_be_deleted(api: Api) -> None:
    backup = api.create(PATH, {**MINIMUM, "description": "Backup"})
    route = api.create(PATH, {**MINIMUM, "alternateRouteId": backup})
    everyone = {"type": "everyone"}
    policy = api.create(POLICIES, {"description": "P", "definitionId": route, "from": everyone, "to": everyone})
    for used in (backup, route):
        assert api.refusal("DELETE", f"{PATH}/{used}")[:2] == (409, "err_definition_in_use")
    for path in (f"{POLICIES}/{policy}", f"{PATH}/{route}", f"{PATH}/{backup}"):
        assert api.send("DELETE", path).status_code == 204


def test_a_policy_shows_its_definition_under_another_id(api: Api) -> None:
    route = api.create(PATH, MINIMUM)
    everyone = {"type": "everyone"}
    policy = api.create(POLICIES, {"description": "P", "definitionId": route, "from": everyone, "to": everyone})
    shown = api.get(f"{POLICIES}/{policy}")["definitionId"]
    assert shown != route
    assert api.get(f"{PATH}/{shown}") == MINIMUM
