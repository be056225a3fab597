# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""SPF records of domains as DNS serves them, and all records that they include.

A missing record is not the same as one that could not be read. It knows neither accounts nor Ansible.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint import spf
from ansible_collections.mailops.mimecast.plugins.module_utils._run import dns_lookup
from ansible_collections.mailops.mimecast.plugins.module_utils._run.dns_lookup import DnsError, Lookup

MOST = 200
"""So many records are read at most, for what they lead to is written by others."""


@dataclass(frozen=True)
class Records:
    """What was read.

    Attributes:
        served: domain -> its record, "" where it has none. unread: domain -> why its record is not known.
    """

    served: Mapping[str, str] = field(default_factory=dict)
    unread: Mapping[str, str] = field(default_factory=dict)


def read(lookup: Lookup, domains: Sequence[str]) -> Records:
    """Return the SPF records of domains and of the domains that they include, each read once."""
    served: dict[str, str] = {}
    unread: dict[str, str] = {}
    waiting = deque(domains)
    while waiting:
        domain = waiting.popleft()
        if domain in served or domain in unread:
            continue
        if len(served) + len(unread) >= MOST:
            unread[domain] = f"{MOST} records were read before it, which is the limit"
            break
        try:
            served[domain] = _record(lookup, domain)
        except DnsError as error:
            unread[domain] = str(error)
        else:
            waiting += spf.targets(served[domain])
    return Records(served, unread)


def _record(lookup: Lookup, domain: str) -> str:
    """Return the SPF record of a domain, "" where it has none.

    Raises:
        DnsError: DNS did not answer, or what it says is not one record.
    """
    if "%" in domain:
        raise DnsError("it differs for each message (RFC 7208, macros)")
    texts = dns_lookup.texts(lookup, domain)
    records = [text for text in texts if text.lower().split(" ", 1)[0] == "v=spf1"]
    if len(records) > 1:
        raise DnsError(f"DNS serves {len(records)} of them, so none counts (RFC 7208, section 4.5)")
    return records[0] if records else ""
