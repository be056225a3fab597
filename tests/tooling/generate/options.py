# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documentation of options and results that several modules and roles have, each text once.

It knows descriptors and argument specifications, neither files nor YAML.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import controls
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Field
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.tests.tooling.generate.texts import Doc, Line

AUTHOR = "mailops contributors (@mailops)"

TASK_OPTIONS: dict[str, list[str]] = {
    "mail_tests": [
        "What to do if one of the C(mail_tests) of the site fails. V(fail) fails the task, and names the test, "
        "the expected result, the actual result, and the policy that decides. V(warn) only warns. V(off) runs no "
        "mail tests.",
    ],
    "entries": [
        "Several objects in one task. Each entry takes the options of this module that describe an object. "
        "Options beside O(entries) are defaults for all of them.",
        "One task with many entries reads the account once. A loop reads it once per item.",
    ],
    "from_site": [
        "If the task names no objects, use those of C(mimecast_baseline) and C(mimecast_site) of the host, "
        "merged. If these do not have this type either, the task does nothing. The roles set this option.",
    ],
    "entry_paths": [
        "Place of each of the O(entries) in your file, for messages. The collection sets it.",
    ],
    "memory": ["Data that the tasks of a run share. The collection sets it."],
    "accept_risk": ["Safety checks to override, by the name in the error message."],
    "purge": [
        "Also delete every object of this type that is not in the entries and whose name matches O(purge_match).",
        "If the entries keep no object at all, the task is refused unless you set O(accept_risk=purge_everything).",
    ],
    "purge_match": ["Purge only objects whose name matches this pattern. C(*) and C(?) are wildcards."],
    "max_deletes": [
        "Maximum number of deletions per run. If there are more, the task fails before any change.",
        "The same maximum applies separately to items removed from lists inside objects, such as members. It "
        "counts the items of all lists that lose more than a quarter of their items. A list that loses less does "
        "not count.",
    ],
    "deletions": [
        "Which deletions to make. An object can only be deleted after the objects that use it. V(none) leaves "
        "deletions to a later task, V(only) makes only these deletions, V(all) does everything in one task.",
    ],
    "apply_via": [
        "V(auto) uses the API. If the API does not offer the calls, the task hands over to a person: the result "
        "says what to do in the Administration Console. V(api) fails instead. V(console) always hands over.",
    ],
    "console_done": [
        "Records of what was done by hand. A record is valid only for exactly the object that it was made for: if "
        "you change the object, its fingerprint changes.",
    ],
    "scan_users": [
        "Read every user of the account to find out who holds a role. This costs one request per user, and more "
        "than an hour for ten thousand users.",
    ],
}
"""Options of a task beside those that describe an object."""
ENTRIES_OF_ONE = [
    "The options that describe it, as a list with one item. The role sets it. In a task, set the options directly.",
]
"""What ``entries`` means of what an account has once."""
DONE_OPTIONS = {
    "fingerprint": "Fingerprint that the hand-off named.",
    "by": "Who did it.",
    "at": "When it was done.",
    "note": "Any remark, such as a ticket number.",
}


def _holding(**members: tuple[str, str]) -> Doc:
    return {
        name: Line(description=text, type=kind, **({"elements": "str"} if kind == "list" else {}))
        for name, (text, kind) in members.items()
    }


