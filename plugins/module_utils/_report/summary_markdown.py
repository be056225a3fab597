# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A summary as Markdown for a pull request: what matters most first, and never cut inside a block. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import first_of, many
from ansible_collections.mailops.mimecast.plugins.module_utils._report.markup import cell, code, escaped, fenced
from ansible_collections.mailops.mimecast.plugins.module_utils._report.remarks import Remark
from ansible_collections.mailops.mimecast.plugins.module_utils._report.summary import (
    KINDS,
    REMARKS,
    Account,
    Group,
    Summary,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._report.summary_text import (
    KIND_WORDS,
    PLACES,
    REMARK_ADVICE,
    REMARK_TITLES,
    STATUS_WORDS,
    diff_lines,
    headline,
    numbers,
    place_of,
    records_of,
    steps_of,
    undone,
    work_by_hand,
)

MOST_CHARACTERS = 60_000
"""A comment of GitHub holds 65,536."""
_NAMES = 20
_ERROR = 2_000
"""As many characters are shown of why one account failed."""
_ROWS = 100
"""As many accounts has a table: a longer one is several, each of which fits or does not."""
_NOTICE = 200
"""As many characters are kept for telling that something is left out."""


def markdown(told: Summary, today: str) -> str:
    """Return a summary of at most ``MOST_CHARACTERS``; what is left out is counted at the end.

    Args:
        today: the present day, as YYYY-MM-DD.
    """
    parts: list[str] = []
    left = MOST_CHARACTERS - _NOTICE
    out = 0
    for part in _parts(told, today):
        if len(part) + 2 > left:
            # A part that is too long does not keep out the smaller ones after it.
            out += 1
            continue
        parts.append(part)
        left -= len(part) + 2
    if out:
        parts.append(
            f"{many(out, 'part')} left out here, because a comment cannot hold more. The "
            "output of the run has everything."
        )
    return "\n\n".join(parts) + "\n"


def _parts(told: Summary, today: str) -> Iterator[str]:
    yield f"## Mimecast: {escaped(headline(told))}\n\n{numbers(told.totals, told.applied)}"
    failed = told.of_status("failed")
    if failed:
        yield f"### Failed: {many(len(failed), 'account')}"
        yield from map(_failure, failed)
    by_hand = list(enumerate(work_by_hand(told), 1))
    for place in PLACES:
        works = [(number, group) for number, group in by_hand if place_of(group) == place]
        if works:
            yield f"### {KIND_WORDS['by_hand'].capitalize()} {place}: {len(works)}"
        yield from (_job(number, group, today) for number, group in works)
    for name, title in REMARK_TITLES.items():
        remarks = told.remarks(name)
        if remarks:
            yield "\n\n".join([f"### {title}: {len(remarks)}", *([REMARK_ADVICE[name]] if REMARK_ADVICE[name] else [])])
        yield from (_remark(remark, names) for remark, names in remarks)
    impact = told.of_status("failed", "different", "changed")
    yield from (_impact(account) for account in impact if account.impact)
    groups = told.groups("delete", "change", "create")
    if groups:
        yield f"### {'Changed' if told.applied else 'To change'}: {many(len(groups), 'object')}"
        order = ("delete", "change", "create")
        yield from map(_change, sorted(groups, key=lambda group: order.index(group.change.kind)))
    yield from _table(told)


def _accounts(names: Sequence[str]) -> str:
    return first_of([code(name) for name in names], _NAMES)


def _remark(remark: Remark, names: Sequence[str]) -> str:
    why = f": {escaped(remark.why)}" if remark.why else ""
    return f"- {_accounts(names)}: {code(remark.text)}{why}"


def _failure(account: Account) -> str:
    left = [
        f"- {word}: {first_of([f'{change.title} {code(change.name)}' for change in changes])}"
        for word, changes in undone(account)
    ]
    error = fenced("text", account.error[:_ERROR].splitlines())
    return "\n".join([f"{code(account.name)}:\n\n{error}", *(["", *left] if left else [])])


def _job(number: int, group: Group, today: str) -> str:
    """Return one thing to do by hand with its record: who does it needs nothing else."""
    steps = [f"   - [ ] {code(step)}" for step in steps_of(group)]
    heading = f"{number}. {escaped(group.change.title)} {code(group.change.name)}: {_accounts(group.accounts)}"
    record = records_of([group], today)
    below = [f"\n{fenced('yaml', record)}"] if record else []
    return "\n".join([heading, *steps, *below])


def _impact(account: Account) -> str:
    lines = [f"- {code(line)}" for line in account.impact]
    return "\n".join([f"### What it does to mail: {code(account.name)}\n", *lines])


def _change(group: Group) -> str:
    change = group.change
    heading = (
        f"- **{KIND_WORDS[change.kind]}** {escaped(change.title)} {code(change.name)}: {_accounts(group.accounts)}"
    )
    shown = diff_lines(group)
    return f"{heading}\n\n{fenced('diff', shown)}" if shown else heading


def _table(told: Summary) -> Iterator[str]:
    accounts = told.noticed
    if not accounts:
        return
    remarked = {name: REMARK_TITLES[name] for name in REMARKS if told.totals[name]}
    columns = {**{kind: KIND_WORDS[kind] for kind in KINDS}, **remarked}
    head = f"| Account | State | {' | '.join(columns.values())} |\n|---|---|{'---:|' * len(columns)}"
    rows = [
        f"| {cell(account.name)} | {STATUS_WORDS[told.status(account)]} | "
        + " | ".join(str(account.numbers[name]) for name in columns)
        + " |"
        for account in accounts
    ]
    for start in range(0, len(rows), _ROWS):
        yield "\n".join([head, *rows[start : start + _ROWS]])
