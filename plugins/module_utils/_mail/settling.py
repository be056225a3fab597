# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a site file hands on of what the mail of its account has shown: readings of open rules that do not hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.hypotheses import Exclusion, Settled
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.rules import RULES
from ansible_collections.mailops.mimecast.plugins.module_utils._model import mail_rules
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import nearest, shown

OPEN = {id: rule.question for id, rule in RULES.items() if rule.readings}
"""Open rules by id."""


def of_site(site: Any) -> Settled:
    """Return the readings that a site excludes.

    Args:
        site: as written, and found to be right.
    """
    return Settled(
        tuple(Exclusion(record["rule"], record["excluded"], record["evidence"]) for record in mail_rules.read(site))
    )


def records(exclusions: Iterable[Exclusion], known: Settled) -> list[Entry]:
    """Return exclusions as a site file has them, without those that it has already."""
    there = {(exclusion.question, exclusion.reading) for exclusion in known.exclusions}
    return [
        {"rule": found.question, "excluded": found.reading, "evidence": found.evidence}
        for found in exclusions
        if (found.question, found.reading) not in there
    ]


def together(known: Settled, shown_now: Settled) -> tuple[Settled, list[str]]:
    """Return what both exclude, and the rules of which no reading would be left; of these all readings stay."""
    both = Settled((*known.exclusions, *shown_now.exclusions))
    excluded = {(exclusion.question, exclusion.reading) for exclusion in both.exclusions}
    none_left = [
        id for id, question in OPEN.items() if all((id, reading.id) in excluded for reading in question.readings)
    ]
    return both, none_left


def problems(site: Any, where: str) -> Iterator[Problem]:
    """Yield a problem for every record that is about no reading of an open rule, or leaves a rule none.

    Args:
        site: as written, and found to be right otherwise. where: place of the records in the user's file.
    """
    left = {id: [reading.id for reading in question.readings] for id, question in OPEN.items()}
    for index, record in enumerate(mail_rules.read(site)):
        place, rule, reading = f"{where}[{index}]", record["rule"], record["excluded"]
        if rule not in OPEN:
            yield Problem(f"{place}.rule", f"{shown(rule)} is no open rule{nearest(rule, OPEN)}")
            continue
        known = [reading.id for reading in OPEN[rule].readings]
        if reading not in known:
            told = f"{shown(reading)} is no reading of {rule}, expected one of {', '.join(known)}"
            yield Problem(f"{place}.excluded", told)
            continue
        left[rule].remove(reading)
        if not left[rule]:
            yield Problem(f"{place}.excluded", f"no reading of {rule} is left then; one of them has to hold")
