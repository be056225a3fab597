# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lint for the files of a site, or for an account: its findings, and what they mean for a run.

Only a run that lints loads it. It knows nothing of Ansible.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._api.reader import Reader
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.accounts import ACCOUNT
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint import lint
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint.findings import Finding
from ansible_collections.mailops.mimecast.plugins.module_utils._model import lint_accepted
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import shown, visible
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import RESOURCES
from ansible_collections.mailops.mimecast.plugins.module_utils._run import mail_accounts
from ansible_collections.mailops.mimecast.plugins.module_utils._run.mail_accounts import WantedByType, of_site_file

_TOLD = ("high", "medium")
"""How bad a finding is that is worth a word of its own; the others stand in the result."""
TYPES = tuple(dict.fromkeys(name for check in lint.CHECKS.values() for name in check.reads if name in RESOURCES))
"""Names of the types that lint looks at."""


@dataclass(frozen=True)
class Linted:
    """What lint has found.

    Attributes:
        findings: each as plain values, the worst first. problems, warnings: about the findings that count.
    """

    findings: Sequence[Entry]
    problems: Sequence[Problem] = ()
    warnings: Sequence[str] = ()


def of_file(params: Mapping[str, Any], wanted: WantedByType, today: str) -> Linted:
    """Return what is wrong in the files of a site, which describe a part of their account."""
    return _linted(params, of_site_file(wanted, TYPES).entries, today, whole=())


def of_account(params: Mapping[str, Any], reader: Reader, wanted: WantedByType, today: str) -> Linted:
    """Return what is wrong in an account as it is. Types that cannot be read are not checked."""
    mail_accounts.prefetch(reader, TYPES)
    known = mail_accounts.of_account(reader, wanted, more=TYPES)
    whole = [name for name, origin in known.origins.items() if origin == ACCOUNT]
    return _linted(params, known.entries, today, whole)


def _accepted(params: Mapping[str, Any]) -> list[Entry]:
    return lint_accepted.merged(params.get("baseline"), params.get("site"))


def _linted(
    params: Mapping[str, Any], entries: Mapping[str, Sequence[Entry]], today: str, whole: Sequence[str]
) -> Linted:
    dns, unread = _records(params, entries, today)
    found = lint.findings(entries, today, _accepted(params), dns, whole)
    told = [_problem(finding) for finding in found if finding.severity in _TOLD and not finding.accepted]
    data = [finding.as_data() for finding in found]
    if params.get("lint") == "fail":
        return Linted(data, told, unread)
    return Linted(data, (), [*map(str, told), *unread])


def _records(
    params: Mapping[str, Any], entries: Mapping[str, Sequence[Entry]], today: str
) -> tuple[Mapping[str, str | None] | None, list[str]]:
    """Return the SPF records that lint follows, where it may ask DNS, and a warning for each that it cannot read.

    Raises:
        Failure: DNS cannot be asked at all.
    """
    if not params.get("lint_dns"):
        return None, []
    # What is not asked for is not loaded.
    from ansible_collections.mailops.mimecast.plugins.module_utils._run import dns_lookup, spf_records

    domains = lint.spf_domains(entries, today)
    records = spf_records.read(dns_lookup.lookup(params), domains) if domains else spf_records.Records()
    warnings = [
        f"lint: the SPF record of {shown(name)} is not looked at: {why}" for name, why in records.unread.items()
    ]
    return {**records.served, **dict.fromkeys(records.unread)}, [visible(warning) for warning in warnings]


def _problem(finding: Finding) -> Problem:
    resource = RESOURCES.get(finding.resource)
    kind = resource.title if resource else finding.resource
    return Problem(f"lint, {finding.severity}", f"{kind} {shown(finding.name)}: {finding.what} ({finding.id})")
