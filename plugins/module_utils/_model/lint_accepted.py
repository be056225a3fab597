# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The records of a site file by which findings of lint are accepted: their settings, and what is wrong with them.

It does not know which findings there are.
"""

from __future__ import annotations

from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model import spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Field
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem
from ansible_collections.mailops.mimecast.plugins.module_utils._model.records import Records
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Date, Text
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import shown

KEY = "lint_accepted"
_EXAMPLE = "- {id: permit_free_mail, name: Permitted Senders, item: gmail.com, reason: CHG-1234, until: 2027-01-31}"

FIELDS: tuple[Field, ...] = (
    Text("id", ("ID of the finding to accept.",), normalize=spelling.name, required=True),
    Text(
        "name",
        ("Exact name of the object that the finding is about, no pattern.",),
        normalize=spelling.name,
        required=True,
    ),
    Text(
        "item",
        (
            "The part of the object that the finding names, if any: a member, a domain, the other policy. A record "
            "without it does not accept a finding that has one.",
        ),
    ),
    Text(
        "reason",
        ("Why you accept it, such as the number of a change request.",),
        normalize=spelling.name,
        required=True,
    ),
    Date(
        "until",
        ("Last day (V(YYYY-MM-DD)) on which it is accepted. After that day, the record itself is a finding.",),
        required=True,
        last=True,
    ),
)


def _identity(record: Entry) -> tuple[str, ...]:
    return tuple(str(record.get(name, "")).casefold() for name in ("id", "name", "item"))


RECORDS = Records(
    FIELDS,
    required=[field.name for field in FIELDS if field.required],
    called="record",
    example=_EXAMPLE,
    identity=_identity,
    told=lambda record: f"{shown(record['id'])} of that name",
)


def check(records: Any, where: str) -> list[Problem]:
    """Return everything that is wrong with the records of a baseline or a site.

    Args:
        where: their place in the user's file.
    """
    return RECORDS.check(records, where)


def merged(baseline: Any, site: Any) -> list[Entry]:
    """Return the records of a baseline and a site that were found to be right, each value in its one spelling.

    Of two records about the same finding that of the site counts.
    """
    written = [record for part in (baseline, site) for record in (part or {}).get(KEY) or []]
    found = {_identity(record): record for record in map(RECORDS.read, written)}
    return list(found.values())
