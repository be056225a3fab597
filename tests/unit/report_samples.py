# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the drift report are made from: objects, accounts, and names that mean harm.

May not know how a report is made.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Entry = dict[str, Any]
GENERATED = "2026-11-23T03:00:00Z"
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "</script><script>alert(3)</script>",
    "<!--",
    "=cmd()|' /C calc'!A0",
    "\x1b[31mred\x1b[0m",
    "photo\u202egnp.exe",
    "a\u2028b\nc\x00d",
    "`code` | [link](javascript:alert(4)) **bold** @team #1",
    "```\n# heading",
    "&lt;b&gt; &amp;",
)
STEPS = ["Open the attachment set 'Image control'.", "Set Hold images at this probability to 70.", "Save."]


def item(resource: str, name: str, status: str, operation: str = "none", **more: Any) -> Entry:
    """One object as mimecast_site_plan tells it."""
    return {
        "resource": resource,
        "type": f"{resource}s",
        "name": name,
        "where": "",
        "status": status,
        "operation": operation,
        "fields": [],
        "before": {},
        "after": {},
        "moves": {},
        "diff": None,
        "manual": None,
        "reason": "",
        **more,
    }


def account(name: str, *objects: Mapping[str, Any], **more: Any) -> Entry:
    """One account whose objects are known; ``more`` is of the result."""
    return {"name": name, "result": {"objects": list(objects), **more}}


def calm(count: int) -> list[Entry]:
    """Objects that are in sync."""
    return [item("user", f"user{number}@example.com", "in_sync") for number in range(count)]


PORT = item(
    "delivery_route",
    "Exchange on-premises",
    "drifted",
    "update",
    where="mimecast_site.delivery_routes[0]",
    before={"port": 26, "alternate_route": ""},
    after={"port": 25, "alternate_route": "Exchange DR"},
)
MEMBERS = item(
    "sender_group",
    "Blocked Senders",
    "drifted",
    "update",
    before={"members": [{"member": "partner.example", "note": ""}]},
    after={"members": [{"member": "spammer@bad.example", "note": "CHG-1"}, {"member": "worse.example"}]},
)
MISSING = item(
    "delivery_route_policy",
    "Inbound to Exchange",
    "missing",
    "create",
    after={"route": "Exchange on-premises", "applies_to": {"type": "email_domain", "domain": "example.com"}},
)
EXTRA = item(
    "delivery_route", "Old relay", "extra", before={"hostname": "192.0.2.9"}, reason="it is not in the site file"
)
BY_HAND = item(
    "attachment_set",
    "Image control",
    "handoff",
    "hand_off",
    after={"image_hold_probability": 70},
    manual={"fingerprint": "0123456789abcdef", "steps": STEPS},
)
UNSURE = item("role_member", "Basic Administrator", "unverifiable", reason="2 roles have this name")


OF_MAIL: Entry = {
    "amiss": ["mimecast_site.mail_tests[0]: mail test 'A partner may write': expected refused: false, got true"],
    "mail_tests": [
        {
            "name": "A partner may write",
            "where": "mimecast_site.mail_tests[0]",
            "status": "fails",
            "why": 'expected refused: false, got true, decided by blocked sender policy "Block"',
            "broken_by": [],
        },
        {"name": "Spam stays out", "where": "mimecast_site.mail_tests[1]", "status": "holds", "why": ""},
    ],
    "impact": {
        "changes": [{"sentence": "Mail from partner.example to everyone: permitted -> nothing"}],
        "permits_something_new": False,
    },
    "lint": [
        {
            "id": "permit_free_mail",
            "severity": "high",
            "resource": "sender_group",
            "name": "Permitted senders",
            "place": "members",
            "item": "gmail.com",
            "what": "gmail.com is permitted, where anybody can get an address",
            "why": "Anybody can get an address there.",
            "source": "P6",
            "remedy": "Remove the domain.",
            "accepted": None,
        },
    ],
}
"""What is told about the mail of an account."""


def breaking(*found: Mapping[str, Any]) -> Entry:
    """What is told about the mail of an account where these differences break its mail test."""
    test = {**OF_MAIL["mail_tests"][0], "why": "expected refused: false, got true"}
    broken_by = [{word: each[word] for word in ("resource", "name")} for each in found]
    return {"amiss": OF_MAIL["amiss"], "mail_tests": [{**test, "broken_by": broken_by}]}


OF_REPLAY: Entry = {
    "plan": [{"operation": "create", "resource": "blocked_sender_policy", "name": "Block"}],
    "replay": {
        "days": 7,
        "unreadable": "",
        "since": "2026-11-20T00:00:00+0000",
        "messages": 312,
        "left_out": 12,
        "mail_rules": [{"rule": "S7", "excluded": "b", "evidence": "ann@partner.example to jo@example.com: taken"}],
        "changed": 14,
        "may_change": 1,
        "changes": [
            {
                "before": "nothing known refuses it",
                "after": 'refused by blocked sender policy "Block"',
                "certain": True,
                "messages": 14,
                "examples": [{"from": "ann@partner.example", "to": "jo@example.com"}],
            },
            {
                "before": "greylisted",
                "after": "nothing known refuses it",
                "certain": False,
                "messages": 1,
                "examples": [{"from": "<>", "to": "sam@example.com"}],
            },
        ],
    },
}
"""What applying would have done to mail that came."""


def several() -> list[Entry]:
    """One account of each kind."""
    return [
        {**account("acorn", PORT, MEMBERS, MISSING, EXTRA, BY_HAND, UNSURE, *calm(3), **OF_MAIL), "region": "EU"},
        account("birch", *calm(60)),
        {"name": "cedar", "error": "listUsers: the API answered 503"},
        account("elm", EXTRA, unreadable={"attachment_sets": "the API application may not call it"}),
    ]


def sixty() -> list[Entry]:
    """Sixty accounts of a provider: 8 differ, 4 of them alike, one cannot be reached, and the file of one is broken."""
    alike = item(
        "delivery_route", "old-server", "drifted", "update", before={"hostname": "192.0.2.9"}, after={"hostname": "mx"}
    )
    differing = {
        "cust05": [alike],
        "cust12": [alike],
        "cust19": [alike],
        "cust26": [alike],
        "cust07": [PORT, MEMBERS, MISSING, EXTRA, BY_HAND, UNSURE],
        "cust08": [MISSING],
        "cust09": [BY_HAND],
        "cust10": [MEMBERS],
    }
    names = [f"cust{number:02}" for number in range(1, 61) if number not in (33, 41)]
    return [
        *(account(name, *differing.get(name, []), *calm(20)) for name in names),
        {"name": "cust41", "error": "listUsers: the API answered 503"},
        {
            "name": "cust33.yml",
            "file": "../accounts/cust33.yml",
            "error": "the account file ../accounts/cust33.yml cannot be used: line 4: no mapping here",
        },
    ]


NEED_A_PERSON = (
    *("cust05", "cust07", "cust08", "cust09", "cust10", "cust12", "cust19", "cust26"),
    *("cust33.yml", "cust41"),
)
"""Those of the sixty that need a person."""
