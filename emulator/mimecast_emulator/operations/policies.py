# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The REST policy families: one set of functions, one line for each family.

May not know about HTTP. Shapes: CONTRACT sections 3.1 and 3.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from ..account import Account
from ..call import Call, Handler, rest_list
from ..contract import Json
from ..envelopes import Answer, Refused
from ..rows import Row
from .groups import render_group

COPIED = (
    "description",
    "option",
    "fromPart",
    "enabled",
    "enforced",
    "override",
    "bidirectional",
    "sourceIPs",
    "hostnames",
    "spfDomains",
)


DAY = len("2026-01-31")  # the time of day is not kept (inferred)
DEFINED_BY = {"delivery_routes": "route", "dkim_definitions": "dkim"}
"""Table of definitions -> the member of a policy's row that holds the key of one."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a policy's validity: the member of the row, and the names the API uses for it."""

    stored: str
    eternal: str
    written: str


@dataclass(frozen=True, slots=True)
class Family:
    """A policy family. ``noun`` is its part of the operation ids; ``definitions`` the table that its policies name."""

    noun: str
    list_noun: str
    table: str
    list_key: str
    definitions: str = ""
    # Greylisting alone writes fromDate and toDate: CONTRACT quirk 16 (TF: documented).
    date_suffix: str = "DateTime"

    @property
    def sides(self) -> tuple[Side, Side]:
        """Start and end of validity."""
        return (
            Side("fromDateTime", "fromEternal", f"from{self.date_suffix}"),
            Side("toDateTime", "toEternal", f"to{self.date_suffix}"),
        )


FAMILIES = (
    Family("DeliveryRoutePolicy", "DeliveryRoutePolicies", "delivery_route_policies", "policies", "delivery_routes"),
    Family(
        "DnsAuthenticationOutboundPolicy",
        "DnsAuthenticationOutboundPolicies",
        "dkim_policies",
        "policies",
        "dkim_definitions",
    ),
    Family("BlockedSendersPolicy", "BlockedSendersPolicies", "blocked_sender_policies", "definitions"),
    Family("PermittedSendersPolicy", "PermittedSendersPolicies", "permitted_sender_policies", "policies"),
    Family("AntiSpoofingPolicy", "AntiSpoofingPolicies", "anti_spoofing_policies", "definitions"),
    Family("AntiSpoofingBypassPolicy", "AntiSpoofingBypassPolicies", "anti_spoofing_bypass_policies", "definitions"),
    Family("GreylistingPolicy", "GreylistingPolicies", "greylisting_policies", "policies", date_suffix="Date"),
)


def list_policies(family: Family, call: Call) -> Answer:
    """All policies of a family, with ids."""
    account = call.account

    def render(item: tuple[str, Row]) -> Json:
        key, row = item
        return {"id": account.ids.issue(family.table, key), **render_policy(account, row)}

    return rest_list(call, family.list_key, account.tables[family.table].listed, render)


def create_policy(family: Family, call: Call) -> Answer:
    """A new policy; the answer names it ``policyId`` (TF: documented)."""
    row = with_changes(family, call, {}, call.body)
    key = call.account.add(family.table, row)
    return Answer(201, {"policyId": call.account.ids.issue(family.table, key)})


def get_policy(family: Family, call: Call) -> Answer:
    """One policy, without its id (TF: documented)."""
    key = call.path_key(family.table, "policy_id")
    return Answer(200, render_policy(call.account, call.account.tables[family.table][key]))


def update_policy(family: Family, call: Call) -> Answer:
    """Changes the members that are sent and no other (TF: documented)."""
    key = call.path_key(family.table, "policy_id")
    row = with_changes(family, call, call.account.tables[family.table][key], call.body)
    call.account.change(family.table, key, row)
    return Answer(204)


def delete_policy(family: Family, call: Call) -> Answer:
    """Deletes a policy."""
    call.account.remove(family.table, call.path_key(family.table, "policy_id"))
    return Answer(204)


def with_changes(family: Family, call: Call, row: Row, body: Json) -> Row:
    """The row that results from a write.

    Raises Refused (400) for an id that names nothing or an end of eternity without a date; both are inferred.
    """
    changed = {**row, **{name: body[name] for name in COPIED if name in body}}
    if family.definitions and "definitionId" in body:
        changed[DEFINED_BY[family.definitions]] = call.key(family.definitions, body["definitionId"], "definitionId")
    for side in ("from", "to"):
        if side in body:
            changed[side] = stored_target(call, body[side], side)
    for validity in family.sides:
        _change_validity(changed, body, validity)
    return changed


def _change_validity(row: Row, body: Json, side: Side) -> None:
    # A date wins over the flag: CONTRACT quirk 15 (POSTMAN, R7: documented).
    if side.written in body:
        row[side.stored] = body[side.written][:DAY]
    elif body.get(side.eternal) is True:
        row.pop(side.stored, None)
    elif body.get(side.eternal) is False and side.stored not in row:
        raise Refused("err_validation_null", "a date is needed when validity is not eternal", field=side.written)


def stored_target(call: Call, target: Json, field: str) -> Row:
    """A target as the account keeps it: the companion of its type alone, domains and addresses in lower case."""
    kind = target["type"]
    if kind == "profile_group":
        return {"type": kind, "group": call.key("groups", target["groupId"], f"{field}.groupId")}
    if kind == "address_attribute_value":
        return {"type": kind, "attribute": target["attribute"]}
    name = {"email_domain": "domain", "individual_email_address": "emailAddress"}.get(kind)
    return {"type": kind} if name is None else {"type": kind, name: _kept(target[name])}


def _kept(name: str) -> str:
    # Domains and addresses are known whatever their case; that a regular expression is kept as it is, is inferred.
    return name if "\\" in name else name.lower()


def render_policy(account: Account, row: Row) -> Json:
    """A policy as it is read: members without a value are left out, addresses of hosts come unordered."""
    shown: Json = {name: row[name] for name in COPIED if row.get(name) not in (None, [])}
    if "sourceIPs" in shown:
        shown["sourceIPs"] = sorted(shown["sourceIPs"], reverse=True)
    for table, member in DEFINED_BY.items():
        if member in row:
            shown["definitionId"] = account.ids.issue(table, row[member])
    for side in ("from", "to"):
        shown[side] = render_target(account, row[side])
    for name, eternal in (("fromDateTime", "fromEternal"), ("toDateTime", "toEternal")):
        if name in row:
            shown[name] = row[name]
        else:
            shown[eternal] = True
    return shown


def render_target(account: Account, target: Row) -> Json:
    """A target as it is read: a group comes as an object (SCRAPE, TF: documented)."""
    key: Any = target.get("group")
    if key is None:
        return target
    return {"type": target["type"], "group": render_group(account, key, subgroups="groupCount")}


def _handlers(family: Family) -> Mapping[str, Handler]:
    return {
        f"list{family.list_noun}": partial(list_policies, family),
        f"create{family.noun}": partial(create_policy, family),
        f"get{family.noun}": partial(get_policy, family),
        f"update{family.noun}": partial(update_policy, family),
        f"delete{family.noun}": partial(delete_policy, family),
    }


HANDLERS: Mapping[str, Handler] = {name: handler for family in FAMILIES for name, handler in _handlers(family).items()}
