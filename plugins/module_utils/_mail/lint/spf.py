# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks of ways around anti-spoofing by SPF: whose servers may send as one of your addresses.

Records are followed as far as they are given; nothing is looked up here. What is below a record that is not given, or
that DNS did not tell, is not seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint.account import Account
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint.checks import Check, Fault
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families import broad_domains

_BYPASS = "anti_spoofing_bypass_policy"
MOST_TERMS = 9
"""With ten or more terms in a record the bypass does not apply."""

_SHARED = (
    "_netblocks.google.com",
    "_netblocks2.google.com",
    "_netblocks3.google.com",
    "_spf.google.com",
    "amazonses.com",
    "mailgun.org",
    "sendgrid.net",
    "servers.mcsv.net",
    "spf.mandrillapp.com",
    "spf.mtasv.net",
    "spf.protection.outlook.com",
)
"""Records of services that send for whoever opens an account. Mimecast names the first of their kind, Microsoft 365 and
Google; that the others are of the same kind is what those services say of themselves. The table is not complete."""

_ASKING = ("include:", "redirect=", "exists:", "a", "mx", "ptr")


def _bypasses(account: Account) -> Iterator[tuple[Entry, str]]:
    """Yield every domain by whose record somebody may send as one of yours, with its policy."""
    for entry in account.acting(_BYPASS):
        if entry.get("action") == "enable_bypass":
            yield from ((entry, domain) for domain in sorted(entry.get("spf_domains") or ()))


def domains(account: Account) -> list[str]:
    """Return the domains whose records count for an account, each once, in order."""
    return sorted({domain for _entry, domain in _bypasses(account)})


def targets(record: str) -> list[str]:
    """Return the domains that a record leads to, in its order."""
    return [target for term in _terms(record) if (target := _target(term))]


def _records(account: Account) -> Iterator[tuple[Entry, str, dict[str, list[str]]]]:
    """Yield the same with the records that count for it: domain -> terms of its record."""
    dns = account.dns or {}
    for entry, domain in _bypasses(account):
        yield entry, domain, _reached(domain, dns)


def _reached(domain: str, dns: Mapping[str, str | None]) -> dict[str, list[str]]:
    """Return the terms of a record and of those that it leads to, as far as they are given."""
    found: dict[str, list[str]] = {}
    waiting = [domain]
    while waiting:
        name = waiting.pop()
        record = dns.get(name)
        if name not in found and record is not None:
            found[name] = _terms(record)
            waiting += targets(record)
    return found


def _terms(record: str) -> list[str]:
    version, *terms = record.lower().split() or [""]
    return terms if version == "v=spf1" else []


def _target(term: str) -> str:
    """Return the domain that a term leads to, or ""."""
    plain = term.lstrip("+-~?")
    return next((plain[len(word) :].rstrip(".") for word in ("include:", "redirect=") if plain.startswith(word)), "")


def _shared_clouds(account: Account) -> Iterator[Fault]:
    for entry, domain, records in _records(account):
        reached = {domain, *(target for terms in records.values() for term in terms if (target := _target(term)))}
        shared = sorted(name for name in reached if _is_shared(name))
        if shared:
            by = "" if shared == [domain] else f" leads to {shared[0]}, which"
            told = f"{domain}{by} names servers that anybody can send from"
            yield Fault(_BYPASS, entry["name"], "spf_domains", told, domain)


def _is_shared(domain: str) -> bool:
    below = any(domain == name or domain.endswith(f".{name}") for name in _SHARED)
    return below or broad_domains.is_free_mail(domain)


def _too_many_terms(account: Account) -> Iterator[Fault]:
    for entry, domain, records in _records(account):
        count = sum(_asks(term) for terms in records.values() for term in terms)
        if count > MOST_TERMS:
            told = f"the record of {domain} takes {count} look-ups, those of the records that it includes among them"
            yield Fault(_BYPASS, entry["name"], "spf_domains", told, domain)


def _asks(term: str) -> bool:
    plain = term.lstrip("+-~?")
    return any(plain.startswith(word) if word[-1] in ":=" else _is_mechanism(plain, word) for word in _ASKING)


def _is_mechanism(term: str, word: str) -> bool:
    return term == word or term.startswith((f"{word}:", f"{word}/"))


def _everybody(account: Account) -> Iterator[Fault]:
    for entry, domain, records in _records(account):
        open_records = sorted(name for name, terms in records.items() if not {"all", "+all"}.isdisjoint(terms))
        if open_records:
            told = f"the record of {open_records[0]} ends in +all, so {domain} permits every server"
            yield Fault(_BYPASS, entry["name"], "spf_domains", told, domain)


def _no_record(account: Account) -> Iterator[Fault]:
    for entry, domain, records in _records(account):
        if domain in records and not records[domain]:
            yield Fault(_BYPASS, entry["name"], "spf_domains", f"{domain} has no SPF record", domain)


_SOURCE = "M11, documented: Mimecast KB 34000752076563"
CHECKS = (
    Check(
        "spf_shared_cloud",
        "high",
        "SPF bypasses that let in a service that anybody can send from",
        "Every customer of that service can send as one of your addresses.",
        f"{_SOURCE}; www.mimecast.com/blog/common-pitfalls-in-mimecast-email-security-configurations. Inferred: which "
        "services this concerns besides Microsoft 365 and Google",
        "Name the addresses of the sender in an anti-spoofing policy (take_no_action, source_ips) instead.",
        _shared_clouds,
        (_BYPASS,),
        follows_dns=True,
    ),
    Check(
        "spf_all",
        "high",
        "SPF bypasses that rely on a record that ends in +all",
        "Everybody can send as one of your addresses.",
        _SOURCE,
        "Remove the domain.",
        _everybody,
        (_BYPASS,),
        asks_dns=True,
    ),
    Check(
        "spf_too_many_terms",
        "medium",
        "SPF bypasses that rely on a record with ten or more terms",
        "With ten or more terms, the bypass does not apply at all.",
        f"{_SOURCE}. Inferred from RFC 7208: the terms of included records count too",
        "Name the record of the one service that you mean, or put its addresses into an anti-spoofing policy.",
        _too_many_terms,
        (_BYPASS,),
        asks_dns=True,
    ),
    Check(
        "spf_no_record",
        "medium",
        "SPF bypasses that name a domain without an SPF record",
        "The bypass lets no server through, so Mimecast rejects the mail that you made it for.",
        _SOURCE,
        "Correct the domain, or remove it.",
        _no_record,
        (_BYPASS,),
        asks_dns=True,
    ),
)
