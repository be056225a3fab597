# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""DMARC Analyzer: managed domains and their groups, policy presets, notifications, users, vendors.

Facts and their sources: openapi.yaml.

Objects are known by plain numbers (synthetic fixtures of TF), which refer to each other as they are. May not know about
HTTP, and asks no name server.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..call import Call, Handler, rest_list
from ..contract import Json
from ..envelopes import Answer, Refused
from ..rows import Row

DOMAINS, GROUPS, PRESETS = "dmarc_domains", "dmarc_domain_groups", "dmarc_policy_presets"
NOTIFICATIONS, USERS, VENDORS = "dmarc_notifications", "dmarc_users", "dmarc_vendors"
FIRST: Mapping[str, int] = {DOMAINS: 1001, GROUPS: 2001, PRESETS: 3001, NOTIFICATIONS: 4001, USERS: 5001}
REFERENCES: Mapping[str, Mapping[str, str]] = {
    GROUPS: {"includedDomains": DOMAINS},
    NOTIFICATIONS: {"domains": DOMAINS, "groups": GROUPS},
    USERS: {"allowedGroups": GROUPS},
}
"""Table -> its members that hold numbers of rows of other tables."""

TOLD_BY: Mapping[str, tuple[str, ...]] = {DOMAINS: ("domain",), GROUPS: ("name",)}
KEPT: Mapping[str, tuple[str, ...]] = {
    PRESETS: ("isDefaultPolicy",),
    NOTIFICATIONS: ("type",),
    USERS: ("userName", "userEmail"),
}
"""Table -> what a replacement leaves as it is."""


def listed(table: str) -> Handler:
    """All rows of a table, in pages (TF: documented)."""

    def handle(call: Call) -> Answer:
        wanted = call.parameters.get("id")
        rows = [item for item in call.account.tables[table].listed if wanted in (None, item[0])]
        return rest_list(call, "items", rows, lambda item: _shown(call, table, item[0]))

    return handle


def read(table: str) -> Handler:
    """One row, with its number (TF: documented)."""
    return lambda call: Answer(200, _shown(call, table, _key(call, table, "id")))


def created(table: str, answer: Callable[[Json], Json]) -> Handler:
    """A new row. What it refers to has to be there (inferred)."""

    def handle(call: Call) -> Answer:
        key = _add(call, table, dict(call.body))
        return Answer(201, answer(_shown(call, table, key)))

    return handle


def replaced(table: str, name: str = "id") -> Handler:
    """A row that is nothing but what is sent (TF: documented)."""

    def handle(call: Call) -> Answer:
        key = _key(call, table, name)
        _check_references(call, table, call.body)
        row = call.account.tables[table][key]
        kept = {member: row[member] for member in KEPT.get(table, ()) if member in row}
        call.account.change(table, key, {**call.body, **kept})
        shown = _shown(call, table, key)
        return Answer(200, shown) if 200 in call.operation.successes else Answer(204)

    return handle


def deleted(table: str, name: str = "id") -> Handler:
    """Deletes a row that nothing refers to; any other is refused with 409 (inferred, as for a definition in use)."""

    def handle(call: Call) -> Answer:
        key = _key(call, table, name)
        if call.account.users(table, key):
            raise Refused("err_definition_in_use", "something refers to it", field=name, status=409)
        call.account.remove(table, key)
        return Answer(204)

    return handle


def add_domains(call: Call) -> Answer:
    """Adds domains; does nothing if one of them already exists (inferred)."""
    names = [name.lower() for name in call.body["items"]]
    known = {row["domain"] for row in call.account.tables[DOMAINS].values()}
    for number, name in enumerate(names):
        if name in known or name in names[:number]:
            raise Refused("err_domain_exists", "is there already", field=f"items[{number}]")
    return Answer(201, {"items": [{"domain": name, "id": _add(call, DOMAINS, {"domain": name})} for name in names]})


def set_activity(call: Call) -> Answer:
    """Changes whether a domain is active, and nothing else."""
    key = _key(call, DOMAINS, "id")
    call.account.change(DOMAINS, key, {**call.account.tables[DOMAINS][key], **call.body})
    return Answer(204)


def add_to_group(call: Call) -> Answer:
    """Puts a domain into a group; one that is already in it stays (inferred)."""
    group, domain = _key(call, GROUPS, "id"), _key(call, DOMAINS, "domainId")
    row = call.account.tables[GROUPS][group]
    others = [key for key in row.get("includedDomains", ()) if key != domain]
    call.account.change(GROUPS, group, {**row, "includedDomains": [*others, domain]})
    return Answer(204)


