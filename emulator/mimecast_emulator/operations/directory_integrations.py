# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Connections to directories and their synchronisation. Facts and their sources: openapi.yaml.

May not know about HTTP, and asks no directory: the status is what the table says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from types import MappingProxyType

from .. import envelopes
from ..account import legacy_time, read_legacy_time, rest_time
from ..call import Call, Handler
from ..contract import Json
from ..envelopes import Answer, Refused
from ..rows import Row

TABLE = "directory_integrations"
AD, GOOGLE, M365 = "active-directory", "google", "m365"
SECRETS = ("password", "key")
KEPT_APART = ("kind", "passwordSet", "passwordChanges", "maxUnlink", "status")
STATUS = "not_active"  # of a connection that has never worked (inferred)
SYNC_TIME = timedelta(seconds=10)  # how long synchronising takes here (inferred)
SERVER_TYPES: Mapping[str, str] = MappingProxyType({AD: "active_directory", M365: "office_365"})
"""Kind -> its legacy word; no source has one for Google."""

LEGACY = (
    "description",
    "info",
    "enabled",
    "domains",
    "acknowledgeDisabledAccounts",
    "deleteUsers",
    "syncGuestUsers",
    "syncContacts",
)
LEGACY_SETTINGS: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        AD: ("ldapSettings", ("hostname", "port", "rootDn", "userDn", "encryptionMode")),
        M365: ("office365Settings", ("tenantDomain", "clientId")),
    }
)


def create(kind: str, call: Call) -> Answer:
    """A new connection (TF, SCRAPE: documented)."""
    defaults = {"serverSubtype": "standard"} if kind == M365 else {}
    row = _changed({"kind": kind, "passwordSet": False, "passwordChanges": 0, **defaults}, call.body)
    return Answer(201, {"id": call.account.ids.issue(TABLE, call.account.add(TABLE, row))})


def get(kind: str, call: Call) -> Answer:
    """One connection without its id and its secret; the status of the Microsoft kind is not told (TF: documented)."""
    row = call.account.tables[TABLE][_key(kind, call)]
    shown = {name: value for name, value in row.items() if name not in KEPT_APART}
    status = {} if kind == M365 else {"status": row.get("status", STATUS)}
    return Answer(200, {**shown, **status, "syncRunning": _is_syncing(call, row), "maxUnlink": _limit(row)})


def update(kind: str, call: Call) -> Answer:
    """Changes only the sent members."""
    key = _key(kind, call)
    call.account.change(TABLE, key, _changed(call.account.tables[TABLE][key], call.body))
    return Answer(204)


def delete(kind: str, call: Call) -> Answer:
    """Deletes a connection."""
    call.account.remove(TABLE, _key(kind, call))
    return Answer(204)


def check_authorisation(call: Call) -> Answer:
    """Whether Google lets the service account in: as the status says, and with no name of a scope (inferred)."""
    row = call.account.tables[TABLE][_key(GOOGLE, call)]
    return Answer(200, {"success": row.get("status", STATUS) == "ok", "permissions": []})


def check_connector(call: Call) -> Answer:
    """Whether the connector of a Microsoft connection works: as the status says (the words are inferred)."""
    works = call.account.tables[TABLE][_key(M365, call)].get("status", STATUS) == "ok"
    return Answer(200, {"success": works, "status": "connected" if works else "error"})


def request_sync(call: Call) -> Answer:
    """Starts synchronising what is enabled; what does not say whether it is, is (SCRAPE: documented, but for that)."""
    enabled = [(key, row) for key, row in call.account.tables[TABLE].listed if row.get("enabled", True)]
    if not enabled:
        return Answer(201, {"status": "no_integrations_enabled"})
    if any(_is_syncing(call, row) for _key, row in enabled):
        return Answer(201, {"status": "already_in_progress"})
    now = rest_time(call.account.clock())
    for key, row in enabled:
        call.account.change(TABLE, key, {**row, "lastSyncDateTime": now})
    return Answer(201, {"status": "sync_requested"})


def legacy_execute_sync(call: Call) -> Answer:
    """The same in the legacy style; its word for a start is observed (CTG), the others are inferred."""
    status = (request_sync(call).body or {})["status"]
    return Answer(200, envelopes.legacy([{"syncStatus": "started" if status == "sync_requested" else status}]))


def legacy_list(call: Call) -> Answer:
    """Connections of all kinds that a source has a word for (DOCS1, SYNCCLI: documented, in live use)."""
    rows = [item for item in call.account.tables[TABLE].listed if item[1]["kind"] in SERVER_TYPES]
    return Answer(200, envelopes.legacy([_legacy_shown(call, key, row) for key, row in rows]))


def _key(kind: str, call: Call) -> str:
    """The key of the connection that the path names. Raises Refused with 404 for one of another kind."""
    key = call.path_key(TABLE, "integration_id")
    if call.account.tables[TABLE][key]["kind"] != kind:
        raise Refused("err_not_found", "names nothing", field="integration_id", status=404)
    return key


def _changed(row: Row, sent: Json) -> Row:
    """A row with what is sent. No secret is kept: only that there is one, and how often one was sent."""
    if any(name in sent for name in SECRETS):
        row = {**row, "passwordSet": True, "passwordChanges": row["passwordChanges"] + 1}
    return {**row, **{name: value for name, value in sent.items() if name not in SECRETS}}


def _is_syncing(call: Call, row: Row) -> bool:
    """Whether the last synchronisation is still running."""
    if "lastSyncDateTime" not in row:
        return False
    return read_legacy_time(row["lastSyncDateTime"]) + SYNC_TIME > call.account.clock()


def _limit(row: Row) -> int | str:
    """How many users may be taken away: written as text, read as a number (TF: documented), but for ``unlimited``."""
    text: str = row["maxUnlink"]
    return text if text == "unlimited" else int(text.replace(",", ""))


def _legacy_shown(call: Call, key: str, row: Row) -> Json:
    member, names = LEGACY_SETTINGS[row["kind"]]
    synced = row.get("lastSyncDateTime")
    return {
        "id": call.account.ids.issue(TABLE, key),
        **{name: row[name] for name in LEGACY if name in row},
        "serverType": SERVER_TYPES[row["kind"]],
        member: {name: row[name] for name in names if name in row},
        "status": row.get("status", STATUS),
        "syncRunning": _is_syncing(call, row),
        "maxUnlink": _limit(row),
        **({"lastSync": legacy_time(read_legacy_time(synced))} if synced else {}),
    }


def _of(kind: str, act: Callable[[str, Call], Answer]) -> Handler:
    return partial(act, kind)


HANDLERS: Mapping[str, Handler] = {
    "createActiveDirectoryIntegration": _of(AD, create),
    "getActiveDirectoryIntegration": _of(AD, get),
    "updateActiveDirectoryIntegration": _of(AD, update),
    "deleteActiveDirectoryIntegration": _of(AD, delete),
    "createGoogleIntegration": _of(GOOGLE, create),
    "getGoogleIntegration": _of(GOOGLE, get),
    "updateGoogleIntegration": _of(GOOGLE, update),
    "deleteGoogleIntegration": _of(GOOGLE, delete),
    "createM365Integration": _of(M365, create),
    "getM365Integration": _of(M365, get),
    "updateM365Integration": _of(M365, update),
    "deleteM365Integration": _of(M365, delete),
    "runGoogleTestAuthorisation": check_authorisation,
    "runM365TestConnector": check_connector,
    "requestDirectorySync": request_sync,
    "legacyExecuteSync": legacy_execute_sync,
    "legacyGetDirectoryConnections": legacy_list,
}
