# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads an account in the site file's own shape: what is there, what is left out, and what cannot be read.

Unread is never "empty": a type that could not be read is named with the reason. It knows nothing of Ansible.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import Connection
from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import NotOffered
from ansible_collections.mailops.mimecast.plugins.module_utils._api.reader import Reader
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import visible
from ansible_collections.mailops.mimecast.plugins.module_utils._run import account
from ansible_collections.mailops.mimecast.plugins.module_utils._run.options import SCAN_USERS, Options
from ansible_collections.mailops.mimecast.plugins.module_utils._run.session import session, tally
from ansible_collections.mailops.mimecast.plugins.module_utils._run.shaping import shaped


def read_options(resources: Mapping[str, Resource]) -> Options:
    """Return what says how much of an account is read."""
    return {
        "types": {"type": "list", "elements": "str", "choices": [resource.plural for resource in resources.values()]},
        "scan_users": SCAN_USERS,
    }


def options(resources: Mapping[str, Resource]) -> Options:
    """Return what can be asked for."""
    return {**read_options(resources), "members": {"type": "bool", "default": True}}


def run(
    params: Mapping[str, Any], connection: Connection, resources: Mapping[str, Resource], with_code: bool = False
) -> Entry:
    """Return ``site``, ``left_out``, ``unreadable`` and ``findings`` for the types asked for.

    Args:
        with_code: also ``account_code``, empty where the API application may not know it.

    Raises:
        Failure: the account cannot be reached, or a list breaks off.
    """
    types = params.get("types") or [resource.plural for resource in resources.values()]
    site: Entry = {}
    members, scan = bool(params.get("members", True)), bool(params.get("scan_users"))
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
                if not resource.singleton:
                    site[resource.plural] = entries
                elif entries:
                    site[resource.plural] = entries[0]
                findings += left
                left_out[resource.plural] = len(found) - len(ours)
        return {
            "changed": False,
            "site": site,
            "left_out": left_out,
            "unreadable": unreadable,
            "findings": findings,
            "warnings": [_warning(finding) for finding in findings],
            **code,
            "api": tally(client),
        }


def _warning(finding: Mapping[str, str]) -> str:
    return visible(f"{finding['type']}: {finding['name'] or 'an object without a name'}: {finding['reason']}")
