# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes what follows from the descriptors into the files that have to hold it as literal text.

That is DOCUMENTATION and RETURN of the modules that manage a resource, DOCUMENTATION of those that take a whole site
and the fragment that they share, and meta/argument_specs.yml of the roles. ``--check`` writes nothing and exits 1 when
a file is not current.
"""

from __future__ import annotations

import argparse
import difflib
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from ansible_collections.mailops.mimecast.plugins.module_utils import _ansible
from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import controls
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Field
from ansible_collections.mailops.mimecast.plugins.module_utils._model.maps import Map
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED, RESOURCES
from ansible_collections.mailops.mimecast.tests.tooling import generate_reference, generate_schema

ROOT = Path(__file__).resolve().parents[2]
AUTHOR = "mailops contributors (@mailops)"
ADDED = "1.0.0"
Doc = dict[str, Any]

_TASK_OPTIONS: dict[str, list[str]] = {
    "entries": [
        "Many objects in one task, each with the options of this module that describe one. Options beside O(entries) "
        "are "
        "defaults for each of them.",
        "One task with many entries reads the account once, a loop reads it once an item.",
    ],
    "entry_paths": [
        "Where each of O(entries) stands in the user's file, for messages. The playbook C(mailops.mimecast.site) sets "
        "it.",
    ],
    "assume_present": [
        "Names that an earlier task of the same run creates, as lists under the site file's keys, such as "
        "C(delivery_routes). Only check mode believes in them, where they are not there yet.",
    ],
    "accept_risk": ["Refusals to lift on purpose, by the word that the refusal names."],
    "purge": ["Also delete every object of this type that is not among the entries, within O(purge_match)."],
    "purge_match": ["Pattern (C(*) and C(?)) that a name has to match to be purged."],
    "max_deletes": ["Most objects that one run may delete. More are refused before any change."],
    "deletions": [
        "What others still use can be deleted only after them. V(none) leaves deletions to a later task, V(only) is "
        "that "
        "later task, V(all) does both at once.",
    ],
    "apply_via": [
        "V(auto) uses the API and, where it does not offer the calls, hands over to a person: the result says what to "
        "do "
        "in the Administration Console. V(api) fails instead. V(console) always hands over.",
    ],
    "console_done": [
        "What was done by hand. A record counts for exactly the object that it was made for: another wanted object has "
        "another fingerprint.",
    ],
    "scan_users": [
        "Look at every user of the account to find out who holds a role. That is one request a user, and more than an "
        "hour for ten thousand users.",
    ],
    "audit_days": [
        "Also read, for so many days back, the audit events about what is not in sync, see RV(events). Mimecast keeps "
        "60 days; more is taken as that.",
        "With V(0), or where all is in sync, nothing is asked. Where the audit log cannot be read, that is a warning.",
    ],
}
_DONE_OPTIONS = {
    "fingerprint": "Fingerprint that the hand-off named.",
    "by": "Who did it.",
    "at": "When it was done.",
    "note": "Anything worth keeping, such as a ticket.",
}


def main() -> int:
    """Write or check every generated file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 when a file is not current")
    check = parser.parse_args().check
    stale = [path for path, text in generated().items() if not _settle(path, text, check)]
    for path in stale:
        print(f"{path.relative_to(ROOT)} is not current: run make docs-generate", file=sys.stderr)
    return 1 if stale else 0


def _settle(path: Path, text: str, check: bool) -> bool:
    present = path.read_text() if path.exists() else ""
    if present == text:
        return True
    if check:
        sys.stderr.writelines(difflib.unified_diff(present.splitlines(True), text.splitlines(True), n=1))
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return True


def generated() -> dict[Path, str]:
    """Return the text of every generated file by its path."""
    files: dict[Path, str] = {}
    for one in MANAGED.values():
        path = ROOT / f"plugins/modules/mimecast_{one.name}.py"
        files[path] = _with_block(
            _with_block(path.read_text(), "DOCUMENTATION", module_doc(one)), "RETURN", return_doc(one)
        )
    fragment = ROOT / "plugins/doc_fragments/site.py"
    files[fragment] = _with_block(fragment.read_text(), "DOCUMENTATION", {"options": _site_options()})
    for name, doc in (("site", site_doc()), ("site_check", site_check_doc()), ("site_plan", site_plan_doc())):
        path = ROOT / f"plugins/modules/mimecast_{name}.py"
        files[path] = _with_block(path.read_text(), "DOCUMENTATION", doc)
    site = ROOT / "plugins/modules/mimecast_site.py"
    files[site] = _with_block(files[site], "RETURN", {**RETURNED, "unchanged": UNCHANGED})
    for role, lists in ROLES.items():
        files[ROOT / f"roles/{role}/meta/argument_specs.yml"] = _yaml(role_spec(role, lists), header=True)
    files |= generate_reference.generated()
    files |= generate_schema.generated()
    return files


