# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The mail engine against a service whose truth it does not know: mail excludes what is not so, and never what is.

The emulator decides by loops of its own, under each answer to each open question.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import Connection
from ansible_collections.mailops.mimecast.plugins.module_utils._api.reader import Reader
from ansible_collections.mailops.mimecast.plugins.module_utils._mail import accounts
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.answers import Engine
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.calibration import Calibration, calibrated
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.evidence import Tracked
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.hypotheses import (
    NOTHING_SETTLED,
    Exclusion,
    Settled,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.rules import RULES
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.plugins.module_utils._run import tracking
from ansible_collections.mailops.mimecast.tests.contract.account import ACCOUNT, SECRET
from ansible_collections.mailops.mimecast.tests.contract.contests import (
    ANSWERS,
    LOG,
    QUESTIONS,
    TABLES,
    Row,
    by_chance,
    happened,
    possible,
    told_apart,
)
from mimecast_emulator.testing import RunningEmulator

DAYS = 4
BY_DEFAULT = [f"{question}={answers[0]}" for question, answers in QUESTIONS.items()]
"""What is so where a test says nothing of a question, whatever dialect the run speaks."""


@contextmanager
def service(*dialect: str, tables: Row | None = None) -> Iterator[Client]:
    """Serve an account where these answers are right, and give a client for it."""
    with RunningEmulator({ACCOUNT: SECRET}, dialect=[*BY_DEFAULT, *dialect], strict=True) as running:
        held = TABLES if tables is None else tables
        running.set_state(ACCOUNT, {**held, "mail_log": {**held.get("mail_log", LOG), "until": until()}})
        client = Client(Connection(base_url=running.base_url, client_id=ACCOUNT, client_secret=SECRET))
        yield client
        client.close()


def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.timezone.utc)


def until() -> str:
    """Return the end of the log: not today, so that no message is left out that comes while it is read."""
    return (now() - datetime.timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%S+0000")


def account_of(client: Client) -> accounts.Account:
    """Return the account as the engine sees it."""
    reader = Reader(client, MANAGED)
    types = [MANAGED[name] for name in accounts.TYPES if name in MANAGED]
    found = {resource.name: reader.everything(resource, True, False) for resource in types}
    return accounts.built({name: [current.entry for current in objects] for name, objects in found.items()})


def mail_of(client: Client) -> list[Tracked]:
    """Return the mail of the account with all that tracking knows of it."""
    mail = tracking.read(client, ["example.com", "example.net", "example.org"], DAYS, now())
    assert mail.warnings == ()
    assert len(mail.messages) == LOG["count"]
    return [tracking.informed(client, message) for message in mail.messages]


def all_but(question: str) -> Settled:
    """Settle every question but one as the emulator answers it by default."""
    others = [rule for rule in RULES.values() if rule.id != question]
    return Settled(tuple(Exclusion(rule.id, reading.id, "") for rule in others for reading in rule.readings[1:]))


def excluded(found: Calibration, question: str) -> set[str]:
    return {proof.reading.id for proof in found.proofs if proof.question.id == question}


@pytest.mark.parametrize(("question", "answer"), ANSWERS)
def test_mail_excludes_what_it_tells_apart_and_never_what_is_so(question: str, answer: str) -> None:
    with service(f"{question}={answer}") as client:
        found = calibrated(Engine(account_of(client), all_but(question)), mail_of(client))
    so = happened(question, answer)
    apart = {other for other in QUESTIONS[question] if other != answer and told_apart(so, possible(question, other))}
    assert (found.contradicting, found.conflict) == (0, ())
    assert apart <= excluded(found, question)
    assert answer not in excluded(found, question)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_shows_in_the_mail_of_the_account(question: str) -> None:
    outcomes = [possible(question, answer) for answer in QUESTIONS[question]]
    assert any(actual != other for actual in outcomes for other in outcomes)


@pytest.mark.parametrize(
    "truth",
    [
        {},
        {"S4": "b", "S5": "b", "S6": "b", "S7": "b", "M1": "b", "M3": "b", "M5": "b", "M8": "b", "P7": "b", "P14": "b"},
        {"S4": "d", "S5": "d", "S6": "c", "S7": "c", "M3": "c", "M5": "b", "P14": "b"},
    ],
    ids=["defaults", "others", "more"],
)
def test_with_everything_open_what_is_so_is_never_excluded(truth: dict[str, str]) -> None:
    with service(*("=".join(pair) for pair in truth.items())) as client:
        found = calibrated(Engine(account_of(client), NOTHING_SETTLED), mail_of(client))
    assert (found.contradicting, found.conflict) == (0, ())
    assert len(found.proofs) >= 5
    for question in QUESTIONS:
        assert truth.get(question, QUESTIONS[question][0]) not in excluded(found, question)
    assert all(proof.messages for proof in found.proofs)


@pytest.mark.parametrize("seed", range(4))
def test_in_accounts_made_by_chance_what_is_so_is_never_excluded(seed: int) -> None:
    chance = random.Random(seed)
    truth = {question: chance.choice(answers) for question, answers in QUESTIONS.items()}
    with service(*("=".join(pair) for pair in truth.items()), tables=by_chance(seed)) as client:
        found = calibrated(Engine(account_of(client)), mail_of(client))
    assert (found.contradicting, found.conflict) == (0, ())
    assert {(proof.question.id, proof.reading.id) for proof in found.proofs}.isdisjoint(truth.items())
