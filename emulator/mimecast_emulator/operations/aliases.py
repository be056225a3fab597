# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Addresses that are aliases of a user. The list of users shows them with a mark.

Facts and their sources: openapi.yaml.
May not know about HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping

from .. import envelopes
from ..account import rest_time
from ..call import Call, Handler, each_item
from ..contract import Json
from ..envelopes import Answer, Refused
from .users import managed

TABLE = "users"


def make(call: Call) -> Answer:
    """Makes addresses aliases of users; an address that is new is added (SCRAPE, POSTMAN: documented).

    That the domain has to be internal, and that a user with aliases of its own cannot become one, is inferred.
    """
    account = call.account

    def act(item: Json) -> Json:
        alias, user = item["alias"].lower(), item["aliasFor"].lower()
        managed(account, user, "aliasFor")
        domain = alias.rpartition("@")[2]
        if not account.is_internal(domain):
            raise Refused("err_user_invalid_domain", "the domain is not internal", field="alias")
        if alias == user or any(row.get("aliasFor") == alias for row in account.tables[TABLE].values()):
            raise Refused("err_validation_value_not_allowed", "has aliases, or is the user", field="alias")
        now = rest_time(account.clock())
        if alias in account.tables[TABLE]:
            changed = {**account.tables[TABLE][alias], "aliasFor": user, "updatedDateTime": now}
            account.change(TABLE, alias, changed)
        else:
            row = {"emailAddress": alias, "aliasFor": user, "createdDateTime": now, "updatedDateTime": now}
            account.add(TABLE, row, key=alias)
        return {"alias": alias, "aliasFor": user, "domain": domain, "isInternal": True}

    return each_item(call, act)


def unmake(call: Call) -> Answer:
    """Ends aliases. No source shows the answer: no row, as for a managed URL."""
    account = call.account
    fail: list[Json] = []
    for item in call.items:
        alias, user = item["alias"].lower(), item["aliasFor"].lower()
        row = account.tables[TABLE].get(alias, {})
        if row.get("aliasFor") == user:
            changed = {name: value for name, value in row.items() if name != "aliasFor"}
            account.change(TABLE, alias, {**changed, "updatedDateTime": rest_time(account.clock())})
        else:
            fail.append(envelopes.fail_item(item, "err_not_found", "is no alias of the user", "alias"))
    return Answer(200, envelopes.legacy((), fail))


HANDLERS: Mapping[str, Handler] = {"updateUserAlias": make, "removeUserAlias": unmake}
