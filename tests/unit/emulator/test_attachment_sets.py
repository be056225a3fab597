# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Attachment sets, a preview."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ansible_collections.mailops.mimecast.tests.unit.emulator.conftest import Api

PATH = "/policy-management/cloud-gateway/v1/attachment-management/definitions"
MINIMUM = {"description": "Images", "folder": "Sets"}
DEFAULTS = {
    "defaultAction": "block",
    "blockDangerousFileTypes": False,
    "encryptedArchives": "allow",
    "unreadableArchives": "allow",
    "notifySender": False,
    "notifyRecipient": False,
}


def helpdesk(api: Api) -> str:
    return str(api.get("/directory/cloud-gateway/v1/groups", query="helpdesk")["groups"][0]["id"])


def test_the_seed_has_a_default_set(api: Api) -> None:
    (row,) = api.get(PATH)["definitions"]
    assert (row["description"], row["folder"], row["defaultAction"]) == ("Default Attachment Set", "Default", "allow")


def test_members_that_are_left_out_get_defaults_and_unset_ones_are_not_shown(api: Api) -> None:
    assert api.get(f"{PATH}/{api.create(PATH, MINIMUM)}") == {**MINIMUM, **DEFAULTS}


def test_a_set_can_be_changed_and_deleted(api: Api) -> None:
    secure_id = api.create(PATH, MINIMUM)
    types = [{"type": "exe", "action": "block"}]
    api.patch(f"{PATH}/{secure_id}", {"imageHoldProbability": 70, "contentTypes": types})
    read = api.get(f"{PATH}/{secure_id}")
    assert (read["imageHoldProbability"], read["contentTypes"], read["folder"]) == (70, types, "Sets")
    api.patch(f"{PATH}/{secure_id}", {"imageHoldProbability": None, "contentTypes": []})
    assert api.get(f"{PATH}/{secure_id}") == {**MINIMUM, **DEFAULTS}
    assert api.send("DELETE", f"{PATH}/{secure_id}").status_code == 204
    assert api.refusal("DELETE", f"{PATH}/{secure_id}")[0] == 404


def test_the_notified_group_is_written_by_id_read_as_an_object_and_cleared_by_an_empty_id(api: Api) -> None:
    secure_id = api.create(PATH, {**MINIMUM, "notifyGroupId": helpdesk(api)})
    group = api.get(f"{PATH}/{secure_id}")["notifyGroup"]
    assert group.pop("id")
    assert group == {"description": "IT Helpdesk"}
    api.patch(f"{PATH}/{secure_id}", {"notifyGroupId": ""})
    assert "notifyGroup" not in api.get(f"{PATH}/{secure_id}")


def test_a_notified_group_cannot_be_deleted(api: Api) -> None:
    api.create(PATH, {**MINIMUM, "notifyGroupId": helpdesk(api)})
    assert api.legacy("directory/delete-group", {"id": helpdesk(api)})["data"] == []


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("imageHoldProbability", 0),
        ("imageHoldProbability", 101),
        ("imageHoldProbability", "70"),
        ("defaultAction", "hold"),
        ("encryptedArchives", "strip"),
        ("folder", ""),
        ("colour", "red"),
    ],
)
def test_values_that_do_not_fit_are_refused(api: Api, member: str, value: Any) -> None:
    assert api.refusal("POST", PATH, {**MINIMUM, member: value})[2] == member


def test_a_content_type_needs_an_action(api: Api) -> None:
    assert api.refusal("POST", PATH, {**MINIMUM, "contentTypes": [{"type": "exe"}]})[2] == "contentTypes[0].action"
