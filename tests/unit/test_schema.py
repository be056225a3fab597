# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The JSON Schema of the site file takes every site that is right, and refuses what one place of a file shows wrong.

Where something is refused in words that an editor shows, the words are those of the schema, not of mimecast_site_check.
"""

from __future__ import annotations

import copy
import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.mailops.mimecast.plugins.module_utils._model import site_file
from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import controls
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Field, walk
from ansible_collections.mailops.mimecast.plugins.module_utils._model.lists import Set
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import (
    Choice,
    Date,
    Flag,
    Number,
    Percentage,
    Secret,
    Text,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import RESOURCES
from ansible_collections.mailops.mimecast.tests.contract import samples
from ansible_collections.mailops.mimecast.tests.contract.sites import as_file
from ansible_collections.mailops.mimecast.tests.integration import test_bad_input, test_site
from ansible_collections.mailops.mimecast.tests.tooling.generate import schema

jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed in this environment")
jsonschema_rs = pytest.importorskip("jsonschema_rs", reason="jsonschema-rs is not installed in this environment")

ROOT = Path(__file__).resolve().parents[2]
SCHEMA: dict[str, Any] = json.loads(schema.PATH.read_text(encoding="utf-8"))
# The draft that the schema names, and the one that most editors know.
VALIDATORS = [jsonschema.Draft202012Validator(SCHEMA), jsonschema.Draft7Validator(SCHEMA)]
# Fast enough for thousands of sites, and a third opinion
COMPILED = jsonschema_rs.Draft202012Validator(SCHEMA)
TEMPLATE = "{{ nowhere }}"
ENCRYPTED = "$ANSIBLE_VAULT;1.1;AES256\n6162\n"


class Loader(yaml.SafeLoader):
    """Reads YAML as an editor does: a date is text, and a value of Ansible's tags is the text that stands there."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in found if tag != "tag:yaml.org,2002:timestamp"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def as_text(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Any:
    return loader.construct_scalar(node)


for tag in ("!vault", "!unsafe"):
    Loader.add_constructor(tag, as_text)


def files_with_a_site() -> list[Path]:
    """Every YAML file of the checkout that holds a site or a baseline."""
    words = (site_file.SITE_NAME, site_file.BASELINE_NAME)
    found = []
    for folder in ("docs", "playbooks", "emulator", "tests"):
        for path in sorted((ROOT / folder).rglob("*.yml")):
            text = path.read_text(encoding="utf-8")
            document = yaml.load(text, Loader) if any(word in text for word in words) else None
            if isinstance(document, dict) and any(word in document for word in words):
                found.append(path)
    return found


def fenced_sites() -> Iterator[str]:
    """The site files in the documentation, as text."""
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "roles").rglob("*.md"))]:
        for block in path.read_text(encoding="utf-8").split("```yaml\n")[1:]:
            text = block.split("```")[0]
            if text.lstrip().startswith((f"{site_file.SITE_NAME}:", f"{site_file.BASELINE_NAME}:")):
                yield text


def problems(document: Any) -> list[str]:
    """Everything that the schema refuses, each with its place; all readers of schemas see the same."""
    first, second = ([(error.json_path, error.message) for error in each.iter_errors(document)] for each in VALIDATORS)
    assert first == second
    assert COMPILED.is_valid(document) == (not first)
    return [f"{where}: {message}" for where, message in first]


def in_a_site(plural: str, entries: Any) -> dict[str, Any]:
    return {site_file.SITE_NAME: as_file({plural: entries})}


def test_the_schema_is_a_schema() -> None:
    for validator in VALIDATORS:
        validator.check_schema(SCHEMA)


def test_there_are_files_to_look_at() -> None:
    assert {"site.yml", "baseline.yml", "mimecast_accounts.yml"} & {path.name for path in files_with_a_site()}
    assert len(list(fenced_sites())) >= 3


