# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mail tests as a site file has them: mistakes are told with their place, and a baseline and a site become one."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._model import mail_tests, site_file
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import walk
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import RESOURCES

MESSAGE = {"from": "a@partner.example", "to": "jo@example.com"}
TEST = {"name": "A partner may write", "message": MESSAGE, "expect": {"refused": False}}


def told(site: Any, baseline: Any = None) -> list[str]:
    parts = ({"mail_tests": baseline} if baseline is not None else None, {"mail_tests": site})
    return [str(problem) for problem in site_file.check(RESOURCES, *parts)]


def merged(baseline: Any, site: Any) -> list[tuple[dict[str, Any], str]]:
    return site_file.tests_of_mail({"mail_tests": baseline}, {"mail_tests": site})


@pytest.mark.parametrize(
    ("tests", "message"),
    [
        ("all", "mimecast_site.mail_tests: expected a list, got text; begin each test with '- ', such as '- {name: "),
        (["x"], "mimecast_site.mail_tests[0]: expected a mapping, got text"),
        ([{**TEST, "expects": {}}], "mimecast_site.mail_tests[0].expects: unknown key, did you mean 'expect'?"),
        ([{**TEST, "name": None}], "mimecast_site.mail_tests[0].name: is required"),
        ([{"name": "A", "expect": {"refused": True}}], "mimecast_site.mail_tests[0].message: is required"),
        ([{"name": "A", "message": MESSAGE}], "mimecast_site.mail_tests[0].expect: is required"),
        (
            [{**TEST, "expect": {}}],
            "mimecast_site.mail_tests[0].expect: is empty; write the expected result with one or",
        ),
        ([{**TEST, "expect": {"refused": None}}], "mimecast_site.mail_tests[0].expect: is empty; write the"),
        ([{**TEST, "message": {"from": "a@b.example"}}], "mimecast_site.mail_tests[0].message.to: is required"),
        (
            [{**TEST, "message": {**MESSAGE, "ip": "192.0.2.0/24"}}],
            "mimecast_site.mail_tests[0].message.ip: '192.0.2.0/24' is more than one address",
        ),
        (
            [{**TEST, "expect": {"refussed": True}}],
            "mimecast_site.mail_tests[0].expect.refussed: unknown key, did you mean 'refused'?",
        ),
        (
            [{**TEST, "expect": {"skips": ["spam"]}}],
            "mimecast_site.mail_tests[0].expect.skips[0]: 'spam' is not one of reputation, greylisting, spam_scanning",
        ),
        (
            [TEST, {**TEST, "name": " A partner  may write"}],
            "mimecast_site.mail_tests[1]: the mail test 'A partner may write' is already at "
            "mimecast_site.mail_tests[0]",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place(tests: Any, message: str) -> None:
    assert [problem[: len(message)] for problem in told(tests)] == [message]


def test_a_site_says_more_of_a_test_of_its_baseline_and_wins() -> None:
    site = [{"name": "A partner may write", "expect": {"route": "Exchange"}}]
    assert told(site, [TEST]) == []
    assert merged([TEST], site) == [
        (
            {"name": "A partner may write", "message": MESSAGE, "expect": {"route": "Exchange"}},
            "mimecast_site.mail_tests[0]",
        )
    ]


def test_a_site_takes_a_test_of_its_baseline_out_by_its_name_alone() -> None:
    site = [{"name": "A partner may write", "state": "absent"}]
    assert told(site, [TEST]) == []
    assert merged([TEST], site) == []


def test_a_test_that_is_absent_need_not_say_what_it_tests() -> None:
    assert told([{"name": "A", "state": "absent"}]) == []


def test_values_have_one_spelling() -> None:
    message = {"from": "A@Partner.Example", "to": "Jo@EXAMPLE.com", "ip": "192.0.2.10/32"}
    (test, _place) = merged(None, [{**TEST, "message": message}])[0]
    assert test["message"] == {**MESSAGE, "ip": "192.0.2.10"}


def test_a_bounce_has_no_sender() -> None:
    assert told([{**TEST, "message": {**MESSAGE, "from": "<>"}}]) == []


def test_a_site_of_mail_tests_alone_says_something() -> None:
    assert site_file.nothing_said(None, {"mail_tests": [TEST]}) == []


@pytest.mark.parametrize("field", list(walk(mail_tests.FIELDS)), ids=lambda field: field.name)
def test_every_setting_is_explained_and_has_values_that_are_taken(field: Any) -> None:
    assert field.doc
    for sample in field.samples:
        assert field.parse(sample, "")[1] == []
