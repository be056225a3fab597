# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an account file becomes, what is wrong with one, and that the published schema says the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.inventory.mimecast_accounts import (
    CONNECTION,
    KEYS,
    SCHEMA,
    account,
    twins,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._api import connection
from ansible_collections.mailops.mimecast.plugins.plugin_utils._files import Unusable

PUBLISHED = json.loads(
    (Path(__file__).resolve().parents[2] / "docs/mimecast_account.schema.json").read_text(encoding="utf-8")
)
SITE = {"ip_permits": [{"name": "Permitted IP Addresses", "source_ips": ["192.0.2.10"]}]}
WHOLE: dict[str, Any] = {
    "schema": 1,
    "name": "acorn",
    "region": "uk",
    "tags": ["gold", "on-premises"],
    "description": "Acorn Joinery",
    "account_code": "CUKA1",
    "base_url": "https://uk-api.services.mimecast.com",
    "client_id": "abc",
    "client_secret": "xyz",
    "read_only": True,
    "min_confidence": "observed",
    "mimecast_site": SITE,
    "mimecast_ip_permits_purge": True,
    "vars": {"customer_domain": "acorn.example"},
}
WRONG: dict[str, tuple[Any, str]] = {
    "a list": ([], "expected a mapping"),
    "nothing": (None, "expected a mapping"),
    "a newer layout": ({"schema": SCHEMA + 1}, f"version {SCHEMA + 1} of the layout.*reads up to {SCHEMA}"),
    "a version in words": ({"schema": "one"}, "schema: expected a whole number"),
    "a version of true": ({"schema": True}, "schema: expected a whole number"),
    "an unknown key": ({"regoin": "uk"}, "regoin: unknown key.*region"),
    "a key that is no text": ({1: "uk"}, "1: unknown key"),
    "a name with a blank": ({"name": "Acorn Joinery"}, "name: expected letters"),
    "a name that is a pattern": ({"name": "acorn[1:3]"}, "name: expected letters"),
    "a name that is a number": ({"name": 7}, "name: expected letters"),
    "a region in a list": ({"region": ["uk"]}, "region: expected text"),
    "a blank region": ({"region": " "}, "region: expected text"),
    "tags as text": ({"tags": "gold"}, "tags: expected a list"),
    "a tag that is no text": ({"tags": ["gold", 1]}, r"tags\[1\]: expected text"),
    "vars as a list": ({"vars": ["a"]}, "vars: expected a mapping"),
    "a variable twice": ({"vars": {"mimecast_site": {}}, "mimecast_site": {}}, "vars.mimecast_site: is set outside"),
    "a connection twice": ({"proxy": "http://a", "mimecast_proxy": "http://b"}, "mimecast_proxy: is set as proxy too"),
}


def test_a_file_becomes_a_host_with_the_variables_that_the_playbooks_read() -> None:
    found = account(WHOLE, "accounts/acorn.yml")

    assert found.name == "acorn"
    assert found.variables == {
        "ansible_connection": "local",
        "mimecast_site": SITE,
        "mimecast_ip_permits_purge": True,
        "mimecast_base_url": "https://uk-api.services.mimecast.com",
        "mimecast_client_id": "abc",
        "mimecast_client_secret": "xyz",
        "mimecast_read_only": True,
        "mimecast_min_confidence": "observed",
        "customer_domain": "acorn.example",
        "mimecast_region": "uk",
        "mimecast_tags": ["gold", "on-premises"],
        "mimecast_description": "Acorn Joinery",
        "mimecast_account_code": "CUKA1",
        "mimecast_account_file": "accounts/acorn.yml",
    }


def test_a_host_is_in_the_group_of_all_accounts_and_in_those_of_its_region_and_tags() -> None:
    assert account(WHOLE, "acorn.yml").groups == ("mimecast_accounts", "region_uk", "tag_gold", "tag_on_premises")
    assert account({}, "acorn.yml").groups == ("mimecast_accounts",)


def test_a_file_without_a_name_is_named_after_itself() -> None:
    assert account({}, "accounts/harbour-freight.yml").name == "harbour-freight"


def test_every_connection_option_of_the_modules_can_be_set() -> None:
    assert {*CONNECTION, "account_code"} == set(connection.OPTIONS)


@pytest.mark.parametrize("name", WRONG)
def test_a_file_that_is_wrong_is_refused_by_the_key_that_is_wrong(name: str) -> None:
    document, message = WRONG[name]
    with pytest.raises(Unusable, match=message):
        account(document, "acorn.yml")


def test_no_refusal_quotes_a_value() -> None:
    for word in ("schema", "region", "tags", "vars", "name"):
        with pytest.raises(Unusable) as refused:
            account({word: {"canary": "canary"} if word != "vars" else "canary"}, "acorn.yml")
        assert "canary" not in str(refused.value)


@pytest.mark.parametrize(
    ("what", "first", "second"),
    [
        ("name", {"name": "Acorn"}, {"name": "acorn"}),
        ("account_code", {"account_code": "CUKA1"}, {"account_code": "cuka1"}),
        ("client_id", {"client_id": "abc"}, {"client_id": "abc"}),
    ],
)
def test_two_files_of_one_account_are_both_told_of_each_other(what: str, first: Any, second: Any) -> None:
    found = [account(first, "a.yml"), account(second, "b.yml"), account({"client_id": "c"}, "c.yml")]

    assert twins(found) == {
        "a.yml": f"another file has the same {what}: b.yml",
        "b.yml": f"another file has the same {what}: a.yml",
    }


def test_a_client_that_is_a_template_tells_nothing_about_whose_it_is() -> None:
    template = {"client_id": "{{ client_ids[inventory_hostname] }}"}
    assert twins([account(template, "a.yml"), account(template, "b.yml")]) == {}


def test_the_published_schema_has_the_keys_of_the_plugin() -> None:
    assert set(PUBLISHED["properties"]) - {"mimecast_site"} == set(KEYS)
    assert PUBLISHED["properties"]["schema"] == {"description": "Version of the layout of this file.", "const": SCHEMA}


# A JSON Schema cannot say that two keys mean the same, and JSON has no key that is not text.
@pytest.mark.parametrize(
    "name", ["right", *(name for name in WRONG if "twice" not in name and name != "a key that is no text")]
)
def test_the_published_schema_judges_a_file_as_the_plugin_does(name: str) -> None:
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed in this environment")
    document = WHOLE if name == "right" else WRONG[name][0]
    assert jsonschema.Draft202012Validator(PUBLISHED).is_valid(document) == (name == "right")
