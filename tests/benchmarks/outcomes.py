# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the work was done: what an account holds, and what it should. It may not know who does the work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Tables = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Outcome:
    """How the work of a case is judged.

    Attributes:
        held: the emulator's tables -> what two accounts that hold the same agree on.
        wanted: what an account held before, and its site -> what it holds when the work is done.
    """

    held: Callable[[Tables], dict[str, list[Any]]]
    wanted: Callable[[Mapping[str, list[Any]], Mapping[str, Any]], dict[str, list[Any]]]


def _held(tables: Tables) -> dict[str, list[Any]]:
    """Return what the account holds: no keys, no order, no settings that nobody asked for."""
    groups = tables["groups"].values()
    return {
        "groups": sorted([group["description"], sorted(_member(row) for row in group["members"])] for group in groups),
        "routes": sorted(
            [route["description"], route["hostname"], route["port"]] for route in _rows(tables, "delivery_routes")
        ),
        "policies": sorted(
            [policy["description"], tables["delivery_routes"][policy["route"]]["description"], str(policy["to"])]
            for policy in _rows(tables, "delivery_route_policies")
        ),
        "permits": sorted(
            [policy["description"], policy["sourceIPs"], policy["fromPart"], policy["override"]]
            for policy in _rows(tables, "permitted_sender_policies")
        ),
        "users": sorted([address, user["name"]] for address, user in tables["users"].items()),
        "sets": sorted(
            [attachment_set["description"], attachment_set["folder"], attachment_set.get("imageHoldProbability")]
            for attachment_set in _rows(tables, "attachment_sets")
        ),
    }


def _rows(tables: Mapping[str, Mapping[str, Any]], name: str) -> list[Any]:
    return list(tables[name].values())


def _member(row: Mapping[str, Any]) -> str:
    return str(row.get("emailAddress") or row.get("domain"))


def _wanted(began: Mapping[str, list[Any]], site: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return what an account holds that began so and was then brought to what its site says."""
    groups = dict(began["groups"])
    groups |= {entry["name"]: sorted(entry["members"]) for entry in site.get("sender_groups", [])}
    wanted = dict(began)
    wanted["groups"] = sorted([name, held] for name, held in groups.items())
    for part, plural, row in _ROWS:
        wanted[part] = sorted([*wanted[part], *(row(entry) for entry in site.get(plural, []))])
    return wanted


_ROWS: tuple[tuple[str, str, Callable[[Mapping[str, Any]], list[Any]]], ...] = (
    ("routes", "delivery_routes", lambda entry: [entry["name"], entry["hostname"], entry["port"]]),
    ("policies", "delivery_route_policies", lambda entry: [entry["name"], entry["route"], str(entry["applies_to"])]),
    ("permits", "ip_permits", lambda entry: [entry["name"], entry["source_ips"], "both", True]),
    ("users", "users", lambda entry: [entry["email"], entry["name"]]),
    ("sets", "attachment_sets", lambda entry: [entry["name"], entry["folder"], entry["image_hold_probability"]]),
)

SETTINGS = Outcome(_held, _wanted)
"""Judges the work by the settings of the types that the playbooks written by hand know."""
