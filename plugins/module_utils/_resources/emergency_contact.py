# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The emergency contact of an account: whom Mimecast calls when mail does not flow (CONTRACT 3.10)."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._model import spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.lists import Set
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Console, Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Text
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry

_PATH = "/account/cloud-gateway/v1/emergency-contact"
_PRODUCTS = ("accountmanagement", "emailsecurityonboarding")
_MOST_ALTERNATES = 4


def _check(entry: Entry) -> str:
    count = len(entry.get("alternate_emails") or [])
    if count <= _MOST_ALTERNATES:
        return ""
    return f"alternate_emails: {count} addresses, at most {_MOST_ALTERNATES} are possible"


EMERGENCY_CONTACT = Resource(
    name="emergency_contact",
    plural="emergency_contact",
    role="account",
    title="emergency contact",
    summary="Manage the emergency contact of the account",
    singleton=True,
    doc=(
        "The emergency contact is the person that Mimecast contacts about problems with the account or its mail. It "
        "has no effect on mail.",
        "An account has one contact, and the API replaces all of it. So the task reads it right before it writes it, "
        "and keeps the settings that you do not name. If none is set yet, O(name), O(email) and O(mobile_phone) are "
        "required.",
    ),
    notes=(
        "Set at least one address outside your own mail system, because that system may be in trouble.",
        "If somebody changes the contact in the console between the last read and the write, their change is "
        "lost. The API has no way to prevent this.",
    ),
    console=Console("Account | Account Settings", ""),
    purgeable=False,
    check=_check,
    fields=(
        Text(
            "name",
            ("Name of the person, at most 60 characters.",),
            console="Name",
            api="contactName",
            normalize=spelling.at_most(60),
            required=True,
            default="",
            samples=("Jo Example", "Sam Example"),
        ),
        Text(
            "email",
            ("Email address of the person.",),
            console="Email Address",
            api="contactEmailAddress",
            normalize=spelling.address,
            required=True,
            default="",
            samples=("jo@example.com", "sam@example.org"),
        ),
        Text(
            "mobile_phone",
            ("Mobile phone number with V(+) and the country's code, in quotes. Spaces and hyphens do not count.",),
            console="Mobile Phone",
            api="mobilePhone",
            normalize=spelling.phone_number,
            required=True,
            default="",
            samples=("+447700900123", "+447700900456"),
        ),
        Text(
            "telephone",
            ("Another phone number, in quotes, in the form to show.",),
            console="Telephone",
            api="telephone",
            default="",
            clear="",
            samples=("020 7946 0000 ext. 7", "020 7946 0999"),
        ),
        Set(
            "alternate_emails",
            ("Up to four more addresses. Addresses that are not in the list are removed.",),
            console="Alternate Email Addresses",
            api="alternateEmailAddresses",
            normalize=spelling.address,
            default=[],
            clear=[],
            samples=(["jo@partner.example"], ["it@partner.example", "jo@partner.example"]),
        ),
    ),
    get=Operation("getEmergencyContact", "GET", _PATH, products=_PRODUCTS, permission="Account | Settings | Read"),
    update=Operation(
        "putEmergencyContact", "PUT", _PATH, writes=True, products=_PRODUCTS, permission="Account | Settings | Edit"
    ),
)
