# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The OpenAPI document is valid, complete and the source of every route."""

from __future__ import annotations

import re
from typing import Any

import pytest
from openapi_spec_validator import validate

from mimecast_emulator import contract
from mimecast_emulator.operations import HANDLERS

DOCUMENT = contract.read_document()
SPECS: dict[str, dict[str, Any]] = {
    spec["operationId"]: {**spec, "method": method, "path": path}
    for path, item in DOCUMENT["paths"].items()
    for method, spec in item.items()
}


def test_the_document_is_valid_openapi() -> None:
    validate(DOCUMENT)


def test_each_operation_has_a_handler_and_each_handler_an_operation() -> None:
    assert set(SPECS) - {"createToken"} == set(HANDLERS)


def test_operation_ids_are_unique() -> None:
    assert len(SPECS) == sum(len(item) for item in DOCUMENT["paths"].values())


@pytest.mark.parametrize("name", SPECS)
def test_each_operation_says_where_it_comes_from_and_how_firm_that_is(name: str) -> None:
    spec = SPECS[name]
    assert spec["x-confidence"] in ("documented", "observed", "inferred")
    assert spec["x-provenance"]
    assert isinstance(spec["x-in-public-catalogue"], bool)
    assert isinstance(spec["x-api-products"], list)
    assert isinstance(spec["x-role-permissions"], list)


@pytest.mark.parametrize("name", [name for name, spec in SPECS.items() if spec.get("x-preview")])
def test_preview_operations_are_inferred_and_outside_the_catalogue(name: str) -> None:
    assert SPECS[name]["x-confidence"] == "inferred"
    assert SPECS[name]["x-in-public-catalogue"] is False


def test_preview_covers_permitted_senders_attachment_sets_and_role_members() -> None:
    paths = {spec["path"] for spec in SPECS.values() if spec.get("x-preview")}
    assert {re.sub(r".*/v1/([^/]+).*", r"\1", path) for path in paths} == {
        "permitted-senders",
        "attachment-management",
        "roles",
    }


@pytest.mark.parametrize("name", SPECS)
def test_reads_and_writes_are_told_apart(name: str) -> None:
    spec = SPECS[name]
    if spec["method"] == "get":
        assert spec["x-changes-state"] is False
    if spec["method"] in ("put", "patch", "delete"):
        assert spec["x-changes-state"] is True


@pytest.mark.parametrize("name", [name for name, spec in SPECS.items() if spec["x-pagination"].startswith("query")])
def test_paged_rest_operations_take_page_size_and_token(name: str) -> None:
    references = {parameter.get("$ref", "").rpartition("/")[2] for parameter in SPECS[name]["parameters"]}
    assert {"pageSize", "pageToken"} <= references


def test_an_answer_that_breaks_the_document_is_named() -> None:
    loaded = contract.load()
    operation = loaded.operations["listRoles"]
    assert loaded.answer_problem(operation, 200, {"roles": [], "meta": {}}) is None
    assert "roles" in str(loaded.answer_problem(operation, 200, {"roles": [{"name": "x"}], "meta": {}}))
    assert "418" in str(loaded.answer_problem(operation, 418, {}))


def test_violations_never_repeat_a_value() -> None:
    loaded = contract.load()
    operation = loaded.operations["legacyCreateUser"]
    body = {"data": [{"emailAddress": "canary-1", "password": ["canary-2"], "canary": 3}]}
    violations = loaded.body(operation, body)
    assert {violation.field for violation in violations} == {
        "data[0].emailAddress",
        "data[0].password",
        "data[0].canary",
    }
    assert "canary-" not in " ".join(violation.message for violation in violations)
