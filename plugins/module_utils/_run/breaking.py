# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which differences between an account and its site break a mail test.

These are the fewest that make the test pass once they are fixed, and the policies of the account alone that decide it.
Only a site whose mail tests fail loads this. It knows nothing of Ansible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import policies
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.accounts import TYPES
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.answers import Engine
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.mail_tests import HOLDS, judged
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._run import mail_tests
from ansible_collections.mailops.mimecast.plugins.module_utils._run.mail_accounts import Accounts

Some = frozenset[int]
"""Places of the plans that are carried out, each of which fixes one difference."""
MOST_ACCOUNTS = 100
"""So many accounts are made in memory. After that, more differences may be named than break a test."""


def with_causes(
    params: Mapping[str, Any], accounts: Accounts, tests: Iterable[Entry], objects: Sequence[Entry], today: str
) -> list[Entry]:
    """Return the mail tests of a site, each with ``broken_by``: type and name of every difference that breaks it.

    Args:
        tests: all of the site, made on the account as it is. objects: with their states, as ``mimecast_site_plan`` has.
    """
    fixing = _Fixing(params, accounts, today)
    return [
        {**test, "broken_by": [] if test["status"] == HOLDS else fixing.of(place) + _deciding(test, objects)}
        for place, test in enumerate(tests)
    ]


def fewest(
    works: Callable[[Some], bool], among: Sequence[int], may_go_on: Callable[[], bool], beside: Some = frozenset()
) -> Some:
    """Return some of ``among``, none of which can be left out, that work together with ``beside``.

    All of them together have to work, and ``beside`` alone must not. It halves, so that of many only few are tried.
    Where it may not go on, it returns more than the fewest, and they work too.
    """
    if len(among) < 2 or not may_go_on():
        return frozenset(among)
    first, second = among[: len(among) // 2], among[len(among) // 2 :]
    with_first = beside | {*first}
    of_second = Some() if works(with_first) else fewest(works, second, may_go_on, with_first)
    with_second = beside | of_second
    return of_second | (Some() if works(with_second) else fewest(works, first, may_go_on, with_second))


class _Fixing:
    """Fixes some of the differences of an account in memory, and looks which mail tests pass then."""

    def __init__(self, params: Mapping[str, Any], accounts: Accounts, today: str) -> None:
        self._params = params
        self._accounts = accounts
        self._tests = mail_tests.of_site(params, today)
        self._places = [place for place, plan in enumerate(accounts.single) if plan.resource.name in TYPES]
        self._engines: dict[Some, Engine] = {}

    def of(self, place: int) -> list[Entry]:
        """Return the differences that break a test; none where it does not pass with all of them fixed either."""

        def passes(fixed: Some) -> bool:
            (judgement,) = judged([self._tests[place]], self._engine(fixed))
            return judgement.holds

        found = fewest(passes, self._places, self._may_go_on) if passes(Some(self._places)) else Some()
        broken_by = [self._accounts.single[place] for place in sorted(found)]
        return [{"resource": plan.resource.name, "name": plan.changes[0].key} for plan in broken_by]

    def _may_go_on(self) -> bool:
        return len(self._engines) < MOST_ACCOUNTS

    def _engine(self, fixed: Some) -> Engine:
        """Return the account with some differences fixed; of several tests, each such account is made once."""
        if fixed not in self._engines:
            self._engines[fixed] = mail_tests.engine(self._params, self._accounts.after(fixed))
        return self._engines[fixed]


def _deciding(test: Mapping[str, Any], objects: Iterable[Mapping[str, Any]]) -> list[Entry]:
    """Return the policies that only the account has, and that decide what a test does not expect."""
    return [
        {"resource": found["resource"], "name": found["name"]}
        for found in objects
        if found["status"] == "extra" and found["resource"] in policies.KINDS
        if any(_names(decider, found) for decider in test["decided_by"])
    ]


def _names(decider: str, found: Mapping[str, Any]) -> bool:
    return decider.startswith(f"{policies.title(found['resource'])} ") and f'"{found["name"]}"' in decider
