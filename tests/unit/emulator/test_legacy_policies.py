# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Address alteration and web security URL policies in the legacy style, quirks included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ansible_collections.mailops.mimecast.tests.unit.emulator.conftest import Api

ALTERATION, WEB = "policy/address-alteration", "policy/webwhiteurl"
JO = {
    "addressType": "envelope_to",
    "originalAddress": "jo@example.org",
    "newAddress": "jo@example.com",
    "routing": "inbound",
}


def make_set(api: Api, name: str, **more: str) -> str:
    """Make a set and return its id."""
    (made,) = api.legacy(f"{ALTERATION}/create-address-alteration-set", {"description": name, **more})["data"]
    return str(made["id"])


def code_of(answer: Any) -> str:
    """Return the code of the one failure of an answer."""
    return str(answer["fail"][0]["errors"][0]["code"])


def definitions(api: Api, folder: str) -> list[dict[str, Any]]:
    """Return the definitions of a set."""
    (found,) = api.legacy(f"{ALTERATION}/get-definition", {"folderId": folder})["data"]
    return list(found["items"])


def test_sets_nest_to_the_depth_that_is_asked_for(api: Api) -> None:
    top = make_set(api, "Top")
    make_set(api, "Below", parentId=make_set(api, "Middle", parentId=top))
    (found,) = api.legacy(f"{ALTERATION}/get-address-alteration-set", {"depth": 1})["data"]
    (middle,) = found["folders"]
    assert (found["description"], found["folderCount"]) == ("Top", 1)
    assert (middle["description"], middle["folderCount"]) == ("Middle", 1)
    assert "folders" not in middle
    (alone,) = api.legacy(f"{ALTERATION}/get-address-alteration-set", {"folderId": middle["id"]})["data"]
    assert [inner["description"] for inner in alone["folders"]] == ["Below"]


def test_definitions_come_back_without_their_set_and_are_deleted_by_their_ids(api: Api) -> None:
    folder = make_set(api, "Merger")
    answer = api.legacy(f"{ALTERATION}/create-definition", {"folderId": folder, "addressAlterations": [JO]})
    assert answer["data"][0]["success"] is True
    (found,) = definitions(api, folder)
    assert {name: found[name] for name in JO} == JO
    assert "folderId" not in found
    assert definitions(api, make_set(api, "Other")) == []
    api.legacy(f"{ALTERATION}/delete-definition", {"id": found["id"]})
    assert definitions(api, folder) == []
    assert code_of(api.legacy(f"{ALTERATION}/delete-definition", {"id": found["id"]})) == "err_not_found"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, "err_address_alteration_definition_exists"),
        ({"newAddress": "jo@gmail.com"}, "err_address_alteration_domain_not_internal"),
    ],
)
def test_what_is_there_already_and_what_is_outside_is_refused_with_all_of_its_item(
    api: Api, change: dict[str, str], code: str
) -> None:
    folder = make_set(api, "Merger")
    api.legacy(f"{ALTERATION}/create-definition", {"folderId": folder, "addressAlterations": [JO]})
    both = [{**JO, "originalAddress": "sam@example.org"}, {**JO, **change}]
    assert (
        code_of(api.legacy(f"{ALTERATION}/create-definition", {"folderId": folder, "addressAlterations": both})) == code
    )
    assert len(definitions(api, folder)) == 1


def test_an_update_that_leaves_something_out_loses_it(api: Api) -> None:
    folder = make_set(api, "Merger")
    policy = {"description": "Inbound", "comment": "Ask Jo", "override": True, "fromDate": "2026-01-01T00:00:00+0000"}
    (made,) = api.legacy(f"{ALTERATION}/create-policy", {"addressAlterationSetId": folder, "policy": policy})["data"]
    assert made["policy"]["comment"] == "Ask Jo"
    assert "fromEternal" not in made["policy"]
    assert made["policy"]["toDate"] == "2100-01-01T23:59:59+0000"
    item = {"id": made["id"], "addressAlterationSetId": folder, "policy": {"description": "Inbound"}}
    (now,) = api.legacy(f"{ALTERATION}/update-policy", item)["data"]
    assert "comment" not in now["policy"]
    assert now["policy"]["override"] is False
    assert now["policy"]["fromEternal"] is True
    assert now["policy"]["conditions"] == {}


def test_all_policies_are_read_without_a_body_and_one_by_its_id(api: Api) -> None:
    folder = make_set(api, "Merger")
    for name in ("One", "Two"):
        api.legacy(f"{ALTERATION}/create-policy", {"addressAlterationSetId": folder, "policy": {"description": name}})
    answer = api.send("POST", f"/api/{ALTERATION}/get-policy").json()
    assert [row["policy"]["description"] for row in answer["data"]] == ["One", "Two"]
    (second,) = api.legacy(f"{ALTERATION}/get-policy", {"id": answer["data"][1]["id"]})["data"]
    assert second["policy"]["description"] == "Two"


def test_a_target_of_a_web_policy_is_wrapped_in_a_read_and_inline_in_a_write(api: Api) -> None:
    target = {"description": "Whom", "from": {"type": "email_domain", "emailDomain": "Example.org"}}
    urls = [{"action": "block", "type": "domain", "value": "games.example"}]
    item = {"description": "Games", "policies": [target], "urls": urls}
    (made,) = api.legacy(f"{WEB}/create-policy-with-targets", item)["data"]
    policy = made["policies"][0]["policy"]
    assert (policy["from"], policy["fromValue"]) == (
        {"type": "email_domain", "emailDomain": "example.org"},
        "example.org",
    )
    (now,) = api.legacy(f"{WEB}/update-policy-with-targets", {**item, "id": made["id"], "urls": []})["data"]
    assert now["urls"] == []
    api.legacy(f"{WEB}/delete-policy-with-targets", {"id": made["id"]})
    assert api.send("POST", f"/api/{WEB}/get-policy-with-targets").json()["data"] == []


def test_a_group_that_a_target_of_a_web_policy_names_is_in_use(api: Api) -> None:
    group = api.create("/directory/cloud-gateway/v1/groups", {"description": "Readers"})
    target = {"description": "Whom", "from": {"type": "profile_group", "groupId": group}}
    api.legacy(f"{WEB}/create-policy-with-targets", {"description": "Games", "policies": [target]})
    assert code_of(api.legacy("directory/delete-group", {"id": group})) == "err_folder_in_use"
