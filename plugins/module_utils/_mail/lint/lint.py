# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lint: what is wrong in an account, or is not what it seems, without asking which of several policies wins.

Pure: it knows descriptors and entries in the words of a site file, neither an account nor a clock nor DNS.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint import (
    acceptances,
    blocks,
    domains,
    groups,
    lifetimes,
    pairs,
    permits,
    scopes,
    spf,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint.account import Account
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint.checks import Check
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint.findings import (
    SEVERITIES,
    Acceptance,
    Finding,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._model import lint_accepted, site_file
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import nearest, shown

CHECKS: dict[str, Check] = {
    check.id: check
    for family in (permits, blocks, domains, spf, scopes, pairs, groups, lifetimes, acceptances)
    for check in family.CHECKS
}
"""Every check by its id."""


def findings(
    entries: Mapping[str, Sequence[Entry]],
    day: str,
    accepted: Sequence[Entry] = (),
    dns: Mapping[str, str | None] | None = None,
    whole: Collection[str] | None = None,
) -> list[Finding]:
    """Return what is wrong, the worst first; what is accepted is there too, and says so.

    Args:
        entries: name of a type -> its objects in the words of a site file, each value in its one spelling, without
            those that are to go. A type that is not there is not known. day: the present day, as YYYY-MM-DD.
        accepted: the records of ``lint_accepted``, as ``lint_accepted.merged`` returns them.
        dns: domain -> its SPF record, "" where it has none, None where DNS did not tell. Without it what needs records
            is not looked for.
        whole: types of which ``entries`` holds every object that the account has; without it, all that are there. Not
            one of which an object could not be read; of a site file that says a part of its account, none.
    """
    account = _account(entries, day, dns, whole)
    found = [finding for check in CHECKS.values() for finding in check.findings(account)]
    records = [Acceptance(**record) for record in accepted]
    settled = [check.id for check in CHECKS.values() if check.is_settled(account)]
    told = acceptances.accepted(found, records, day)
    told += acceptances.stale(found, records, day, settled)
    return sorted({*told}, key=_order)


def unseen(
    entries: Mapping[str, Sequence[Entry]],
    dns: Mapping[str, str | None] | None = None,
    whole: Collection[str] | None = None,
) -> dict[str, tuple[str, ...]]:
    """Return what checks would look at and is not known: id of a check -> types, and ``dns``.

    Args:
        entries, dns, whole: as for ``findings``.
    """
    account = _account(entries, "", dns, whole)
    return {check.id: missing for check in CHECKS.values() if (missing := check.unseen(account))}


def spf_domains(entries: Mapping[str, Sequence[Entry]], day: str) -> list[str]:
    """Return the domains whose SPF records ``findings`` looks at, beside those that they lead to."""
    return spf.domains(_account(entries, day, None, None))


def acceptable() -> list[str]:
    """Return the ids of all findings that a record may accept: all but those about such records."""
    return [name for name, check in CHECKS.items() if check not in acceptances.CHECKS]


def unknown_ids(baseline: Any, site: Any) -> list[Problem]:
    """Return a problem for every record of ``lint_accepted`` that no finding can ever fit.

    Args:
        baseline, site: as written, and found to be right.
    """
    known = acceptable()
    return [
        Problem(
            f"{part}.{lint_accepted.KEY}[{index}].id",
            f"{shown(record['id'])} is no finding{nearest(record['id'], known)}",
        )
        for part, said in ((site_file.BASELINE_NAME, baseline), (site_file.SITE_NAME, site))
        for index, record in enumerate((said or {}).get(lint_accepted.KEY) or ())
        if record["id"].strip() not in known
    ]


def _account(
    entries: Mapping[str, Sequence[Entry]],
    day: str,
    dns: Mapping[str, str | None] | None,
    whole: Collection[str] | None,
) -> Account:
    return Account(entries, day, frozenset(entries if whole is None else whole), dns)


def _order(finding: Finding) -> tuple[int, tuple[str, ...]]:
    words = (finding.id, finding.resource, finding.name, finding.place, finding.item, finding.what)
    return list(SEVERITIES).index(finding.severity), words
