# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A summary as lines for a terminal: all numbers and every account that needs a person on the last screen. Pure."""

from __future__ import annotations

import difflib
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import first_of, many, visible
from ansible_collections.mailops.mimecast.plugins.module_utils._plan import diff
from ansible_collections.mailops.mimecast.plugins.module_utils._report import mail
from ansible_collections.mailops.mimecast.plugins.module_utils._report.summary import (
    Account,
    Change,
    Group,
    Summary,
    fields,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.mx import MX
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.pending_domain import PENDING_DOMAIN

SCREEN = 36
"""As many lines has the summary at most: a terminal of 40 shows it whole, with the prompt below."""
TODO_LINES = 30
"""As many lines has the to-do list of a run that is shown as one plan; beyond that only its headings are shown."""
WIDTH = 118
_NAMED = 8
"""As many accounts are named beside what they have in common."""
_FEWEST = 3
"""As many lines has a block at least, beside what to do: its heading, one entry and what more there is."""
IN_CONSOLE, AT_DNS = PLACES = ("in the Administration Console", "in the DNS of the domains")
"""Where a person does what is by hand, in the order in which it is told."""
_OF_DNS = (MX.name, PENDING_DOMAIN.name)
"""Types that a person keeps at the DNS of their domains."""
BY_HAND = "by hand"
"""The one marker for what a person has to do, everywhere."""
KIND_WORDS = {"create": "create", "change": "change", "delete": "delete", "by_hand": BY_HAND}
_TO_DO = {"create": "to create", "change": "to change", "delete": "to delete", "by_hand": BY_HAND}
_DONE = {"create": "created", "change": "changed", "delete": "deleted", "by_hand": BY_HAND}
_LEFT = {"failed": "not in effect", "not_begun": "not begun"}
_REMARKED = {"mail_tests_failed": ("mail test", "failed"), "findings": ("finding", "of lint")}
REMARK_TITLES = {"mail_tests_failed": "Mail tests failed", "findings": "Lint"}
REMARK_ADVICE = {"mail_tests_failed": mail.FAILED_TEST, "findings": ""}
"""What to do about each kind of remark, or ""."""
STATUS_WORDS = {"failed": "failed", "different": "to do", "changed": "changed", "in_sync": "in sync"}


def lines(told: Summary) -> list[str]:
    """Return a summary of at most ``SCREEN`` lines; the most important part comes last, right above the prompt."""
    totals = told.totals
    changes = told.groups("delete", "change", "create")
    differing = [account for account in told.noticed if told.status(account) != "failed"]

    def counted(account: Account) -> str:
        return numbers(account.numbers, told.applied)

    blocks = [
        _of_accounts("Failed", _together(told.of_status("failed"), _failure)),
        _of_accounts("By hand", _together(_with_work(told), _work)),
        *(_remarked(told, name) for name in REMARK_TITLES),
        _Block("Accounts", [(names, f"{what}: {accounts(names)}") for what, names in _together(differing, counted)]),
        # Which accounts they are stands above already.
        _Block("Changes", [((), change_of(group)) for group in changes]),
    ]
    end = [f"Mimecast: {headline(told)}", f"  {numbers(totals, told.applied)}"]
    room = SCREEN - 1 - len(end)
    shown = []
    for place, block in enumerate(blocks):
        kept = sum(later.fewest for later in blocks[place + 1 :])
        shown.append(block.lines(room - kept))
        room -= len(shown[-1])
    above = list(chain.from_iterable(reversed(shown)))
    return [*above, "", *end] if above else end


def headline(told: Summary) -> str:
    """Return the whole run as one sentence."""
    totals = told.totals
    parts = [f"{totals[f'accounts_{word}']} {words}" for word, words in STATUS_WORDS.items()]
    mode = "" if told.applied else " (check mode, nothing was changed)"
    kept = [part for part in parts if not part.startswith("0 ")]
    return f"{many(totals['accounts'], 'account')}: {', '.join(kept)}{mode}"


def numbers(counts: Mapping[str, int], applied: bool) -> str:
    """Return how many objects are to change, or have changed, such as ``3 to create, 2 to change, 0 to delete``."""
    words = _DONE if applied else _TO_DO
    told = ", ".join(f"{counts[kind]} {word}" for kind, word in words.items())
    left = [f"{counts[name]} {word}" for name, word in _LEFT.items() if counts.get(name)]
    left += [f"{many(counts[name], what)} {word}" for name, (what, word) in _REMARKED.items() if counts.get(name)]
    return f"{told}; {', '.join(left)}" if left else told


def change_line(group: Group) -> str:
    """Return one change in one line, as in ``change delivery route Exchange (hostname)``."""
    change = group.change
    about = f" ({first_of(fields(change), 5)})" if fields(change) else ""
    return f"{KIND_WORDS[change.kind]}: {change.title} {visible(change.name)}{about}"


def diff_lines(group: Group) -> list[str]:
    """Return what changes line by line, as in a comparison of two files, without headings."""
    plan = group.change.plan
    counts, replaces = plan.get("counts") or {}, plan.get("replaces") or {}
    told = {
        str(name): diff.notes(int(counts.get(name, 0)), len(replaces.get(name, ())))
        for name in plan.get("fields") or []
    }
    before = diff.text(plan.get("before") or {}, told, {}).splitlines()
    after = diff.text(plan.get("after") or {}, told, plan.get("moves") or {}).splitlines()
    return list(difflib.unified_diff(before, after, n=len(before) + len(after), lineterm=""))[3:]


def change_of(group: Group) -> str:
    """Return one change and the accounts that it concerns, in one line."""
    return f"{change_line(group)}: {accounts(group.accounts)}"


def todo(told: Summary, today: str, most: int | None = TODO_LINES) -> list[str]:
    """Return what is to do by hand as numbered text in the order of the console, and the records to paste.

    Args:
        today: the present day, as YYYY-MM-DD. most: as many lines at most; None: all of it.
    """
    groups = work_by_hand(told)
    if not groups:
        return []
    works = [
        (place_of(group), numbered(number, _heading(group), steps_of(group))) for number, group in enumerate(groups, 1)
    ]
    whole = [*_under_places(works), *_to_record(groups, today)]
    if most is None or len(whole) <= most:
        return whole
    kept = most - 2 - len({place for place, _work in works})
    beyond = [f"... and {len(works) - kept} more"] if len(works) > kept else []
    hint = "There are too many steps for a screen; -e mimecast_summary_file=summary.md writes all of them."
    return [*_under_places([(place, work[:1]) for place, work in works[:kept]]), *beyond, hint]


def work_by_hand(told: Summary) -> list[Group]:
    """Return what is to do by hand, place by place, and in the console in the order of its menu."""
    return sorted(
        told.groups("by_hand"),
        key=lambda group: (PLACES.index(place_of(group)), steps_of(group)[:1], group.change.name),
    )


def place_of(group: Group) -> str:
    """Return where a person does it, one of ``PLACES``."""
    return AT_DNS if group.change.resource in _OF_DNS else IN_CONSOLE


def numbered(number: int, heading: str, steps: Iterable[str]) -> list[str]:
    """Return one thing to do by hand as numbered lines."""
    return [f"{number}. {heading}", *(f"   {number}.{place} {visible(step)}" for place, step in enumerate(steps, 1))]


def jobs(manual: Iterable[Mapping[str, Any]], today: str) -> list[str]:
    """Return what one task leaves to a person as numbered lines, and the records to paste.

    Args:
        manual: what the task returned. today: the present day, as YYYY-MM-DD.
    """
    groups = [Group(Change("by_hand", job["resource"], job["name"], {"manual": job}), ()) for job in manual]
    works = [numbered(number, _what(group), steps_of(group)) for number, group in enumerate(groups, 1)]
    return [*chain.from_iterable(works), *_to_record(groups, today)]


def _what(group: Group) -> str:
    return change_line(group).partition(": ")[2]


def _heading(group: Group) -> str:
    return f"{_what(group)}: {accounts(group.accounts)}"


def _under_places(works: Iterable[tuple[str, Sequence[str]]]) -> list[str]:
    """Return lines, those of each place below its heading."""
    found: dict[str, list[str]] = {}
    for place, lines_of_work in works:
        found.setdefault(place, [f"To do {BY_HAND} {place}:"]).extend(lines_of_work)
    return [line for lines_of_place in found.values() for line in lines_of_place]


def _to_record(groups: Iterable[Group], today: str) -> list[str]:
    records = records_of(groups, today)
    return ["When it is done, add this to the site file:", *records] if records else []


def steps_of(group: Group) -> list[str]:
    """Return the steps of what is to do by hand; what to record of it stands apart."""
    job = group.change.plan.get("manual") or {}
    steps = [str(step) for step in job.get("steps") or []]
    mark = job.get("fingerprint")
    return ["Save." if mark and mark in step else step for step in steps]


def records_of(groups: Iterable[Group], today: str) -> list[str]:
    """Return the block of ``console_done`` for what is to do by hand, each record with what it is about."""
    found = [
        f"  - {{fingerprint: {job['fingerprint']}, by: <your address>, at: {today}}}  "
        f"# {group.change.title} {visible(group.change.name)}"
        for group in groups
        if (job := group.change.plan.get("manual") or {}).get("fingerprint")
    ]
    return ["console_done:", *found] if found else []


@dataclass(frozen=True)
class _Block:
    """A heading and entries below it: the accounts that one is about, and its line. Last, what to do about them."""

    heading: str
    entries: Sequence[tuple[Sequence[str], str]]
    advice: str = ""

    @property
    def fewest(self) -> int:
        """As many lines it has at least."""
        return _FEWEST + bool(self.advice) if self.entries else 0

    def lines(self, most: int) -> list[str]:
        """Return at most so many lines; of entries without a line of their own, the accounts are named all the same."""
        if not self.entries:
            return []
        if self.advice:
            return [*replace(self, advice="").lines(most - 1), f"  -> {self.advice}"]
        told = [f"  {line}" for _names, line in self.entries]
        most_kept = min(len(told), most - 1)
        tries = ((kept, self._rest(kept)) for kept in range(most_kept, 0, -1))
        kept, rest = next(((kept, rest) for kept, rest in tries if 1 + kept + len(rest) <= most), (1, self._rest(1)))
        return [f"{self.heading}:", *told[:kept], *rest][:most]

    def _rest(self, kept: int) -> list[str]:
        """Return how many entries there are after the first ``kept``, and the accounts that no shown entry names."""
        shown = {name for names, _line in self.entries[:kept] for name in names[:_NAMED]}
        others = dict.fromkeys(name for names, _line in self.entries for name in names if name not in shown)
        more = len(self.entries) - kept
        told = [f"and {more} more"] * bool(more) + [f"also {', '.join(map(visible, others))}"] * bool(others)
        return textwrap.wrap(": ".join(told), WIDTH, initial_indent="  ", subsequent_indent="    ")


def accounts(names: Sequence[str]) -> str:
    """Return accounts in a few words; several with their number before them."""
    told = first_of([visible(name) for name in names], _NAMED)
    return told if len(names) == 1 else f"{many(len(names), 'account')} ({told})"


def _of_accounts(heading: str, found: Iterable[tuple[str, Sequence[str]]]) -> _Block:
    return _Block(heading, [(names, _cut(f"{accounts(names)}: {what}")) for what, names in found])


def _remarked(told: Summary, name: str) -> _Block:
    """Return the remarks of mail tests or of lint, with the accounts that they are about."""
    entries = [(names, _cut(f"{accounts(names)}: {visible(remark.text)}")) for remark, names in told.remarks(name)]
    return _Block(REMARK_TITLES[name], entries, REMARK_ADVICE[name])


def _together(found: Iterable[Account], what: Callable[[Account], str]) -> list[tuple[str, list[str]]]:
    """Return what is said of accounts, each text once with all that it is said of, those of most accounts first."""
    groups: dict[str, list[str]] = {}
    for account in found:
        groups.setdefault(what(account), []).append(account.name)
    return sorted(groups.items(), key=lambda group: -len(group[1]))


def undone(account: Account) -> list[tuple[str, Sequence[Change]]]:
    """Return what the run of a failed account did not bring about, each time with the word for it."""
    found = {"failed": account.failed, "not_begun": account.not_begun}
    return [(_LEFT[name], changes) for name, changes in found.items() if changes]


def _failure(account: Account) -> str:
    left = [f"{word}: {_named(changes)}" for word, changes in undone(account)]
    return ". ".join([*left, visible(account.error.partition("\n")[0])])


def _named(changes: Sequence[Change]) -> str:
    return first_of([f"{change.title} {visible(change.name)}" for change in changes], 3)


def _cut(text: str) -> str:
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 4]} ..."


def _with_work(told: Summary) -> list[Account]:
    return [account for account in told.of_status("failed", "different") if account.count("by_hand")]


def _work(account: Account) -> str:
    return _named([change for change in account.changes if change.kind == "by_hand"])
