# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Three vendors as their own guides describe them, with networks that are kept for documentation."""

from __future__ import annotations

from typing import Any

Entry = dict[str, Any]

UNTIL, PAST = "2099-03-31", "2020-03-31"

SIMULATION: Entry = {
    "name": "Phishing drill",
    "networks": ["192.0.2.16/28", "198.51.100.7"],
    "link_domains": ["landing.drill.example"],
    "reason": "CHG-2041, security awareness",
    "valid_until": UNTIL,
}
"""Sends forged mail with links that everybody is to click."""
CRM: Entry = {
    "name": "Newsletter service",
    "networks": ["203.0.113.0/25"],
    "domains": ["spf.newsletter.example"],
    "reason": "Marketing sends in our name",
    "valid_until": UNTIL,
}
"""Sends as one of our own addresses."""
SCANNER: Entry = {
    "name": "Office scanner",
    "networks": ["203.0.113.200/32"],
    "reason": "Scans to mail",
    "valid_until": UNTIL,
}
"""One machine."""
VENDORS = (SIMULATION, CRM, SCANNER)
BYPASSED: Entry = {**SIMULATION, "also": ["url_protection", "impersonation_protection"]}
"""A vendor that asks for policies that only a person can make."""


def site(*vendors: Entry, **more: Any) -> Entry:
    """Return a site with some vendors; ``more`` changes each of them."""
    return {"trusted_sources": [{**vendor, **more} for vendor in vendors]}


def called(vendor: Entry) -> str:
    """Return what the policies of a vendor are called."""
    return f"Trusted source: {vendor['name']}"
