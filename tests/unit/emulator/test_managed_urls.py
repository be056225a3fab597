# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Managed URLs, as the live service is known to keep them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ansible_collections.mailops.mimecast.tests.unit.emulator.conftest import Api

LIST, CREATE, DELETE = (
    f"ttp/url/{name}" for name in ("get-all-managed-urls", "create-managed-url", "delete-managed-url")
)
PAGE = {"url": "https://WWW.Partner.example/a?b=1", "action": "block"}


def listed(api: Api) -> list[dict[str, Any]]:
    """Every row of the list, asked for without ``data``."""
    answer = api.send("POST", f"/api/{LIST}", {"meta": {"pagination": {"pageSize": 500}}}).json()
    rows: list[dict[str, Any]] = answer["data"]
    return rows


def test_a_url_comes_back_in_parts(api: Api) -> None:
    (made,) = api.legacy(CREATE, PAGE)["data"]
    (row,) = listed(api)
    assert made.pop("id")
    assert row.pop("id")
    assert made == row
    assert {name: row[name] for name in ("scheme", "domain", "port", "path", "queryString")} == {
        "scheme": "https",
        "domain": "www.partner.example",
        "port": -1,
        "path": "/a",
        "queryString": "b=1",
    }
    assert (row["matchType"], row["comment"], row["disableRewrite"]) == ("explicit", "", False)


@pytest.mark.parametrize("more", [{}, {"action": "permit"}, {"url": "https://www.partner.example/a?b=1"}])
def test_a_second_one_of_a_url_is_refused_whatever_its_settings(api: Api, more: dict[str, str]) -> None:
    api.legacy(CREATE, PAGE)
    answer = api.legacy(CREATE, {**PAGE, **more}, {"url": "https://other.example", "action": "block"})
    (refused,) = answer["fail"]
    assert refused["errors"][0]["code"] == "err_managed_url_exists_code"
    unsent = {"matchType": "explicit", "overrideUrl": False, "disableRewrite": False}
    assert refused["key"].items() >= unsent.items()
    assert [row["domain"] for row in answer["data"]] == ["other.example"]


def test_a_fragment_is_refused(api: Api) -> None:
    answer = api.legacy(CREATE, {"url": "https://a.example/#top", "action": "block"})
    assert answer["fail"][0]["errors"][0]["message"] == "The URL is invalid"


def test_deleting_answers_nothing_and_names_nothing_that_is_unknown(api: Api) -> None:
    (made,) = api.legacy(CREATE, PAGE)["data"]
    gone = api.legacy(DELETE, {"id": made["id"]})
    assert (gone["data"], gone["fail"]) == ([], [])
    (refused,) = api.legacy(DELETE, {"id": made["id"]})["fail"]
    assert refused["errors"][0]["code"] == "err_managed_url_not_found"
    assert "key" not in refused


def test_a_filtered_list_misses_the_newest_and_spells_ids_another_way(api: Api) -> None:
    api.legacy(CREATE, *({"url": f"https://{name}.example", "action": "permit"} for name in ("a", "b", "c")))
    (row,) = api.legacy(LIST, {"domainOrUrl": "b.example"})["data"]
    assert row["id"] not in [other["id"] for other in listed(api)]
    assert api.legacy(LIST, {"domainOrUrl": "c.example"})["data"] == []
    blocked = {"filterBy": [{"fieldName": "overridetype", "value": "blocked"}]}
    assert api.legacy(LIST, blocked)["data"] == []
    assert api.legacy(DELETE, {"id": row["id"]})["fail"] == []
