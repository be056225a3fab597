# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Users, profiles and the purge list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ansible_collections.mailops.mimecast.tests.unit.emulator.conftest import Api

PATH = "/user/cloud-gateway/v1/users"
FORBIDDEN = "err_xdk_operation_forbidden_for_address"


def codes(envelope: Any) -> list[str]:
    return [entry["errors"][0]["code"] for entry in envelope["fail"]]


def addresses(api: Api) -> list[str]:
    return [row["emailAddress"] for row in api.get(PATH)["users"]]


def test_the_seed_has_three_users_one_of_a_directory(api: Api) -> None:
    rows = {row["emailAddress"]: (row["source"], row["addressType"]) for row in api.get(PATH)["users"]}
    assert rows == {
        "admin@example.com": ("cloud", "created_manually"),
        "postmaster@example.com": ("cloud", "created_manually"),
        "directory.user@example.com": ("ldap", "created_by_ldap_sync"),
    }


def test_a_user_is_created_in_lower_case(api: Api) -> None:
    envelope = api.legacy("user/create-user", {"emailAddress": "Jo@Example.com", "name": "Jo Smith"})
    assert envelope["data"][0]["emailAddress"] == "jo@example.com"
    row = next(row for row in api.get(PATH)["users"] if row["emailAddress"] == "jo@example.com")
    assert (row["name"], row["domain"], row["internal"], row["disabled"]) == ("Jo Smith", "example.com", True, False)


def test_a_user_needs_an_internal_domain_and_a_new_address(api: Api) -> None:
    envelope = api.legacy(
        "user/create-user", {"emailAddress": "jo@elsewhere.example"}, {"emailAddress": "admin@example.com"}
    )
    assert codes(envelope) == ["err_user_invalid_domain", "err_user_already_exists"]


def test_a_password_is_counted_and_echoed_only_to_the_sender_of_a_failed_item(api: Api) -> None:
    user = {"emailAddress": "jo@example.com", "password": "canary"}
    api.legacy("user/create-user", user)
    api.legacy("user/update-user", user)
    stored = api.emulator.state("demo")["users"]["jo@example.com"]
    assert (stored["passwordSet"], stored["passwordChanges"]) == (True, 2)
    assert "canary" not in str([api.emulator.state("demo"), api.emulator.requests(), api.get(PATH)])
    assert api.legacy("user/create-user", user)["fail"][0]["key"] == user


def test_an_update_changes_what_is_sent_and_no_more(api: Api) -> None:
    api.legacy("user/create-user", {"emailAddress": "jo@example.com", "name": "Jo"})
    envelope = api.legacy(
        "user/update-user", {"emailAddress": "jo@example.com", "accountDisabled": True, "allowPop": False}
    )
    assert envelope["data"] == [{"emailAddress": "jo@example.com", "accountDisabled": True, "allowPop": False}]
    stored = api.emulator.state("demo")["users"]["jo@example.com"]
    assert (stored["name"], stored["disabled"], stored["allowPop"], stored["passwordSet"]) == ("Jo", True, False, False)


def test_users_of_a_directory_and_unknown_users_cannot_be_changed(api: Api) -> None:
    envelope = api.legacy(
        "user/update-user",
        {"emailAddress": "directory.user@example.com", "name": "x"},
        {"emailAddress": "nobody@example.com", "name": "x"},
    )
    assert codes(envelope) == [FORBIDDEN, FORBIDDEN]


def test_an_update_takes_five_users_at_most(api: Api) -> None:
    items = [{"emailAddress": "admin@example.com"}] * 6
    assert codes(api.legacy("user/update-user", *items)) == ["err_validation_size"]


def test_internal_users_can_be_listed_by_domain(api: Api) -> None:
    api.legacy("user/create-user", {"emailAddress": "jo@example.org"})
    (entry,) = api.legacy("user/get-internal-users", {"domain": "Example.org"})["data"]
    assert entry["userCount"] == 1
    assert entry["users"] == [
        {
            "emailAddress": "jo@example.org",
            "domain": "example.org",
            "alias": False,
            "addressType": "created_manually",
            "source": "cloud",
        }
    ]
    assert api.legacy("user/get-internal-users")["data"][0]["userCount"] == 4


def test_a_profile_shows_the_role_or_says_that_there_is_none(api: Api) -> None:
    (admin,) = api.legacy("user/get-profile", {"emailAddress": "Admin@example.com"})["data"]
    assert (admin["role"], admin["admin"], admin["editable"]) == ("Super Administrator", True, True)
    (plain,) = api.legacy("user/get-profile", {"emailAddress": "directory.user@example.com"})["data"]
    assert plain["role"] == "na"
    assert (plain["admin"], plain["editable"]) == (False, False)


def test_the_profile_of_an_address_that_is_not_managed_is_forbidden(api: Api) -> None:
    envelope = api.legacy("user/get-profile", {"emailAddress": "nobody@example.com"})
    assert (envelope["meta"]["status"], codes(envelope)) == (200, [FORBIDDEN])


def test_a_purged_user_leaves_every_read_until_taken_off_the_list(api: Api) -> None:
    api.legacy("user/create-user", {"emailAddress": "jo@example.com"})
    purged = api.legacy("user/add-to-purge-list", {"emailAddresses": ["Jo@example.com", "nobody@example.com"]})
    assert purged["data"] == [{"emailAddresses": ["jo@example.com"]}]
    assert codes(purged) == [FORBIDDEN]
    assert "jo@example.com" not in addresses(api)
    assert api.legacy("user/get-internal-users")["data"][0]["userCount"] == 3
    assert codes(api.legacy("user/get-profile", {"emailAddress": "jo@example.com"})) == [FORBIDDEN]
    assert codes(api.legacy("user/create-user", {"emailAddress": "jo@example.com"})) == ["err_user_already_exists"]
    assert api.emulator.state("demo")["purge_list"] == ["jo@example.com"]
    assert api.legacy("user/remove-from-purge-list", {"emailAddresses": ["jo@example.com"]})["fail"] == []
    assert "jo@example.com" in addresses(api)


@pytest.mark.parametrize("operation", ["add-to-purge-list", "remove-from-purge-list"])
def test_the_purge_list_takes_one_item_with_one_to_a_thousand_addresses(api: Api, operation: str) -> None:
    item = {"emailAddresses": ["a@example.com"]}
    too_many = {"emailAddresses": ["a@example.com"] * 1001}
    wrong: list[list[Any]] = [[item, item], [], [{"emailAddresses": []}], [too_many]]
    for items in wrong:
        assert codes(api.legacy(f"user/{operation}", *items)) == ["err_validation_size"]