def _with_block(text: str, name: str, doc: Doc) -> str:
    block = f'{name} = r"""\n{_yaml(doc)}"""'
    place = re.compile(rf'^( *){name} = r"""\n.*?"""', flags=re.DOTALL | re.MULTILINE)
    return place.sub(lambda found: found[1] + block, text, count=1)


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _yaml(doc: Doc, header: bool = False) -> str:
    text = yaml.dump(doc, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=92)
    licence = (
        "# Copyright (c) 2026 mailops contributors\n"
        "# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)\n"
        "# SPDX-License-Identifier: GPL-3.0-or-later\n"
        "# Written by make docs-generate from the descriptors of the resources.\n"
    )
    return (licence if header else "") + "---\n" + text


def option_doc(one: Field, spec: Mapping[str, Any], needed: str = "Required to create the object.") -> Doc:
    """Return the documentation of one option; ``needed`` says what it means that it is required."""
    doc: Doc = {"description": [*one.doc, needed] if one.required else list(one.doc), **_shape(spec)}
    if isinstance(one, Map):
        inside = f"Required where C({one.name}) is {'given' if one.whole else 'set for the first time'}."
        doc["suboptions"] = {inner.name: option_doc(inner, spec["options"][inner.name], inside) for inner in one.fields}
    return doc


def _shape(spec: Mapping[str, Any]) -> Doc:
    return {word: spec[word] for word in ("type", "elements", "choices", "default") if word in spec}


def entry_options(resource: Resource, spec: Mapping[str, Any]) -> Doc:
    """Return the documentation of the options that describe one object."""
    return {one.name: option_doc(one, spec[one.name]) for one in (*resource.fields, *controls(resource))}


def module_doc(resource: Resource) -> Doc:
    """Return DOCUMENTATION of a module that manages a resource."""
    spec = _ansible.resource_spec(resource)
    options = entry_options(resource, spec)
    for name, text in _TASK_OPTIONS.items():
        if name in spec:
            options[name] = {"description": text, **_shape(spec[name])}
    options["entries"]["suboptions"] = entry_options(resource, spec["entries"]["options"])
    if "console_done" in options:
        options["console_done"]["suboptions"] = _done_doc()
    return {
        "module": f"mimecast_{resource.name}",
        "short_description": resource.summary,
        "version_added": ADDED,
        "author": AUTHOR,
        "description": [*resource.doc, *_support(resource)],
        "extends_documentation_fragment": [
            "mailops.mimecast.connection",
            "mailops.mimecast.attributes",
            "mailops.mimecast.attributes.action_group",
            "mailops.mimecast.attributes.manages",
        ],
        "options": options,
        "notes": [*resource.notes, *permissions(resource)],
        "seealso": [{"module": "mailops.mimecast.mimecast_info"}],
    }


def _support(resource: Resource) -> list[str]:
    if resource.support == "catalogue":
        return []
    return [
        "Mimecast's public API has no call for this. The paths used here are inferred from those of the same family "
        "and "
        "may never work on your account. Where they do not, the task says what to do in the Administration Console, "
        "see "
        "O(apply_via) and RV(manual).",
    ]


def permissions(resource: Resource) -> list[str]:
    """Return one sentence for each set of API product and role permission that the operations need."""
    reads = [one for one in resource.operations if not one.writes]
    writes = [one for one in resource.operations if one.writes]
    return [
        f"{what} needs the API product {' or '.join(f'C({name})' for name in products)} and the role permission "
        f"{', '.join(f'C({name})' for name in allowed)}."
        for what, operations in (("Reading", reads), ("Changing", writes))
        if operations
        for products, allowed in [(_products(operations), _permissions(operations))]
    ]


def _products(operations: Iterable[Operation]) -> list[str]:
    return list(dict.fromkeys(name for one in operations for name in one.products))


def _permissions(operations: Iterable[Operation]) -> list[str]:
    return list(dict.fromkeys(one.permission for one in operations if one.permission))