API: Doc = {
    "description": "What the run cost.",
    "returned": "always",
    "type": "dict",
    "contains": _holding(
        reads=("Requests that read.", "int"),
        writes=("Requests that changed something.", "int"),
        tokens=("Tokens that were fetched.", "int"),
        seconds_waited=("Seconds spent waiting for the API.", "float"),
    ),
    "sample": {"reads": 4, "writes": 1, "tokens": 1, "seconds_waited": 0.0},
}
"""What every module that talks to an account returns."""
NAMED: Doc = {
    "description": "Whether the task, or the site of its host, has this type.",
    "returned": "success",
    "type": "bool",
    "sample": True,
}
CHANGED: Doc = {
    "plan": {
        "description": "What changes, one item per object, without secrets.",
        "returned": "success",
        "type": "list",
        "elements": "dict",
        "contains": _holding(
            operation=("V(create), V(update), V(replace), V(delete) or V(hand_off).", "str"),
            resource=("Type of the object.", "str"),
            name=("Natural key of the object.", "str"),
            where=("Its place in your file.", "str"),
            fields=("Settings that change.", "list"),
            before=("Those settings as they are.", "dict"),
            after=("Those settings in the desired state.", "dict"),
            counts=("For each list, how many items stay as they are.", "dict"),
            moves=("Members that leave another object, and the name of that object.", "dict"),
            replaces=("Members that are removed and added again, because they change.", "dict"),
            because=(
                "Settings that the API accepts only when it creates an object. The object is replaced because they "
                "differ.",
                "list",
            ),
            calls=("Operations of the API that are used.", "list"),
        ),
        "sample": [
            {
                "operation": "update",
                "resource": "delivery_route",
                "name": "Exchange",
                "where": "mimecast_site.delivery_routes[0]",
                "fields": ["port"],
                "before": {"port": 25},
                "after": {"port": 587},
                "calls": ["updateDeliveryRouteDefinition"],
            }
        ],
    },
    "manual": {
        "description": "What a person has to do in the Administration Console, one item per object.",
        "returned": "success",
        "type": "list",
        "elements": "dict",
        "contains": _holding(
            fingerprint=("Identifies the desired state of the object.", "str"),
            resource=("Type of the object.", "str"),
            name=("Natural key of the object.", "str"),
            where=("Its place in your file.", "str"),
            steps=("What to do, in order.", "list"),
        ),
        "sample": [
            {
                "fingerprint": "605ce054a5d5b123",
                "resource": "ip_permit",
                "name": "Permitted",
                "where": "mimecast_site.ip_permits[0]",
                "steps": [
                    "Log in to the Mimecast Administration Console and open Gateway | Policies | Permitted Senders."
                ],
            }
        ],
    },
    "diff": {
        "description": "What changes, as text, one block per object, without secrets.",
        "returned": "success",
        "type": "list",
        "elements": "dict",
        "sample": [
            {
                "before_header": "delivery route Exchange (now)",
                "after_header": "delivery route Exchange (wanted)",
                "before": "port: 25\n",
                "after": "port: 587\n",
            }
        ],
    },
    "named": NAMED,
    "api": API,
}
"""What every module that manages a type returns beside the objects."""
STANDING: Doc = {
    "sources": {
        "description": "Entries of each source today, in the order of the task.",
        "returned": "success",
        "type": "list",
        "elements": "dict",
        "contains": _holding(
            name=("Its name.", "str"),
            where=("Its place in your file.", "str"),
            stands_for=("Its entries, by the keys of the site file.", "dict"),
            still_checked=(
                "What Mimecast still checks in its mail, one sentence for each check. Empty if the source has ended.",
                "list",
            ),
            told=("Warnings about it, such as that it has ended.", "list"),
        ),
        "sample": [
            {
                "name": "Phishing drill",
                "where": "mimecast_site.trusted_sources[0]",
                "stands_for": {"greylisting_policies": [{"name": "Trusted source: Phishing drill"}]},
                "still_checked": ["Blocked senders: a block beats every permit."],
                "told": [],
            }
        ],
    },
    "lists": {
        "description": "For each type that the API manages, all entries of the task. C(entries) and C(entry_paths) are "
        "for the options of the type's module.",
        "returned": "success",
        "type": "dict",
        "sample": {"greylisting_policies": {"entries": [], "entry_paths": []}},
    },
    "console_done": {
        "description": "Records of manual steps, for the modules of types that may be handed over.",
        "returned": "success",
        "type": "list",
        "elements": "dict",
        "sample": [{"fingerprint": "605ce054a5d5b123", "by": "Kim", "at": "2026-11-24"}],
    },
}
"""What a module returns whose entries stand for entries of other types."""


def shape(spec: Mapping[str, Any]) -> Doc:
    """Return what documentation repeats of an option's argument specification."""
    return {word: spec[word] for word in ("type", "elements", "choices", "default") if word in spec}


def task_option(name: str, spec: Mapping[str, Any]) -> Doc:
    """Return the documentation of one option of a task."""
    doc = {"description": TASK_OPTIONS[name], **shape(spec[name])}
    return {**doc, "suboptions": done_options()} if name == "console_done" else doc


def done_options() -> Doc:
    """Return the documentation of one record of what was done by hand."""
    return {
        name: {"description": [text], "type": "str", **({} if name == "note" else {"required": True})}
        for name, text in DONE_OPTIONS.items()
    }


def entry_options(resource: Resource, spec: Mapping[str, Any]) -> Doc:
    """Return the documentation of the options that describe one object."""
    needed = needed_for(resource)
    return {field.name: option(field, spec[field.name], needed) for field in (*resource.fields, *controls(resource))}


def paragraphs(field: Field) -> list[str]:
    """Return what a setting does to mail, and what it takes to change it."""
    fixed = "Mimecast cannot change it, so another value replaces the object."
    return [*field.doc, *([fixed] if field.create_only else [])]


def needed_for(resource: Resource) -> str:
    """Return what it means that a setting of a type is required."""
    return "Required if none is set yet." if resource.singleton else "Required to create the object."


def option(field: Field, spec: Mapping[str, Any], needed: str) -> Doc:
    """Return the documentation of one option; ``needed`` says what it means that it is required."""
    doc: Doc = {"description": [*paragraphs(field), needed] if field.required else paragraphs(field), **shape(spec)}
    if "options" in spec:
        inside = f"Required if C({field.name}) is {'given' if field.whole else 'set for the first time'}."
        doc["suboptions"] = {inner.name: option(inner, spec["options"][inner.name], inside) for inner in field.fields}
    return doc
