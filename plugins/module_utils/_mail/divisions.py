# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mail divided into regions that no policy of some types tells apart, as far as a change may concern them.

A region is cut only where a policy that counts treats its parts differently. One that another goes before under every
reading does not count, and neither do those that all come to the same. It works no verdict out.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import policies
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.classes import Mask, lowest
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.forms import (
    HEADERS,
    HOSTNAMES,
    RECIPIENTS,
    SENDERS,
    SERVERS,
    Ask,
    Form,
    Mail,
    Masks,
    Version,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.matching import OTHER
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.messages import Message
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.policies import EXTERNAL, INTERNAL, Policy
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.weighing import REFUSE, what_it_does
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.winners import ENVELOPE, goes_before
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.witnesses import unused

REFUSAL = (policies.SPOOFING, policies.SPF_BYPASS, policies.BLOCK, policies.PERMIT)
"""Types that decide whether a message is refused; a permit with Policy Override may lift a block (S7)."""

_RECEIVED = frozenset(policies.KINDS) - {policies.SIGNING}
_SENT = frozenset({policies.ALTERATION, policies.ROUTE, policies.SIGNING})

ANY, SAME, DIFFERENT = "any", "same", "different"
"""How both senders of a message are to each other: it makes no difference, one address, two."""

_OPEN = "open"


class Region(NamedTuple):
    """A part of all mail: sets of classes, and how both senders are to each other."""

    masks: Masks
    senders: str = ANY

    def cut(self, dimension: int, mask: Mask) -> Region:
        """Return its part with some of the classes of one dimension."""
        masks = list(self.masks)
        masks[dimension] = mask
        if self.senders == SAME and dimension in (SENDERS, HEADERS):
            masks[SENDERS] = masks[HEADERS] = mask
        return Region((masks[0], masks[1], masks[2], masks[3], masks[4]), self.senders)

    def meets(self, other: Region) -> bool:
        """Whether there may be mail of both."""
        return self.senders == other.senders and all(
            own & theirs for own, theirs in zip(self.masks, other.masks, strict=True)
        )

    def holds(self, classes: Masks, is_same: bool) -> bool:
        """Whether it holds mail of one class in each dimension."""
        if self.senders == (DIFFERENT if is_same else SAME):
            return False
        return all(own & theirs for own, theirs in zip(self.masks, classes, strict=True))


@dataclass(frozen=True)
class Facet:
    """One thing that becomes of mail.

    Attributes:
        name: of Verdict.effects. own: types that decide about it. under: types that may refuse the message before.
        detailed: types of which more counts than which policy acts. kind: the type of bypass that it is about.
    """

    name: str
    own: frozenset[str]
    under: frozenset[str]
    detailed: frozenset[str] = frozenset({policies.SPF_BYPASS})
    kind: str = ""

    @property
    def all(self) -> frozenset[str]:
        """All types that it depends on."""
        return self.own | self.under

    def is_about(self, policy: Policy) -> bool:
        """Whether a policy of these types may count: of permits, where it is about refusals, those that override."""
        if policy.kind != policies.PERMIT or policy.override:
            return True
        return policy.kind in self.own and self.name != "refused"


class _State(NamedTuple):
    """The policies of a type that count in a region, and what they all come to: ``open`` where that differs."""

    forms: list[Form]
    effect: Hashable


class Division:
    """Mail as it is divided for one facet."""

    def __init__(self, mail: Mail, facet: Facet) -> None:
        self.mail, self.facet = mail, facet
        self._internal = tuple(mail.of_scope(RECIPIENTS, INTERNAL, version) for version in (0, 1))
        self._external = tuple(mail.of_scope(SENDERS, EXTERNAL, version) for version in (0, 1))
        self._moved = mail.moved(INTERNAL), mail.moved(EXTERNAL)
        before, after = (matching.account for matching in mail.pair)
        self._known_now = {kind for kind in policies.KINDS if before.is_unknown(kind) != after.is_unknown(kind)}
        self._before: dict[tuple[Form, Form], bool] = {}

    @property
    def is_due(self) -> bool:
        """Whether anything at all may have changed."""
        if any(self._moved) or not self._known_now.isdisjoint(self.facet.own):
            return True
        return any(form.is_changed(self.mail.all) for form in self._forms(self.facet.own))

    def _forms(self, kinds: Collection[str]) -> list[Form]:
        return [form for form in self.mail.forms if form.policy.kind in kinds and self.facet.is_about(form.policy)]

    @property
    def whole(self) -> Region:
        """All mail."""
        return Region(self.mail.all)

    def regions(self, region: Region, kinds: Collection[str]) -> Iterator[Region]:
        """Yield regions of a region that no policy of some types tells apart, where its facet may have changed."""
        left = [(region, self._forms(kinds))]
        while left:
            here, forms = left.pop()
            parts = self._parts(here, forms)
            if parts is None:
                yield here
            else:
                fitting = [form for form in forms if _fits(form, here.masks)]
                left += [(part, fitting) for part in parts if self._is_real(part)]

    def _is_real(self, region: Region) -> bool:
        """Whether there is mail of a region: a header without a sender is that of a message without one."""
        if region.masks[HEADERS] == 1 and region.senders != SAME:
            return region.senders == ANY and bool(region.masks[SENDERS] & 1)
        return all(region.masks)

    def _parts(self, region: Region, forms: Sequence[Form]) -> list[Region] | None:
        """Return the parts that a region has to be cut into, none where nothing can have changed; None to leave it."""
        if region.masks[HEADERS] == 1 and region.masks[SENDERS] != 1:
            return [region.cut(SENDERS, 1)]
        ask = self._direction(region.masks)
        if ask:
            return _cut(region, ask)
        states = self._states(region.masks, forms)
        if not self._may_have_changed(region.masks, states):
            return []
        if all(self._is_refused(region.masks, states, version) for version in (0, 1)):
            return []
        ask = self._next_ask(region.masks, states)
        if ask:
            return _cut(region, ask)
        return self._by_senders(region, states)

    def _direction(self, masks: Masks) -> Ask | None:
        """Return what tells mail that comes in from other mail, where a region has both (M8)."""
        asks = [*self._internal]
        if any(masks[RECIPIENTS] & ~ask.sure for ask in self._internal):
            asks += self._external
        return next((ask for ask in asks if ask.divides(masks[ask.dimension])), None)

    def _kinds(self, masks: Masks) -> frozenset[str]:
        """Return the types that count in the directions that mail of a region may have."""
        found: frozenset[str] = frozenset()
        for internal, external in zip(self._internal, self._external, strict=True):
            found |= _RECEIVED if masks[RECIPIENTS] & internal.any else frozenset()
            if masks[RECIPIENTS] & ~internal.sure and masks[SENDERS] & ~external.sure:
                found |= _SENT
        return found & self.facet.all

    def _states(self, masks: Masks, forms: Sequence[Form]) -> dict[str, tuple[_State, _State]]:
        by_kind: dict[str, list[Form]] = {kind: [] for kind in sorted(self._kinds(masks))}
        for form in forms:
            if form.policy.kind in by_kind:
                by_kind[form.policy.kind].append(form)
        return {
            kind: (self._state(kind, found, masks, 0), self._state(kind, found, masks, 1))
            for kind, found in by_kind.items()
        }

    def _state(self, kind: str, forms: Sequence[Form], masks: Masks, version: int) -> _State:
        there = [(form, form.versions[version]) for form in forms]
        fitting = [(form, asked) for form, asked in there if asked and asked.fits(masks)]
        sure = [form for form, asked in fitting if form.candidate.seen_by == ENVELOPE and asked.is_sure(masks)]
        beaten = {form for form, _asked in fitting if any(self._goes_before(other, form) for other in sure)}
        standing = {form.policy for form, _asked in fitting if form not in beaten}
        left = [form for form, _asked in fitting if form.policy in standing]
        effects = {_effect(form) for form in left} | (set() if sure else {None})
        by_header = any(form.candidate.seen_by != ENVELOPE for form in left)
        if len(effects) > 1 or by_header or (kind in self.facet.detailed and effects != {None}):
            return _State(left, _OPEN)
        return _State(left, effects.pop())

    def _goes_before(self, other: Form, form: Form) -> bool:
        key = other, form
        if key not in self._before:
            self._before[key] = other.policy != form.policy and goes_before(other.candidate, form.candidate)
        return self._before[key]

    def _may_have_changed(self, masks: Masks, states: dict[str, tuple[_State, _State]]) -> bool:
        """Whether what decides about the facet may be otherwise than before."""
        recipients, senders = self._moved
        is_sent = any(masks[RECIPIENTS] & ~ask.sure for ask in self._internal)
        if masks[RECIPIENTS] & recipients or (is_sent and masks[SENDERS] & senders):
            return True
        if not self._known_now.isdisjoint(self.facet.own & states.keys()):
            return True
        return any(_is_changed(masks, *states[kind]) for kind in self.facet.own if kind in states)

    def _is_refused(self, masks: Masks, states: dict[str, tuple[_State, _State]], version: int) -> bool:
        """Whether all mail of a region is refused, so that nothing else counts."""
        if masks[RECIPIENTS] & ~self._internal[version].sure:
            return False
        is_unknown = self.mail.pair[version].account.is_unknown
        spoofing, bypass, block, permit = (states[kind][version] for kind in REFUSAL)
        if spoofing.effect == REFUSE and not bypass.forms and not any(map(is_unknown, REFUSAL[:2])):
            return True
        lifting = any(form.policy.override for form in permit.forms)
        return block.effect == REFUSE and not lifting and not is_unknown(policies.BLOCK)

    def _next_ask(self, masks: Masks, states: dict[str, tuple[_State, _State]]) -> Ask | None:
        """Return what a region is cut by next: by what has changed first, so that the rest need not be cut."""
        found = [
            (form, asked)
            for kind, pair in states.items()
            for version, state in enumerate(pair)
            if state.effect == _OPEN
            for form in state.forms
            if (asked := form.versions[version])
        ]
        found.sort(key=lambda each: (each[0].policy.kind not in self.facet.own, not each[0].is_changed(masks)))
        for form, asked in found:
            ask = self._dividing(form, asked, masks)
            if ask:
                return ask
        return None

    def _dividing(self, form: Form, asked: Version, masks: Masks) -> Ask | None:
        details = asked.details if form.policy.kind in self.facet.detailed else ()
        asks = (asked.sender, asked.recipient, *asked.servers, *details)
        return next((ask for ask in asks if ask.divides(masks[ask.dimension])), None)

    def _by_senders(self, region: Region, states: dict[str, tuple[_State, _State]]) -> list[Region] | None:
        """Return mail with one sender and mail with two, where something is not known of both of them."""
        senders = [asked.sender for pair in states.values() for asked in _versions(pair)]
        personal = {ask.dimension for ask in senders if region.masks[ask.dimension] & ask.personal}
        if region.senders != ANY or len(personal) < 2:
            return None
        both = region.masks[SENDERS] & region.masks[HEADERS]
        return [Region(region.masks, DIFFERENT), Region(region.masks, SAME).cut(SENDERS, both)]

    def message(self, region: Region) -> Message | None:
        """Return a message of a region; None where it has none."""
        found = self._both_senders(region)
        if found is None:
            return None
        classes = self.mail.addresses.classes
        return Message(
            envelope_from=found[0],
            header_from=found[1],
            recipient=classes[lowest(region.masks[RECIPIENTS])].witness,
            day=self.mail.day,
            ip=self.mail.servers.witness(region.masks[SERVERS]),
            hostname=self._hostname(region.masks[HOSTNAMES]),
        )

    def _both_senders(self, region: Region) -> tuple[str, str] | None:
        senders, headers = region.masks[SENDERS], region.masks[HEADERS]
        addresses = self.mail.addresses
        both = senders & headers
        if region.senders != DIFFERENT and both:
            same = addresses.classes[lowest(both & ~1 or both)].witness
            return same, same
        headers = headers & ~1 or headers
        if senders == headers and senders & (senders - 1) == 0:
            return addresses.two(lowest(senders))
        sender = lowest(senders)
        header = lowest(headers & ~(1 << sender) or headers)
        sender = sender if sender != header else lowest(senders & ~(1 << header))
        return addresses.classes[sender].witness, addresses.classes[header].witness

    def _hostname(self, mask: Mask) -> str:
        names = self.mail.hostnames
        return unused(OTHER, names[1:]) if mask & 1 else names[lowest(mask)]


def _fits(form: Form, masks: Masks) -> bool:
    return any(asked is not None and asked.fits(masks) for asked in form.versions)


def _versions(pair: tuple[_State, _State]) -> list[Version]:
    found = [form.versions[version] for version, state in enumerate(pair) for form in state.forms]
    return [asked for asked in found if asked is not None]


def _effect(form: Form) -> Hashable:
    return what_it_does(form.policy.does) if form.policy.does else form.policy


def _is_changed(masks: Masks, before: _State, after: _State) -> bool:
    """Whether policies of a type may come to something else than before."""
    changed = [form for state in (before, after) for form in state.forms if form.is_changed(masks)]
    if before.effect == after.effect != _OPEN and not any(form.detached for form in changed):
        return False
    return bool(changed)


def _cut(region: Region, ask: Ask) -> list[Region]:
    return [region.cut(ask.dimension, part) for part in ask.divided(region.masks[ask.dimension])]
