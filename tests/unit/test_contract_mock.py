# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is sent to the independent mock, and what of its answers fails the check."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.mailops.mimecast.tests.tooling.contract_mock import unlisted
from ansible_collections.mailops.mimecast.tests.tooling.recorded_requests import shape

FOUND = [("updateRoute", "request.body.login: must be an object")]
KNOWN = {"operation": "updateRoute", "says": "request.body.login", "reason": "nothing else takes a login away"}


def of_body(body: Any) -> dict[str, Any]:
    return shape({"operation": "create", "query": {}, "body": body})


def test_a_refusal_that_is_listed_is_no_fault() -> None:
    assert unlisted(FOUND, [KNOWN]) == []


def test_a_refusal_that_is_not_listed_is_told_once() -> None:
    assert unlisted(FOUND * 2, []) == ["updateRoute: request.body.login: must be an object"]
    assert len(unlisted(FOUND, [{**KNOWN, "operation": "createRoute"}])) == 2


def test_a_listed_refusal_that_does_not_occur_is_told() -> None:
    assert unlisted([], [KNOWN]) == ["updateRoute: listed in known.yml, and not refused any more"]


@pytest.mark.parametrize(
    "other", [{"a": None}, {"a": "x@a.example", "b": 1}, {"a": ["x@a.example"]}, {"a": ""}, {"a": "2027-01-01"}]
)
def test_requests_of_another_shape_are_distinct(other: Any) -> None:
    assert of_body(other) != of_body({"a": "x@a.example"})


def test_ids_make_no_request_distinct() -> None:
    assert of_body({"id": "ZJHRDKB9Olu-zQb3UbiuR1IK_jsEVb"}) == of_body({"id": "-8c1YbUng-M7hCaXmq1_38HIl6e=="})


def test_names_and_numbers_make_no_request_distinct_and_words_of_the_api_do() -> None:
    assert of_body({"a": "x1@a.example", "b": 1}) == of_body({"a": "y22@b.example", "b": 2})
    assert of_body({"a": "permit"}) != of_body({"a": "block"})
    assert of_body({"a": True}) != of_body({"a": False})
