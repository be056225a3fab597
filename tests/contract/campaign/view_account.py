# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an account has once, in the judge's own words, read from the tables of the emulator. It knows no decoder."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ansible_collections.mailops.mimecast.tests.contract.campaign.wishes import Entry, Tables


def settings(resource: str, tables: Tables) -> Entry:
    """Return the settings of what an account has once; empty ones where nothing is set."""
    return _READERS[resource](tables)


def _outbound(tables: Tables) -> Entry:
    return {"addresses": sorted(tables["outbound_ips"])}


def _contact(tables: Tables) -> Entry:
    row: Entry = next(iter(tables["emergency_contact"].values()), {})
    return {
        "name": row.get("contactName", ""),
        "email": row.get("contactEmailAddress", ""),
        "mobile_phone": row.get("mobilePhone", ""),
        "telephone": row.get("telephone", ""),
        "alternate_emails": sorted(row.get("alternateEmailAddresses", ())),
    }


_READERS: Mapping[str, Callable[[Tables], Entry]] = {"outbound_ip": _outbound, "emergency_contact": _contact}
