# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""MX records of domains: what DNS serves, what the account expects, what Mimecast's own check says, what to publish.

It changes nothing, neither in the account nor in DNS. It knows nothing of Ansible.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import Connection
from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import NotOffered
from ansible_collections.mailops.mimecast.plugins.module_utils._api.reader import Reader
from ansible_collections.mailops.mimecast.plugins.module_utils._model import spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem, refuse
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry, Row
from ansible_collections.mailops.mimecast.plugins.module_utils._resources import mx
from ansible_collections.mailops.mimecast.plugins.module_utils._run import dns_lookup
from ansible_collections.mailops.mimecast.plugins.module_utils._run.dns_lookup import DnsError, Lookup
from ansible_collections.mailops.mimecast.plugins.module_utils._run.options import NAME_SERVERS, Options
from ansible_collections.mailops.mimecast.plugins.module_utils._run.session import nothing_spent, session, tally

_PAIR = re.compile(r"^(?P<head>.+-inbound-)(?P<number>[12])(?P<tail>\..+)$")
_FROM_OUTSIDE = ("everyone", "external_addresses")
_ALL_INTERNAL = ("everyone", "internal_addresses")
_NOT_ASKED = "not_asked"
"""The word for a domain that Mimecast's own check would refuse."""
Record = dict[str, Any]

OPTIONS: Options = {
    "domains": {"type": "list", "elements": "str"},
    "from_site": {"type": "bool", "default": False},
    **NAME_SERVERS,
}


@dataclass(frozen=True)
class _Domain:
    """What the account knows of a domain: whether it takes its mail, Mimecast's own check, the records it expects."""

    name: str
    internal: bool
    covered: bool
    verification: str
    expected: list[Record]


def run(params: Mapping[str, Any], connection: Connection, resources: Mapping[str, Resource]) -> Entry:
    """Return ``domains`` (one report each) and warnings.

    Raises:
        Failure: an option is malformed, a library is missing, or the account cannot be read.
    """
    domains = _domains(params)
    if not domains and params.get("from_site"):
        return {"changed": False, "named": False, "domains": [], "warnings": [], "api": nothing_spent()}
    lookup = dns_lookup.lookup(params)
    with session(connection) as client:
        expected = expected_records(client.read(mx.GATEWAY_DETAILS))
        one_spelling = spelling.tolerant(spelling.domain)
        internal = {one_spelling(name): name for row in client.rows(mx.INTERNAL_DOMAINS) if (name := row.get("domain"))}
        reader = Reader(client, resources)
        policy = resources["delivery_route_policy"]
        policies = [current.entry for current in reader.everything(policy, False, False)]
        today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
        reports = [
            _report(
                _Domain(
                    domain,
                    domain in internal,
                    covered(domain, policies, today),
                    _verification(client, internal[domain]) if domain in internal else _NOT_ASKED,
                    expected,
                ),
                lookup,
            )
            for domain in domains
        ]
        warnings = [line for report in reports for line in report.pop("warnings")]
        return {"changed": False, "domains": reports, "named": True, "warnings": warnings, "api": tally(client)}


def _domains(params: Mapping[str, Any]) -> list[str]:
    """Return the domains to look at, each once; Failure when they or the name servers are malformed."""
    found, problems = [], []
    if not params.get("domains") and not params.get("from_site"):
        problems.append(Problem("domains", "is required"))
    for index, name in enumerate(params.get("domains") or []):
        try:
            found.append(spelling.domain(name))
        except spelling.Malformed as error:
            problems.append(Problem(f"domains[{index}]", str(error)))
    refuse([*problems, *dns_lookup.problems(params)])
    return list(dict.fromkeys(found))


def expected_records(gateway: Row) -> list[Record]:
    """Return the MX records that the account expects.

    The gateway details hold one record (documented) or several (tolerated). Mimecast publishes its inbound hosts in
    pairs, -1 and -2, at one preference (REFERENCE 2.1): the twin is added where the name follows that pattern.
    """
    told = gateway.get("inboundMxRecords") or []
    records = [_record(row) for row in (told if isinstance(told, list) else [told]) if isinstance(row, Mapping)]
    names = {record["hostname"] for record in records}
    for record in list(records):
        match = _PAIR.match(record["hostname"])
        twin = f"{match['head']}{3 - int(match['number'])}{match['tail']}" if match else ""
        if twin and twin not in names:
            records.append({"hostname": twin, "priority": record["priority"]})
    return sorted(records, key=_order)


