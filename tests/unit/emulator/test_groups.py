# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Directory groups and members in both styles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ansible_collections.mailops.mimecast.tests.unit.emulator.conftest import Api

PATH = "/directory/cloud-gateway/v1/groups"
ADDED = "err_folder_group_member_already_exists"
MISSING = "err_folder_email_address_not_found"


def group_id(api: Api, name: str) -> str:
    (found,) = [row for row in api.get(PATH)["groups"] if row["description"] == name]
    return str(found["id"])


def codes(envelope: Any) -> list[str]:
    return [entry["errors"][0]["code"] for entry in envelope["fail"]]


@pytest.fixture
def helpdesk(api: Api) -> str:
    """The id of an empty cloud group."""
    return group_id(api, "IT Helpdesk")


def test_the_built_in_groups_are_ordinary_cloud_groups_with_their_exact_names(api: Api) -> None:
    rows = {row["description"]: row["source"] for row in api.get(PATH)["groups"]}
    assert rows == {
        "Blocked Senders": "cloud",
        "Permitted senders": "cloud",
        "IT Helpdesk": "cloud",
        "Domain Users": "ldap",
    }


def test_a_query_matches_part_of_the_name_in_any_case(api: Api) -> None:
    assert [row["description"] for row in api.get(PATH, query="SENDERS")["groups"]] == [
        "Blocked Senders",
        "Permitted senders",
    ]


def test_groups_can_be_filtered_by_source(api: Api) -> None:
    assert [row["description"] for row in api.get(PATH, source="ldap")["groups"]] == ["Domain Users"]
    assert api.refusal("GET", PATH, source="moon")[2] == "source"


def test_the_styles_name_the_number_of_sub_groups_differently(api: Api, helpdesk: str) -> None:
    api.create(PATH, {"description": "Night shift", "parentId": helpdesk})
    assert api.get(f"{PATH}/{helpdesk}")["groupCount"] == 1
    (row,) = api.legacy("directory/find-groups", {"query": "IT Helpdesk"})["data"][0]["folders"]
    assert row["folderCount"] == 1
    assert "groupCount" not in row


def test_the_single_read_has_no_id(api: Api, helpdesk: str) -> None:
    assert "id" not in api.get(f"{PATH}/{helpdesk}")


def test_top_groups_have_an_unlisted_root_that_can_be_written_too(api: Api, helpdesk: str) -> None:
    root = api.get(f"{PATH}/{helpdesk}")["parentId"]
    assert api.refusal("GET", f"{PATH}/{root}")[0] == 404
    created = api.create(PATH, {"description": "Top", "parentId": root})
    child = api.create(PATH, {"description": "Below", "parentId": created})
    envelope = api.legacy("directory/update-group", {"id": child, "parentId": root})
    assert envelope["fail"] == []
    assert api.emulator.state("demo")["groups"]["below"]["parent"] is None


def test_find_groups_echoes_query_and_source(api: Api) -> None:
    (entry,) = api.legacy("directory/find-groups", {"query": "users", "source": "ldap"})["data"]
    assert (entry["query"], entry["source"], len(entry["folders"])) == ("users", "ldap", 1)
    assert api.legacy("directory/find-groups")["data"][0]["source"] == "cloud"


def test_groups_can_be_created_renamed_and_deleted_in_batches(api: Api) -> None:
    names = [{"description": f"Group {n}"} for n in range(10)]
    rows = api.legacy("directory/create-group", *names)["data"]
    assert [row["description"] for row in rows] == [name["description"] for name in names]
    renamed = api.legacy("directory/update-group", *({"id": row["id"], "description": "Same"} for row in rows))
    assert {row["description"] for row in renamed["data"]} == {"Same"}
    deleted = api.legacy("directory/delete-group", *({"id": row["id"]} for row in rows))
    assert (len(deleted["data"]), deleted["fail"]) == (10, [])


@pytest.mark.parametrize("operation", ["create-group", "update-group", "delete-group", "add-group-member"])
def test_a_batch_takes_ten_items_at_most(api: Api, helpdesk: str, operation: str) -> None:
    item = {"description": "x"} if operation == "create-group" else {"id": helpdesk}
    member = {"emailAddress": "a@b.example"} if operation == "add-group-member" else {}
    envelope = api.legacy(f"directory/{operation}", *({**item, **member} for _time in range(11)))
    assert (envelope["meta"]["status"], codes(envelope)) == (400, ["err_validation_size"])


