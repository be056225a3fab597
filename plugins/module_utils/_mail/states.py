# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The policies of a type that count in a region, and what they come to, before and after a change."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Hashable, Sequence
from typing import NamedTuple

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.asks import Form, Masks
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.covers import Cover
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.policies import Policy
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.weighing import what_it_does

OPEN = "open"


class State(NamedTuple):
    """The policies of a type that count in a region, and what they all come to: ``open`` where that differs.

    Attributes:
        beating: for each policy that has changed, which mail another fits for sure that goes before it.
        cover: of policies that do the same, which mail some of them fit for sure.
    """

    forms: list[Form]
    effect: Hashable
    beating: tuple[Cover, ...] = ()
    cover: Cover | None = None


States = dict[str, tuple[State, State]]
"""Type -> its policies before and after."""
NOTHING = State([], None)


def effect_of(form: Form) -> Hashable:
    """Return what a policy does, None where that is nothing; the policy itself where it is not said."""
    return what_it_does(form.policy.does) if form.policy.does else form.policy


def may_differ(masks: Masks, before: State, after: State) -> bool:
    """Whether policies of a type may come to something else than before."""
    changed = [form for state in (before, after) for form in state.forms if form.is_changed(masks)]
    if before.effect == after.effect != OPEN and not any(form.detached for form in changed):
        return False
    return bool(changed)


def likeness(pair: tuple[State, State], masks: Masks) -> Hashable:
    """Return what the policies of a type come to, before and after, or else what they are to a contest.

    A tie is known by the first names in it (S8), so it counts where a name stands among those of what has changed.
    """
    names = sorted({form.policy.name for state in pair for form in state.forms if form.like is None})
    return tuple(
        state.effect if state.effect != OPEN else _contenders(state, version, masks, names)
        for version, state in enumerate(pair)
    )


def _contenders(state: State, version: int, masks: Masks, names: Sequence[str]) -> Hashable:
    """Return what policies are to a contest; one that both senders fit is one (P7)."""
    by_policy: dict[Policy, set[Hashable]] = {}
    for form in state.forms:
        asked = form.versions[version]
        if asked:
            asks = (asked.sender, asked.recipient, *asked.servers, *asked.details)
            how = tuple(ask.how(masks[ask.dimension]) for ask in asks)
            like = (form.like, bisect(names, form.policy.name)) if form.like is not None else form
            by_policy.setdefault(form.policy, set()).add((like, how))
    return frozenset(frozenset(forms) for forms in by_policy.values())
