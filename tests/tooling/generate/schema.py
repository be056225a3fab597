# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The JSON Schema of the site file, made from the descriptors, for editors and for checks without Ansible.

It refuses what can be seen in one place of a file: unknown keys, wrong kinds, wrong words, values of a wrong form. What
mimecast_site_check takes it takes too, but for an unknown key without a value. It
knows descriptors; it may not know how a module uses them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import settling
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint import lint
from ansible_collections.mailops.mimecast.plugins.module_utils._model import (
    lint_accepted,
    mail_rules,
    mail_tests,
    networks,
    patterns,
    site_file,
    spelling,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import controls
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Field
from ansible_collections.mailops.mimecast.plugins.module_utils._model.lists import List, Records
from ansible_collections.mailops.mimecast.plugins.module_utils._model.maps import Map
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import (
    Date,
    Flag,
    Number,
    Percentage,
    Text,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import ABSENT
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import RESOURCES
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families.groups import group_name
from ansible_collections.mailops.mimecast.tests.tooling.generate.options import DONE_OPTIONS, needed_for, paragraphs
from ansible_collections.mailops.mimecast.tests.tooling.generate.texts import ROOT, Files

Schema = dict[str, Any]

PATH = ROOT / "docs/site.schema.json"
TEMPLATE = r"\{[{%#]|^\s*\$ANSIBLE_VAULT;"
"""What stands for a value that only a run knows: a template, or a value that Ansible Vault encrypted."""

# The full stops that IDNA takes for one
_DOT = "[.\u3002\uff0e\uff61]"
_DOMAIN = rf"[^\s@*:/]+{_DOT}[^\s@*:/]+"
_LOCAL_PART = r"[^\s@<>()\[\],;:\\\"]{1,64}"
_PATTERN = r".*[*?|()\[\]{}^$\\].*|[Mm][Uu][Ll][Tt][Ii]:.*"
_IPV4 = r"[0-9]{1,3}(\.[0-9]{1,3}){3}"
_IPV6 = r"[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[^\s/\]]+)?"
_GLOB = r"[0-9*-]{1,7}(\.[0-9*-]{1,7}){3}"
_DAY = r"[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))"

FORMS: Mapping[Any, tuple[str, str]] = {
    spelling.address: (f"{_LOCAL_PART}@{_DOMAIN}", "an email address such as name@example.com"),
    spelling.return_address: (rf"<>|{_LOCAL_PART}@{_DOMAIN}", "an email address such as name@example.com, or <>"),
    spelling.domain: (_DOMAIN, "a domain such as example.com"),
    patterns.domain: (rf"{_DOMAIN}|{_PATTERN}", "a domain such as example.com, or a pattern such as *.example.com"),
    patterns.address: (
        rf"{_LOCAL_PART}@{_DOMAIN}|{_PATTERN}",
        "an email address such as name@example.com, or a pattern such as *@example.com",
    ),
    spelling.sender: (f"({_LOCAL_PART}@)?{_DOMAIN}", "an email address or a domain"),
    spelling.hostname: (rf"{_DOMAIN}|\[?({_IPV4}|{_IPV6})\]?", "a fully qualified host name or an IP address"),
    networks.network: (
        rf"({_IPV4}|{_IPV6})(/[0-9.]+)?|{_GLOB}|{_IPV4}\s*-\s*{_IPV4}|{_IPV6}\s*-\s*{_IPV6}",
        "an IP address, a network such as 192.0.2.0/24, or a range such as 192.0.2.1-192.0.2.30",
    ),
    networks.single_address: (rf"({_IPV4})(/32)?|({_IPV6})(/128)?", "an IP address"),
    spelling.phone_number: (r"\+[0-9 ().-]+", "a phone number such as +44 7700 900123"),
    spelling.date: (f"({_DAY})?", "a date, YYYY-MM-DD, or an empty text"),
}
"""Normalisers of which the form that they take can be seen: regular expression, and what it is in words."""
NOT_EMPTY = (spelling.name, group_name)
"""Normalisers that take any text but an empty one."""


_SAID: Schema = {"type": ["string", "number"], "pattern": r"\S", "patternErrorMessage": "Expected text."}


_TO_CREATE = "Required to create the object."


class Unknown(Exception):
    """A descriptor uses something that this file cannot put into a schema."""


def generated() -> Files:
    """Return the text of the schema by its path."""
    return {PATH: json.dumps(site_schema(), indent=2, ensure_ascii=False) + "\n"}


def site_schema() -> Schema:
    """Return the schema of a file with mimecast_site, mimecast_baseline or both; other keys are left alone."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Mimecast site file of the collection mailops.mimecast",
        "description": "The desired state of a Mimecast account. Only what you write is compared and changed. "
        "Values may be templates or encrypted with Ansible Vault.",
        "type": "object",
        "properties": {
            site_file.SITE_NAME: {
                "description": "Settings of one account.",
                "$ref": "#/$defs/site",
            },
            site_file.BASELINE_NAME: {
                "description": "Settings that several accounts share. Entries with the same name are merged, and "
                "mimecast_site overrides the baseline.",
                "$ref": "#/$defs/site",
            },
        },
        "$defs": {
            "site": _nothing_too(
                _mapping(
                    {
                        **{resource.plural: _entries(resource) for resource in RESOURCES.values()},
                        site_file.CONSOLE_DONE: _done(),
                        mail_tests.KEY: _mail_tests(),
                        lint_accepted.KEY: _accepted(),
                        mail_rules.KEY: _mail_rules(),
                    }
                )
            )
        },
    }


def _entries(resource: Resource) -> Schema:
    where = f"Administration Console: {resource.console.menu}." if resource.console.menu else ""
    return {
        "description": plain([f"{resource.summary}.", *resource.doc, where]),
        **_nothing_too(entry(resource) if resource.singleton else _list(entry(resource))),
    }


def entry(resource: Resource) -> Schema:
    """Return the schema of one object."""
    settings = {
        field.name: _setting(field, field.name == resource.key, needed_for(resource))
        for field in (*resource.fields, *controls(resource))
    }
    # What else a new object needs may stand in the baseline, or the object is there already.
    return _mapping(settings, required=[resource.key] if resource.key else [])


def _done() -> Schema:
    needed = [word for word in DONE_OPTIONS if word != "note"]
    return {
        "description": "What was done by hand in the Administration Console.",
        **_nothing_too(
            _list(
                _mapping(
                    {
                        word: {
                            "description": doc,
                            **(_SAID if word in needed else {"type": ["string", "number", "null"]}),
                        }
                        for word, doc in DONE_OPTIONS.items()
                    },
                    needed,
                )
            )
        ),
    }


def _mail_tests() -> Schema:
    """Return the schema of the mail tests; what a test lacks may stand in the baseline."""
    settings = {field.name: _setting(field, field.name == "name", "") for field in mail_tests.FIELDS}
    return {
        "description": "Expected results for messages: tests that run before anything is changed.",
        **_nothing_too(_list(_mapping(settings, ["name"]))),
    }


def _accepted() -> Schema:
    """Return the schema of the records that accept findings; what may be accepted is listed."""
    settings = {field.name: _setting(field, field.required, "") for field in lint_accepted.FIELDS}
    del settings["id"]["pattern"], settings["id"]["patternErrorMessage"], settings["id"]["type"]
    settings["id"]["anyOf"] = [{"enum": lint.acceptable()}, {"type": "string", "pattern": TEMPLATE}]
    needed = [field.name for field in lint_accepted.FIELDS if field.required]
    return {
        "description": "Lint findings that are accepted, each with a reason and a last day. They are still reported.",
        **_nothing_too(_list(_mapping(settings, needed))),
    }


def _mail_rules() -> Schema:
    """Return the schema of the records that exclude readings of open rules."""
    settings = {field.name: _setting(field, field.required, "") for field in mail_rules.FIELDS}
    del settings["rule"]["pattern"], settings["rule"]["patternErrorMessage"], settings["rule"]["type"]
    settings["rule"]["anyOf"] = [{"enum": [*settling.OPEN]}, {"type": "string", "pattern": TEMPLATE}]
    return {
        "description": "Readings of open rules that the mail of this account excludes, each with its evidence. "
        "Not in a baseline.",
        **_nothing_too(_list(_mapping(settings, [field.name for field in mail_rules.FIELDS]))),
    }


def _setting(field: Field, required: bool, needed: str) -> Schema:
    """Return the schema of one key: what it is, and its values. A key without a value counts as not written.

    Args:
        needed: what it means that the setting is required.
    """
    values = _values(field)
    if field.clear is not ABSENT and isinstance(field.clear, str) and "pattern" in values:
        values["pattern"] = rf"^\s*{re.escape(field.clear)}\s*$|{values['pattern']}"
    label = f"Administration Console: {field.console}." if field.console else ""
    fresh = f"Default for a new one: {_shown(field.on_create)}." if field.on_create is not ABSENT else ""
    told = needed if field.required and not required else ""
    return {
        "description": plain([*paragraphs(field), told, fresh, label]),
        **(values if required else _nothing_too(values)),
        **_examples(field),
    }


def _values(field: Field) -> Schema:
    """Return the schema of the values that a field takes, templates among them."""
    if isinstance(field, List):
        return _list(_text(field))
    if isinstance(field, Records):
        return _list(_record(field))
    if isinstance(field, Map):
        return _map(field)
    if isinstance(field, Flag):
        return _truth()
    if isinstance(field, Number):
        return _number(field)
    return _text(field)


def _text(field: Field) -> Schema:
    if field.choices:
        return {"anyOf": [{"enum": list(field.choices)}, {"type": "string", "pattern": TEMPLATE}]}
    if field.secret:
        return {"type": ["string"]}
    rule = spelling.date if isinstance(field, Date) else field.normalize if isinstance(field, (Text, List)) else None
    if rule in FORMS:
        form, words = FORMS[rule]
        return _formed(["string"], rf"^\s*({form})\s*$", words)
    if rule in NOT_EMPTY:
        return {**_SAID, "type": ["string"]}
    return {"type": ["string"]}


def _number(field: Number) -> Schema:
    digits = r"[+-]?[0-9]+"
    if isinstance(field, Percentage):
        off = "|".join(any_case(word) for word in ("off", "false", "no"))
        pattern = rf"^\s*({digits}|{off})\s*$|{TEMPLATE}"
        said = {"patternErrorMessage": "Expected 1 to 100 or off."}
        return {
            "anyOf": [
                {"type": "integer", "minimum": 1, "maximum": 100},
                {"enum": ["off", False]},
                {"type": "string", "pattern": pattern, **said},
            ]
        }
    words = f"a whole number from {field.lowest} to {field.highest}"
    return {
        **_formed(["integer", "string"], rf"^\s*{digits}\s*$", words),
        "minimum": field.lowest,
        "maximum": field.highest,
    }


def _truth() -> Schema:
    words = "|".join(
        any_case(word) for word in ("true", "yes", "on", "1", "y", "t", "false", "no", "off", "0", "n", "f")
    )
    return {
        **_formed(["boolean", "integer", "string"], rf"^\s*({words})\s*$", "true or false"),
        "minimum": 0,
        "maximum": 1,
    }


def any_case(word: str) -> str:
    """Return a regular expression for a word in capitals or not; JSON Schema has no option for that."""
    return "".join(f"[{letter.upper()}{letter.lower()}]" if letter.isalpha() else letter for letter in word)


def _map(field: Field) -> Schema:
    required = [inner.name for inner in field.fields if inner.required] if field.whole else []
    schema = _mapping(
        {inner.name: _setting(inner, inner.name in required, _TO_CREATE) for inner in field.fields}, required
    )
    rules = _companions(field) if field.complete else []
    return {**schema, "allOf": rules} if rules else schema


def _companions(field: Field) -> list[Schema]:
    """Return what each word of a map asks for beside it. The descriptor's own rule is asked, word by word."""
    choosers = [inner for inner in field.fields if inner.required and inner.choices]
    if field.complete is None or len(choosers) != 1:
        raise Unknown(f"{field.name}: a rule that does not depend on one word")
    chooser = choosers[0]
    others = [inner.name for inner in field.fields if inner is not chooser]
    rules = []
    for word in chooser.choices:
        alone = _takes(field.complete, {chooser.name: word})
        fitting = [name for name in others if _takes(field.complete, {chooser.name: word, name: word})]
        then: Schema = {"properties": {name: {"type": "null"} for name in others if name not in fitting}}
        if not alone:
            then["required"] = fitting
        rules.append({"if": {"properties": {chooser.name: {"const": word}}, "required": [chooser.name]}, "then": then})
    return rules


def _takes(complete: Callable[[dict[str, Any]], Any], given: dict[str, Any]) -> bool:
    try:
        complete(dict(given))
    except spelling.Malformed:
        return False
    return True


def _record(field: Field) -> Schema:
    """Return the schema of one of the records: a mapping, or its key alone where nothing else is needed."""
    required = [inner.name for inner in field.fields if inner.required]
    schema = _mapping(
        {inner.name: _setting(inner, inner.name in required, _TO_CREATE) for inner in field.fields}, required
    )
    if field.owned:
        words = "|".join(any_case(word) for word in ("present", "absent"))
        pattern = rf"^\s*({words})\s*$|{TEMPLATE}"
        schema["properties"]["state"] = {
            "description": "Whether it should exist.",
            "anyOf": [{"enum": ["present", "absent"]}, {"type": ["string", "null"], "pattern": pattern}],
        }
    if required == [field.item_key]:
        key = _text(next(inner for inner in field.fields if inner.name == field.item_key))
        return {**schema, **key, "type": ["object", *_types(key)]}
    return schema


def _mapping(properties: Mapping[str, Schema], required: Iterable[str] = ()) -> Schema:
    return {
        **_formed(["object", "string"], "", "a mapping"),
        "properties": dict(properties),
        "additionalProperties": False,
        **({"required": list(required)} if required else {}),
    }


def _list(items: Schema) -> Schema:
    return {**_formed(["array", "string"], "", "a list"), "items": items}


def _formed(types: list[str], pattern: str, words: str) -> Schema:
    """Return a schema of some types. Its pattern is for text alone: other types have keywords of their own.

    ``patternErrorMessage`` is what editors show instead of the pattern; other readers of schemas pass over it.
    """
    return {
        "type": types if len(types) > 1 else types[0],
        "pattern": f"{pattern}|{TEMPLATE}" if pattern else TEMPLATE,
        "patternErrorMessage": f"Expected {words}.",
    }


def _nothing_too(schema: Schema) -> Schema:
    """Return a schema that takes a key without a value too."""
    if "anyOf" in schema:
        return {**schema, "anyOf": [*schema["anyOf"], {"type": "null"}]}
    return {**schema, "type": [*_types(schema), "null"]}


def _types(schema: Schema) -> list[str]:
    return [schema["type"]] if isinstance(schema["type"], str) else list(schema["type"])


def _examples(field: Field) -> Schema:
    shown = isinstance(field, (Text, Number, Date)) and field.samples
    return {"examples": list(field.samples)} if shown else {}


def _shown(value: Any) -> str:
    return f"`{json.dumps(value)}`" if not isinstance(value, str) else f"`{value}`"


def plain(parts: Iterable[str]) -> str:
    """Return documentation as one text, names and values in backquotes instead of Ansible's markup."""
    text = " ".join(part for part in parts if part)
    text = re.sub(r"\bO\((\w+)=([^)]*)\)", r"`\1: \2`", text)
    return re.sub(r"\b(?:O|RV|V|C|M|E|I|B)\(([^)]*)\)", r"`\1`", text)