def test_only_an_empty_unused_group_can_be_deleted(api: Api, helpdesk: str) -> None:
    api.create(PATH, {"description": "Night shift", "parentId": helpdesk})
    full = api.create(PATH, {"description": "Full"})
    api.legacy("directory/add-group-member", {"id": full, "domain": "a.example"})
    used = group_id(api, "Blocked Senders")
    envelope = api.legacy("directory/delete-group", {"id": helpdesk}, {"id": full}, {"id": used})
    assert codes(envelope) == ["err_folder_in_use", "err_folder_not_empty", "err_folder_in_use"]
    assert envelope["data"] == []


def test_an_unknown_group_is_a_fail_in_legacy_and_a_404_in_rest(api: Api, other_api: Api) -> None:
    foreign = group_id(other_api, "IT Helpdesk")
    envelope = api.legacy("directory/get-group-members", {"id": foreign})
    assert (envelope["meta"]["status"], envelope["data"], codes(envelope)) == (200, [], ["err_not_found"])
    assert api.refusal("GET", f"{PATH}/{foreign}/members")[0] == 404


def test_a_broken_id_is_an_empty_400_and_nothing_of_the_batch_happens(api: Api, helpdesk: str) -> None:
    items = [{"id": helpdesk, "domain": "a.example"}, {"id": helpdesk[:-4], "domain": "b.example"}]
    answer = api.send("POST", "/api/directory/add-group-member", {"data": items})
    assert (answer.status_code, answer.content) == (400, b"")
    assert api.get(f"{PATH}/{helpdesk}")["userCount"] == 0
    answer = api.send("POST", "/api/directory/get-group-members", {"data": [{"id": helpdesk[:-4]}]})
    assert (answer.status_code, answer.content) == (400, b"")


def test_members_read_differently_in_each_style(api: Api, helpdesk: str) -> None:
    body = {"groupMembers": [{"emailAddress": "Jo@Example.com", "note": "why"}, {"domain": "Partner.example"}]}
    assert api.send("POST", f"{PATH}/{helpdesk}/members", body).json() == {"results": [{"success": True}] * 2}
    address = {"domain": "example.com", "internal": True, "type": "created_manually", "emailAddress": "jo@example.com"}
    domain = {"domain": "partner.example", "internal": False, "type": "created_manually"}
    assert api.get(f"{PATH}/{helpdesk}/members")["groupMembers"] == [
        {**address, "note": "why"},
        {**domain, "emailAddress": "partner.example"},
    ]
    (entry,) = api.legacy("directory/get-group-members", {"id": helpdesk})["data"]
    assert entry["groupMembers"] == [{**address, "notes": "why"}, {**domain, "emailAddress": ""}]


def test_legacy_changes_answer_a_row_for_each_item(api: Api, helpdesk: str) -> None:
    added = api.legacy(
        "directory/add-group-member",
        {"id": helpdesk, "emailAddress": "jo@example.com", "notes": "why"},
        {"id": helpdesk, "domain": "partner.example"},
    )
    assert [(row.get("emailAddress"), row.get("domain"), row["internal"]) for row in added["data"]] == [
        ("jo@example.com", None, True),
        (None, "partner.example", False),
    ]
    assert api.get(f"{PATH}/{added['data'][0]['folderId']}")["userCount"] == 2


def test_adding_a_member_again_fails_in_both_styles(api: Api, helpdesk: str) -> None:
    item = {"emailAddress": "jo@example.com"}
    api.legacy("directory/add-group-member", {"id": helpdesk, **item})
    again = api.legacy(
        "directory/add-group-member",
        {"id": helpdesk, "emailAddress": "JO@example.com"},
        {"id": helpdesk, "domain": "new.example"},
    )
    assert (codes(again), len(again["data"]), again["meta"]["status"]) == ([ADDED], 1, 200)
    assert again["fail"][0]["key"]["emailAddress"] == "JO@example.com"
    answer = api.send("POST", f"{PATH}/{helpdesk}/members", {"groupMembers": [item, {"domain": "newer.example"}]})
    assert answer.json() == {"results": [{"success": False}, {"success": True}]}


def test_removing_what_is_no_member_fails_in_both_styles(api: Api, helpdesk: str) -> None:
    item = {"emailAddress": "jo@example.com"}
    assert codes(api.legacy("directory/remove-group-member", {"id": helpdesk, **item})) == [MISSING]
    answer = api.send("POST", f"{PATH}/{helpdesk}/remove-members", {"groupMembers": [item]})
    assert answer.json() == {"results": [{"success": False}]}


