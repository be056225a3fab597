# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the modules of an account predicted in check mode -> the objects of a report.

Pure: it knows neither Ansible nor HTTP, reads no clock and no file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import NAMED, RESOURCES

_OF_MAIL = ("mail_tests", "impact")
"""What the preflight tells of mail, in the words of mimecast_site_plan."""


def of_tasks(results: Iterable[tuple[str, Mapping[str, Any]]]) -> Entry:
    """Return what the modules of an account predicted in the shape that mimecast_site_plan has.

    Args:
        results: (resource or "site_preflight", result) for each task that ran in check mode, in order.
    """
    objects: list[Entry] = []
    cost: Counter[str] = Counter()
    mail: Entry = {}
    for resource, result in results:
        objects += _planned(resource, result)
        mail |= {word: result[word] for word in _OF_MAIL if word in result}
        cost.update(result.get("api") or {})
    latest = {_identity(found): found for found in _calmest_first(objects)}
    return {"objects": list(latest.values()), "api": dict(cost) or None, **mail}


def _identity(found: Mapping[str, Any]) -> tuple[str, str]:
    return found["resource"], found["name"]


def _calmest_first(objects: Sequence[Entry]) -> list[Entry]:
    """Return objects so that of two tasks about one object the one that found something counts."""
    return sorted(objects, key=lambda found: found["status"] != "in_sync")


def _planned(resource: str, result: Mapping[str, Any]) -> list[Entry]:
    by_hand = {_identity(job): job for job in result.get("manual") or []}
    states = {
        "create": "missing",
        "update": "drifted",
        "replace": "drifted",
        "delete": "drifted",
        "hand_off": "handoff",
    }
    planned = [
        {
            **change,
            "status": "handoff" if _identity(change) in by_hand else states[change["operation"]],
            "manual": by_hand.get(_identity(change)),
        }
        for change in result.get("plan") or []
    ]
    told = {_identity(change) for change in planned}
    calm = [
        {"resource": type_name, "name": name, "status": "in_sync"}
        for type_name, name in _as_wanted(resource, result)
        if (type_name, name) not in told
    ]
    return [*planned, *calm]


def _as_wanted(resource: str, result: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return type and name of the objects that a task found as they should be, among others that it planned."""
    if resource in RESOURCES:
        known = RESOURCES[resource]
        return [
            (resource, known.key_of(entry))
            for entry in result.get("entries") or []
            if known.singleton or entry.get(known.key)
        ]
    types = {managed.plural: name for name, managed in NAMED.items()}
    return [(types[plural], name) for plural, names in (result.get("unchanged") or {}).items() for name in names]
