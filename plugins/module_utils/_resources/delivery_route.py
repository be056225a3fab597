# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Delivery route definitions: the mail server that inbound mail is handed to (CONTRACT 3.3)."""

from __future__ import annotations

from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model import spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.lists import List
from ansible_collections.mailops.mimecast.plugins.module_utils._model.maps import Map
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Unreadable
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Console, Guard, Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Number, Secret, Text
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry, IdOf, NameOf, Row
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import kind
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families import mail_hosts
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families.operations import Collection

_ROUTES = Collection(
    "/policy-management/cloud-gateway/v1/delivery-route/definitions",
    "DeliveryRouteDefinition",
    "DeliveryRouteDefinitions",
    rows=("definitions",),
)
_MEMBERS = {"mechanisms": "authMechanisms", "username": "username", "password": "password", "domain": "domain"}


def _encode_authentication(value: Any, id_of: IdOf) -> Entry:
    """Return smtpAuthentication. Nothing in each of its required members takes the login away: no source shows how to
    (inferred), but it is what the contract allows, and a null is not.
    """
    members = {_MEMBERS[word]: setting for word, setting in value.items()}
    return {"smtpAuthentication": members or {"authMechanisms": [], "username": "", "password": ""}}


def _decode_authentication(row: Row, name_of: NameOf) -> Any:
    """Read it nested or flat, blank mechanisms dropped (CONTRACT 3.3: both forms, quirk 21: observed).

    Raises:
        Unreadable: the mechanisms are no list.
    """
    nested = row.get("smtpAuthentication") or row
    words = nested.get("authMechanisms") or []
    if not isinstance(words, list):
        raise Unreadable(f"authMechanisms: expected a list, got {kind(words)}")
    mechanisms = [word.strip().upper() for word in words if word and word.strip()]
    found = {"mechanisms": mechanisms, "username": nested.get("username") or "", "domain": nested.get("domain") or ""}
    return {word: setting for word, setting in found.items() if setting}


def _mechanism(value: Any) -> str:
    return str(spelling.name(value)).upper()


def _new_host(before: Entry | None, after: Entry | None) -> str:
    """Return the host that mail is to be handed to and was not before, or ""."""
    host = str((after or {}).get("hostname") or "")
    return host if host != str((before or {}).get("hostname") or "") else ""


def _unreachable(before: Entry | None, after: Entry | None) -> str:
    host = _new_host(before, after)
    why = mail_hosts.unreachable(host)
    return f"hostname {host} {why}; mail would wait and then bounce" if why else ""


def _mimecast(before: Entry | None, after: Entry | None) -> str:
    host = _new_host(before, after)
    told = f"hostname {host} is Mimecast's own; mail would come back to where it was"
    return told if mail_hosts.is_mimecast(host) else ""


def _remark(before: Entry | None, after: Entry) -> str:
    host = _new_host(before, after)
    why = mail_hosts.inside_only(host)
    return f"hostname {host} {why}, which Mimecast does not reach over the internet" if why else ""


DELIVERY_ROUTE = Resource(
    name="delivery_route",
    plural="delivery_routes",
    role="delivery_routing",
    title="delivery route",
    summary="Manage delivery routes",
    key="name",
    doc=(
        "A delivery route definition names the mail server that Mimecast delivers mail to. It has no effect "
        "by itself: a delivery route policy (M(mailops.mimecast.mimecast_delivery_route_policy)) sets which "
        "mail uses it.",
        "A change of O(hostname) or O(port) takes effect within minutes, for all mail on the route.",
    ),
    notes=(
        "Do not rename a route while mail waits on it: the queues show its name.",
        "Mimecast refuses to delete a route that a policy or another route still uses; remove those first.",
    ),
    console=Console("Gateway | Policies | Delivery Routing | Definitions", "New Route Definition"),
    fields=(
        Text(
            "name",
            ("Description of the route. It identifies the route, so it cannot be changed.",),
            console="Description",
            api="description",
            normalize=spelling.name,
            required=True,
            samples=("Exchange on-premises", "Exchange DR"),
        ),
        Text(
            "hostname",
            ("Fully qualified name or IP address of the mail server, reachable from the internet.",),
            console="Hostname",
            api="hostname",
            normalize=spelling.hostname,
            required=True,
            samples=("mail.example.com", "192.0.2.25"),
        ),
        Number(
            "port",
            ("TCP port of the mail server. Default for a new route: 25.",),
            console="Port",
            api="port",
            lowest=1,
            highest=65535,
            default=25,
            on_create=25,
            samples=(2525, 587),
        ),
        Text(
            "alternate_route",
            ("Name of the route to use if this one fails. An empty string removes it.",),
            console="Alternate Route",
            api="alternateRouteId",
            reference="delivery_route",
            default="",
            clear="",
        ),
        Map(
            "smtp_authentication",
            (
                "Sign in to the mail server before delivery. An empty mapping removes the setting. What is sent for "
                "that is inferred, so the task fails if the login is still there afterwards.",
                "If any part changes, all parts are sent, including the password if it is in the file.",
            ),
            console="SMTP Authentication",
            to_api=_encode_authentication,
            from_api=_decode_authentication,
            detail=("smtpAuthentication", "authMechanisms", "username"),
            default={},
            clear={},
            samples=(
                {"mechanisms": ["LOGIN", "PLAIN"], "username": "relay", "password": "example-only"},
                {"mechanisms": ["PLAIN"], "username": "relay2", "password": "example-only", "domain": "example.com"},
            ),
            fields=(
                List(
                    "mechanisms",
                    ("Mechanisms, tried in this order, such as V(LOGIN) and V(PLAIN).",),
                    normalize=_mechanism,
                    required=True,
                    default=[],
                ),
                Text("username", ("Name to sign in with.",), required=True, default=""),
                Secret(
                    "password",
                    ("Password to sign in with. Mimecast does not return it, see O(update_password).",),
                    required=True,
                ),
                Text("domain", ("Domain to sign in to.",), default="", clear=""),
            ),
        ),
    ),
    guards=(Guard("unreachable_host", _unreachable, overridable=False), Guard("mimecast_host", _mimecast)),
    remark=_remark,
    **_ROUTES.operations(),
)
