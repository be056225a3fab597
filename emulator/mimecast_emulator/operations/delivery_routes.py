# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Delivery route definitions: CONTRACT section 3.3.

May not know about HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..account import Account
from ..call import Call, Handler, rest_list
from ..contract import Json
from ..envelopes import Answer, Refused
from ..rows import Row

TABLE = "delivery_routes"
PLAIN = ("description", "hostname", "port")
AUTHENTICATION = ("authMechanisms", "username", "domain")
NEEDED = ("authMechanisms", "username")


def list_definitions(call: Call) -> Answer:
    """All definitions; authentication is nested in a row (TF: documented)."""
    account = call.account

    def render(item: tuple[str, Row]) -> Json:
        key, row = item
        shown = {"id": account.ids.issue(TABLE, key), **_render(account, row)}
        authentication = _authentication(row)
        return {**shown, "smtpAuthentication": authentication} if authentication else shown

    return rest_list(call, "definitions", account.tables[TABLE].listed, render)


def get_definition(call: Call) -> Answer:
    """One definition, without its id and with flat authentication (SCRAPE: documented)."""
    row = call.account.tables[TABLE][call.path_key(TABLE, "definition_id")]
    return Answer(200, {**_render(call.account, row), **_authentication(row)})


def create_definition(call: Call) -> Answer:
    """A new definition; answers its ``id``."""
    row = _with_changes(call, {"passwordSet": False, "passwordChanges": 0}, call.body)
    return Answer(201, {"id": call.account.ids.issue(TABLE, call.account.add(TABLE, row))})


def update_definition(call: Call) -> Answer:
    """Changes only the sent members."""
    key = call.path_key(TABLE, "definition_id")
    call.account.change(TABLE, key, _with_changes(call, call.account.tables[TABLE][key], call.body))
    return Answer(204)


def delete_definition(call: Call) -> Answer:
    """Deletes a definition that nothing refers to; otherwise Refused with 409 (inferred: CONTRACT quirk 44)."""
    key = call.path_key(TABLE, "definition_id")
    if call.account.users(TABLE, key):
        raise Refused("err_definition_in_use", "a policy or another definition refers to it", status=409)
    call.account.remove(TABLE, key)
    return Answer(204)


def _with_changes(call: Call, row: Row, body: Json) -> Row:
    changed = {**row, **{name: body[name] for name in PLAIN if name in body}}
    if "alternateRouteId" in body:
        changed.pop("alternateRoute", None)
        if body["alternateRouteId"]:
            changed["alternateRoute"] = call.key(TABLE, body["alternateRouteId"], "alternateRouteId")
    if "smtpAuthentication" in body:
        return _with_authentication(changed, body["smtpAuthentication"])
    return changed


def _with_authentication(row: Row, sent: Json) -> Row:
    """Sent members replace the present ones; nothing in all of them clears authentication (both inferred).

    The password itself is not kept: only that there is one, and how often one was sent.
    """
    present = row.get("smtpAuthentication", {})
    row = {name: value for name, value in row.items() if name != "smtpAuthentication"}
    if not any(sent.values()):
        return {**row, "passwordSet": False}
    authentication = {**present, **{name: sent[name] for name in AUTHENTICATION if name in sent}}
    for name in NEEDED:
        if not authentication.get(name):
            raise Refused("err_validation_null", "must be given", field=f"smtpAuthentication.{name}")
    if "password" in sent:
        row = {**row, "passwordSet": True, "passwordChanges": row["passwordChanges"] + 1}
    return {**row, "smtpAuthentication": authentication}


def _render(account: Account, row: Row) -> Json:
    shown: Json = {name: row[name] for name in PLAIN}
    if row.get("alternateRoute"):
        shown["alternateRouteId"] = account.ids.issue(TABLE, row["alternateRoute"])
    return shown


def _authentication(row: Row) -> Json:
    authentication: Json = row.get("smtpAuthentication", {})
    if not authentication:
        return {}
    # The blank placeholder: CONTRACT quirk 21 (TF CHANGELOG 0.2.4: observed).
    return {**authentication, "authMechanisms": [*authentication["authMechanisms"], ""]}


HANDLERS: Mapping[str, Handler] = {
    "listDeliveryRouteDefinitions": list_definitions,
    "createDeliveryRouteDefinition": create_definition,
    "getDeliveryRouteDefinition": get_definition,
    "updateDeliveryRouteDefinition": update_definition,
    "deleteDeliveryRouteDefinition": delete_definition,
}
