# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Web security URL policies: whom they are for, and what they allow or block: CONTRACT section 3.5.

May not know about HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping

from .. import envelopes
from ..account import Account
from ..call import Call, Handler, each_item
from ..contract import Json
from ..envelopes import Answer, Refused
from ..rows import Row
from . import legacy_policies

TABLE = "web_security_url_policies"
MOST = 5000
"""URLs that all policies may hold together (SCRAPE: documented)."""

MEMBERS = ("action", "type", "value")


def get_policies(call: Call) -> Answer:
    """The policies that are asked for by their ids; all without one (inferred: TF knows of no list)."""
    named = [call.key(TABLE, item["id"], status=404) for item in call.items if "id" in item]
    keys = named if named else list(call.account.tables[TABLE])
    return Answer(200, envelopes.legacy([_rendered(call.account, key) for key in keys]))


def create_policy(call: Call) -> Answer:
    """A new policy."""

    def create(item: Json) -> Json:
        return _rendered(call.account, call.account.add(TABLE, _row(call, item, "")))

    return each_item(call, create)


def update_policy(call: Call) -> Answer:
    """Puts a whole policy in the place of the present one: what is left out is lost (inferred: CONTRACT quirk 18)."""

    def update(item: Json) -> Json:
        key = call.key(TABLE, item.get("id", ""), status=404)
        call.account.change(TABLE, key, _row(call, item, key))
        return _rendered(call.account, key)

    return each_item(call, update)


def delete_policies(call: Call) -> Answer:
    """Deletes policies."""

    def delete(item: Json) -> Json:
        call.account.remove(TABLE, call.key(TABLE, item["id"], status=404))
        return {"id": item["id"], "deleted": True}

    return each_item(call, delete)


def _row(call: Call, item: Json, key: str) -> Row:
    if not item.get("description"):
        raise Refused("err_validation_null", "must be given", field="description")
    urls = [{name: url[name] for name in MEMBERS} for url in item.get("urls", [])]
    others = sum(len(row["urls"]) for other, row in call.account.tables[TABLE].items() if other != key)
    if others + len(urls) > MOST:
        raise Refused("err_web_policy_limit", f"at most {MOST} URLs can be kept", field="urls")
    targets = [legacy_policies.stored(call, target) for target in item["policies"]]
    return {"description": item["description"], "targets": targets, "urls": urls}


def _rendered(account: Account, key: str) -> Json:
    row = account.tables[TABLE][key]
    return {
        "id": account.ids.issue(TABLE, key),
        "description": row["description"],
        "policies": [
            {
                "id": account.ids.issue("web target", f"{key} {number}"),
                "locations": [],
                "policy": legacy_policies.rendered(account, target),
            }
            for number, target in enumerate(row["targets"])
        ],
        "urls": [
            {"id": account.ids.issue("web url", f"{key} {number}"), **url} for number, url in enumerate(row["urls"])
        ],
    }


HANDLERS: Mapping[str, Handler] = {
    "createWebPolicy": create_policy,
    "getWebPolicies": get_policies,
    "updateWebPolicy": update_policy,
    "deleteWebPolicy": delete_policies,
}
