# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may open whose mailbox, and which address stands for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ansible_collections.mailops.mimecast.tests.unit.emulator.conftest import Api

PRIMARY, DELEGATE = "admin@example.com", "postmaster@example.com"
PAIR = {"primaryAddress": PRIMARY, "delegateAddress": DELEGATE}
ALIAS = {"alias": "Sales@example.org", "aliasFor": PRIMARY}
USERS = "/user/cloud-gateway/v1/users"


def delegates(api: Api, primary: str) -> Any:
    (row,) = api.legacy("user/find-delegate-users", {"primaryAddress": primary})["data"]
    return row["delegateUsers"]


def code(answer: Any) -> tuple[str, str]:
    error = answer["fail"][0]["errors"][0]
    return error["code"], error["field"]


def marks(api: Api) -> dict[str, bool]:
    return {row["emailAddress"]: row["isAlias"] for row in api.get(USERS)["users"]}


def test_a_delegate_is_found_on_the_mailbox_and_not_the_other_way_round(api: Api) -> None:
    assert delegates(api, PRIMARY) == []
    assert api.legacy("user/add-delegate-user", PAIR)["data"][0]["success"] is True
    (row,) = delegates(api, PRIMARY.upper())
    assert (row["emailAddress"], row["name"], row["source"]) == (DELEGATE, "Postmaster", "cloud")
    assert delegates(api, DELEGATE) == []


def test_a_relation_ends_by_its_id(api: Api) -> None:
    api.legacy("user/add-delegate-user", PAIR)
    secure_id = delegates(api, PRIMARY)[0]["id"]
    assert api.legacy("user/remove-delegate-user", {"id": secure_id})["data"] == [{"id": secure_id, "success": True}]
    assert delegates(api, PRIMARY) == []
    assert code(api.legacy("user/remove-delegate-user", {"id": secure_id})) == ("err_not_found", "id")


def test_saying_a_delegate_again_makes_no_second_one(api: Api) -> None:
    for _time in range(2):
        api.legacy("user/add-delegate-user", PAIR)
    assert len(delegates(api, PRIMARY)) == 1


@pytest.mark.parametrize("member", ["primaryAddress", "delegateAddress"])
def test_both_have_to_be_users_of_the_account(api: Api, member: str) -> None:
    answer = api.legacy("user/add-delegate-user", {**PAIR, member: "nobody@example.com"})
    assert code(answer) == ("err_xdk_operation_forbidden_for_address", member)
    assert answer["data"] == []


def test_at_most_25_relations_end_in_a_call(api: Api) -> None:
    answer = api.legacy("user/remove-delegate-user", *({"id": "x"} for _number in range(26)))
    assert answer["fail"][0]["errors"][0]["code"] == "err_validation_size"


def test_an_alias_is_marked_in_both_lists_of_users(api: Api) -> None:
    assert api.legacy("user/update-alias", ALIAS)["data"] == [
        {"alias": "sales@example.org", "aliasFor": PRIMARY, "domain": "example.org", "isInternal": True}
    ]
    assert [address for address, is_alias in marks(api).items() if is_alias] == ["sales@example.org"]
    (row,) = api.legacy("user/get-internal-users", {"domain": "example.org"})["data"][0]["users"]
    assert row["alias"] is True


def test_an_address_that_is_no_alias_any_more_stays(api: Api) -> None:
    api.legacy("user/update-alias", ALIAS)
    assert api.legacy("user/remove-alias", ALIAS)["fail"] == []
    assert marks(api)["sales@example.org"] is False
    assert code(api.legacy("user/remove-alias", ALIAS)) == ("err_not_found", "alias")


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"alias": "a@elsewhere.example"}, ("err_user_invalid_domain", "alias")),
        ({"aliasFor": "nobody@example.com"}, ("err_xdk_operation_forbidden_for_address", "aliasFor")),
        ({"alias": PRIMARY}, ("err_validation_value_not_allowed", "alias")),
    ],
)
def test_what_cannot_be_an_alias_is_refused(api: Api, item: Any, expected: tuple[str, str]) -> None:
    assert code(api.legacy("user/update-alias", {**ALIAS, **item})) == expected
    assert not any(marks(api).values())
