# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How each recorded answer is asked for here: what the account holds first, and the request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

import requests

from ansible_collections.mailops.mimecast.tests.unit.emulator.conftest import ACCOUNTS, Api

Ask = Callable[[Api], requests.Response]

URL = {"url": "https://www.example.net/", "action": "permit"}
MEMBER = "new@example.com"
EVERYONE = {"type": "everyone"}
BLOCK = {"option": "block_sender", "policy": {"description": "Fidelity", "from": EVERYONE, "to": EVERYONE}}
INTERNAL, EXTERNAL = {"type": "internal_addresses"}, {"type": "external_addresses"}
LOG = {"seed": 7, "count": 120, "days": 10}


def stamp(**ago: float) -> str:
    """A moment in the legacy style."""
    return (datetime.now(timezone.utc) - timedelta(**ago)).strftime("%Y-%m-%dT%H:%M:%S+0000")


def post(api: Api, path: str, *items: Any, **pagination: Any) -> requests.Response:
    """Sends a legacy request."""
    body: dict[str, Any] = {"data": list(items)}
    return api.send("POST", f"/api/{path}", {**body, "meta": {"pagination": pagination}} if pagination else body)


def token(api: Api) -> requests.Response:
    form = {"grant_type": "client_credentials", "client_id": "demo", "client_secret": ACCOUNTS["demo"]}
    return requests.post(f"{api.emulator.base_url}/oauth/token", data=form, timeout=5)


def group(api: Api) -> str:
    """The id of a group."""
    return str(api.legacy("directory/find-groups", {"query": "IT Helpdesk"})["data"][0]["folders"][0]["id"])


def member(action: str, present: bool) -> Ask:
    """A member comes or goes that is there or is not."""

    def ask(api: Api) -> requests.Response:
        item = {"id": group(api), "emailAddress": MEMBER}
        if present:
            api.legacy("directory/add-group-member", item)
        return post(api, f"directory/{action}-group-member", item)

    return ask


def managed_sender(action: str, sender: str = "sender@example.org") -> Ask:
    return lambda api: post(
        api, "managedsender/permit-or-block-sender", {"action": action, "sender": sender, "to": "admin@example.com"}
    )


def gone(path: str, create: str, item: Mapping[str, Any], twice: bool = False) -> Ask:
    """An object goes that was made, and perhaps was deleted already."""

    def ask(api: Api) -> requests.Response:
        made = post(api, create, item).json()["data"]
        named = {"id": made[0]["id"] if made else "x"}
        answer = post(api, path, named)
        return post(api, path, named) if twice else answer

    return ask


def urls(count: int, size: int) -> Ask:
    def ask(api: Api) -> requests.Response:
        for number in range(count):
            api.legacy("ttp/url/create-managed-url", {**URL, "url": f"https://{number}.example.net/"})
        return api.send("POST", "/api/ttp/url/get-all-managed-urls", {"meta": {"pagination": {"pageSize": size}}})

    return ask


def second_url(api: Api) -> requests.Response:
    api.legacy("ttp/url/create-managed-url", URL)
    return post(api, "ttp/url/create-managed-url", URL)


def audit_event(api: Api) -> requests.Response:
    api.create("/directory/cloud-gateway/v1/groups", {"description": "Fidelity"})
    return post(api, "audit/get-audit-events", {"startDateTime": stamp(days=1), "endDateTime": stamp(minutes=-1)})


def no_audit_event(api: Api) -> requests.Response:
    span = {"startDateTime": stamp(days=1), "endDateTime": stamp(minutes=-1)}
    return post(api, "audit/get-audit-events", span, pageSize=25)


def alteration_policy(api: Api) -> requests.Response:
    made = api.legacy("policy/address-alteration/create-address-alteration-set", {"description": "Set"})["data"][0]
    policy = {
        "description": "Fidelity",
        "from": INTERNAL,
        "to": INTERNAL,
        "conditions": {"sourceIPs": ["192.0.2.0/24"]},
        "enabled": False,
    }
    item = {"addressAlterationSetId": made["id"], "policy": policy}
    row = api.legacy("policy/address-alteration/create-policy", item)["data"][0]
    return post(api, "policy/address-alteration/update-policy", {**item, "id": row["id"]})


def blocked_policies(api: Api) -> requests.Response:
    policy = {"description": "Fidelity", "from": INTERNAL, "to": EXTERNAL}
    made = post(api, "policy/blockedsenders/create-policy", {"option": "no_action", "policy": policy}).json()["data"]
    return post(api, "policy/blockedsenders/get-policy", *({"id": row["id"]} for row in made))


