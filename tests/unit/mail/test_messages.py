# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A message that a user writes: each part in its one spelling, mistakes with their place."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.messages import Message, read

DAY = "2026-06-15"


def test_a_message_is_read_in_one_spelling() -> None:
    given = {
        "from": "Jo@Partner.Example",
        "to": "kim@example.com",
        "ip": "192.0.2.10",
        "hostname": "MX.Partner.example",
    }
    message, problems = read(given, DAY, "mail_tests[0]")
    assert problems == []
    assert message == Message(
        "jo@partner.example", "kim@example.com", DAY, "jo@partner.example", "192.0.2.10", "mx.partner.example"
    )


def test_what_a_message_says_can_be_read_again() -> None:
    message = Message("", "kim@example.com", DAY, "jo@partner.example", "2001:db8::1")
    said = {word: value for word, value in message.as_data().items() if word != "day"}
    assert said["from"] == "<>"
    assert read(said, DAY, "") == (message, [])


def test_the_header_from_is_the_envelope_from_where_nothing_is_said() -> None:
    assert Message("jo@partner.example", "kim@example.com", DAY).header_from == "jo@partner.example"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("jo@partner.example", "m: expected a mapping, got text"),
        ({"from": "jo@partner.example"}, "m.to: is required"),
        ({"to": "kim@example.com", "from": "jo"}, "m.from: 'jo' is not an email address, expected 'name@example.com'"),
        (
            {"to": "kim@example.com", "from": "jo@partner.example", "ip": "192.0.2.0/24"},
            "m.ip: '192.0.2.0/24' is more than one address; write each address separately",
        ),
        (
            {"to": "kim@example.com", "from": "jo@partner.example", "host": "mx.partner.example"},
            "m.host: unknown key, did you mean 'hostname'? (known: from, header_from, hostname, ip, to)",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place(given: Any, told: str) -> None:
    message, problems = read(given, DAY, "m")
    assert (message, [str(problem) for problem in problems]) == (None, [told])
