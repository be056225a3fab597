# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A finding may be accepted, with a reason and until a day; the record is looked at too."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint import lint
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint.findings import Finding
from ansible_collections.mailops.mimecast.plugins.module_utils._model import lint_accepted
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import RESOURCES
from ansible_collections.mailops.mimecast.plugins.module_utils._run import site as whole_site
from ansible_collections.mailops.mimecast.tests.unit.lint.accounts import DAY, clean, member

GMAIL = {
    "id": "permit_free_mail",
    "name": "Permitted Senders",
    "item": "gmail.com",
    "reason": "CHG-1234",
    "until": "2026-11-27",
}


def found(*records: dict[str, Any], members: tuple[str, ...] = ("gmail.com",), **more: Any) -> list[Finding]:
    read = lint_accepted.merged(None, {"lint_accepted": list(records)})
    return lint.findings(member("Permitted senders", *members), DAY, read, **more)


def test_what_is_accepted_is_told_with_its_reason_and_its_last_day() -> None:
    (finding,) = found(GMAIL)
    assert finding.as_data()["accepted"] == {"reason": "CHG-1234", "until": "2026-11-27"}
    assert finding.severity == "high"


def test_a_record_is_about_one_item_of_one_object() -> None:
    assert [
        (finding.item, finding.accepted is not None) for finding in found(GMAIL, members=("gmail.com", "aol.com"))
    ] == [
        ("aol.com", False),
        ("gmail.com", True),
    ]


@pytest.mark.parametrize(
    "other",
    [{"name": "Vendors"}, {"name": "Permitted*"}, {"item": ""}, {"item": "*"}, {"id": "permit_own_domain"}],
    ids=str,
)
def test_a_record_about_something_else_accepts_nothing_and_is_told(other: dict[str, str]) -> None:
    finding, record = found({**GMAIL, **other})
    assert finding.accepted is None
    assert (record.id, record.severity, record.resource) == ("acceptance_unused", "low", "lint_accepted")
    assert record.name == {**GMAIL, **other}["name"]


def test_a_record_that_has_ended_accepts_nothing_and_is_told() -> None:
    finding, record = found({**GMAIL, "until": "2026-11-26"})
    assert finding.accepted is None
    assert (record.id, record.severity) == ("acceptance_expired", "medium")
    assert "2026-11-26" in record.what


def test_a_record_of_what_is_mended_is_told_once_ended_or_not() -> None:
    ended = {**GMAIL, "until": "2026-11-26", "item": "aol.com"}
    assert [finding.id for finding in found(GMAIL, ended, members=())] == ["acceptance_unused"] * 2


def test_a_record_is_not_judged_by_a_check_that_was_not_made() -> None:
    unasked = {**GMAIL, "id": "spf_all", "name": "Survey may", "item": "spf.survey.example"}
    assert found(unasked, members=()) == []
    assert [finding.id for finding in found(unasked, members=(), dns={})] == ["acceptance_unused"]


def test_of_two_records_the_one_that_lasts_longer_counts() -> None:
    account = member("Permitted senders", "gmail.com")
    shorter, longer = GMAIL, {**GMAIL, "name": "permitted senders", "until": "2027-01-31", "reason": "CHG-2"}
    for records in ([shorter, longer], [longer, shorter]):
        (finding,) = lint.findings(account, DAY, records)
        assert finding.accepted
        assert finding.accepted.reason == "CHG-2"


def test_records_of_a_baseline_and_a_site_are_one_list_in_which_the_site_wins() -> None:
    day = datetime.date(2027, 1, 31)
    baseline = {"lint_accepted": [GMAIL, {**GMAIL, "item": "aol.com"}]}
    site = {"lint_accepted": [{**GMAIL, "name": "Permitted senders", "until": day, "reason": " CHG-2 "}]}
    assert [(record["item"], record["reason"], record["until"]) for record in lint_accepted.merged(baseline, site)] == [
        ("gmail.com", "CHG-2", "2027-01-31"),
        ("aol.com", "CHG-1234", "2026-11-27"),
    ]
    assert lint_accepted.merged({}, None) == []


def test_a_record_for_what_is_no_finding_is_refused_with_the_nearest_word() -> None:
    site = {"lint_accepted": [GMAIL, {**GMAIL, "id": "permit_fre_mail"}, {**GMAIL, "id": "acceptance_unused"}]}
    first, second = map(str, lint.unknown_ids(None, site))
    assert first.startswith(
        "mimecast_site.lint_accepted[1].id: 'permit_fre_mail' is no finding, did you mean 'permit_free"
    )
    assert second.startswith("mimecast_site.lint_accepted[2].id: ")
    assert str(lint.unknown_ids(site, {})[0]).startswith("mimecast_baseline.")


def test_a_site_that_accepts_what_is_no_finding_is_refused_when_it_is_checked() -> None:
    known = {"site": {"users": [], "lint_accepted": [GMAIL]}}
    unknown = {"baseline": {"lint_accepted": [{**GMAIL, "id": "permit_everybody"}]}, "site": {"users": []}}
    assert whole_site.check(known, RESOURCES) == []
    (problem,) = whole_site.check(unknown, RESOURCES)
    assert str(problem).startswith("mimecast_baseline.lint_accepted[0].id: 'permit_everybody' is no finding, did you")
    assert whole_site.check({"site": {"lint_accepted": [{}], "usres": []}}, RESOURCES) != []


def test_a_clean_account_needs_no_record() -> None:
    assert lint.findings(clean(), DAY, []) == []