def bypass_policy(api: Api) -> requests.Response:
    policy = {
        "description": "Fidelity",
        "from": {"type": "email_domain", "emailDomain": "example.net"},
        "to": {"type": "email_domain", "emailDomain": "example.com"},
        "fromDate": "2026-05-25T14:39:12+0000",
        "toDate": "2026-05-26T14:39:12+0000",
        "conditions": {"spfDomains": ["example.net"]},
        "enabled": False,
    }
    return post(api, "policy/antispoofing-bypass/create-policy", {"option": "disable_bypass", "policy": policy})


def mail(api: Api) -> None:
    """Gives the account mail, some of it refused, some of it held."""
    groups = api.emulator.state("demo")["groups"]
    groups["blocked-senders"]["members"] = [{"domain": "news.example"}]
    api.emulator.set_state("demo", {"mail_log": LOG, "groups": groups})


def tracked(api: Api, status: str) -> Any:
    """The rows of message tracking that have a status."""
    item = {"start": stamp(days=11), "advancedTrackAndTraceOptions": {"to": "example.com"}}
    rows = api.legacy("message-finder/search", item, pageSize=500)["data"][0]["trackedEmails"]
    return [row for row in rows if row["status"] == status]


def searched(status: str) -> Ask:
    """A search that finds one message of a status."""

    def ask(api: Api) -> requests.Response:
        mail(api)
        options = {"to": "example.com", "subject": tracked(api, status)[0]["subject"]}
        item = {"start": stamp(days=11), "advancedTrackAndTraceOptions": options, "status": [status]}
        return post(api, "message-finder/search", item)

    return ask


def delivered(api: Api) -> requests.Response:
    """A message that a delivery route was used for."""
    mail(api)
    route = {"route": {"description": "Route", "hostname": "mail.example.net"}}
    policy = {"policy": {"description": "Route", "route": "route"}}
    api.emulator.set_state("demo", {"delivery_routes": route, "delivery_route_policies": policy})
    return post(api, "message-finder/get-message-info", {"id": tracked(api, "archived")[0]["id"]})


def held(api: Api) -> requests.Response:
    mail(api)
    item = {"admin": True, "start": stamp(days=11), "end": stamp(days=0)}
    first = post(api, "gateway/get-hold-message-list", item, pageSize=1).json()
    following = first["meta"]["pagination"].get("next")
    paging = {"pageSize": 1, **({"pageToken": following} if following else {})}
    return post(api, "gateway/get-hold-message-list", item, **paging)


def hold_summary(api: Api) -> requests.Response:
    mail(api)
    return api.send("POST", "/api/gateway/get-hold-summary-list", {})


BLOCKED = "policy/blockedsenders"
MANAGED = "ttp/url"
ASKED: Mapping[str, Ask] = {
    "a token": token,
    "groups": lambda api: post(api, "directory/find-groups", pageSize=100),
    "no group of a name": lambda api: post(api, "directory/find-groups", {"query": "none"}, pageSize=100),
    "a new member": member("add", present=False),
    "a member that is there": member("add", present=True),
    "a member goes": member("remove", present=True),
    "a member that is not there": member("remove", present=False),
    "a sender is blocked": managed_sender("block"),
    "a sender is permitted": managed_sender("permit"),
    "a sender that is no address": managed_sender("block", "nobody"),
    "a new blocked senders policy": lambda api: post(api, f"{BLOCKED}/create-policy", BLOCK),
    "a blocked senders policy": blocked_policies,
    "a blocked senders policy goes": gone(f"{BLOCKED}/delete-policy", f"{BLOCKED}/create-policy", BLOCK),
    "a blocked senders policy that is not there": gone(
        f"{BLOCKED}/delete-policy", f"{BLOCKED}/create-policy", BLOCK, twice=True
    ),
    "a new managed URL": lambda api: post(api, f"{MANAGED}/create-managed-url", URL),
    "a managed URL that is there": second_url,
    "a managed URL goes": gone(f"{MANAGED}/delete-managed-url", f"{MANAGED}/create-managed-url", URL),
    "a managed URL that is not there": gone(
        f"{MANAGED}/delete-managed-url", f"{MANAGED}/create-managed-url", URL, twice=True
    ),
    "managed URLs, the first page": urls(3, 2),
    "no managed URL": urls(0, 2),
    "no audit event": no_audit_event,
    "an audit event": audit_event,
    "a message that was searched for": searched("rejected"),
    "a message that was searched for by its id": searched("archived"),
    "a delivered message": delivered,
    "the account": lambda api: post(api, "account/get-account"),
    "the account, two years later": lambda api: post(api, "account/get-account"),
    "users of a domain": lambda api: post(api, "user/get-internal-users", {"domain": "example.com"}, pageSize=100),
    "internal domains": lambda api: post(api, "domain/get-internal-domain"),
    "an address alteration policy changes": alteration_policy,
    "a new bypass policy": bypass_policy,
    "a held message": held,
    "how many messages are held": hold_summary,
}