@pytest.mark.parametrize("path", files_with_a_site(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_site_file_of_the_project_is_taken(path: Path) -> None:
    assert problems(yaml.load(path.read_text(encoding="utf-8"), Loader)) == []


@pytest.mark.parametrize("text", list(fenced_sites()), ids=lambda text: text.splitlines()[1].strip())
def test_every_site_file_of_the_documentation_is_taken_that_is_right(text: str) -> None:
    document = yaml.load(text, Loader)
    # A tutorial shows a mistake too.
    if not site_file.check(RESOURCES, document.get(site_file.BASELINE_NAME), document.get(site_file.SITE_NAME)):
        assert problems(document) == []


@pytest.mark.parametrize(
    "site", [test_site.OWN, test_site.BASELINE, test_site.DIFFERENCES], ids=["own", "base", "diff"]
)
def test_the_sites_that_are_applied_in_tests_are_taken(site: Any) -> None:
    assert problems({site_file.SITE_NAME: site, site_file.BASELINE_NAME: site, "other": 1}) == []


def test_keys_that_are_not_of_the_site_are_left_alone() -> None:
    assert problems({"customer_domain": "example.com", "mimecast_client_id": 7, "mimecast_users_purge": True}) == []


# --- Valid sites ------------------------------------------------------------------------------------------------------


def values(field: Field) -> st.SearchStrategy[Any]:
    """Values of a field that are right, in the spellings that mimecast_site_check takes."""
    given_values = [*field.samples, *field.choices]
    if field.reference or (isinstance(field, (Text, Choice, Secret)) and not given_values):
        given_values = ["Some name", "Ä ß", 2026]
    if isinstance(field, Flag):
        given_values += [True, False, "yes", "No", "OFF", 1, "0"]
    if isinstance(field, Number):
        given_values += [str(value) for value in field.samples]
    if isinstance(field, Date):
        given_values += ["", "2026-02-28T10:00:00+0000", "2100-12-31"]
    if isinstance(field, Percentage):
        given_values += [1, 100, "off", False]
    return st.sampled_from(given_values)


@st.composite
def entries(draw: st.DrawFn, resource: Resource) -> Entry:
    """An entry that mimecast_site_check takes."""
    fields = [field for field in (*resource.fields, *controls(resource)) if field.name != resource.key]
    entry: Entry = {} if resource.singleton else {resource.key: draw(values(resource.key_field))}
    for field in draw(st.lists(st.sampled_from(fields), unique_by=lambda field: field.name)) if fields else []:
        entry[field.name] = draw(st.one_of(values(field), st.none()))
    return entry


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_what_mimecast_site_check_takes_the_schema_takes(data: st.DataObject) -> None:
    resource = data.draw(st.sampled_from(list(RESOURCES.values())))
    entry = data.draw(entries(resource))
    if not site_file.check(RESOURCES, None, as_file({resource.plural: [entry]})):
        assert COMPILED.is_valid(in_a_site(resource.plural, [entry])), entry


@pytest.mark.parametrize("resource", RESOURCES.values(), ids=lambda resource: resource.name)
def test_an_entry_with_every_setting_is_taken_and_so_is_the_least(resource: Resource) -> None:
    full = samples.full_entry(resource)
    assert site_file.check(RESOURCES, None, as_file({resource.plural: [full]})) == []
    for entry in (full, samples.first_entry(resource)):
        assert problems(in_a_site(resource.plural, [entry])) == []


@pytest.mark.parametrize("state", ["present", "absent"])
@pytest.mark.parametrize("resource", RESOURCES.values(), ids=lambda resource: resource.name)
def test_an_empty_day_is_taken_wherever_a_day_is(resource: Resource, state: str) -> None:
    for field in resource.fields:
        if isinstance(field, Date):
            entry = {**samples.full_entry(resource), "state": state, field.name: ""}
            assert site_file.check(RESOURCES, None, as_file({resource.plural: [entry]})) == []
            assert problems(in_a_site(resource.plural, [entry])) == []


TEXTS = st.one_of(
    st.emails(),
    st.from_regex(r"[a-z0-9]{1,8}(\.[a-z0-9-]{1,8}){0,3}\.?", fullmatch=True),
    st.sampled_from(["möbel.example", "例え.jp", "例え。jp", "partner.example.", "_dmarc.example.com"]),
    st.ip_addresses().map(str),
    st.ip_addresses(v=6).map(lambda address: f"[{address}]"),
    st.tuples(st.ip_addresses(v=4), st.integers(0, 32)).map(lambda pair: f"{pair[0]}/{pair[1]}"),
    st.tuples(st.ip_addresses(v=6), st.integers(0, 128)).map(lambda pair: f"{pair[0]}/{pair[1]}"),
    st.sampled_from(["192.0.2.0/255.255.255.0", "::/0", "2001:db8::", "0.0.0.0/0", "::ffff:192.0.2.1"]),
    st.sampled_from(["192.0.2.*", "192.0.2-3.*", "192.0.2.1-30", "*.*.*.*", "192.0.2.1 - 192.0.2.30", "::1-::ff"]),
    st.dates().map(datetime.date.isoformat),
    st.datetimes().map(lambda moment: moment.isoformat()),
    st.integers(-3, 70000).map(str),
    # YAML takes no control characters.
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=12),
)


@given(TEXTS, st.sampled_from(["", " ", "\t"]))
@settings(max_examples=500, deadline=None)
def test_text_that_a_setting_takes_the_schema_takes(text: str, around: str) -> None:
    written = f"{around}{text}{around}"
    for resource in RESOURCES.values():
        for field in resource.fields:
            if not isinstance(field, (Text, Secret, Date, Number, Flag, Set)):
                continue
            entry: Entry = {} if resource.singleton else {resource.key: resource.key_field.samples[0]}
            entry[field.name] = [written] if isinstance(field, Set) else written
            if not site_file.check(RESOURCES, None, as_file({resource.plural: [entry]})):
                assert COMPILED.is_valid(in_a_site(resource.plural, [entry])), entry


# --- Templates and encrypted values -----------------------------------------------------------------------------------


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value and every container in a value."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for word, part in inner:
        yield from places(part, (*path, word))


def replaced(document: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    changed = copy.deepcopy(document)
    target = changed
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value
    return changed


@pytest.mark.parametrize("value", [TEMPLATE, "{% if true %}x{% endif %}", ENCRYPTED], ids=["{{", "{%", "vault"])
@pytest.mark.parametrize("resource", RESOURCES.values(), ids=lambda resource: resource.name)
def test_a_template_or_an_encrypted_value_may_stand_for_any_value(resource: Resource, value: str) -> None:
    document = in_a_site(resource.plural, [{**samples.full_entry(resource), "state": "present"}])
    if "state" not in [control.name for control in controls(resource)]:
        found = document[site_file.SITE_NAME][resource.plural]
        del (found if resource.singleton else found[0])["state"]
    for path in places(document):
        if path:
            assert COMPILED.is_valid(replaced(document, path, value)), path


# --- Mistakes ---------------------------------------------------------------------------------------------------------

# What only several places of a file show together, or what takes counting bits.
UNSEEN = {
    "host bits",
    "whole internet",
    "end before begin",
    "same object twice",
    "member both ways",
    "site",
}
ENTRIES = {
    name: (module, given_options)
    for name, case in test_bad_input.WRITTEN_WRONG.items()
    for module, given_options in case.options.items()
}


def as_site(module: str, options: Any) -> dict[str, Any]:
    """The site file in which the options of a task would stand."""
    if module == "site_check":
        return {site_file.SITE_NAME: options["site"]}
    return in_a_site(module, options.get("entries", [options]))


@pytest.mark.parametrize("name", sorted(set(ENTRIES) - UNSEEN))
def test_a_mistake_that_a_schema_can_see_is_refused(name: str) -> None:
    assert problems(as_site(*ENTRIES[name])) != []


@pytest.mark.parametrize("name", sorted(UNSEEN))
def test_the_other_mistakes_are_left_to_the_check(name: str) -> None:
    assert problems(as_site(*ENTRIES[name])) == []


ACCEPTED = {"id": "permit_free_mail", "name": "Permitted Senders", "reason": "CHG-1234", "until": "2027-01-31"}


@pytest.mark.parametrize(
    "document",
    [
        {site_file.SITE_NAME: []},
        {site_file.BASELINE_NAME: "text"},
        in_a_site("users", {"email": "jo@example.com"}),
        in_a_site("users", [None]),
        in_a_site("users", [{"email": None}]),
        in_a_site("users", [{"email": ""}]),
        in_a_site("delivery_routes", [{"name": "A", "port": 70000}]),
        in_a_site("delivery_routes", [{"name": "A", "port": 25.5}]),
        in_a_site("attachment_sets", [{"name": "A", "content_types": ["exe"]}]),
        in_a_site("console_done", [{"fingerprint": "1", "by": "jo"}]),
        in_a_site("console_done", [{"fingerprint": "", "by": "jo", "at": "2026-02-02"}]),
        in_a_site("lint_accepted", [{**ACCEPTED, "id": "permit_fre_mail"}]),
        in_a_site("lint_accepted", [{**ACCEPTED, "reason": ""}]),
        in_a_site("lint_accepted", [{**ACCEPTED, "until": "2027-02-30"}]),
        in_a_site("lint_accepted", [{**ACCEPTED, "until": None}]),
        in_a_site("lint_accepted", [{**ACCEPTED, "itme": "gmail.com"}]),
        in_a_site("lint_accepted", ACCEPTED),
        in_a_site("ip_permits", [{"name": "A", "applies_to": {"type": "everyone", "domain": "example.com"}}]),
        in_a_site("ip_permits", [{"name": "A", "applies_to": {"domain": "example.com"}}]),
    ],
    ids=str,
)
def test_other_mistakes_that_a_schema_can_see_are_refused(document: Any) -> None:
    assert problems(document) != []


@pytest.mark.parametrize(
    "record", [ACCEPTED, {**ACCEPTED, "item": "gmail.com"}, {**ACCEPTED, "item": None, "until": "{{ day }}"}], ids=str
)
def test_a_record_that_accepts_a_finding_is_taken(record: dict[str, Any]) -> None:
    assert problems(in_a_site("lint_accepted", [record])) == []


def test_a_mistake_is_refused_once_and_at_its_place() -> None:
    document = in_a_site("delivery_routes", [{"name": "A", "prot": 25}])
    (told,) = problems(document)
    assert told.startswith("$.mimecast_site.delivery_routes[0]: Additional properties are not allowed ('prot'")


# --- What editors show ------------------------------------------------------------------------------------------------


def test_every_key_has_a_description_without_markup() -> None:
    def described(schema: Any, path: str) -> Iterator[tuple[str, str]]:
        for name, setting in schema.get("properties", {}).items():
            yield f"{path}.{name}", setting.get("description", "")
            yield from described(setting, f"{path}.{name}")
            yield from described(setting.get("items", {}), f"{path}.{name}[]")

    found = dict(described(SCHEMA["$defs"]["site"], "site"))
    assert [path for path, text in found.items() if not text] == []
    assert [text for text in found.values() if any(mark in text for mark in ("O(", "V(", "C(", "M("))] == []


@pytest.mark.parametrize("resource", RESOURCES.values(), ids=lambda resource: resource.name)
def test_every_setting_is_there_with_the_console_s_name_of_it(resource: Resource) -> None:
    entry = SCHEMA["$defs"]["site"]["properties"][resource.plural]
    entry = entry if resource.singleton else entry["items"]
    assert set(entry["properties"]) == {field.name for field in (*resource.fields, *controls(resource))}
    told = json.dumps(entry, ensure_ascii=False)
    for field in walk(resource.fields):
        assert f"Administration Console: {field.console}." in told or not field.console


def test_the_words_to_choose_from_are_listed() -> None:
    route = SCHEMA["$defs"]["site"]["properties"]["delivery_route_policies"]["items"]["properties"]
    assert {"enum": ["return_address", "message_from", "both"]} in route["addresses_based_on"]["anyOf"]