RETURNED: Doc = {
    "plan": {
        "description": "What changes, one item an object, without secrets.",
        "returned": "success",
        "type": "list",
        "elements": "dict",
        "contains": {
            "operation": {"description": "V(create), V(update), V(delete) or V(hand_off).", "type": "str"},
            "resource": {"description": "Type of the object.", "type": "str"},
            "name": {"description": "Natural key of the object.", "type": "str"},
            "where": {"description": "Where it stands in the user's file.", "type": "str"},
            "fields": {"description": "Settings that change.", "type": "list", "elements": "str"},
            "before": {"description": "Those settings as they are.", "type": "dict"},
            "after": {"description": "Those settings as they are to be.", "type": "dict"},
            "counts": {"description": "Lists of which items stay as they are, and how many.", "type": "dict"},
            "moves": {"description": "Members that leave another object, and which.", "type": "dict"},
            "calls": {"description": "Operations of the API that are used.", "type": "list", "elements": "str"},
        },
    },
    "manual": {
        "description": "What a person has to do in the Administration Console, one item an object.",
        "returned": "success",
        "type": "list",
        "elements": "dict",
        "contains": {
            "fingerprint": {"description": "Stands for the object as it is wanted.", "type": "str"},
            "resource": {"description": "Type of the object.", "type": "str"},
            "name": {"description": "Natural key of the object.", "type": "str"},
            "where": {"description": "Where it stands in the user's file.", "type": "str"},
            "steps": {"description": "What to do, in order.", "type": "list", "elements": "str"},
        },
    },
    "diff": {
        "description": "What changes as text, one block an object, without secrets.",
        "returned": "success",
        "type": "list",
        "elements": "dict",
    },
    "api": {
        "description": "What the run cost.",
        "returned": "always",
        "type": "dict",
        "contains": {
            "reads": {"description": "Requests that read.", "type": "int"},
            "writes": {"description": "Requests that changed something.", "type": "int"},
            "tokens": {"description": "Tokens that were fetched.", "type": "int"},
            "seconds_waited": {"description": "Seconds spent waiting for the API.", "type": "float"},
        },
    },
}
"""What every module that changes something returns."""
UNCHANGED: Doc = {
    "description": "Names of the objects that were as the site says, under the keys of the site file.",
    "returned": "success",
    "type": "dict",
    "sample": {"delivery_routes": ["Exchange on-premises"], "sender_groups": []},
}


def _done_doc() -> Doc:
    return {
        name: {"description": [text], "type": "str", **({"required": True} if name != "note" else {})}
        for name, text in _DONE_OPTIONS.items()
    }


def return_doc(resource: Resource) -> Doc:
    """Return RETURN of a module that manages a resource."""
    return {
        "entries": {
            "description": "The objects named in the task as they are now, in the shape of the options. "
            "In check mode, as they would be.",
            "returned": "success",
            "type": "list",
            "elements": "dict",
            "sample": [{resource.key: resource.key_field.samples[0]}],
        },
        **RETURNED,
    }


def _nested(part: Mapping[str, Any]) -> Doc:
    return {
        **{
            one.plural: {
                "description": [f"{one.summary}."],
                "type": "list",
                "elements": "dict",
                "suboptions": entry_options(one, part[one.plural]["options"]),
            }
            for one in RESOURCES.values()
        },
        "console_done": {
            "description": ["What was done by hand in the Administration Console."],
            "type": "list",
            "elements": "dict",
            "suboptions": _done_doc(),
        },
    }


