# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Users and the purge list: CONTRACT section 3.9.

May not know about HTTP.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .. import envelopes
from ..account import API_ACTOR, Account, rest_time
from ..call import FORBIDDEN_FOR_ADDRESS, Call, Handler, each_item, legacy_nested, rest_list
from ..contract import Json
from ..envelopes import Answer, Refused
from ..rows import Row
from ..tables import TABLES

TABLE = "users"
# API member -> member of the row
UPDATABLE: Mapping[str, str] = {
    "name": "name",
    "accountDisabled": "disabled",
    "accountLocked": "locked",
    "allowPop": "allowPop",
    "allowSmtp": "allowSmtp",
    "archiveStartDate": "archiveStartDate",
    "forcePasswordChange": "forcePasswordChange",
    "passwordNeverExpires": "passwordNeverExpires",
}

NO_ROLE: Mapping[str, Json] = {"na": {"role": "na"}, "null": {"role": None}, "empty": {"role": ""}, "absent": {}}
"""Answer of a dialect -> what the profile of a user without a role says of it."""


def list_users(call: Call) -> Answer:
    """All users (TF: documented)."""
    account = call.account

    def render(item: tuple[str, Row]) -> Json:
        address, row = item
        times: Json = {name: row[name] for name in ("createdDateTime", "updatedDateTime") if name in row}
        return {
            "id": account.ids.issue(TABLE, address),
            "emailAddress": address,
            **_name(row),
            "domain": _domain(address),
            "internal": account.is_internal(_domain(address)),
            "disabled": row["disabled"],
            **times,
            "addressType": row["addressType"],
            "isAlias": bool(row.get("aliasFor")),
            "source": row["source"],
        }

    return rest_list(call, "users", account.visible_users(), render)


def create_users(call: Call) -> Answer:
    """New cloud users in the account's own domains; the codes of refusals are inferred."""
    account = call.account

    def create(item: Json) -> Json:
        address = item["emailAddress"].lower()
        if not account.is_internal(_domain(address)):
            raise Refused("err_user_invalid_domain", "the domain is not internal", field="emailAddress")
        if address in account.tables[TABLE] or account.is_purged(address):
            raise Refused("err_user_already_exists", "the address exists already", field="emailAddress")
        now = rest_time(account.clock())
        row = {"emailAddress": address, "createdDateTime": now, "updatedDateTime": now}
        account.add(TABLE, {**row, **_changes(item), **_password(item, {"passwordChanges": 0})}, key=address)
        return {"id": account.ids.issue(TABLE, address), "emailAddress": address}

    return each_item(call, create)


def update_users(call: Call) -> Answer:
    """Changes the members that are sent and no other; refuses users of a directory (inferred)."""
    account = call.account

    def update(item: Json) -> Json:
        address = item["emailAddress"].lower()
        row = managed(account, address)
        if row["source"] == "ldap":
            raise Refused(FORBIDDEN_FOR_ADDRESS, "the user belongs to a directory", field="emailAddress")
        changed = {**row, **_changes(item), **_password(item, row), "updatedDateTime": rest_time(account.clock())}
        account.change(TABLE, address, changed)
        return {name: value for name, value in item.items() if name != "password"}

    return each_item(call, update)


def get_internal_users(call: Call) -> Answer:
    """Users of a domain, or of all (J1, SCOTT: observed)."""
    wanted = (call.items[0].get("domain", "") if call.items else "").lower()
    users = [item for item in call.account.visible_users() if not wanted or _domain(item[0]) == wanted]
    return legacy_nested(call, users, _internal_user, lambda rows: {"users": rows, "userCount": len(users)})


def get_profile(call: Call) -> Answer:
    """The profile of a user, with its role (SCOTT, CTG: observed).

    An address that the account does not manage is refused with the code that CTG reports for it.
    """
    account = call.account

    def profile(item: Json) -> Json:
        address = item["emailAddress"].lower()
        row = managed(account, address)
        role = row["role"]
        return {
            "id": account.ids.issue(TABLE, address),
            "emailAddress": address,
            **_name(row),
            "accountCode": account.gateway.get("accountCode", ""),
            "admin": role is not None,
            **(NO_ROLE[account.dialect.answer("no_role")] if role is None else {"role": role}),
            "editable": row["source"] == "cloud",
            "external": False,
            "localPassword": row["passwordSet"],
        }

    return each_item(call, profile)


def add_to_purge_list(call: Call) -> Answer:
    """Takes addresses out of every read (the answer is inferred)."""

    def purge(address: str) -> None:
        row = managed(call.account, address)
        call.account.purge_list[address] = None
        call.account.record(TABLES[TABLE], "{} Purged", row, API_ACTOR)

    return _each_address(call, purge)


def remove_from_purge_list(call: Call) -> Answer:
    """Takes addresses off the purge list (the answer is inferred)."""

    def restore(address: str) -> None:
        if not call.account.is_purged(address):
            raise Refused("err_not_found", "is not on the purge list", field="emailAddresses")
        del call.account.purge_list[address]
        call.account.record(TABLES[TABLE], "{} Restored", {"emailAddress": address}, API_ACTOR)

    return _each_address(call, restore)


def _each_address(call: Call, act: Callable[[str], None]) -> Answer:
    done: list[str] = []
    fail: list[Json] = []
    for address in call.items[0]["emailAddresses"]:
        try:
            act(address.lower())
        except Refused as refused:
            fail.append(envelopes.fail_item({"emailAddress": address}, refused.code, refused.message, refused.field))
        else:
            done.append(address.lower())
    return Answer(200, envelopes.legacy([{"emailAddresses": done}] if done else [], fail))


def managed(account: Account, address: str, field: str = "emailAddress") -> Row:
    """The row of a user of the account. Raises Refused with the code that CTG reports for any other address."""
    if address not in account.tables[TABLE] or account.is_purged(address):
        raise Refused(FORBIDDEN_FOR_ADDRESS, "0003 Forbidden To Perform Operation For Address", field=field)
    return account.tables[TABLE][address]


def _changes(item: Json) -> Row:
    return {stored: item[sent] for sent, stored in UPDATABLE.items() if sent in item}


def _password(item: Json, row: Row) -> Row:
    # Only that a password was sent is kept, never the password.
    return {"passwordSet": True, "passwordChanges": row["passwordChanges"] + 1} if "password" in item else {}


def _internal_user(item: tuple[str, Row]) -> Json:
    address, row = item
    return {
        **_name(row),
        "emailAddress": address,
        "domain": _domain(address),
        "alias": bool(row.get("aliasFor")),
        "addressType": row["addressType"],
        "source": row["source"],
    }


def _name(row: Row) -> Json:
    return {"name": row["name"]} if row.get("name") else {}


def _domain(address: str) -> str:
    return address.rpartition("@")[2]


HANDLERS: Mapping[str, Handler] = {
    "listUsers": list_users,
    "legacyCreateUser": create_users,
    "legacyUpdateUsers": update_users,
    "legacyGetInternalUsers": get_internal_users,
    "legacyGetProfile": get_profile,
    "addToPurgeList": add_to_purge_list,
    "removeFromPurgeList": remove_from_purge_list,
}
