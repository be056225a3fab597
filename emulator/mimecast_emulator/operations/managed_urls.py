# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Managed URLs: CONTRACT section 3.10.

May not know about HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from .. import envelopes
from ..account import Account
from ..call import Call, Handler, legacy_list, read_or_foreign
from ..contract import Json
from ..envelopes import Answer, Refused
from ..ids import IdIssuer
from ..rows import Row

TABLE = "managed_urls"
SETTINGS = ("action", "matchType", "comment", "disableLogClick", "disableRewrite", "disableUserAwareness")
DEFAULTS = {"matchType": "explicit", "disableLogClick": False, "disableRewrite": False, "disableUserAwareness": False}

EXISTS = "err_managed_url_exists_code"
NOT_FOUND = "err_managed_url_not_found"
_WORDS = {"permitted": "permit", "blocked": "block"}


def get_all(call: Call) -> Answer:
    """All managed URLs without a filter. A filter misses the newest one, and answers other ids.

    That filtered reads miss rows and spell ids another way is CONTRACT quirks 8 and 10 (TF: observed); which rows they
    miss is inferred.
    """
    account = call.account
    if not call.items:
        return legacy_list(call, account.tables[TABLE].listed, lambda found: _listed(account.ids, found))
    other_ids = IdIssuer(account.id, rotate=True)
    rows = [found for found in account.tables[TABLE].listed[:-1] if _matches(found[1], call.items[0])]
    return legacy_list(call, rows, lambda found: _listed(other_ids, found))


def create(call: Call) -> Answer:
    """New managed URLs; a second one of a URL is refused whatever its settings (CONTRACT quirk 36, R7: observed)."""
    data: list[Json] = []
    fail: list[Json] = []
    for item in call.items:
        try:
            data.append(_created(call.account, item))
        except Refused as refused:
            # The echo holds what was left out, and a member that nobody sent (R7: observed).
            echo = {**DEFAULTS, **item, "overrideUrl": False}
            fail.append(envelopes.fail_item(echo, refused.code, refused.message, refused.field))
    return Answer(200, envelopes.legacy(data, fail))


def delete(call: Call) -> Answer:
    """Deletes managed URLs; answers no rows, and a failure without ``key`` (R7: observed)."""
    for item in call.items:
        read_or_foreign(call, item["id"])
    fail: list[Json] = []
    for item in call.items:
        try:
            call.account.remove(TABLE, call.key(TABLE, item["id"]))
        except Refused:
            fail.append(envelopes.fail_item(None, NOT_FOUND, "The managed URL does not exist"))
    return Answer(200, envelopes.legacy((), fail))


def _created(account: Account, item: Json) -> Json:
    parts = split(item["url"])
    if "#" in item["url"] or not parts["domain"]:
        raise Refused("err_validation_value_not_allowed", "The URL is invalid", field="url")
    if any(split(row["url"]) == parts for row in account.tables[TABLE].values()):
        raise Refused(EXISTS, "The URL exists already. Delete it to create it anew")
    row = {"url": item["url"], **{name: item[name] for name in SETTINGS if name in item}}
    key = account.add(TABLE, row)
    return _listed(account.ids, (key, account.tables[TABLE][key]))


def split(url: str) -> Json:
    """A URL in the parts that answers have: CONTRACT quirk 13 (R7, TF: observed).

    Without a scheme it is a domain and a path; that is inferred.
    """
    found = urlsplit(url if "://" in url else f"//{url}")
    return {
        "scheme": found.scheme,
        "domain": (found.hostname or "").lower(),
        "port": found.port or -1,
        "path": found.path or "/",
        "queryString": found.query,
    }


def _listed(ids: IdIssuer, found: tuple[str, Row]) -> Json:
    key, row = found
    return {"id": ids.issue(TABLE, key), **split(row["url"]), **{name: row[name] for name in SETTINGS}}


def _matches(row: Row, asked: Json) -> bool:
    words = {_WORDS.get(item.get("value", "")) for item in asked.get("filterBy", ())} - {None}
    part = asked.get("domainOrUrl", "")
    same = row["url"] == part if asked.get("exactMatch") else part in row["url"]
    return same and asked.get("domainOrComment", "") in f"{row['url']} {row['comment']}" and words <= {row["action"]}


HANDLERS: Mapping[str, Handler] = {
    "getManagedUrls": get_all,
    "createManagedUrl": create,
    "deleteManagedUrl": delete,
}
