# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Anti-Spoofing SPF based Bypass policies: whose servers may send as you (CONTRACT 3.2)."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._model import spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.lists import Set
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Console, Guard, Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import listed
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families import (
    broad_domains,
    gateway_policy,
    mail_flow,
)

# No source shows another address compared than both (CONTRACT 3.2), nor a change of enforced (3.19).
_FAMILY = gateway_policy.Family(
    "anti-spoofing-bypass", based_on=("both",), addresses_based_on="both", enforced_change="inferred"
)


def _is_open(entry: Entry | None) -> bool:
    """Whether senders bypass anti-spoofing from wherever they send; that no SPF domain means so is inferred."""
    if not entry or not mail_flow.acts(entry) or entry.get("action") != "enable_bypass":
        return False
    return not mail_flow.is_narrowed(entry, "spf_domains")


def _is_open_for_all(entry: Entry | None) -> bool:
    """Whether that holds for everybody inside or outside; a group or a domain is narrower."""
    senders = [sender for sender, _recipient in mail_flow.directions(entry or {})]
    return _is_open(entry) and any(mail_flow.has_inside(sender) or mail_flow.has_outside(sender) for sender in senders)


def _opens_for_all(before: Entry | None, after: Entry | None) -> str:
    if _is_open_for_all(before) or not _is_open_for_all(after):
        return ""
    return (
        "would let everybody bypass anti-spoofing from anywhere; name the domains whose SPF record counts in "
        "spf_domains, or networks in source_ips"
    )


def _alarm(entry: Entry) -> str:
    if _is_open_for_all(entry):
        return "lets everybody bypass anti-spoofing from anywhere: it has neither SPF domains nor source addresses"
    if _is_open(entry):
        return "lets anybody send as its senders: it has neither SPF domains nor source addresses"
    return ""


def _remark(before: Entry | None, after: Entry) -> str:
    """Say that servers which anybody can use may send as one of the senders."""
    coming = set(after.get("spf_domains") or ()) - set((before or {}).get("spf_domains") or ())
    shared = [domain for domain in coming if broad_domains.is_free_mail(domain)]
    return f"everybody with an address at {listed(shared)} can send through its servers" if shared else ""


ANTI_SPOOFING_BYPASS_POLICY = Resource(
    name="anti_spoofing_bypass_policy",
    plural="anti_spoofing_bypass_policies",
    role="gateway_policies",
    title="anti-spoofing bypass policy",
    summary="Manage Anti-Spoofing SPF based Bypass policies",
    doc=(
        "A bypass lets the servers of a vendor send mail as one of your addresses. These are the servers that the SPF "
        "records of O(spf_domains) name. Anti-spoofing (M(mailops.mimecast.mimecast_anti_spoofing_policy)) rejects "
        "all others.",
    ),
    notes=(
        "Never name a domain whose SPF record ends in C(+all), and keep in mind that SPF fails after ten look-ups.",
        "It is inferred that the API accepts O(source_ips), a change of O(enforced), and an empty list in place "
        "of a full one.",
    ),
    console=Console("Gateway | Policies | Anti-Spoofing SPF based Bypass", "New Policy"),
    fields=_FAMILY.fields(
        gateway_policy.option(
            "Select Option",
            {"enable_bypass": "enable_bypass", "disable_bypass": "disable_bypass"},
            "Whether mail that the SPF record approves bypasses anti-spoofing.",
        ),
        Set(
            "spf_domains",
            (
                "Domains whose SPF records name the servers. O(spf_domains_mode) sets what happens to domains "
                "that you do not list.",
            ),
            console="SPF Domains",
            api="spfDomains",
            owned=True,
            normalize=spelling.domain,
            default=[],
            clear=[],
            samples=(["spf.vendor.example"], ["spf.other.example", "spf.vendor.example"]),
        ),
    ),
    alarm=_alarm,
    remark=_remark,
    **_FAMILY.shared(guards=(Guard("bypass_everyone", _opens_for_all),)),
)
