# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Policies that a contest cannot tell apart, as one policy for the senders of all of them.

They do the same, count the same, and have not changed. Which of them it is that fits a message makes no difference.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import policies
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.asks import Ask, Form, Masks, Version
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.classes import Mask
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.weighing import what_it_does
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.winners import LEVELS, rank


def united(forms: Sequence[Form], everything: Masks) -> list[Form]:
    """Return policies, each with what it is to a contest, and those as one that differ in their senders alone.

    A tie is known by the first names in it (S8), so no policy is put together with another across a name that changes.
    Where a permit compares both senders, it makes a difference that it is the same one that both fit (P7).
    """
    changed = _names_of_changed(forms, everything)
    lifting = {form.policy.does for form in forms if form.policy.kind == policies.PERMIT and form.policy.override}
    # Where permits with override differ, one tie may decide about a permit and about a block that is lifted.
    alone = {policies.PERMIT} if len(lifting) > 1 else set()
    alike: dict[Hashable, list[Form]] = {}
    for form in forms:
        policy, names = form.policy, changed.get(form.policy.kind, [])
        like = None if policy.kind in alone or policy.name in names else _likeness(form)
        by_both = policy.kind == policies.PERMIT and policy.based_on == policies.BOTH
        beside = bisect(names, policy.name), form.candidate.recipient, policy.source_ips, policy.hostnames
        alike.setdefault(form if like is None or by_both else (like, *beside), []).append(replace(form, like=like))
    return [_as_one(found) if len(found) > 1 else found[0] for found in alike.values()]


def _names_of_changed(forms: Iterable[Form], everything: Masks) -> dict[str, list[str]]:
    """Return the names of policies that have changed, in their order, by type."""
    found: dict[str, list[str]] = {}
    for form in forms:
        if form.is_changed(everything):
            found.setdefault(form.policy.kind, []).append(form.policy.name)
    return {kind: sorted(names) for kind, names in found.items()}


def _likeness(form: Form) -> Hashable:
    """Return what a policy is to a contest, besides which mail it fits; None where that is not known."""
    policy, candidate = form.policy, form.candidate
    scopes = candidate.sender, candidate.recipient
    if not policy.does or any(scope.type not in LEVELS["a"] for scope in scopes):
        return None
    ranks = (rank(scope, LEVELS["a"]) for scope in scopes)
    does = what_it_does(policy.does), policy.spf_domains
    return policy.kind, *does, policy.override, policy.narrowed, candidate.seen_by, *ranks


def _as_one(forms: Sequence[Form]) -> Form:
    before, after = (_version([asked for form in forms if (asked := form.versions[version])]) for version in (0, 1))
    return replace(forms[0], versions=(before, after))


def _version(versions: Sequence[Version]) -> Version:
    return replace(versions[0], sender=_any_of([asked.sender for asked in versions]))


def _any_of(asks: Sequence[Ask]) -> Ask:
    """Return what several policies ask between them: where one fits for sure, it does not count how others do."""
    sure = personal = 0
    for ask in asks:
        sure |= ask.sure
        personal |= ask.personal
    found: dict[frozenset[Hashable], Mask] = {}
    for ask in asks:
        for how, mask in ask.pieces.items():
            if mask & ~sure:
                found = _with(found, how, mask & ~sure)
    pieces: Mapping[Any, Mask] = {True: sure, **found} if sure else found
    return Ask(asks[0].dimension, pieces, sure, personal)


def _with(found: Mapping[frozenset[Hashable], Mask], how: Hashable, mask: Mask) -> dict[frozenset[Hashable], Mask]:
    """Return pieces divided by how one more policy fits them."""
    parts: dict[frozenset[Hashable], Mask] = {}
    for hows, piece in found.items():
        for key, part in ((hows, piece & ~mask), (hows | {how}, piece & mask)):
            parts[key] = parts.get(key, 0) | part
        mask &= ~piece
    key = frozenset({how})
    parts[key] = parts.get(key, 0) | mask
    return {key: part for key, part in parts.items() if part}
