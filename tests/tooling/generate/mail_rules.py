# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of docs/mail_rules.md: every rule about mail with its source, its readings, and what is never told."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.rules import LIMITS, RULES, Rule
from ansible_collections.mailops.mimecast.tests.tooling.generate.texts import ROOT, Files, table, with_parts

STATUS = {
    "documented": "a page of Mimecast says so",
    "reported": "a page of Mimecast says so, according to a person who has read it",
    "measured": "an administrator has measured it in an account",
    "told": "a guide by somebody else says so",
    "inferred": "it follows from other facts",
    "unknown": "no source was found",
    "disputed": "sources disagree",
}
"""Word for how a rule is known -> what that means."""

PATH = ROOT / "docs/mail_rules.md"
_GROUPS = {
    "S": "Which policy of a type acts",
    "M": "What matches",
    "P": "What each type does, and in which order",
}


def generated() -> Files:
    """Return the text of the page by its path."""
    rules = "\n".join(f"### {title}\n\n{_rules(letter)}" for letter, title in _GROUPS.items())
    status = "".join(f"- *{word}*: {told}\n" for word, told in STATUS.items())
    limits = "".join(f"- {limit}\n" for limit in LIMITS)
    return {PATH: with_parts(PATH.read_text("utf-8"), status, rules, limits)}


def _rules(letter: str) -> str:
    head = ("Rule", "What is true, or open", "Status", "Source")
    return table(head, (_row(rule) for rule in RULES.values() if rule.id.startswith(letter)))


def _row(rule: Rule) -> tuple[str, str, str, str]:
    readings = "".join(f"<br>({reading.id}) {reading.sentence}" for reading in rule.readings)
    return rule.id, f"{rule.sentence}{readings}".replace("*", "\\*"), rule.status, rule.source
