# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Policies that a contest cannot tell apart, as one policy for the mail of all of them.

They do the same, count the same, and have not changed. Which of them it is that fits a message makes no difference, so
they are as one for all of their servers, where they ask for the same senders, or for all of their senders.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import policies
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.asks import SERVERS, Ask, Form, Masks, Version
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.classes import Mask
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.weighing import what_it_does
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.winners import LEVELS, rank


def united(forms: Sequence[Form], everything: Masks) -> list[Form]:
    """Return policies, each with what it is to a contest, and those as one that differ in servers or senders alone.

    A tie is known by the first names in it (S8), so no policy is put together with another across a name that changes.
    Where a permit compares both senders, it makes a difference that it is the same one that both fit (P7).
    """
    changed = _names_of_changed(forms, everything)
    lifting = {form.policy.does for form in forms if form.policy.kind == policies.PERMIT and form.policy.override}
    # Where permits with override differ, one tie may decide about a permit and about a block that is lifted.
    alone = {policies.PERMIT} if len(lifting) > 1 else set()
    found: list[Form] = []
    alike: dict[Hashable, list[Form]] = {}
    for form in forms:
        policy, names = form.policy, changed.get(form.policy.kind, [])
        like = None if policy.kind in alone or policy.name in names else _likeness(form)
        liked = replace(form, like=like)
        if like is None or (policy.kind == policies.PERMIT and policy.based_on == policies.BOTH):
            found.append(liked)
        else:
            key = like, bisect(names, policy.name), form.candidate.recipient
            alike.setdefault(key, []).append(liked)
    for group in alike.values():
        found += _together(_together(group, _besides_servers, _by_servers), _besides_senders, _by_senders)
    return found


def _together(
    forms: Iterable[Form], besides: Callable[[Form], Hashable], as_one: Callable[[Sequence[Version]], Version]
) -> list[Form]:
    """Return policies with those as one that are the same besides one thing."""
    found: dict[Hashable, list[Form]] = {}
    for form in forms:
        found.setdefault(besides(form), []).append(form)
    return [_as_one(each, as_one) if len(each) > 1 else each[0] for each in found.values()]


def _besides_servers(form: Form) -> Hashable:
    """Return what a policy asks besides the networks of servers; itself where it names none that can be read."""
    asked = _versions(form)[0].servers
    is_by_networks = len(asked) == 1 and asked[0].dimension == SERVERS and [*asked[0].pieces] == [True]
    return form.candidate.sender if is_by_networks else form


def _besides_senders(form: Form) -> Hashable:
    return tuple((ask.dimension, frozenset(ask.pieces.items())) for ask in _versions(form)[0].servers)


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


def _as_one(forms: Sequence[Form], as_one: Callable[[Sequence[Version]], Version]) -> Form:
    before, after = (as_one(versions) for versions in zip(*map(_versions, forms), strict=True))
    return replace(forms[0], versions=(before, after))


def _versions(form: Form) -> tuple[Version, Version]:
    """Return a policy that has not changed, before and after."""
    return cast("tuple[Version, Version]", form.versions)


def _by_servers(versions: Sequence[Version]) -> Version:
    networks = 0
    for asked in versions:
        networks |= asked.servers[0].sure
    return replace(versions[0], servers=(Ask(SERVERS, {True: networks}, networks),))


def _by_senders(versions: Sequence[Version]) -> Version:
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