def _record(row: Row) -> Record:
    priority = row.get("priority")
    return {
        "hostname": str(row.get("hostname", "")).lower().rstrip("."),
        "priority": 10 if priority is None else int(priority),
    }


def _order(record: Record) -> tuple[int, str]:
    return record["priority"], record["hostname"]


def covered(domain: str, policies: Sequence[Entry], today: str) -> bool:
    """Whether a delivery route policy covers all mail from outside for the domain.

    A policy for a group, an address, single senders or single source networks covers only a part of the mail.

    Args:
        today: ``YYYY-MM-DD``; a policy acts from the first to the last day of its validity.
    """
    return any(
        sender.get("type") in _FROM_OUTSIDE and _reaches(domain, recipient)
        for policy in policies
        if _acts(policy, today)
        for sender, recipient in _ends(policy)
    )


def _acts(policy: Entry, today: str) -> bool:
    begin, end = policy.get("valid_from") or today, policy.get("valid_until") or today
    return bool(policy.get("enabled", True) and begin <= today <= end and not policy.get("source_ips"))


def _ends(policy: Entry) -> list[tuple[Entry, Entry]]:
    """Return (sender side, recipient side), and both swapped where the policy applies in both directions."""
    ends = (policy.get("applies_from", {}), policy.get("applies_to", {}))
    return [ends, (ends[1], ends[0])] if policy.get("bidirectional") else [ends]


def _reaches(domain: str, recipient: Entry) -> bool:
    kind = recipient.get("type")
    return kind in _ALL_INTERNAL or (kind == "email_domain" and recipient.get("domain") == domain)


def _verification(client: Client, domain: str) -> str:
    """Return the status of Mimecast's own check, asked domain by domain: one answer is documented for a call.

    Args:
        domain: as the account spells it.
    """
    try:
        return str(client.read(mx.VERIFY, item={"domains": [domain]}).get("status") or "unknown")
    except NotOffered:
        return "not_offered"


def _served(domain: str, lookup: Lookup) -> list[Record]:
    """Return the MX records that DNS serves; DnsError where that is not known."""
    found = [
        _record({"hostname": str(served.exchange), "priority": int(served.preference)})
        for served in lookup(domain, "MX")
    ]
    return sorted(found, key=_order)


def _report(domain: _Domain, lookup: Lookup) -> Entry:
    """Return the report about one domain, with its ``warnings``."""
    warnings = []
    if not domain.internal:
        warnings.append(f"{domain.name} is not an internal domain of the account: Mimecast would refuse its mail")
    if not domain.covered:
        warnings.append(
            f"no delivery route policy covers all mail from outside for {domain.name}: its "
            "mail would queue once the MX "
            "records point to Mimecast"
        )
    served = None
    try:
        served = _served(domain.name, lookup)
    except DnsError as error:
        warnings.append(f"{error}; it is not known what it serves")
    if served is not None and not domain.expected:
        warnings.append(
            f"the account does not show which MX records it expects, so it was not possible to check {domain.name}"
        )
    if served and _priorities_differ(served, domain.expected):
        warnings.append(
            f"the MX records of {domain.name} that point to Mimecast have different priorities; give them one"
        )
    return {
        "domain": domain.name,
        "internal": domain.internal,
        "covered_by_policy": domain.covered,
        "verification": domain.verification,
        "expected": domain.expected,
        "served": served,
        **_to_do(domain.name, served, domain.expected),
        "warnings": warnings,
    }


def _priorities_differ(served: list[Record], expected: list[Record]) -> bool:
    ours = {record["hostname"] for record in expected}
    return len({record["priority"] for record in served if record["hostname"] in ours}) > 1


def _to_do(domain: str, served: list[Record] | None, expected: list[Record]) -> Entry:
    """Return what to publish and what to remove; None where either side is not known."""
    if served is None or not expected:
        return {"publish": None, "remove": None, "in_sync": None}
    ours = {record["hostname"] for record in expected}
    there = {record["hostname"] for record in served}
    publish = [_line(domain, record) for record in expected if record["hostname"] not in there]
    remove = [_line(domain, record) for record in served if record["hostname"] not in ours]
    return {"publish": publish, "remove": remove, "in_sync": not publish and not remove}


def _line(domain: str, record: Record) -> str:
    """Return a record as it stands in a zone file."""
    return f"{domain}. IN MX {record['priority']} {record['hostname']}."
