# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The domains of an onboarding: what can be written about each now, how far it is, and what comes next.

It sends nothing: the tasks of the role pass their results to it. It knows the order of work, and nothing of Ansible.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import (
    Failure,
    Problem,
    at,
    refuse,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._model.spelling import Malformed, domain
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import kind, nearest
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import RESOURCES
from ansible_collections.mailops.mimecast.plugins.module_utils._run import wanted
from ansible_collections.mailops.mimecast.plugins.module_utils._run.onboarding_entries import (
    TYPES,
    Found,
    Wish,
    may_be_written,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._run.onboarding_report import lines, report
from ansible_collections.mailops.mimecast.plugins.module_utils._run.options import Options

_CHECKS = ("known", "ldap", "smtp", "smtp_null", "backup_mx")
_ROUTE = ("name", "hostname", "port", "alternate_route")
_DKIM: Options = {
    "name": {"type": "str"},
    "selector": {"type": "str"},
    "key_length": {"type": "int", "no_log": False},
    "policy": {"type": "str"},
}
_DOMAIN: Options = {
    "domain": {"type": "str", "required": True},
    "inbound_type": {"type": "str", "choices": list(_CHECKS), "required": True},
    "route": {"type": "raw", "required": True},
    "route_policy": {"type": "str"},
    "anti_spoofing_policy": {"type": "str"},
    "dkim": {"type": "dict", "options": _DKIM},
}
OPTIONS: Options = {
    "domains": {"type": "list", "elements": "dict", "required": True, "options": _DOMAIN},
    "found": {"type": "dict", "default": {}},
}


def check(params: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with the domains as written, each with its place."""
    given = params.get("domains")
    if not isinstance(given, (list, tuple)) or not given:
        return [Problem("domains", "is required; write '[{domain: example.com, route: Mail server, ...}]'")]
    problems = [problem for index, entry in enumerate(given) for problem in _of_domain(f"domains[{index}]", entry)]
    return problems or _as_types(given)


def run(params: Mapping[str, Any], check_mode: bool) -> Entry:
    """Return ``entries`` by type, ``domains`` (one report each) and ``report``, the same in words.

    Raises:
        Failure: what the tasks have found does not tell enough to go on.
    """
    refuse(check(params))
    wishes = _wishes(params["domains"])
    found = Found.of(params.get("found") or {})
    written = [may_be_written(wish, found) for wish in wishes]
    entries: dict[str, list[Entry]] = {plural: [] for plural in TYPES}
    for of_domain in written:
        for plural, entry in of_domain.items():
            entries[plural] += [] if entry in entries[plural] else [entry]
    reports = [report(wish, of_domain, found, check_mode) for wish, of_domain in zip(wishes, written, strict=True)]
    return {"changed": False, "entries": entries, "domains": reports, "report": lines(reports)}


def _of_domain(where: str, entry: Any) -> list[Problem]:
    """Return what is wrong with the words of one domain."""
    if not isinstance(entry, Mapping):
        return [Problem(where, f"expected a mapping with a domain, got {kind(entry)}")]
    needed = [name for name, option in _DOMAIN.items() if option.get("required")]
    problems = [Problem(at(where, name), "is required") for name in needed if not entry.get(name)]
    problems += _unknown(where, entry, _DOMAIN)
    checked = entry.get("inbound_type")
    if checked == "any":
        told = (
            "accepts mail for any recipient, and cannot be set here; use mimecast_internal_domain with its accept_risk"
        )
        problems.append(Problem(at(where, "inbound_type"), f"'any' {told}"))
    elif checked and checked not in _CHECKS:
        told = f"expected one of {', '.join(_CHECKS)}{nearest(str(checked), _CHECKS)}"
        problems.append(Problem(at(where, "inbound_type"), told))
    route, dkim = entry.get("route"), entry.get("dkim")
    if isinstance(route, Mapping):
        others = [name for name in route if name not in _ROUTE]
        told = "cannot be set here; write the route into delivery_routes, and its name here as route"
        problems += [Problem(at(at(where, "route"), str(name)), told) for name in others]
    elif route and not isinstance(route, str):
        problems.append(Problem(at(where, "route"), f"expected the name of a route or a mapping, got {kind(route)}"))
    if isinstance(dkim, Mapping):
        problems += _unknown(at(where, "dkim"), dkim, _DKIM)
    elif dkim is not None:
        problems.append(Problem(at(where, "dkim"), f"expected a mapping, such as {{}}, got {kind(dkim)}"))
    return problems


def _unknown(where: str, entry: Mapping[str, Any], known: Options) -> list[Problem]:
    return [
        Problem(at(where, str(name)), f"unknown key{nearest(str(name), known)}") for name in entry if name not in known
    ]


def _as_types(given: Sequence[Mapping[str, Any]]) -> list[Problem]:
    """Return what the types themselves say about what is written: one truth for each setting."""
    names = [(f"domains[{index}]", {"domain": entry["domain"]}) for index, entry in enumerate(given)]
    problems = _of_type("pending_domain", names)
    if problems:
        return problems
    wishes = _wishes(given)
    routes: list[tuple[str, Entry]] = []
    for wish in wishes:
        if wish.route_entry and wish.route_entry not in [entry for _where, entry in routes]:
            routes.append((at(wish.where, "route"), wish.route_entry))
    keys = [(at(wish.where, "dkim"), wish.dkim) for wish in wishes if wish.dkim]
    return [*_of_type("delivery_route", routes), *_of_type("dkim_definition", keys)]


def _of_type(name: str, found: Sequence[tuple[str, Entry]]) -> list[Problem]:
    entries, places = [entry for _where, entry in found], [where for where, _entry in found]
    return wanted.check(RESOURCES[name], {"entries": entries, "entry_paths": places})


def _wishes(given: Sequence[Mapping[str, Any]]) -> list[Wish]:
    """Return the domains as they are wanted. A route that stands at one domain can be named at the others."""
    wishes = [_wish(f"domains[{index}]", entry) for index, entry in enumerate(given)]
    routes = {wish.route: wish.route_entry for wish in wishes if wish.route_entry}
    return [replace(wish, route_entry=wish.route_entry or routes.get(wish.route)) for wish in wishes]


def _wish(where: str, entry: Mapping[str, Any]) -> Wish:
    """Return one domain as it is wanted; its words are in order."""
    name = _spelled(entry["domain"])
    route, dkim = entry["route"], entry.get("dkim")
    key = {"name": f"DKIM key of {name}", "domain": name, **_written(dkim, "name", "selector", "key_length")}
    return Wish(
        where,
        name,
        str(entry["inbound_type"]),
        str(route["name"] if isinstance(route, Mapping) and route.get("name") else route),
        _written(route, *_ROUTE) if isinstance(route, Mapping) else None,
        key if dkim is not None else None,
        {
            "anti_spoofing_policies": entry.get("anti_spoofing_policy") or "",
            "delivery_route_policies": entry.get("route_policy") or "",
            "dkim_policies": (dkim or {}).get("policy") or "",
        },
    )


def _written(entry: Mapping[str, Any] | None, *names: str) -> Entry:
    return {name: entry[name] for name in names if entry.get(name) is not None} if entry else {}


def _spelled(name: Any) -> str:
    try:
        return str(domain(name))
    except Malformed as error:
        raise Failure(str(error)) from None
