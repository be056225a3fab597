# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether what a site file expects of a message holds: in every reading, or it does not.

It knows answers, and not where an account is known from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import accounts, messages, policies, verdicts
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.answers import Answer, Engine, few, too_many
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.hypotheses import (
    Ask,
    Branch,
    Leaf,
    Node,
    Question,
    asked,
    cases,
    explored,
    followed,
    is_whole,
    ways,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.messages import Message
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.verdicts import OUTBOUND, By, Verdict
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.weighing import is_so
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import shown
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families import bypasses

HOLDS, FAILS, DEPENDS = "holds", "fails", "depends"
_EFFECTS = {"route": "routes"}
"""What a test calls otherwise than a verdict does."""
_DECIDES = {
    "refused": "refused_by",
    "permitted": "permitted_by",
    "skips": "permitted_by",
    "bypasses": "bypasses",
    "greylisted": "greylisted_by",
    "spoofing_bypassed": "spoofing_bypassed_by",
    "route": "routed_by",
    "altered_to": "altered_by",
    "signed_with": "signed_by",
}
"""What is expected -> what a verdict calls the policy that decides it."""
_CHECKS = {resource.name: check for check, (resource, _option) in bypasses.BYPASSES.items()}
"""Type of policies -> the check that they let a message pass."""
_PERMITS = f"unknown:{policies.PERMIT}"
"""The question about policies that no public call reads, and that a site file can list."""
_LIST_THEM = "; list the permitted senders policies as ip_permits in the site file, or write ip_permits: []"
_OPEN = tuple(f"unknown:{word}" for word in (*accounts.TYPES, "group", "alteration_set"))


@dataclass(frozen=True)
class MailTest:
    """What has to become of a message.

    Attributes:
        expected: word -> value, as ``mail_tests`` of a site file has them. where: place in the user's file.
    """

    name: str
    message: Message
    expected: Mapping[str, Any]
    where: str


@dataclass(frozen=True)
class Judgement:
    """Whether a test holds.

    Attributes:
        status: holds, fails, or depends. got: word that is expected -> every value that is possible.
        decided_by: the policies that decide what is not as expected. depends_on: what it depends on.
        why: what is not as expected, or "". answer: to the message of a test that does not hold.
        lacks_facts: it may hold, and what decides is what the account has of types of which nothing is known.
    """

    test: MailTest
    status: str
    got: Mapping[str, tuple[Any, ...]]
    decided_by: tuple[str, ...] = ()
    depends_on: tuple[Question, ...] = ()
    why: str = ""
    answer: Answer | None = None
    lacks_facts: bool = False

    @property
    def holds(self) -> bool:
        """Whether what is expected is certain."""
        return self.status == HOLDS

    @property
    def problem(self) -> Problem:
        """What is not as expected, with the place of the test."""
        return Problem(self.test.where, f"mail test {shown(self.test.name)}: {self.why}")

    def as_data(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "name": self.test.name,
            "where": self.test.where,
            "message": self.test.message.as_data(),
            "status": self.status,
            "expected": dict(self.test.expected),
            "got": {word: [_plain(value) for value in values] for word, values in self.got.items()},
            "decided_by": list(self.decided_by),
            "depends_on": [question.id for question in self.depends_on],
            "why": self.why,
            "headline": self.answer.headline if self.answer else "",
        }


def read(records: Iterable[tuple[Entry, str]], day: str) -> list[MailTest]:
    """Return the tests of a site file.

    Args:
        records: merged, each value in its one spelling, with their places. day: as YYYY-MM-DD.
    """
    return [
        MailTest(record["name"], messages.of(record["message"], day), record["expect"], place)
        for record, place in records
    ]


def judged(tests: Iterable[MailTest], engine: Engine) -> list[Judgement]:
    """Return whether each test holds in an account."""
    return [_judged(test, engine) for test in tests]


def _judged(test: MailTest, engine: Engine) -> Judgement:
    meant = {word: _meant(engine, word, value) for word, value in test.expected.items()}
    seen = _seen(engine, test.message, list(meant))
    if seen == Leaf(tuple(meant.values())):
        return Judgement(test, HOLDS, {word: (value,) for word, value in meant.items()})
    may_hold = _may_hold(seen, meant)
    answer = engine.answer(test.message)
    possible = [case.outcome for case in cases(seen)]
    got = {word: _distinct(values[place] for values in possible) for place, word in enumerate(meant)}
    if isinstance(seen, Leaf):
        wrong = [word for word in meant if got[word] != (meant[word],)]
        why = "; ".join(_why(test, word, got[word], answer.verdicts) for word in wrong)
        decided = _distinct(str(by) for word in wrong for by in _deciding(word, answer.verdicts))
        return Judgement(test, FAILS, got, decided, (), why, answer, may_hold)
    expected = ", ".join(_told(word, value) for word, value in test.expected.items())
    open_ = _dependence(list(meant), seen) if is_whole(seen) else "is not worked out: too many questions are open"
    return Judgement(
        test, DEPENDS, got, (), _distinct(asked(seen)), f"expected {expected}, which {open_}", answer, may_hold
    )


def _seen(engine: Engine, message: Message, words: Sequence[str]) -> Node[tuple[Any, ...]]:
    """Return the effects that a test looks at, under all readings.

    Answers do not ask for bypass policies that nobody knows, for no API tells of them; a test that names bypasses does.
    """
    unknown = [kind for kind in policies.BYPASSES if engine.account.is_unknown(kind)] if "bypasses" in words else []

    def effects(verdict: Verdict, ask: Ask) -> tuple[Any, ...]:
        passed: frozenset[str] = frozenset()
        if not (verdict.refused_by or verdict.direction == OUTBOUND):
            passed = frozenset(_CHECKS[kind] for kind in unknown if is_so(ask, kind, "lets the message pass"))
        return tuple(
            _effect(verdict, word) | passed if word == "bypasses" else _effect(verdict, word) for word in words
        )

    if not unknown:
        return engine.seen(message, lambda verdict: tuple(_effect(verdict, word) for word in words))
    return followed(
        engine.seen(message, lambda verdict: verdict), lambda verdict: explored(lambda ask: effects(verdict, ask))
    )


def _may_hold(node: Node[Any], meant: Mapping[str, Any]) -> bool:
    """Whether a test holds in every reading with something that an account may have of the types that are not known."""
    if isinstance(node, Branch):
        ways = (_may_hold(below, meant) for _reading, below in node.ways)
        return any(ways) if node.question.id.startswith(_OPEN) else all(ways)
    if not isinstance(node, Leaf):
        return False
    unknown = (verdicts.NOT_KNOWN, (verdicts.NOT_KNOWN,))
    return all(value in (want, *unknown) for value, want in zip(node.outcome, meant.values(), strict=True))


def _dependence(words: Sequence[str], seen: Node[Any]) -> str:
    """Return on what the effects that a test looks at depend, and how."""
    ids = list(dict.fromkeys(question.id for question in asked(seen)))
    leads: dict[str, list[str]] = {}
    for way, values in ways(seen):
        told = ", ".join(_told(word, value) for word, value in zip(words, values, strict=True))
        leads.setdefault(told, []).append(" and ".join(way))
    advice = _LIST_THEM if [id for id in ids if id.startswith(_OPEN)] == [_PERMITS] else ""
    if all(id.startswith(_OPEN) for id in ids) or too_many(leads):
        return f"depends on {few(ids)}{advice}"
    parts = [f"{told} by {' or '.join(by)}" for told, by in leads.items()]
    return f"depends on {', '.join(ids)}: {'; '.join(parts)}{advice}"


def _effect(verdict: Verdict, word: str) -> Any:
    found = verdict.effects[_EFFECTS.get(word, word)]
    if word == "bypasses":
        return frozenset(_CHECKS[kind] for kind in found)
    return frozenset(found) if word == "skips" else found


def _meant(engine: Engine, word: str, value: Any) -> Any:
    """Return an expected value as a verdict has it."""
    if word == "route":
        return (engine.account.route_shown(value),)
    return frozenset(value) if word in ("skips", "bypasses") else value


def _distinct(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(values))


def _why(test: MailTest, word: str, got: Sequence[Any], found: Sequence[Verdict]) -> str:
    by = " or ".join(dict.fromkeys(map(str, _deciding(word, found))))
    decided = f", decided by {by}" if by else ", because no policy decides it"
    values = " or ".join(_written(value) for value in got)
    return f"expected {_told(word, test.expected[word])}, got {values}{decided}"


def _deciding(word: str, found: Iterable[Verdict]) -> list[By]:
    by = [verdict.refused_by or getattr(verdict, _DECIDES[word]) for verdict in found]
    return [each for told in by if told for each in (told if isinstance(told, tuple) else (told,))]


def _told(word: str, value: Any) -> str:
    return f"{word}: {_written(value)}"


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(map(str, _flat(value))) or "nothing"


def _flat(value: Any) -> list[Any]:
    found = _plain(value)
    parts = found if isinstance(found, list) else [found]
    return [part for part in parts if part != ""]


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else list(value) if isinstance(value, tuple) else value
