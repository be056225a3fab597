# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An address for every scope, so that a class of mail can be shown by one of its messages."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.accounts import Account
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.policies import Scope
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.wildcards import is_pattern, matcher

_SOMEBODY = "somebody"
_ELSEWHERE = "elsewhere.example"


def example(scope: Scope, account: Account) -> str:
    """Return an address that is in a scope for sure, or "" where none is known."""
    if scope.type in ("everyone", "external_addresses"):
        return f"{_SOMEBODY}@{_elsewhere(account)}"
    if scope.type == "internal_addresses":
        return next((f"{_SOMEBODY}@{domain}" for domain in sorted(account.domains)), "")
    if scope.type == "profile_group":
        group = account.groups.get(scope.value)
        return next((_address(member) for member in sorted(group.members or ())), "") if group else ""
    if scope.type in ("email_domain", "individual_email_address"):
        return _fitting(scope.value)
    return ""


def _elsewhere(account: Account) -> str:
    """Return a domain that is no internal one, nor below one."""
    domain = _ELSEWHERE
    while any(domain == own or domain.endswith(f".{own}") for own in account.domains):
        domain = f"not-{domain.replace('.', '-')}.test"
    return domain


def _address(written: str) -> str:
    return written if "@" in written else f"{_SOMEBODY}@{written}"


def _fitting(written: str) -> str:
    """Return an address that a domain, an address or a pattern with stars stands for."""
    if not is_pattern(written):
        return _address(written)
    tried = written.lstrip("@").replace("*", "any")
    return _address(tried) if matcher(written)(tried) is True else ""
