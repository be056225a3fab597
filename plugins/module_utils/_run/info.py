# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads an account in the site file's own shape: what is there, what is left out, and what cannot be read.

Unread is never "empty": a type that could not be read is named with the reason. It knows nothing of Ansible.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import Connection
from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import NotOffered
from ansible_collections.mailops.mimecast.plugins.module_utils._api.reader import Reader
from ansible_collections.mailops.mimecast.plugins.module_utils._model.paths import first
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import ABSENT, Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import visible
from ansible_collections.mailops.mimecast.plugins.module_utils._resources import mx
from ansible_collections.mailops.mimecast.plugins.module_utils._run import account
from ansible_collections.mailops.mimecast.plugins.module_utils._run.options import SCAN_USERS, Options
from ansible_collections.mailops.mimecast.plugins.module_utils._run.session import session, tally
from ansible_collections.mailops.mimecast.plugins.module_utils._run.shaping import computed, shaped

_GATEWAY = {
    "account_code": "accountCode",
    "region": "region",
    "protection_mode": "protectionMode",
    "status": "status",
    "outbound_enabled": "outboundEnabled",
    "outbound_hostnames": "outboundHostnames",
    "inbound_mx_records": "inboundMxRecords",
    "spf": "spf",
}
"""What the details of the gateway are called here, and by the API."""


def read_options(resources: Mapping[str, Resource]) -> Options:
    """Return what says how much of an account is read."""
    return {
        "types": {"type": "list", "elements": "str", "choices": [resource.plural for resource in resources.values()]},
        "scan_users": SCAN_USERS,
    }


def options(resources: Mapping[str, Resource]) -> Options:
    """Return what can be asked for."""
    return {
        **read_options(resources),
        "members": {"type": "bool", "default": True},
        "gateway": {"type": "bool", "default": False},
        "calls": {"type": "bool", "default": False},
    }


def run(
    params: Mapping[str, Any], connection: Connection, resources: Mapping[str, Resource], with_code: bool = False
) -> Entry:
    """Return ``site``, ``details``, ``left_out``, ``unreadable`` and ``findings`` for the types asked for.

    Args:
        with_code: also ``account_code``, empty where the API application may not know it.

    Raises:
        Failure: the account cannot be reached, or a list breaks off.
    """
    types = params.get("types") or [resource.plural for resource in resources.values()]
    site: Entry = {}
    members, scan = bool(params.get("members", True)), bool(params.get("scan_users"))
    details: dict[str, list[Entry]] = {}
    left_out: dict[str, int] = {}
    unreadable: dict[str, str] = {}
    findings: list[Entry] = []
    with session(connection) as client:
        code = {"account_code": account.code_of(client)} if with_code else {}
        reader = Reader(client, resources)
        for resource in resources.values():
            if resource.plural in types:
                try:
                    found = reader.everything(resource, members, scan)
                except NotOffered as error:
                    unreadable[resource.plural] = str(error)
                    continue
                ours = [current for current in found if current.is_ours]
                entries, left = shaped(resource, ours)
                site |= _in_site(resource, entries)
                findings += left
                if resource.computed:
                    details[resource.plural] = computed(resource, ours)
                left_out[resource.plural] = len(found) - len(ours)
        gateway = _gateway(client, unreadable) if params.get("gateway") else {}
        return {
            "changed": False,
            **gateway,
            **({"calls": _calls(resources, types)} if params.get("calls") else {}),
            "site": site,
            "details": details,
            "left_out": left_out,
            "unreadable": unreadable,
            "findings": findings,
            "warnings": [_warning(finding) for finding in findings],
            **code,
            "api": tally(client),
        }


def _calls(resources: Mapping[str, Resource], types: Collection[str]) -> dict[str, list[Entry]]:
    """Return what each type uses which call of the API for, and how sure the call is."""
    return {
        resource.plural: [
            {
                "use": use,
                "operation": operation.id,
                "method": operation.method,
                "path": operation.path,
                "confidence": operation.confidence,
                "catalogue": operation.catalogue,
            }
            for use, operation in resource.uses
        ]
        for resource in resources.values()
        if resource.plural in types
    }


def _in_site(resource: Resource, entries: list[Entry]) -> Entry:
    """Return the entries of a type under its key: a list, or the one mapping of what an account has once."""
    if not resource.singleton:
        return {resource.plural: entries}
    return {resource.plural: entries[0]} if entries else {}


def _gateway(client: Client, unreadable: dict[str, str]) -> Entry:
    """Return ``gateway``, or nothing and say in ``unreadable`` why.

    Raises:
        ApiError: it could not be read for another reason than that the API application may not.
    """
    try:
        row = client.read(mx.GATEWAY_DETAILS)
    except NotOffered as error:
        unreadable["gateway"] = str(error)
        return {}
    named = {name: first(row, (member,)) for name, member in _GATEWAY.items()}
    told = {name: value for name, value in named.items() if value is not ABSENT and value is not None}
    # They come in any order (CONTRACT quirk 34).
    return {"gateway": {name: _sorted(value) for name, value in told.items()}}


def _sorted(value: Any) -> Any:
    return sorted(value, key=str) if isinstance(value, list) else value


def _warning(finding: Mapping[str, str]) -> str:
    return visible(f"{finding['type']}: {finding['name'] or 'an object without a name'}: {finding['reason']}")