def site_doc() -> Doc:
    """Return DOCUMENTATION of mimecast_site."""
    spec = _ansible.DEFINITIONS["mimecast_site"].spec
    types = {
        plural: {
            "description": [f"For C({plural})."],
            "type": "dict",
            "suboptions": {
                name: {"description": _TASK_OPTIONS[name], **_shape(one)} for name, one in by_type["options"].items()
            },
        }
        for plural, by_type in spec["types"]["options"].items()
    }
    more: Doc = {
        "only": {
            "description": ["Keys of the site file to look at; the others are left alone. Without it, all are meant."],
            **_shape(spec["only"]),
        },
        "types": {
            "description": ["How far a run may go, for each type of object."],
            "type": "dict",
            "suboptions": types,
        },
        **{name: {"description": _TASK_OPTIONS[name], **_shape(spec[name])} for name in ("scan_users", "apply_via")},
    }
    return {
        "module": "mimecast_site",
        "short_description": "Bring a whole account to what its site file says",
        "version_added": ADDED,
        "author": AUTHOR,
        "description": [
            "Compares an account with its site and makes the differences go away, all types in one task: one token, "
            "each list of the account read once, lists side by side.",
            "Everything is judged before the first change is sent. What is refused in one place, such as a policy for "
            "a route that is nowhere, or a list that cannot be read, keeps the whole site from being applied.",
            "Then the types are applied in the order of what they need: groups, delivery routes, their policies, IP "
            "permits, users, administrator roles, attachment sets. What others use is deleted at the end. Each type is "
            "read back before the next; what did not take effect fails the task, which names it and all that was not "
            "begun.",
            "Only what the site says is compared and changed. Everything else in the account is left alone, unless "
            "C(purge) is set for its type.",
            "Where a run takes long, a line every few seconds tells how far it is.",
        ],
        "extends_documentation_fragment": [
            "mailops.mimecast.site",
            "mailops.mimecast.connection",
            "mailops.mimecast.attributes",
            "mailops.mimecast.attributes.action_group",
            "mailops.mimecast.attributes.manages",
        ],
        "options": _plain_markup(more),
        "notes": [
            "C(mx) of the site is not for the API to change: see M(mailops.mimecast.mimecast_mx_info).",
            "It needs the permissions of the modules for the types that the site names.",
        ],
        "seealso": [
            {"module": "mailops.mimecast.mimecast_site_check"},
            {"module": "mailops.mimecast.mimecast_site_plan"},
            {"module": "mailops.mimecast.mimecast_info"},
        ],
    }


def site_check_doc() -> Doc:
    """Return DOCUMENTATION of mimecast_site_check."""
    return {
        "module": "mimecast_site_check",
        "short_description": "Check a site file without an account",
        "version_added": ADDED,
        "author": AUTHOR,
        "description": [
            "Checks a site file and a baseline as the other modules would, and names every mistake with its place in "
            "the "
            "file and what would be right. It needs no account, no credentials and no network.",
            "What only the account can tell, such as whether a group outside the file exists, is checked by the "
            "modules "
            "before they change anything.",
        ],
        "extends_documentation_fragment": [
            "mailops.mimecast.site",
            "mailops.mimecast.attributes",
            "mailops.mimecast.attributes.reads",
        ],
    }


def _site_options() -> Doc:
    part = _ansible.DEFINITIONS["mimecast_site_check"].spec["site"]["options"]
    return {
        name: {"description": [text], "type": "dict", "suboptions": _plain_markup(_nested(part))}
        for name, text in (
            ("site", "The site: everything that is particular to one account."),
            ("baseline", "What all accounts have in common. Entries of one natural key become one, the site wins."),
        )
    }


def site_plan_doc() -> Doc:
    """Return DOCUMENTATION of mimecast_site_plan."""
    spec = _ansible.DEFINITIONS["mimecast_site_plan"].spec
    more = {
        name: {"description": _TASK_OPTIONS[name], **_shape(spec[name])}
        for name in ("scan_users", "apply_via", "audit_days")
    }
    return {
        "module": "mimecast_site_plan",
        "short_description": "Compare a whole site with its account",
        "version_added": ADDED,
        "author": AUTHOR,
        "description": [
            "Plans a whole site in one task and tells the state of every object: in sync, drifted, missing, not in the "
            "file, not verifiable, or to be done by a person. Each list of the account is read once, lists side by "
            "side.",
            "It never changes anything: the connection refuses every write before it is sent.",
        ],
        "extends_documentation_fragment": [
            "mailops.mimecast.site",
            "mailops.mimecast.connection",
            "mailops.mimecast.attributes",
            "mailops.mimecast.attributes.action_group",
            "mailops.mimecast.attributes.manages",
        ],
        "options": _plain_markup(more),
        "notes": [
            "The result is changed when applying the site would change something, or when it could not be applied.",
            "A site and a baseline that name no type at all are refused: nothing compared would look like all in sync.",
            "C(audit_days) needs the API product C(auditevents) and the role permission C(Account | Logs | Read).",
        ],
        "seealso": [{"module": "mailops.mimecast.mimecast_site_check"}, {"module": "mailops.mimecast.mimecast_info"}],
    }


def _plain_markup(doc: Any) -> Any:
    """Return documentation without references to options: where it stands, the options are called otherwise."""
    if isinstance(doc, str):
        return re.sub(r"\b(?:O|RV)\(([^)]*)\)", r"C(\1)", doc)
    if isinstance(doc, dict):
        return {name: _plain_markup(value) for name, value in doc.items()}
    return [_plain_markup(one) for one in doc] if isinstance(doc, list) else doc


