# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""DKIM records: what to publish for each definition, what DNS serves, and on request what Mimecast finds.

It changes no setting, neither in the account nor in DNS. It knows nothing of Ansible.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import Connection
from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError
from ansible_collections.mailops.mimecast.plugins.module_utils._api.reader import Reader
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem, refuse
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import nearest, shown, visible
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Current
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.dkim_definition import VERIFY
from ansible_collections.mailops.mimecast.plugins.module_utils._run import dns_lookup
from ansible_collections.mailops.mimecast.plugins.module_utils._run.dns_lookup import DnsError, Lookup
from ansible_collections.mailops.mimecast.plugins.module_utils._run.options import NAME_SERVERS, Options
from ansible_collections.mailops.mimecast.plugins.module_utils._run.session import session, tally

_TYPE = "dkim_definition"
_TOLD = ("domain", "selector", "key_length", "sign_dkim", "validated", "dns_record")

OPTIONS: Options = {
    "names": {"type": "list", "elements": "str"},
    "verify": {"type": "bool", "default": False},
    **NAME_SERVERS,
}


def run(
    params: Mapping[str, Any], connection: Connection, resources: Mapping[str, Resource], check_mode: bool
) -> Entry:
    """Return ``definitions`` (one report each) and warnings.

    Raises:
        Failure: an option is malformed, a library is missing, the account cannot be read, or has no such definition.
    """
    refuse(dns_lookup.problems(params))
    lookup = dns_lookup.lookup(params)
    resource = resources[_TYPE]
    with session(connection) as client:
        verify = bool(params.get("verify"))
        if verify:
            client.demand(VERIFY)
        found = Reader(client, resources).everything(resource, False, False)
        chosen = _chosen(resource, found, params.get("names"))
        reports = [_report(current, lookup) for current in chosen]
        warnings = [line for report in reports for line in report.pop("warnings")]
        for report, current in zip(reports, chosen, strict=True):
            asked = verify and not check_mode and not current.unreadable
            report["verification"] = _verified(client, current, warnings) if asked else None
        warnings = [visible(line) for line in warnings]
        return {"changed": False, "definitions": reports, "warnings": warnings, "api": tally(client)}


def _chosen(resource: Resource, found: Sequence[Current], names: Sequence[str] | None) -> list[Current]:
    """Return the definitions that are asked for, in the order of the names; all of them where none are named."""
    if names is None:
        return sorted(found, key=lambda current: current.key)
    known = {current.key for current in found}
    wanted = [resource.same_key(name) for name in names]
    refuse(
        [
            Problem(f"names[{index}]", f"there is no {resource.title} {shown(name)}{nearest(name, known)}")
            for index, name in enumerate(wanted)
            if name not in known
        ]
    )
    return [current for name in dict.fromkeys(wanted) for current in found if current.key == name]


def _report(current: Current, lookup: Lookup) -> Entry:
    """Return the report about one definition, with its ``warnings``."""
    told = {name: current.entry.get(name) for name in _TOLD}
    report: Entry = {"name": current.key, **told, "served": None, "published": None, "warnings": []}
    record = told["dns_record"]
    if current.unreadable or not record:
        why = current.unreadable or "Mimecast does not show the record to publish"
        report["warnings"].append(f"{current.key}: {why}, so DNS was not checked")
        return report
    try:
        served = dns_lookup.texts(lookup, record["name"])
    except DnsError as error:
        report["warnings"].append(f"{error}; it is not known whether the record of {current.key} is published")
        return report
    report |= {"served": served, "published": any(_essence(value) == _essence(record["value"]) for value in served)}
    others = [value for value in served if _essence(value) != _essence(record["value"])]
    if others:
        report["warnings"].append(
            f"DNS serves another record at {record['name']}; if there are several, receivers may use any of them"
        )
    return report


def _essence(value: str) -> tuple[tuple[str, str], ...]:
    """Return what a DKIM record says, however it is spaced: its tags, sorted (RFC 6376)."""
    pairs = [part.partition("=") for part in value.split(";") if part.strip()]
    tags = {name.strip(): re.sub(r"\s+", "", inner) for name, _sign, inner in pairs}
    return tuple(sorted({"k": "rsa", **tags}.items()))


def _verified(client: Client, current: Current, warnings: list[str]) -> Any:
    """Return what Mimecast says when it looks for the record now; None where it does not tell.

    Its answer is in no source, so it is passed on as it is, as far as it is words (inferred).
    """
    try:
        answer, _refused = client.write(VERIFY, {"id": current.id}, [])
    except ApiError as error:
        warnings.append(f"{current.key}: Mimecast did not verify it: {error}")
        return None
    return {name: value for name, value in answer.items() if isinstance(value, (str, bool, int))}
