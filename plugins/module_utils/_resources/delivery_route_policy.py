# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Delivery route policies: which mail takes which route (CONTRACT 3.2, family delivery-route)."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._model import spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Console, Guard, Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Text
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import shown
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families import gateway_policy, mail_flow

_FAMILY = gateway_policy.Family("delivery-route")


def _takes_all(entry: Entry) -> bool:
    """Whether a policy acts on all mail there is, whoever sends it, to whomever, from wherever."""
    ends = (entry.get("applies_from"), entry.get("applies_to"))
    return _acts_anywhere(entry) and all(map(mail_flow.is_everyone, ends))


def _takes_what_leaves(entry: Entry) -> bool:
    """Whether a policy acts on all that the company sends, be it by its other direction."""
    return _acts_anywhere(entry) and mail_flow.takes_what_leaves(entry)


def _acts_anywhere(entry: Entry) -> bool:
    return mail_flow.acts(entry) and not mail_flow.is_narrowed(entry)


def _remark(before: Entry | None, after: Entry) -> str:
    if not _takes_what_leaves(after) or _takes_all(after):
        return ""
    if before and _takes_what_leaves(before) and before["route"] == after["route"]:
        return ""
    return f"sends all outbound mail to the route {shown(after.get('route'))}"


def _routes_everything(before: Entry | None, after: Entry | None) -> str:
    """Refuse to hand all mail to one more route; a policy that did so before may be changed otherwise."""
    if not (after and _takes_all(after)):
        return ""
    if before and _takes_all(before) and before["route"] == after["route"]:
        return ""
    return (
        f"would send all mail, including outbound mail, to the route {shown(after.get('route'))}; set applies_to "
        "to the recipients that you mean"
    )


DELIVERY_ROUTE_POLICY = Resource(
    name="delivery_route_policy",
    plural="delivery_route_policies",
    role="delivery_routing",
    title="delivery route policy",
    summary="Manage delivery route policies",
    doc=(
        "A delivery route policy sets which mail uses which delivery route "
        "(M(mailops.mimecast.mimecast_delivery_route)). Every internal domain needs one before its MX records "
        "point to Mimecast. Otherwise its mail waits in a queue (up to 4 days, then it bounces).",
        "If two policies have the same scope, Mimecast picks one of them at random for each message.",
    ),
    console=Console("Gateway | Policies | Delivery Routing", "New Policy"),
    fields=_FAMILY.fields(
        Text(
            "route",
            ("Name of the delivery route to use.",),
            console="Select Route",
            api="definitionId",
            normalize=spelling.name,
            required=True,
            reference="delivery_route",
        ),
    ),
    remark=_remark,
    **_FAMILY.shared(guards=(Guard("route_everything", _routes_everything),)),
)
