# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The records of a site file that say what must happen to a message: their settings, and what is wrong with them.

It does not know what happens to a message.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model import networks, spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Field
from ansible_collections.mailops.mimecast.plugins.module_utils._model.lists import Set
from ansible_collections.mailops.mimecast.plugins.module_utils._model.maps import Map
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem, at
from ansible_collections.mailops.mimecast.plugins.module_utils._model.records import Records
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Choice, Flag, Text
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import shown

KEY = "mail_tests"
SKIPS = ("reputation", "greylisting", "spam_scanning")
"""Checks that a permitted message passes."""
BYPASSES = (
    "impersonation_protection",
    "url_protection",
    "attachment_protection",
    "attachment_management",
    "dns_authentication",
)
"""Checks that a policy of their own lets a message pass."""
_EXAMPLE = (
    "- {name: A partner may write, message: {from: a@partner.example, to: jo@example.com}, expect: {refused: false}}"
)

MESSAGE = Map(
    "message",
    ("The message to test.",),
    required=True,
    whole=True,
    fields=(
        Text(
            "from",
            ("Envelope sender, the address that bounces go to. V(<>) is an empty sender.",),
            normalize=spelling.return_address,
            required=True,
            samples=("ann@partner.example", "bob@vendor.example"),
        ),
        Text(
            "header_from",
            ("Sender address that the reader sees. By default, the envelope sender.",),
            normalize=spelling.address,
            samples=("ann@partner.example", "news@vendor.example"),
        ),
        Text(
            "to",
            ("Address of one recipient.",),
            normalize=spelling.address,
            required=True,
            samples=("jo@example.com", "sam@example.com"),
        ),
        Text(
            "ip",
            (
                "IP address of the server that hands over the message. If a policy names networks and you leave this "
                "out, the answer may depend on it.",
            ),
            normalize=networks.single_address,
            samples=("192.0.2.10", "2001:db8::25"),
        ),
        Text(
            "hostname",
            ("Host name of the server that hands over the message.",),
            normalize=spelling.hostname,
            samples=("mail.partner.example", "mx.vendor.example"),
        ),
    ),
)

EXPECT = Map(
    "expect",
    ("Expected result, one or more of these keys. The test does not check the others.",),
    required=True,
    whole=True,
    fields=(
        Flag("refused", ("Whether a policy refuses the message.",), samples=(True, False)),
        Flag("permitted", ("Whether a policy permits the message, so that it skips checks.",), samples=(True, False)),
        Set(
            "skips",
            ("All checks that a permit makes it skip: " + ", ".join(f"V({word})" for word in SKIPS) + ".",),
            normalize=spelling.choice(*SKIPS),
            samples=(["spam_scanning"], ["greylisting", "reputation"]),
        ),
        Set(
            "bypasses",
            (
                "All further checks that bypass policies make it skip: "
                + ", ".join(f"V({word})" for word in BYPASSES)
                + ". The API does not show these policies, so the test uses C(trusted_sources) in your file.",
            ),
            normalize=spelling.choice(*BYPASSES),
            samples=(["dns_authentication"], ["impersonation_protection", "url_protection"]),
        ),
        Flag("greylisted", ("Whether greylisting rejects its first attempt.",), samples=(True, False)),
        Flag(
            "spoofing_bypassed",
            ("Whether anti-spoofing would refuse it, but a bypass policy lets it pass.",),
            samples=(True, False),
        ),
        Text(
            "route",
            (
                "Name of its delivery route. Without a route, V(MX of the domain) for mail to outside, and V(none) for "
                "mail to inside, which waits and bounces.",
            ),
            normalize=spelling.name,
            samples=("Exchange on-premises", "Exchange DR"),
        ),
        Text(
            "altered_to",
            ("Address that replaces its recipient. V('') means that the recipient is not altered.",),
            normalize=spelling.address,
            clear="",
            samples=("jo@new.example", "sam@new.example"),
        ),
        Text(
            "signed_with",
            ("Name of the DKIM definition that signs it. V('') means that it is not signed.",),
            normalize=spelling.name,
            clear="",
            samples=("example.com 2026", "example.com 2027"),
        ),
    ),
)

FIELDS: tuple[Field, ...] = (
    Text(
        "name",
        ("What must be true, in words that a reader of the error message understands.",),
        normalize=spelling.name,
        required=True,
        samples=("A partner may write", "Nobody outside writes as us"),
    ),
    MESSAGE,
    EXPECT,
    Choice(
        "state",
        ("V(absent) removes a test of the baseline for this account.",),
        choices=("present", "absent"),
        default="present",
    ),
)

RECORDS = Records(
    FIELDS,
    required=("name",),
    called="test",
    example=_EXAMPLE,
    identity=lambda record: str(record["name"]),
    told=lambda record: f"the mail test {shown(record['name'])}",
)


def check(records: Any, where: str) -> list[Problem]:
    """Return everything that is wrong with the tests of a baseline or a site, each by itself.

    Args:
        where: their place in the user's file.
    """
    return [*RECORDS.check(records, where), *_empty(records, where)]


def _empty(records: Any, where: str) -> Iterator[Problem]:
    """Yield a problem for every test that expects nothing."""
    words = ", ".join(inner.name for inner in EXPECT.fields)
    for index, record in enumerate(records if isinstance(records, (list, tuple)) else ()):
        expected = record.get(EXPECT.name) if isinstance(record, Mapping) else None
        if expected is not None and EXPECT.parse(expected, "") == ({}, []):
            told = f"is empty; write the expected result with one or more of {words}"
            yield Problem(at(f"{where}[{index}]", EXPECT.name), told)


def incomplete(parts: Mapping[str, Any]) -> list[Problem]:
    """Return a problem for every test that lacks what it tests, once a baseline and a site are merged.

    Args:
        parts: name of a part -> what it says, found to be right.
    """
    return [
        Problem(at(place, name), "is required")
        for record, place in merged(parts)
        for name in ("message", "expect")
        if name not in record
    ]


def merged(parts: Mapping[str, Any]) -> list[tuple[Entry, str]]:
    """Return the tests to make, each value in its one spelling, with the last place of each test.

    Tests of one name become one, in which what a later part says wins. Those that are absent are left out.

    Args:
        parts: name of a part -> what it says, found to be right; the site last.
    """
    found: dict[str, tuple[Entry, str]] = {}
    for part, said in parts.items():
        for index, record in enumerate((said or {}).get(KEY) or ()):
            read = RECORDS.read(record)
            former = found.get(read["name"], ({}, ""))[0]
            found[read["name"]] = ({**former, **read}, f"{part}.{KEY}[{index}]")
    return [(record, place) for record, place in found.values() if record.get("state") != "absent"]