def remove_from_group(call: Call) -> Answer:
    """Removes a domain from a group; one that is not in it is not found (inferred)."""
    group, domain = _key(call, GROUPS, "id"), _key(call, DOMAINS, "domainId")
    row = call.account.tables[GROUPS][group]
    if domain not in row.get("includedDomains", ()):
        raise Refused("err_not_found", "is not in the group", field="domainId", status=404)
    others = [key for key in row["includedDomains"] if key != domain]
    call.account.change(GROUPS, group, {**row, "includedDomains": others})
    return Answer(204)


def create_notification(call: Call) -> Answer:
    """A new notification of the type that the path names."""
    key = _add(call, NOTIFICATIONS, {"type": call.parameters["id"], **call.body})
    return Answer(201, _shown(call, NOTIFICATIONS, key))


def create_user(call: Call) -> Answer:
    """A new user; an address that already exists is refused (inferred)."""
    address = call.body["userEmail"]
    if any(row["userEmail"].lower() == address.lower() for row in call.account.tables[USERS].values()):
        raise Refused("err_user_already_exists", "the address exists already", field="userEmail")
    return Answer(201, {"id": _add(call, USERS, dict(call.body)), "userEmail": address})


def get_user(call: Call) -> Answer:
    """One user by number or address (TF: documented)."""
    wanted = call.parameters["idOrEmail"].lower()
    for key, row in call.account.tables[USERS].listed:
        if wanted in (key, row["userEmail"].lower()):
            return Answer(200, _shown(call, USERS, key))
    raise Refused("err_not_found", "names nobody", field="idOrEmail", status=404)


def _add(call: Call, table: str, row: Row) -> str:
    _check_references(call, table, row)
    return call.account.add(table, row, call.account.next_number(table, FIRST[table]))


def _key(call: Call, table: str, name: str) -> str:
    """The number that a parameter holds. Raises Refused with 404 where it names nothing, or is left out."""
    key: str = call.parameters.get(name, "")
    if key not in call.account.tables[table]:
        raise Refused("err_not_found", "names nothing", field=name, status=404)
    return key


def _check_references(call: Call, table: str, body: Json) -> None:
    for member, other in REFERENCES.get(table, {}).items():
        for number, key in enumerate(body.get(member, ())):
            if key not in call.account.tables[other]:
                raise Refused("err_not_found", "names nothing", field=f"{member}[{number}]")


def _shown(call: Call, table: str, key: str) -> Json:
    """A row as it is read: what it refers to comes back as objects (TF: documented, next to plain numbers)."""
    row = call.account.tables[table][key]
    shown: Json = {"id": key, **row}
    for member, other in REFERENCES.get(table, {}).items():
        if member in row:
            shown[member] = [_told(call, other, number) for number in row[member]]
    if table == GROUPS and row["type"] == "static":
        shown["domainsCount"] = len(row.get("includedDomains", ()))
    return shown


def _told(call: Call, table: str, key: str) -> Json:
    row = call.account.tables[table][key]
    return {"id": key, **{name: row[name] for name in TOLD_BY[table]}}


HANDLERS: Mapping[str, Handler] = {
    "listDmarcDomains": listed(DOMAINS),
    "getDmarcDomain": read(DOMAINS),
    "addDmarcDomains": add_domains,
    "setDmarcDomainActivity": set_activity,
    "deleteDmarcDomain": deleted(DOMAINS),
    "listDmarcDomainGroups": listed(GROUPS),
    "getDmarcDomainGroup": read(GROUPS),
    "createDmarcDomainGroup": created(GROUPS, lambda row: {"id": row["id"]}),
    "replaceDmarcDomainGroup": replaced(GROUPS),
    "deleteDmarcDomainGroup": deleted(GROUPS),
    "addDmarcDomainToGroup": add_to_group,
    "removeDmarcDomainFromGroup": remove_from_group,
    "listDmarcPolicyPresets": listed(PRESETS),
    "createDmarcPolicyPreset": created(PRESETS, dict),
    "replaceDmarcPolicyPreset": replaced(PRESETS, "presetId"),
    "deleteDmarcPolicyPreset": deleted(PRESETS),
    "listDmarcNotifications": listed(NOTIFICATIONS),
    "getDmarcNotification": read(NOTIFICATIONS),
    "createDmarcNotification": create_notification,
    "replaceDmarcNotification": replaced(NOTIFICATIONS),
    "deleteDmarcNotification": deleted(NOTIFICATIONS, "ids"),
    "listDmarcUsers": listed(USERS),
    "getDmarcUser": get_user,
    "createDmarcUser": create_user,
    "replaceDmarcUser": replaced(USERS, "idOrEmail"),
    "deleteDmarcUser": deleted(USERS, "idOrEmail"),
    "listDmarcVendors": listed(VENDORS),
    "getDmarcVendor": read(VENDORS),
}
