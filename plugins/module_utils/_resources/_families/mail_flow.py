# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whose mail a gateway policy acts on, judged by its effect: which scopes cover everybody, and what limits nothing.

A wildcard for every domain is everyone, all of the internet as source is no source, and a bidirectional policy acts on
answers too. Pure; it knows entries and not what a policy does with the mail.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model import patterns
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families import source_ranges
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families.scopes import INSIDE, OUTSIDE


def acts(entry: Entry) -> bool:
    """Whether a policy is switched on."""
    return entry.get("enabled", True) is not False


def is_narrowed(entry: Entry, *lists: str) -> bool:
    """Whether a policy acts on mail from certain servers only.

    Args:
        lists: further settings of this type of policy that name servers.
    """
    by_address = entry.get("source_ips") and not source_ranges.whole_internet([entry])
    return bool(by_address or any(entry.get(name) for name in lists))


def directions(entry: Entry) -> Iterator[tuple[Any, Any]]:
    """Yield (sender side, recipient side) of each direction in which a policy acts."""
    sides = entry.get("applies_from"), entry.get("applies_to")
    yield sides
    if entry.get("bidirectional") is True:
        yield sides[::-1]


def is_everyone(scope: Any) -> bool:
    """Whether a scope covers everybody, inside and outside."""
    if not isinstance(scope, Mapping):
        return False
    pattern = scope.get({"email_domain": "domain", "individual_email_address": "email"}.get(scope.get("type", ""), ""))
    return scope.get("type") == "everyone" or (isinstance(pattern, str) and patterns.is_everybody(pattern))


def has_inside(scope: Any) -> bool:
    """Whether a scope covers everybody in the company."""
    return is_everyone(scope) or _is(scope, INSIDE)


def has_outside(scope: Any) -> bool:
    """Whether a scope covers everybody outside the company."""
    return is_everyone(scope) or _is(scope, OUTSIDE)


def takes_what_comes(entry: Entry) -> bool:
    """Whether a policy covers all incoming mail, whoever sends it."""
    return any(has_outside(sender) and has_inside(recipient) for sender, recipient in directions(entry))


def takes_what_leaves(entry: Entry) -> bool:
    """Whether a policy covers all mail that the company sends."""
    return any(has_inside(sender) and has_outside(recipient) for sender, recipient in directions(entry))


def sending_domains(entry: Entry) -> list[str]:
    """Return the domains, or patterns, for which a policy covers all mail that they send to everybody outside."""
    return [
        domain for sender, recipient in directions(entry) if has_outside(recipient) if (domain := domain_of(sender))
    ]


def own_among(domains: Collection[str], own: Collection[str]) -> list[str]:
    """Return the account's own domains that ``domains`` match, in order."""
    return sorted(name for name in own if any(patterns.may_be(domain, name) for domain in domains))


def domain_of(scope: Any) -> str:
    """Return the domain, or the pattern of domains, that a scope has all addresses of, or an empty string."""
    if _is(scope, "email_domain"):
        return str(scope.get("domain") or "")
    return patterns.whole_domain(str(scope.get("email") or "")) if _is(scope, "individual_email_address") else ""


def _is(scope: Any, kind: str) -> bool:
    return isinstance(scope, Mapping) and scope.get("type") == kind
