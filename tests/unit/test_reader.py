# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task reads when earlier tasks of its run were only predicted, and what it reads when they were applied.

Each play is run twice: over an account that nothing changes, with the belief carried from task to task, and over one in
which each task is applied before the next is planned. Both have to plan the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import Connection
from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError
from ansible_collections.mailops.mimecast.plugins.module_utils._api.executor import Executor
from ansible_collections.mailops.mimecast.plugins.module_utils._api.lists import Lists
from ansible_collections.mailops.mimecast.plugins.module_utils._api.reader import Reader
from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import parse
from ansible_collections.mailops.mimecast.plugins.module_utils._model.progress import Progress, silent
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.belief import Belief
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Options, Plan
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.deletions import swept
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.planner import plan
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from mimecast_emulator.testing import RunningEmulator

SECRET = "canary-secret"
GROUP, ROLE, USER = MANAGED["sender_group"], MANAGED["role_member"], MANAGED["user"]
ALLOWED = Options(accept_risk=frozenset({"protected_role"}))
EVERYTHING_GOES = replace(ALLOWED, accept_risk=ALLOWED.accept_risk | {"delete_with_members"})
Task = tuple[Resource, list[Entry], Options]


@pytest.fixture(scope="module")
def running() -> Iterator[RunningEmulator]:
    with RunningEmulator({"demo": SECRET}, strict=True) as emulator:
        yield emulator


@pytest.fixture
def client(running: RunningEmulator) -> Iterator[Client]:
    running.reset("demo")
    client = Client(Connection(running.base_url, "demo", SECRET), sleep=lambda seconds: None)
    yield client
    client.close()


def planned(client: Client, belief: Belief, task: Task) -> Plan:
    """Read what a task speaks of and plan it; in a play every task has a reader of its own."""
    resource, written, options = task
    reader = Reader(client, MANAGED, belief)
    desired = [wish for entry in written if (wish := parse(resource, entry, "")[0])]
    assert len(desired) == len(written)
    kept = frozenset(wish.key for wish in desired)
    current = reader.current(resource, desired, False, lambda found: swept(resource, kept, found, options))
    known = {name: reader.known(name) for name in (*resource.references, resource.name)}
    return plan(resource, desired, current, replace(options, known=known))


def apply(client: Client, task: Task) -> Plan:
    """Plan a task and carry it out; one with a problem changes nothing."""
    made = planned(client, Belief(), task)
    if not made.problems:
        outcome = Executor(task[0], client, Reader(client, MANAGED), Progress(silent)).execute(made.effective)
        assert outcome.failure is None, outcome.failure
        assert outcome.refused == []
    return made


def shown(made: Plan) -> Plan:
    """Return a plan as it is shown: ids are not."""
    return replace(made, changes=tuple(replace(change, id="") for change in made.changes))


def check(client: Client, play: Sequence[Task]) -> list[Plan]:
    """Predict task after task and apply nothing."""
    belief, plans = Belief(), []
    for task in play:
        made = planned(client, belief, task)
        plans.append(made)
        if not made.problems:
            belief = belief.after(task[0], made.changes)
    return plans


def group(name: str, **settings: object) -> Task:
    options = EVERYTHING_GOES if settings.pop("with_members", False) else ALLOWED
    return GROUP, [{"name": name, **settings}], options


def role(name: str, *members: str, mode: str = "add") -> Task:
    return ROLE, [{"role": name, "members": list(members), "members_mode": mode}], ALLOWED


def user(email: str) -> Task:
    return USER, [{"email": email, "name": "Somebody"}], ALLOWED


GONE = {"state": "absent"}
JO, SAM = "jo@example.com", "sam@example.com"
FIRST, SECOND = "Basic Administrator", "Help Desk Administrator"


@pytest.mark.parametrize(
    ("before", "play"),
    [
        ([], [group("A"), group("B", parent="A"), group("A", **GONE)]),
        ([], [group("A", members=[JO]), group("A", members=[JO]), group("A", members=[SAM], members_mode="exact")]),
        ([], [group("A", members=[JO]), group("A", **GONE), group("A", with_members=True, **GONE), group("A")]),
        ([group("A", members=[JO])], [group("A", members=[], members_mode="exact"), group("A", **GONE)]),
        (
            [group("A", members=[JO])],
            [group("A", with_members=True, **GONE), group("A", members=[SAM]), group("A", **GONE)],
        ),
        ([group("A"), group("B", parent="A")], [group("A", **GONE), group("B", **GONE), group("A", **GONE)]),
        ([group("A"), group("B", parent="A")], [group("B", **GONE), group("C", parent="B")]),
        (
            [group("A", members=[JO])],
            [group("B"), group("A", parent="B"), group("A", members=[SAM]), group("B", **GONE)],
        ),
        ([], [user(JO), role(FIRST, JO), role(SECOND, JO), role(FIRST, JO)]),
        ([user(JO), user(SAM)], [role(FIRST, JO, SAM), role(SECOND, JO), role(FIRST, JO, SAM, mode="exact")]),
        ([user(JO), role(FIRST, JO)], [role(SECOND, JO), role(SECOND, JO, mode="remove"), role(FIRST, JO)]),
        ([user(JO), user(SAM), role(FIRST, JO)], [role(FIRST, SAM, mode="exact"), role(SECOND, JO), role(FIRST, SAM)]),
    ],
)
def test_a_play_is_predicted_as_it_is_applied(client: Client, before: list[Task], play: list[Task]) -> None:
    for task in before:
        assert apply(client, task).problems == ()
    predicted = check(client, play)
    applied = [apply(client, task) for task in play]
    assert [shown(made) for made in predicted] == [shown(made) for made in applied]


def test_checking_a_play_sends_no_write(client: Client) -> None:
    check(client, [group("A", members=[JO]), group("A", members=[SAM]), group("A", with_members=True, **GONE)])
    assert client.tally.writes == 0


def test_everything_is_told_with_what_is_believed_of_it(client: Client) -> None:
    apply(client, group("A", members=[JO]))
    belief = Belief()
    for task in (group("A", members=[SAM]), group("B", members=[SAM])):
        belief = belief.after(GROUP, planned(client, belief, task).changes)
    reader = Reader(client, MANAGED, belief)
    named = {found.key: found.entry for found in reader.everything(GROUP, False, False)}
    filled = {found.key: found.entry for found in reader.everything(GROUP, True, False)}
    assert "members" not in named["A"] | named["B"]
    assert filled["A"]["members"] == [{"member": JO}, {"member": SAM}]
    assert filled["B"]["members"] == [{"member": SAM}]


def test_the_id_of_what_is_only_believed_is_not_known(client: Client) -> None:
    belief = Belief().after(GROUP, planned(client, Belief(), group("A")).changes)
    reader = Reader(client, MANAGED, belief)
    assert reader.known("sender_group")["A"] == 1
    with pytest.raises(ApiError, match="0 sender group objects are called 'A'"):
        reader.id_of("sender_group", "A")


def test_rows_without_an_id_are_told_apart_from_those_with_one(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"id": 1, "description": "A"}, {"description": "B"}, {"description": "C"}]
    monkeypatch.setattr(Client, "pages", lambda *_given, **_more: iter([rows]))
    assert Lists(client, Progress(silent)).read(MANAGED["delivery_route"]) == rows
