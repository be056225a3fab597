# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Managed URLs: links that URL Protection blocks or permits, whatever it finds behind them (CONTRACT 3.10).

They cannot be changed, and a second one of a URL is refused even when only its flags differ (quirk 36: observed). So
the URL alone tells them apart: no source shows one URL twice, be it with another match type.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model import spelling, urls
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import (
    Console,
    Guard,
    Inquiry,
    Resource,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Choice, Flag, Text
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import ABSENT, Entry, IdOf, NameOf, Row
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import listed
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families import broad_domains

_one_spelling = spelling.tolerant(urls.url)
_PERMITTED_ALONE = ("disable_rewrite", "disable_user_awareness", "disable_log_click")


def _from_api(row: Row, name_of: NameOf) -> Any:
    """Put a URL together from its parts (CONTRACT quirk 13: observed); a row that has it whole tells it so (TF)."""
    scheme, host, path, query = (row.get(name) or "" for name in ("scheme", "domain", "path", "queryString"))
    if not host:
        whole = row.get("url", ABSENT)
        return _one_spelling(whole) if isinstance(whole, str) else whole
    port = row.get("port")
    if not all(isinstance(part, str) for part in (scheme, host, path, query)) or isinstance(port, (dict, list)):
        return ABSENT
    scheme, port = f"{scheme}://" if scheme else "", f":{port}" if port not in (None, -1, "-1") else ""
    query = f"?{query.removeprefix('?')}" if query else ""
    return _one_spelling(f"{scheme}{host}{port}{path or '/'}{query}")


def _to_api(value: Any, id_of: IdOf) -> Entry:
    return {"url": value}


def _check(entry: Entry) -> str:
    """Return what cannot be meant: a page of a whole domain, or a switch of what is blocked."""
    found = urls.parts(entry["url"])
    if entry.get("match_type") == "domain" and not found.is_whole_host:
        whole = urls.Url(found.scheme, found.host, found.port, "/", "")
        return f"match_type domain applies to all pages of the domain; write the url '{whole}' if you mean it"
    return ""


def _domain_of(entry: Entry | None, action: str) -> str:
    """Return the domain of which an entry blocks or permits every page, or ""."""
    if not entry or entry.get("action") != action or entry.get("match_type") != "domain":
        return ""
    return urls.parts(entry["url"]).host


def _coming(before: Entry | None, after: Entry | None, action: str) -> str:
    """Return the domain that comes to be blocked or permitted whole, or ""."""
    domain = _domain_of(after, action)
    return domain if domain != _domain_of(before, action) else ""


def _suffix(before: Entry | None, after: Entry | None) -> str:
    domain = _coming(before, after, "permit")
    if not broad_domains.is_suffix(domain):
        return ""
    return f"would permit every page of {domain}, where anybody can have pages; name the pages that you mean"


def _free_mail(before: Entry | None, after: Entry | None) -> str:
    domain = _coming(before, after, "permit")
    if not broad_domains.is_free_mail(domain):
        return ""
    return f"would permit every page of {domain}, where anybody can have an account; name the pages that you mean"


def _own_domain(mine: Collection[str], _everyone: Collection[str], domains: Collection[str]) -> str:
    own = sorted(
        domain for domain in domains if any(domain == blocked or domain.endswith(f".{blocked}") for blocked in mine)
    )
    return f"would block every link to {listed(own)}, which is your own; name the pages that you mean" if own else ""


def _remark(before: Entry | None, after: Entry) -> str:
    """Say what an entry does that may not be meant."""
    told = []
    if after.get("action") == "block" and any(after.get(name) for name in _PERMITTED_ALONE):
        told.append("its switches act only on permitted URLs")
    if not urls.parts(after["url"]).scheme:
        told.append("no source shows what Mimecast does with a URL without http:// or https://")
    return "; ".join(told)


def _operation(name: str, path: str, **more: Any) -> Operation:
    return Operation(
        name,
        "POST",
        f"/api/ttp/url/{path}",
        envelope="legacy",
        products=("policymanagement",),
        confidence="observed",
        **more,
    )


MANAGED_URL = Resource(
    name="managed_url",
    plural="managed_urls",
    role="url_protection",
    title="managed URL",
    summary="Manage URLs that are blocked or permitted",
    key="url",
    doc=(
        "URL Protection rewrites the links in inbound mail, and checks the page when somebody clicks. A managed "
        "URL decides in advance: a blocked link never opens, a permitted link always opens.",
        "Mimecast cannot change a managed URL. If a setting differs, the task deletes the old one and creates a "
        "new one, and the diff says so. It takes one URL at a time: the next one stays until the list shows the new "
        "one. Settings that your file does not name are carried "
        "over. If Mimecast refuses the new one, the task creates the old one again, and stops.",
    ),
    notes=(
        "Between the two requests of a replacement, a click on the link is checked as if there were no entry. A "
        "run that is killed at that moment leaves the URL without an entry, and the next run creates it from the "
        "file. So the file must contain O(action) for a URL to be replaced.",
        "Replacements do not count for O(max_deletes), because the object still exists afterwards.",
        "One URL has one entry: the API refuses a second one, whatever its settings are.",
        "Listing needs the permission to edit: Mimecast has no permission to read.",
        "No public source says how a match of a whole domain treats the hosts below it.",
    ),
    console=Console("Services | URL Protect | Managed URLs", "Add Managed URL"),
    replace="delete_first",
    exists_code="err_managed_url_exists_code",
    fields=(
        Text(
            "url",
            (
                "URL as it is in links, with C(http://) or C(https://), without a fragment. Upper and lower case "
                "matter in its path. A single slash at its end does not.",
                "It identifies the managed URL.",
            ),
            console="URL",
            to_api=_to_api,
            from_api=_from_api,
            normalize=urls.url,
            required=True,
            samples=("https://www.partner.example", "https://shop.other.example/offer?id=1"),
        ),
        Choice(
            "action",
            (
                "V(block) prevents everybody from opening the page. V(permit) lets everybody open it, whatever "
                "Mimecast finds there.",
            ),
            console="Override Type",
            api="action",
            choices=("block", "permit"),
            required=True,
            create_only=True,
            samples=("block", "permit"),
        ),
        Choice(
            "match_type",
            (
                "V(explicit) matches only this URL. V(domain) matches every page of its domain, and O(url) then names "
                "no page. Default for a new one: V(explicit) (inferred).",
            ),
            console="Match Type",
            api="matchType",
            choices=("explicit", "domain"),
            default="explicit",
            create_only=True,
            samples=("explicit", "domain"),
        ),
        Text(
            "comment",
            ("Reason for the entry. An empty string removes it.",),
            console="Comment",
            api="comment",
            normalize=spelling.text,
            default="",
            clear="",
            create_only=True,
            samples=("CHG-1234", "CHG-5678"),
        ),
        Flag(
            "disable_rewrite",
            ("Leave the link in the mail as it is. For permitted URLs.",),
            console="Disable: Rewriting",
            api="disableRewrite",
            default=False,
            create_only=True,
            samples=(False, True),
        ),
        Flag(
            "disable_user_awareness",
            ("Do not ask the reader what they think of the link. For permitted URLs.",),
            console="Disable: User Awareness",
            api="disableUserAwareness",
            default=False,
            create_only=True,
            samples=(False, True),
        ),
        Flag(
            "disable_log_click",
            ("Do not log who clicks. For permitted URLs.",),
            console="Disable: Click Logging",
            api="disableLogClick",
            default=False,
            create_only=True,
            samples=(False, True),
        ),
    ),
    check=_check,
    guards=(Guard("permit_public_suffix", _suffix), Guard("permit_free_mail", _free_mail)),
    inquiries=(
        Inquiry(
            "block_own_domain",
            lambda before, after: [domain] if (domain := _coming(before, after, "block")) else [],
            "internal_domains",
            _own_domain,
            "whether one of the blocked domains is your own could not be read",
        ),
    ),
    remark=_remark,
    list=_operation(
        "getManagedUrls",
        "get-all-managed-urls",
        paged=True,
        page_limit=500,
        unfiltered=True,
        permission="Services | Targeted Threat Protection - URL Protect | Edit",
    ),
    create=_operation(
        "createManagedUrl",
        "create-managed-url",
        writes=True,
        permission="Services | Targeted Threat Protection - URL Protect | Edit",
    ),
    delete=_operation(
        "deleteManagedUrl", "delete-managed-url", writes=True, permission="Services | URL Protection | Edit"
    ),
)
