# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Domains that wait to be proved: CONTRACT section 3.8.

May not know about HTTP, and asks no name server: ``published`` of a row says whether DNS serves its token.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta

from ..account import rest_time
from ..call import Call, Handler, rest_list
from ..contract import Json
from ..envelopes import Answer, Refused
from ..rows import Row

TABLE, INTERNAL = "pending_domains", "internal_domains"
LIFE = timedelta(days=30)
HIDDEN = ("published",)


def list_domains(call: Call) -> Answer:
    """All pending domains."""
    return rest_list(call, "domains", call.account.tables[TABLE].listed, lambda item: _shown(call, item[0], item[1]))


def get_domain(call: Call) -> Answer:
    """One pending domain."""
    key = call.path_key(TABLE, "domain_id")
    return Answer(200, _shown(call, key, call.account.tables[TABLE][key]))


def create_domain(call: Call) -> Answer:
    """Registers a domain and makes its token; below a domain of the account it is internal at once (POSTMAN).

    The body is inferred.
    """
    account, name = call.account, str(call.body.get("domain", "")).lower().rstrip(".")
    if "." not in name:
        raise Refused("err_validation_blank", "is needed", field="domain")
    if account.is_internal(name) or name in account.tables[TABLE]:
        raise Refused("err_domain_exists", "is there already", field="domain")
    checks = {"inboundType": call.body["inboundType"]} if "inboundType" in call.body else {}
    if any(name.endswith(f".{own}") for own in account.tables[INTERNAL]):
        account.add(INTERNAL, {"domain": name, **checks}, name)
        return Answer(201, {"id": account.ids.issue(INTERNAL, name), "domain": name})
    now = account.clock()
    account.add(TABLE, {"domain": name, **checks, **_fresh(name, now), "createdDateTime": rest_time(now)}, name)
    return Answer(201, _shown(call, name, account.tables[TABLE][name]))


def delete_domain(call: Call) -> Answer:
    """Gives up a pending domain."""
    call.account.remove(TABLE, call.path_key(TABLE, "domain_id"))
    return Answer(204)


def generate_tokens(call: Call) -> Answer:
    """Extends the tokens of domains by 30 days (SCRAPE); one that had ended is another from then on (inferred)."""
    results: list[Json] = []
    for name in map(str.lower, call.body["domains"]):
        row = call.account.tables[TABLE].get(name)
        if row is None:
            results.append({"domain": name, "status": "failed"})
            continue
        now = call.account.clock()
        fresh = _fresh(name, now) if _ended(row, now) else {"expiryDateTime": rest_time(now + LIFE)}
        call.account.change(TABLE, name, {**row, **fresh})
        results.append({"domain": name, "token": {**row, **fresh}["token"], "status": "extended"})
    return Answer(200, {"results": results})


def verify_domains(call: Call) -> Answer:
    """Moves every domain whose token DNS serves to the internal ones; the others stay. Body and answer are inferred.

    A domain that moves gets an anti-spoofing policy by itself: CONTRACT quirk 38 (TMBC: observed).
    """
    account = call.account
    for name in map(str.lower, call.body["domains"]):
        row = account.tables[TABLE].get(name)
        if row is None or not row["published"] or _ended(row, account.clock()):
            continue
        account.remove(TABLE, name)
        account.add(INTERNAL, {word: row[word] for word in ("domain", "local", "sendOnly", "inboundType")}, name)
        account.add("anti_spoofing_policies", _anti_spoofing(name))
    return Answer(200, {})


def _anti_spoofing(domain: str) -> Row:
    return {
        "description": f"Default Anti-Spoofing Policy for {domain}",
        "option": "apply",
        "fromPart": "both",
        "from": {"type": "email_domain", "domain": domain},
        "to": {"type": "internal_addresses"},
    }


def _fresh(name: str, now: datetime) -> Row:
    seed = f"{name} {now.isoformat()}".encode()
    token = f"mimecast-site-verification={hashlib.sha256(seed).hexdigest()[:32]}"
    return {"token": token, "expiryDateTime": rest_time(now + LIFE), "published": False}


def _ended(row: Row, now: datetime) -> bool:
    return bool(row.get("expiryDateTime")) and row["expiryDateTime"] < rest_time(now)


def _shown(call: Call, key: str, row: Row) -> Json:
    return {"id": call.account.ids.issue(TABLE, key), **{name: row[name] for name in row if name not in HIDDEN}}


HANDLERS: Mapping[str, Handler] = {
    "listPendingDomains": list_domains,
    "getPendingDomain": get_domain,
    "createPendingDomain": create_domain,
    "deletePendingDomain": delete_domain,
    "generatePendingDomainTokens": generate_tokens,
    "verifyPendingDomains": verify_domains,
}
