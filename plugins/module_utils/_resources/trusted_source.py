# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trusted sources: one vendor whose mail is to pass, and every policy that has to be made for it (REFERENCE section 8).

A trusted source has no calls of its own. It stands for policies, each of them judged, written and read back as any
other, and for policies that a person makes in the console.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ansible_collections.mailops.mimecast.plugins.module_utils._model import networks, spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.lists import Set
from ansible_collections.mailops.mimecast.plugins.module_utils._model.networks import Networks
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Console, Resource, StandsFor
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Date, Text
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families import scopes
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families.bypasses import BYPASSES

NARRATIVE = "Trusted source: {name}"
"""What everything is called that a trusted source stands for."""
MOST_DOMAINS = 9
"""With ten or more terms an SPF based bypass policy does not apply at all (docs/mail_rules.md, M11: documented)."""

_INSIDE = {"type": "internal_addresses"}
_EVERYONE = {"type": "everyone"}
_BY_NETWORK = ("anti_spoofing_policy", "greylisting_policy")
_BY_SPF = "anti_spoofing_bypass_policy"
_POLICIES = ("ip_permit", *_BY_NETWORK, _BY_SPF)


def _has_ended(entry: Entry, today: str) -> bool:
    return bool(entry.get("valid_until")) and entry["valid_until"] < today


def _is_gone(entry: Entry, today: str) -> bool:
    return entry["state"] == "absent" or _has_ended(entry, today)


def _entries(entry: Entry, today: str) -> Mapping[str, Sequence[Entry]]:
    """Return what a source stands for. A policy that it does not need, or not any more, is not to be there."""
    gone = _is_gone(entry, today)
    absent = {"name": _narrative(entry), "state": "absent"}
    by_network, by_spf = (not gone and bool(entry.get(name)) for name in ("networks", "domains"))
    permit = {**_policy(entry), "action": "permit_sender", "addresses_based_on": "both"}
    no_action = {**_policy(entry), "action": "take_no_action"}
    found: dict[str, Sequence[Entry]] = {
        # Whoever keeps IP permits by hand is not asked to delete one that there never was.
        "ip_permit": [permit] if by_network else [absent] if gone and _has_networks(entry) else [],
        **{name: [no_action if by_network else absent] for name in _BY_NETWORK},
        _BY_SPF: [_spf_bypass(entry) if by_spf else absent],
        "managed_url": [_permitted_url(entry, domain, gone) for domain in entry.get("link_domains") or ()],
    }
    for word in entry.get("also") or ():
        resource, option = BYPASSES[word]
        found[resource.name] = [absent if gone else {**_policy(entry), "option": option}]
    return found


def _has_networks(entry: Entry) -> bool:
    return bool(entry.get("networks")) or not entry.get("domains")


def _narrative(entry: Entry) -> str:
    return NARRATIVE.format(name=entry["name"])


def _common(entry: Entry) -> Entry:
    """Return what all policies of a source say; without a last day they keep the one that they have."""
    until = {"valid_until": entry["valid_until"]} if "valid_until" in entry else {}
    return {
        "name": _narrative(entry),
        "applies_from": _EVERYONE,
        "applies_to": entry.get("applies_to") or _INSIDE,
        "enabled": True,
        "override": True,
        **until,
    }


def _policy(entry: Entry) -> Entry:
    return {**_common(entry), "source_ips": list(entry.get("networks") or ()), "source_ips_mode": "exact"}


def _spf_bypass(entry: Entry) -> Entry:
    domains = {"spf_domains": list(entry["domains"]), "spf_domains_mode": "exact"}
    return {**_common(entry), "action": "enable_bypass", **domains}


def _permitted_url(entry: Entry, domain: str, gone: bool) -> Entry:
    url = {"url": f"https://{domain}"}
    if gone:
        return {**url, "state": "absent"}
    return {**url, "action": "permit", "match_type": "domain", "comment": _narrative(entry)}


def _lacks(entry: Entry) -> str:
    """Return what is wrong with a source as a whole: never everyone from anywhere, never without a reason."""
    if entry["state"] == "absent":
        return ""
    if not entry.get("reason"):
        return "reason is required: say who has to be trusted, and why"
    sources, domains = entry.get("networks") or [], entry.get("domains") or []
    if not (sources or domains):
        return "networks is required, or domains: nobody is trusted from wherever they send"
    whole = networks.whole_internet(sources)
    if whole:
        return f"networks {whole} is the whole internet; name the networks that you mean"
    if len(domains) > MOST_DOMAINS:
        return f"domains names {len(domains)}, but a bypass by SPF does nothing with more than {MOST_DOMAINS}"
    if entry.get("also") and not sources:
        return "also needs networks: those policies know a sender by its address alone"
    return ""


def _told(entry: Entry, today: str) -> Sequence[str]:
    if entry["state"] == "absent":
        return ()
    if _has_ended(entry, today):
        return (
            f"ended on {entry['valid_until']}, so everything that it represents is deleted; "
            "remove the entry after that",
        )
    if entry.get("valid_until"):
        return ()
    return ("has no valid_until, so it is trusted until somebody remembers to take it out",)


