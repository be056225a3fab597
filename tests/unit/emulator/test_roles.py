# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Administrator roles and, as a preview, their members."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ansible_collections.mailops.mimecast.tests.unit.emulator.conftest import Api

PATH = "/role/cloud-gateway/v1/roles"
BASIC, SUPER = "Basic Administrator", "Super Administrator"


def members_of(api: Api, role: str) -> list[str]:
    return [row["emailAddress"] for row in api.get(f"{PATH}/{role_id(api, role)}/members")["roleMembers"]]


def role_id(api: Api, name: str) -> str:
    return str(next(row["id"] for row in api.get(PATH)["roles"] if row["roleName"] == name))


def change(api: Api, action: str, role: str, *addresses: str) -> list[bool]:
    body = {"roleMembers": [{"emailAddress": address} for address in addresses]}
    answer = api.send("POST", f"{PATH}/{role_id(api, role)}/{action}", body)
    return [row["success"] for row in answer.json()["results"]]


def test_the_seed_has_seven_roles(api: Api) -> None:
    assert len(api.get(PATH)["roles"]) == 7


def test_members_are_listed_with_their_names(api: Api) -> None:
    page = api.get(f"{PATH}/{role_id(api, SUPER)}/members")
    assert page == {"roleMembers": [{"emailAddress": "admin@example.com", "name": "Administrator"}], "meta": {}}


def test_a_user_holds_one_role_so_adding_moves_the_user(api: Api) -> None:
    assert change(api, "members", BASIC, "Admin@example.com") == [True]
    assert (members_of(api, BASIC), members_of(api, SUPER)) == (["admin@example.com"], [])
    (profile,) = api.legacy("user/get-profile", {"emailAddress": "admin@example.com"})["data"]
    assert profile["role"] == BASIC


def test_unknown_users_and_present_holders_are_not_added(api: Api) -> None:
    assert change(api, "members", SUPER, "nobody@example.com", "admin@example.com", "postmaster@example.com") == [
        False,
        False,
        True,
    ]


def test_only_holders_can_be_removed(api: Api) -> None:
    assert change(api, "remove-members", SUPER, "postmaster@example.com", "admin@example.com") == [False, True]
    assert members_of(api, SUPER) == []
    assert api.emulator.state("demo")["users"]["admin@example.com"]["role"] is None


def test_a_call_takes_ten_members_at_most(api: Api) -> None:
    body = {"roleMembers": [{"emailAddress": f"u{n}@example.com"} for n in range(11)]}
    assert api.refusal("POST", f"{PATH}/{role_id(api, BASIC)}/members", body)[1] == "err_validation_size"


def test_an_unknown_role_is_a_404(api: Api, other_api: Api) -> None:
    assert api.refusal("GET", f"{PATH}/{role_id(other_api, BASIC)}/members")[0] == 404


def test_members_come_in_pages(api: Api) -> None:
    change(api, "members", SUPER, "postmaster@example.com")
    path = f"{PATH}/{role_id(api, SUPER)}/members"
    first = api.get(path, pageSize=1)
    second: Any = api.get(path, pageSize=1, pageToken=first["meta"]["nextPage"])
    assert (len(first["roleMembers"]), len(second["roleMembers"]), second["meta"]) == (1, 1, {})
