# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Internal domains and their mail exchangers: CONTRACT section 3.8.

May not know about HTTP, and asks no name server: the ``dns`` table is all there is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .. import envelopes
from ..call import Call, Handler, rest_list
from ..contract import Json
from ..envelopes import Answer, Refused
from ..rows import Row

TABLE = "internal_domains"
GATEWAY_SUFFIXES = (".mimecast.com", ".mimecast.co.za", ".mimecast-offshore.com", ".mimecast-pscom-us.com")
HIGHEST_PRIORITY = 65535


def list_domains(call: Call) -> Answer:
    """All internal domains."""

    def render(item: tuple[str, Row]) -> Json:
        return {"id": call.account.ids.issue(TABLE, item[0]), **item[1]}

    return rest_list(call, "domains", call.account.tables[TABLE].listed, render)


def legacy_get_domains(call: Call) -> Answer:
    """Internal domains by their names, all without one (J1: observed)."""
    named = {item["domain"].lower() for item in call.items if "domain" in item}
    rows = [item for item in call.account.tables[TABLE].listed if not named or item[0] in named]
    return Answer(200, envelopes.legacy([{"id": call.account.ids.issue(TABLE, key), **row} for key, row in rows]))


def get_domain(call: Call) -> Answer:
    """One internal domain, without its id as for every single read."""
    return Answer(200, dict(call.account.tables[TABLE][call.path_key(TABLE, "domain_id")]))


def update_domain(call: Call) -> Answer:
    """Changes how recipients of one internal domain are checked, and nothing else."""
    key = call.path_key(TABLE, "domain_id")
    call.account.change(TABLE, key, {**call.account.tables[TABLE][key], **call.body})
    return Answer(204)


def get_dns_records(call: Call) -> Answer:
    """The records of one type; only MX records can be set in the ``dns`` table."""
    domain = call.path_key(TABLE, "domain_id")
    kind = call.parameters["record_type"]
    records = _mx_records(call, domain) if kind == "mx" else []
    texts = [f"{record['priority']} {record['hostname']}." for record in records]
    return Answer(200, {"domain": domain, "recordType": kind, "records": texts})


def verify_domains(call: Call) -> Answer:
    """MX records and their state, of the first domain named: one object is all that is documented."""
    names = [name.lower() for name in call.body["domains"]]
    for number, name in enumerate(names):
        if not call.account.is_internal(name):
            raise Refused("err_domain_not_internal", "is not an internal domain", field=f"domains[{number}]")
    records = _mx_records(call, names[0])
    return Answer(200, {"mxRecords": records, "status": mx_status(records)})


def _mx_records(call: Call, domain: str) -> list[Row]:
    return [record for record in call.account.dns.get(domain, []) if "hostname" in record]


def mx_status(records: Sequence[Row]) -> str:
    """The state of a domain's MX records. The words are documented (SCRAPE), when each applies is inferred."""
    if not records:
        return "mx_missing"
    priorities = {record["priority"] for record in records}
    if not all(0 <= priority <= HIGHEST_PRIORITY for priority in priorities):
        return "mx_invalid_priority"
    if not all(record["hostname"].lower().rstrip(".").endswith(GATEWAY_SUFFIXES) for record in records):
        return "mx_non_mimecast"
    if len(records) == 1:
        return "mx_single_host"
    return "mx_ok" if len(priorities) == 1 else "mx_priority_mismatch"


HANDLERS: Mapping[str, Handler] = {
    "listInternalDomains": list_domains,
    "legacyGetInternalDomains": legacy_get_domains,
    "getInternalDomain": get_domain,
    "updateInternalDomain": update_domain,
    "getInternalDomainDnsRecords": get_dns_records,
    "verifyInternalDomains": verify_domains,
}
