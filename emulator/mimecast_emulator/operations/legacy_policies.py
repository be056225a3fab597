# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A policy as the legacy style writes and reads it: CONTRACT section 3.5. The account keeps it as every other policy.

May not know about HTTP, nor which family a policy is of.
"""

from __future__ import annotations

from ..account import Account, legacy_time
from ..call import Call
from ..contract import Json
from ..envelopes import Refused
from ..rows import Row
from ..tables import policy_defaults
from .groups import render_group
from .policies import stored_target

PLAIN = ("description", "comment", "fromPart", "enabled", "enforced", "override", "bidirectional")
ETERNAL = {"from": "1900-01-01T00:00:00+0000", "to": "2100-01-01T23:59:59+0000"}
_TIMES = {"from": "T00:00:00+0000", "to": "T23:59:59+0000"}
_FLAT = ("emailDomain", "emailAddress")
_COMPANIONS = {
    "email_domain": "emailDomain",
    "individual_email_address": "emailAddress",
    "profile_group": "groupId",
}
CONDITIONS = ("sourceIPs", "hostnames", "spfDomains")
CONSOLE_SCOPES = ("free_mail_domains", "header_display_name")


def stored(call: Call, policy: Json, conditions: tuple[str, ...] = ("sourceIPs",)) -> Row:
    """The whole row that a write makes: what it leaves out is as on a new policy (XSOAR refills it: documented).

    Of its conditions only those of the family are kept. Raises Refused for a group that is not there, a scope that only
    the console writes, and an end of eternity without a date (inferred).
    """
    row: Row = {**policy_defaults("envelope_from"), **{name: policy[name] for name in PLAIN if name in policy}}
    for name in conditions:
        row[name] = list((policy.get("conditions") or {}).get(name, []))
    for side in ("from", "to"):
        target = policy.get(side) or _from_flat(policy, side)
        if target:
            if target["type"] in CONSOLE_SCOPES:
                raise Refused("err_validation_value_not_allowed", "is not offered here", field=f"policy.{side}.type")
            row[side] = stored_target(call, _with_domain(target), f"policy.{side}")
        day = str(policy.get(f"{side}Date", ""))[:10]
        # A date wins over the flag: CONTRACT quirk 15 (POSTMAN, R7: documented).
        if day:
            row[f"{side}DateTime"] = day
        elif policy.get(f"{side}Eternal") is False:
            raise Refused("err_validation_null", "a date is needed when validity is not eternal", field=f"{side}Date")
    return row


def _from_flat(policy: Json, side: str) -> Json:
    """A scope that comes as type and value beside the others, as R7 sends it (DOCS1: documented)."""
    if f"{side}Type" not in policy:
        return {}
    kind, value = policy[f"{side}Type"], policy.get(f"{side}Value")
    name = _COMPANIONS.get(kind)
    if name is None:
        return {"type": kind}
    if not value:
        raise Refused("err_validation_null", "must be given", field=f"policy.{side}Value")
    return {"type": kind, name: value}


def _with_domain(target: Json) -> Json:
    """A scope with the REST style's name of its domain: CONTRACT quirk 5 (TF: documented)."""
    return {"domain" if name == "emailDomain" else name: value for name, value in target.items()}


def rendered(account: Account, row: Row) -> Json:
    """A policy as it is read: eternal ends with their stand-ins, scopes with flat copies (R7: observed)."""
    row = {**policy_defaults("envelope_from"), **row}
    shown: Json = {name: row[name] for name in PLAIN if name in row}
    for side in ("from", "to"):
        shown[side] = _rendered_target(account, row[side])
        shown |= _flat_copies(side, shown[side])
        day = row.get(f"{side}DateTime")
        shown[f"{side}Date"] = f"{day}{_TIMES[side]}" if day else ETERNAL[side]
        if not day:
            shown[f"{side}Eternal"] = True
    # An empty object when nothing is set: CONTRACT quirk 24 (R7: observed).
    shown["conditions"] = {name: sorted(row[name], reverse=True) for name in CONDITIONS if row.get(name)}
    now = legacy_time(account.clock())
    return {**shown, "createTime": now, "lastUpdated": now}


def _rendered_target(account: Account, target: Row) -> Json:
    if target.get("group"):
        return {"type": target["type"], "group": render_group(account, target["group"], subgroups="folderCount")}
    return {"emailDomain" if name == "domain" else name: value for name, value in target.items()}


def _flat_copies(side: str, target: Json) -> Json:
    value = target["group"]["id"] if "group" in target else next((target[name] for name in _FLAT if name in target), "")
    return {f"{side}Type": target["type"], **({f"{side}Value": value} if value else {})}