_ALWAYS = (
    "Blocked senders: a block beats every permit. A Blocked Senders policy Take No Action is the way around one.",
    "Virus scanning.",
    "Content examination.",
)
_UNLESS = {
    "dns_authentication": "DNS authentication inbound (SPF, DKIM, DMARC): it runs whatever is permitted, and a sender "
    "that fails may be rejected, or scanned for spam all the same.",
    "impersonation_protection": "Impersonation protection, unless its definition passes over permitted senders.",
    "url_protection": "URL protection: links are rewritten and looked at when somebody clicks.",
    "attachment_protection": "Attachment protection: attachments may be held in a sandbox or made safe.",
    "attachment_management": "Attachment management: attachments may be stripped or held by their type or size.",
}


def _remains(entry: Entry, today: str) -> Sequence[str]:
    """Return which checks mail of a source still meets (docs/mail_rules.md, P3 to P12)."""
    if _is_gone(entry, today):
        return ()
    also = entry.get("also") or ()
    kept = [told for word, told in _UNLESS.items() if word not in also]
    unpermitted = ["Reputation, greylisting and spam scanning: only networks pass them."]
    return [*_ALWAYS, *([] if entry.get("networks") else unpermitted), *kept]


TRUSTED_SOURCE = Resource(
    name="trusted_source",
    plural="trusted_sources",
    role="trusted_source",
    title="trusted source",
    summary="Let the mail of a vendor pass until a given day",
    key="name",
    doc=(
        "A trusted source is a vendor whose mail has to come through, such as a phishing simulation, a service that "
        "sends in your name, or a scanner. You write one entry for everything that Mimecast needs, which is an IP "
        "permit, an anti-spoofing policy, an anti-spoofing bypass policy, a greylisting policy and managed URLs. Each "
        "object is named C(Trusted source:) and the name of the source. It is checked, compared and read back as if "
        "you had written it yourself.",
        "After O(valid_until), or with O(state=absent), all of these objects are removed. The policies expire on "
        "that day even without a run. Managed URLs do not expire by themselves.",
        "The API cannot create IP permits and the policies that O(also) names. For these, the task hands over exact "
        "steps to a person. The result says which checks still apply to mail of the source.",
    ),
    notes=(
        "This module sends nothing. It works out the entries of a source, and the modules of their types apply them.",
        "Only the source manages the objects with these names. If you write an entry for one yourself, it is refused.",
        "If you remove a domain from O(link_domains) or a check from O(also), the collection does not remove the "
        "objects for it. Delete these yourself.",
    ),
    console=Console("Gateway | Policies", ""),
    purgeable=False,
    fields=(
        Text(
            "name",
            ("Name of the vendor. The names of all its objects contain it.",),
            normalize=spelling.name,
            required=True,
            samples=("Phishing drill", "Newsletter service"),
        ),
        Networks(
            "networks",
            (
                "Networks that the vendor sends from. Name all of them, and no wider ones. Mail from them skips "
                "reputation checks, greylisting, spam scanning and anti-spoofing. Required unless you set O(domains).",
            ),
            samples=(["192.0.2.0/28"], ["192.0.2.0/28", "198.51.100.7/32"]),
        ),
        Set(
            "domains",
            (
                "Domains whose SPF records name the servers that may send as one of your addresses. Mimecast compares "
                "the connecting server with these records, not with the SPF record of the sender. At most nine, and "
                "never a domain whose record ends in C(+all).",
            ),
            normalize=spelling.domain,
            samples=(["spf.vendor.example"], ["spf.vendor.example", "spf2.vendor.example"]),
        ),
        Set(
            "link_domains",
            (
                "Domains of the links in the vendor's mail. Every page on them opens, whatever Mimecast finds there. "
                "No public source says whether this includes sub-domains and links with C(http://), so name these "
                "separately.",
            ),
            normalize=spelling.domain,
            samples=(["landing.vendor.example"], ["drill.vendor.example", "landing.vendor.example"]),
        ),
        Text(
            "reason",
            ("Whom you trust and why, such as the number of a change request. It stays in the file.",),
            normalize=spelling.text,
            required=True,
            samples=("CHG-1234, security awareness", "CHG-5678"),
        ),
        Date(
            "valid_until",
            ("Last day (V(YYYY-MM-DD)) on which the vendor is trusted. Without it, every run warns.",),
            last=True,
            samples=("2027-01-31", "2027-03-31"),
        ),
        scopes.scope(
            "applies_to",
            "",
            "",
            "Recipient side",
            on_create=_INSIDE,
            samples=(_INSIDE, {"type": "email_domain", "domain": "example.org"}),
        ),
        Set(
            "also",
            (
                "More checks that mail of the vendor should skip. The API cannot switch these off, but a person can: "
                + ", ".join(f"V({word})" for word in BYPASSES)
                + ". The result has the steps for each. Name only checks that you have a licence for and that the "
                "vendor needs to skip.",
            ),
            normalize=spelling.choice(*BYPASSES),
            samples=(["url_protection"], ["impersonation_protection", "url_protection"]),
        ),
    ),
    stands_for=StandsFor(
        types=(*_POLICIES, "managed_url"),
        by_hand=tuple(resource for resource, _option in BYPASSES.values()),
        lacks=_lacks,
        entries=_entries,
        told=_told,
        remains=_remains,
    ),
)
