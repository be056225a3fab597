# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which operations of the API each module uses, and what an API application needs for them.

It knows the descriptors and the modules' own operations, neither pages nor Markdown.
"""

from __future__ import annotations

from collections.abc import Mapping

from ansible_collections.mailops.mimecast.plugins.module_utils._model import composites
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._resources import dkim_definition, mx, pending_domain
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED, RESOURCES
from ansible_collections.mailops.mimecast.plugins.module_utils._run import audit, managed_senders, snapshot, tracking
from ansible_collections.mailops.mimecast.tests.tooling.definitions import DEFINITIONS

PRODUCTS: Mapping[str, str] = {
    "accountmanagement": "Account Management",
    "auditevents": "Audit Events",
    "cloudgateway": "Email Security Cloud Gateway",
    "domainmanagement": "Domain Management",
    "emailsecurityonboarding": "Email Security Onboarding",
    "policymanagement": "Policy Management",
    "userandgroupmanagement": "User and Group Management",
}
"""The name that the Administration Console has for a product, by its name in the API's catalogue."""
OWN_OPERATIONS: Mapping[str, tuple[tuple[str, Operation], ...]] = {
    "mimecast_mx_info": (
        ("the records that the account expects", mx.GATEWAY_DETAILS),
        ("find out whether a domain belongs to the account", mx.INTERNAL_DOMAINS),
        ("Mimecast's own check of the records", mx.VERIFY),
    ),
    "mimecast_dkim_info": (("let Mimecast look for a record", dkim_definition.VERIFY),),
    "mimecast_managed_sender": (
        ("permit or block", managed_senders.OPERATION),
        ("find out whether a sender's domain belongs to the account", mx.INTERNAL_DOMAINS),
    ),
    "mimecast_pending_domain": (
        ("list", pending_domain.LIST),
        ("find out whether a domain is internal yet", mx.INTERNAL_DOMAINS),
        ("register", pending_domain.CREATE),
        ("extend a token", pending_domain.EXTEND),
        ("verify", pending_domain.VERIFY),
        ("cancel the registration", pending_domain.DELETE),
    ),
    "mimecast_audit_info": (("read the events", audit.EVENTS),),
    "mimecast_snapshot": (
        ("list", snapshot.LIST),
        ("export", snapshot.EXPORT),
        ("create", snapshot.CREATE),
        ("restore", snapshot.RESTORE),
    ),
}
"""Modules of no type -> what they use an operation for, and the operation."""
WHOLE_ACCOUNT = frozenset(
    {"mimecast_export", "mimecast_info", "mimecast_mail_check", "mimecast_site_plan", "mimecast_site_preflight"}
)
"""Modules that read every type."""
NO_ACCOUNT = frozenset(
    {
        "mimecast_domain_onboarding",
        "mimecast_drift_report",
        "mimecast_site_check",
        *(f"mimecast_{name}" for name in composites.standing(RESOURCES)),
    }
)
"""Modules that reach no account."""


class Unknown(Exception):
    """A module of which nothing here says what it uses."""


def products(operation: Operation) -> str:
    """Return the products of which one has to be in the API application."""
    return " or ".join(PRODUCTS[name] for name in operation.products)


def reaching() -> list[str]:
    """Return every module that talks to an account."""
    return [name for name in sorted(DEFINITIONS) if name not in NO_ACCOUNT]


def uses() -> dict[str, list[tuple[str, Operation]]]:
    """Return, for each module with operations of its own, what it uses each for."""
    found = {f"mimecast_{resource.name}": list(resource.uses) for resource in MANAGED.values()}
    found.update({module: list(own) for module, own in OWN_OPERATIONS.items()})
    found["mimecast_dkim_info"].append(("the records to publish", listed("dkim_definition")))
    found["mimecast_mx_info"] += [
        ("find out whether a policy covers the domain's mail", listed("delivery_route_policy")),
        ("the groups that policies name", listed("sender_group")),
    ]
    return found


def listed(name: str) -> Operation:
    """Return the operation that lists the objects of a type."""
    operation = MANAGED[name].list
    if operation is None:
        raise Unknown(f"{name} has no list")
    return operation


def reads_of(resource: Resource) -> list[Operation]:
    """Return what a type needs to be read, the lists that its references lead to included."""
    others = [*resource.references, *([resource.members.scan] if resource.members and resource.members.scan else [])]
    return [
        operation for operation in (*resource.operations, *(listed(name) for name in others)) if not operation.writes
    ]


def operations_of(module: str) -> list[Operation]:
    """Return every operation that a module may use.

    Raises:
        Unknown: nothing here says what it uses.
    """
    resource = MANAGED.get(module.removeprefix("mimecast_"))
    if resource:
        return [*reads_of(resource), *(operation for operation in resource.operations if operation.writes)]
    if module == "mimecast_mx_info":
        return [*(operation for _use, operation in uses()[module]), *reads_of(MANAGED["delivery_route_policy"])]
    if module == "mimecast_dkim_info":
        return [operation for _use, operation in uses()[module]]
    if module in OWN_OPERATIONS:
        return [operation for _use, operation in OWN_OPERATIONS[module]]
    if module not in WHOLE_ACCOUNT:
        raise Unknown(f"{module}: say in tests/tooling/generate/needs.py which operations it uses")
    reads = [operation for each in MANAGED.values() for operation in reads_of(each)]
    return [*reads, *(operation for _use, operation in further(module))]


def further(module: str) -> list[tuple[str, Operation]]:
    """Return what a module that reads every type uses beside, and what for."""
    more: Mapping[str, list[tuple[str, Operation]]] = {
        "mimecast_info": [("the details of the gateway", mx.GATEWAY_DETAILS)],
        "mimecast_site_plan": [
            ("who changed what", audit.EVENTS),
            ("messages to replay", tracking.SEARCH),
            ("what is known of one message", tracking.INFORMATION),
        ],
    }
    return more.get(module, [])