ROLES: dict[str, tuple[str, ...]] = {
    "sender_groups": ("sender_group",),
    "delivery_routing": ("delivery_route", "delivery_route_policy"),
    "ip_permits": ("ip_permit",),
    "administrators": ("user", "role_member"),
    "attachment_sets": ("attachment_set",),
    "mx": ("mx",),
}
_ROLE_SUMMARIES = {
    "sender_groups": "Keep profile groups and their members",
    "delivery_routing": "Keep delivery routes and the policies that use them",
    "ip_permits": "Keep Permitted Senders policies for source IP ranges",
    "administrators": "Keep internal users and who holds which administrator role",
    "attachment_sets": "Keep Attachment Set definitions",
    "mx": "Tell which MX records to publish and to remove",
}
_PER_TYPE = ("accept_risk", "purge", "purge_match", "max_deletes")


def role_spec(role: str, names: tuple[str, ...]) -> Doc:
    """Return meta/argument_specs.yml of a role that keeps the resources ``names``."""
    options: Doc = {}
    for name in names:
        resource = RESOURCES[name]
        spec = _ansible.resource_spec(resource) if name in MANAGED else {}
        options[f"mimecast_{resource.plural}"] = {
            "description": list(resource.doc),
            "type": "list",
            "elements": "dict",
            "default": [],
            "options": _as_role_options(entry_options(resource, _ansible.entry_spec(resource))),
        }
        for word in _PER_TYPE:
            if word in spec:
                default = [] if word == "accept_risk" else spec[word]["default"]
                options[f"mimecast_{resource.plural}_{word}"] = {
                    "description": _TASK_OPTIONS[word],
                    **_shape(spec[word]),
                    "default": default,
                }
    options.update(_shared_options(names))
    return {
        "argument_specs": {
            "main": {
                "short_description": _ROLE_SUMMARIES[role],
                "version_added": ADDED,
                "author": [AUTHOR],
                "description": [f"{_ROLE_SUMMARIES[role]}, the whole list in one task."],
                "options": _plain_markup(options),
            }
        }
    }


def _shared_options(names: tuple[str, ...]) -> Doc:
    resources = [RESOURCES[name] for name in names]
    shared: Doc = {}
    if "sender_group" in names:
        shared["mimecast_sender_groups_deletions"] = {
            "description": [
                "V(none) leaves groups that are to go to the entry point C(removal), for when nothing uses them.",
            ],
            "type": "str",
            "choices": ["all", "none"],
            "default": "all",
        }
    if any(one.list and one.purgeable for one in resources):
        shared["mimecast_named_types"] = {
            "description": [
                "Keys of the site file whose list is meant even where it is empty, so that a purge applies to it."
            ],
            "type": "list",
            "elements": "str",
            "default": [],
        }
    if any(one.list for one in resources):
        shared["mimecast_entry_paths"] = {
            "description": ["Where each entry stands in the user's file, as lists under the site file's keys."],
            "type": "dict",
            "default": {},
        }
        shared["mimecast_assume_present"] = {
            "description": _TASK_OPTIONS["assume_present"],
            "type": "dict",
            "default": {},
        }
    if any(one.support == "preview" for one in resources):
        shared["mimecast_apply_via"] = {
            "description": _TASK_OPTIONS["apply_via"],
            "type": "str",
            "choices": ["auto", "api", "console"],
            "default": "auto",
        }
        shared["mimecast_console_done"] = {
            "description": _TASK_OPTIONS["console_done"],
            "type": "list",
            "elements": "dict",
            "default": [],
            "options": _done_doc(),
        }
    if any(one.members and one.members.scan for one in resources):
        shared["mimecast_scan_users"] = {"description": _TASK_OPTIONS["scan_users"], "type": "bool", "default": False}
    if "mx" in names:
        shared["mimecast_mx_nameservers"] = {
            "description": ["IP addresses of the DNS servers to ask. Without any, those of the system are asked."],
            "type": "list",
            "elements": "str",
            "default": [],
        }
        shared["mimecast_mx_nameserver_port"] = {
            "description": ["Port of those DNS servers."],
            "type": "int",
            "default": 53,
        }
    return shared


def _as_role_options(options: Doc) -> Doc:
    """Return suboptions under the name that argument specifications of roles have for them."""
    result = {}
    for name, doc in options.items():
        inner = doc.get("suboptions")
        kept = {word: value for word, value in doc.items() if word != "suboptions"}
        if "password" in name and doc["type"] == "str" and not doc.get("choices"):
            kept["no_log"] = True
        result[name] = {**kept, "options": _as_role_options(inner)} if inner else kept
    return result


if __name__ == "__main__":
    sys.exit(main())