def test_a_member_can_be_removed_in_both_styles(api: Api, helpdesk: str) -> None:
    for change in (
        lambda: api.legacy("directory/remove-group-member", {"id": helpdesk, "domain": "A.example"}),
        lambda: api.send("POST", f"{PATH}/{helpdesk}/remove-members", {"groupMembers": [{"domain": "A.example"}]}),
    ):
        api.legacy("directory/add-group-member", {"id": helpdesk, "domain": "a.example"})
        change()
        assert api.get(f"{PATH}/{helpdesk}")["userCount"] == 0


@pytest.mark.parametrize(
    ("member", "status", "code"),
    [
        ({}, 200, "err_validation_at_least_one_not_null"),
        ({"emailAddress": "a@b.example", "domain": "b.example"}, 200, "err_validation_at_least_one_not_null"),
        ({"emailAddress": "nobody"}, 200, "err_validation_invalid_email_address"),
        ({"domain": "*.example.com"}, 200, "err_validation_value_not_allowed"),
        ({"emailAddress": "a@b.example", "notes": "x" * 101}, 200, "err_validation_size"),
        ({"emailAddress": "a@b.example", "note": "x"}, 400, "err_deserialise"),
    ],
)
def test_members_that_do_not_fit_are_refused(
    api: Api, helpdesk: str, member: dict[str, str], status: int, code: str
) -> None:
    envelope = api.legacy("directory/add-group-member", {"id": helpdesk, **member})
    assert (envelope["meta"]["status"], codes(envelope)[0]) == (status, code)


def test_a_rest_call_takes_ten_members_at_most(api: Api, helpdesk: str) -> None:
    members = [{"domain": f"d{n}.example"} for n in range(11)]
    refusal = api.refusal("POST", f"{PATH}/{helpdesk}/members", {"groupMembers": members})
    assert refusal == (400, "err_validation_size", "groupMembers")


def test_directory_groups_are_read_only(api: Api) -> None:
    directory = group_id(api, "Domain Users")
    for operation, member in (
        ("add-group-member", {"domain": "a.example"}),
        ("remove-group-member", {"emailAddress": "directory.user@example.com"}),
        ("update-group", {"description": "x"}),
        ("delete-group", {}),
    ):
        assert codes(api.legacy(f"directory/{operation}", {"id": directory, **member})) == ["err_folder_read_only"]
    body = {"groupMembers": [{"domain": "a.example"}]}
    for action in ("members", "remove-members"):
        assert api.refusal("POST", f"{PATH}/{directory}/{action}", body)[:2] == (400, "err_folder_read_only")


def test_an_unpaged_read_stops_at_999_rows_without_a_word(api: Api) -> None:
    members = [{"emailAddress": f"user{n}@a.example"} for n in range(1200)]
    api.emulator.set_state(
        "demo", {"groups": {**api.emulator.state("demo")["groups"], "big": {"description": "Big", "members": members}}}
    )
    big = group_id(api, "Big")
    envelope = api.legacy("directory/get-group-members", {"id": big})
    assert len(envelope["data"][0]["groupMembers"]) == 999
    assert "next" not in envelope["meta"]["pagination"]
    first = api.legacy("directory/get-group-members", {"id": big}, pageSize=500)
    last = api.legacy(
        "directory/get-group-members", {"id": big}, pageSize=1, pageToken=first["meta"]["pagination"]["next"]
    )
    assert last["data"][0]["groupMembers"][0]["emailAddress"] == "user500@a.example"
    assert first["meta"]["pagination"]["totalCount"] == 1200
    assert len(api.get(f"{PATH}/{big}/members")["groupMembers"]) == 25


def test_a_page_token_of_another_group_is_refused(api: Api, helpdesk: str) -> None:
    for name in ("a.example", "b.example"):
        api.legacy("directory/add-group-member", {"id": helpdesk, "domain": name})
    token = api.get(f"{PATH}/{helpdesk}/members", pageSize=1)["meta"]["nextPage"]
    assert len(api.get(f"{PATH}/{group_id(api, 'IT Helpdesk')}/members", pageToken=token)["groupMembers"]) == 1
    other = group_id(api, "Blocked Senders")
    assert api.refusal("GET", f"{PATH}/{other}/members", pageToken=token)[2] == "pageToken"
