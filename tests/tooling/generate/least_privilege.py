# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of docs/least_privilege.md: an API application for each use, and what each module needs."""

from __future__ import annotations

from collections.abc import Iterable

from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.tests.tooling.generate.needs import (
    PRODUCTS,
    operations_of,
    products,
    reaching,
)
from ansible_collections.mailops.mimecast.tests.tooling.generate.texts import ROOT, Files, table, with_parts

PATH = ROOT / "docs/least_privilege.md"
_ONBOARDING = (
    "mimecast_pending_domain",
    "mimecast_anti_spoofing_policy",
    "mimecast_delivery_route",
    "mimecast_delivery_route_policy",
    "mimecast_internal_domain",
    "mimecast_dkim_definition",
    "mimecast_dkim_policy",
    "mimecast_mx_info",
)
USES: dict[str, tuple[tuple[str, ...], bool]] = {
    "Check, drift report, export": (("mimecast_site_plan", "mimecast_export", "mimecast_audit_info"), False),
    "Apply a whole site file": (("mimecast_site_preflight", *(f"mimecast_{name}" for name in MANAGED)), True),
    "Block and permit senders": (("mimecast_sender_group",), True),
    "Manage delivery routing": (("mimecast_delivery_route", "mimecast_delivery_route_policy"), True),
    "Manage users": (("mimecast_user",), True),
    "Manage domains": (("mimecast_pending_domain", "mimecast_internal_domain"), True),
    "Check MX records": (("mimecast_mx_info",), False),
    "Add new domains": (_ONBOARDING, True),
    "Create and restore snapshots": (("mimecast_snapshot",), True),
}
"""What one API application is for: the modules it runs, and whether they may change anything."""


def generated() -> Files:
    """Return the text of the page by its path."""
    by_use = table(("Use", "Products", "Permissions of the role"), (application(use) for use in USES))
    by_module = table(("Module", "To read (also in check mode)", "To change"), (needs(module) for module in reaching()))
    return {PATH: with_parts(PATH.read_text("utf-8"), by_use, by_module)}


def application(use: str) -> tuple[str, str, str]:
    """Return the row of one API application: the products and the permissions that do for its modules.

    Of several products that offer a call the first counts, which is that of its family; Email Security Onboarding
    offers parts of many. Calls that no account is known to offer need nothing yet.
    """
    modules, changes = USES[use]
    used = [
        operation
        for module in modules
        for operation in operations_of(module)
        if (changes or not operation.writes) and (operation.catalogue or operation.confidence == "observed")
    ]
    wanted = {PRODUCTS[operation.products[0]] for operation in used}
    permissions = {operation.permission for operation in used}
    return use, ", ".join(sorted(wanted)), "; ".join(sorted(permissions))


def needs(module: str) -> tuple[str, str, str]:
    """Return the row of one module: what it needs to look, and what to change anything."""
    operations = operations_of(module)
    looking = _cell(operation for operation in operations if not operation.writes)
    return f"`{module}`", looking, _cell(operation for operation in operations if operation.writes)


def _cell(operations: Iterable[Operation]) -> str:
    """Return each permission with the products of which one is enough; in italics what the catalogue does not have."""
    offered: set[tuple[str, str]] = set()
    preview: set[tuple[str, str]] = set()
    for operation in operations:
        (offered if operation.catalogue else preview).add((operation.permission, products(operation)))
    lines = [f"{allowed} ({product})" for allowed, product in sorted(offered)]
    lines += [f"*{allowed} ({product})*" for allowed, product in sorted(preview - offered)]
    return "<br>".join(lines) or "-"
