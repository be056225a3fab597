# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Records of a site file by which findings are accepted, each with a reason and a last day. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Sequence

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint.checks import Check, Fault
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint.findings import Acceptance, Finding
from ansible_collections.mailops.mimecast.plugins.module_utils._model import lint_accepted


def accepted(found: Sequence[Finding], records: Sequence[Acceptance], day: str) -> list[Finding]:
    """Return findings, each with the record that accepts it on a day; of several that which lasts longest."""
    valid = sorted((record for record in records if record.until >= day), key=lambda record: record.until)
    return [
        dataclasses.replace(
            finding, accepted=next((record for record in reversed(valid) if record.fits(finding)), None)
        )
        for finding in found
    ]


def stale(
    found: Sequence[Finding], records: Sequence[Acceptance], day: str, settled: Collection[str]
) -> Iterator[Finding]:
    """Yield a finding for every record that has ended, or accepts nothing.

    Args:
        settled: ids of the checks that have found all there is. What another one would find is not known.
    """
    for record in records:
        if record.id not in settled:
            continue
        if not any(record.fits(finding) for finding in found):
            yield UNUSED.finding(_fault(record, f"nothing of {record.id} is found there any more"))
        elif record.until < day:
            yield EXPIRED.finding(_fault(record, f"the last day on which {record.id} is accepted was {record.until}"))


def _fault(record: Acceptance, told: str) -> Fault:
    return Fault(lint_accepted.KEY, record.name, record.id, told, record.item)


EXPIRED = Check(
    "acceptance_expired",
    "medium",
    "records of lint_accepted whose last day has passed",
    "The finding should have been reviewed by then.",
    "The site file",
    "Review the finding. Fix it, or set a later until with a reason.",
    lambda account: (),
    (),
)
UNUSED = Check(
    "acceptance_unused",
    "low",
    "records of lint_accepted that accept nothing",
    "It is misspelled, or the fault is fixed. If the fault comes back, the record would hide it.",
    "The site file",
    "Remove it, or correct id, name and item.",
    lambda account: (),
    (),
)
CHECKS = (EXPIRED, UNUSED)
