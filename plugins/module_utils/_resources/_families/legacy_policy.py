# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Policies that the legacy style of the API writes as a whole: a gateway policy, spelled and placed otherwise.

An update takes the whole policy, and what is left out is lost (CONTRACT 3.5, quirk 18: documented). So it is read right
before, what the user wrote is put into it, and all of it is sent, what nobody here understands among it. What a gateway
policy is made of is told by ``gateway_policy``; this file knows only how the two differ on the wire.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Mapping
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model import paths
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Field
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry, IdOf, NameOf, Row
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families import gateway_policy

FAMILY = gateway_policy.Family("legacy", dates=("fromDate", "toDate"))
"""How a gateway policy writes its settings, before they are placed and spelled as the legacy style wants it."""

_SIDES = ("from", "to")
_READ_ONLY = ("createTime", "lastUpdated", "fromType", "fromValue", "toType", "toValue")
_SETTINGS = ("description", "fromPart", "enabled", "enforced", "override", "bidirectional", "conditions")
"""Of the conditions, source addresses are all that most families take (CONTRACT 3.5: documented)."""
_ENDS = ("from", "to", "fromDate", "toDate", "fromEternal", "toEternal")
_ETERNAL = ("1900", "2100")
_TIMES = {"from": "T00:00:00+0000", "to": "T23:59:59+0000"}
"""The first and the last second of a day: the API keeps moments where a policy names days."""


PLACE = "policy"
"""The member of a body, and of most rows, that holds the policy."""


def placed(field: Field, policy_of: Callable[[Row], Any] | None = None) -> Field:
    """Return a setting of a gateway policy as one inside a member of a legacy body.

    Args:
        policy_of: row -> the policy in it, where that is not the same member.
    """
    inner = dataclasses.replace(field, api=f"conditions.{field.api}" if field.api == "sourceIPs" else field.api)
    if policy_of is None and field.to_api is None:
        return dataclasses.replace(field, api=f"{PLACE}.{inner.api}")

    def to_api(value: Any, id_of: IdOf) -> Entry:
        return {PLACE: _spelled(inner.encode(value, id_of))}

    def from_api(row: Row, name_of: NameOf) -> Any:
        return inner.decode(_with_scopes(policy_of(row) if policy_of else row.get(PLACE)), name_of)

    return dataclasses.replace(field, to_api=to_api, from_api=from_api)


def _spelled(body: Entry) -> Entry:
    """Return a part of a policy in the legacy spelling: days as moments without flags, domains by their other name."""
    result: Entry = {}
    for member, value in body.items():
        side = member.removesuffix("Date")
        if side in _SIDES and member != side:
            result[member] = f"{value}{_TIMES[side]}"
        elif member in _SIDES:
            result[member] = {"emailDomain" if name == "domain" else name: part for name, part in value.items()}
        elif value is not False or not member.endswith("Eternal"):
            result[member] = value
    return result


def _with_scopes(policy: Any) -> Row:
    """Return a policy whose ends say what they are, if only by their flat copies (CONTRACT 3.5: documented)."""
    found: Entry = dict(policy) if isinstance(policy, Mapping) else {}
    for side in _SIDES:
        scope = {} if found.get(side) is None else found[side]
        if not isinstance(scope, Mapping):
            continue
        flat = {"type": found.get(f"{side}Type")}
        for member in ("emailDomain", "emailAddress", "groupId"):
            flat[member] = found.get(f"{side}Value")
        found[side] = {**{name: value for name, value in flat.items() if value}, **scope}
    return found


def as_written(policy: Row) -> Entry:
    """Return a policy that was read as a request writes it, what nobody here knows as it was read."""
    known = _with_scopes(policy)
    result = {member: value for member, value in known.items() if member not in (*_READ_ONLY, *_ENDS)}
    for side in _SIDES:
        result[side] = _scope_as_written(known[side])
        date = known.get(f"{side}Date")
        if known.get(f"{side}Eternal") or not date or str(date)[:4] in _ETERNAL:
            result[f"{side}Eternal"] = True
        else:
            result[f"{side}Date"] = date
    return result


def _scope_as_written(scope: Row) -> Entry:
    """Return one end of a policy: a group is read whole, and written by its id (CONTRACT 3.1: documented)."""
    needed = {
        "email_domain": "emailDomain",
        "individual_email_address": "emailAddress",
        "address_attribute_value": "attribute",
        "profile_group": "groupId",
    }
    flat = ("emailDomain", "emailAddress", "groupId", "group")
    member = needed.get(str(scope.get("type")), "")
    result = {name: value for name, value in scope.items() if name == member or name not in flat}
    group = paths.first(scope, ("group.id",))
    return {**result, "groupId": group} if member == "groupId" and isinstance(group, str) else result


def changed(policy: Row, sent: Row) -> Entry:
    """Return the whole of a policy that was read, with what a request sets in its place."""
    result = as_written(policy)
    for member, value in sent.items():
        side = member.removesuffix("Eternal").removesuffix("Date")
        if member == "conditions":
            result[member] = {**(result.get(member) or {}), **value}
            continue
        if side in _SIDES and member != side:
            result = {name: kept for name, kept in result.items() if name not in (f"{side}Date", f"{side}Eternal")}
        result[member] = value
    return result


def without_nulls(value: Any) -> Any:
    """Return what was read without members that are null: they say nothing, and no source shows a request with one."""
    if isinstance(value, Mapping):
        return {name: without_nulls(inner) for name, inner in value.items() if inner is not None}
    return [without_nulls(inner) for inner in value if inner is not None] if isinstance(value, list) else value


def unspoken(policy: Row, spoken: Collection[str] = _SETTINGS) -> Entry:
    """Return what a policy holds beyond its settings: its comment, and members that this collection does not know.

    Args:
        spoken: the members that settings stand for, beside its ends.
    """
    told: Entry = without_nulls(policy)
    return {name: value for name, value in told.items() if name not in (*_READ_ONLY, *spoken, *_ENDS)}
