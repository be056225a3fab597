# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The records of a site file that say how its account reads open rules of mail: their settings, and what is wrong.

It does not know the rules.
"""

from __future__ import annotations

from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model import spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Field
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem
from ansible_collections.mailops.mimecast.plugins.module_utils._model.records import Records
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Text
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import shown

KEY = "mail_rules"
_EXAMPLE = "- {rule: S7, excluded: b, evidence: 'test mail of 2026-11-20, ticket 4711: routed by Vault'}"

FIELDS: tuple[Field, ...] = (
    Text("rule", ("Id of an open rule, such as V(S7).",), normalize=spelling.name, required=True),
    Text(
        "excluded",
        ("Id of the reading under which mail of this account cannot have happened.",),
        normalize=spelling.name,
        required=True,
    ),
    Text("evidence", ("The mail that shows it, as replay tells it.",), normalize=spelling.name, required=True),
)

RECORDS = Records(
    FIELDS,
    required=[field.name for field in FIELDS],
    called="record",
    example=_EXAMPLE,
    identity=lambda record: (record["rule"], record["excluded"]),
    told=lambda record: f"reading {shown(record['excluded'])} of {record['rule']}",
)


def check(records: Any, where: str) -> list[Problem]:
    """Return everything that is wrong with the records of a site.

    Args:
        where: their place in the user's file.
    """
    return RECORDS.check(records, where)


def read(site: Any) -> list[Entry]:
    """Return the records of a site that were found to be right, each value in its one spelling."""
    return [RECORDS.read(record) for record in (site or {}).get(KEY) or ()]
