# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What `make test` says at the end of what it could not test."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from ansible_collections.mailops.mimecast.tests.tooling import run_parts

SKIPPED = """<testsuites><testsuite tests="4" failures="0" errors="0" skipped="3">
<testcase/><testcase><skipped message="NOT TESTED: the page, because there is no browser"/></testcase>
<testcase><skipped message="NOT TESTED: the page, because there is no browser"/></testcase>
<testcase><skipped message="only on Windows"/></testcase></testsuite></testsuites>"""


def test_what_this_machine_cannot_test_is_said_last_and_in_capitals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    report, log = tmp_path / "unit.xml", tmp_path / "unit.log"
    report.write_text(SKIPPED, encoding="utf-8")
    log.touch()
    outcome = run_parts.Outcome("unit", 0, 1.0, log, run_parts.read_report(report), run_parts.read_untested(report))
    monkeypatch.setattr(run_parts, "run_all", lambda targets: iter([outcome]))

    assert run_parts.main(["unit"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[-2:] == ["1 passed, 0 failed, 3 skipped", "NOT TESTED, 2 TESTS: THE PAGE, BECAUSE THERE IS NO BROWSER"]


def test_without_a_report_nothing_is_said_to_be_untested(tmp_path: Path) -> None:
    assert run_parts.read_untested(tmp_path / "absent.xml") == Counter()
