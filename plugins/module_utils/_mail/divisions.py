# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mail divided into regions that no policy of some types tells apart, as far as a change may concern them.

A region is cut only where a policy that counts treats its parts differently. One that another goes before under every
reading does not count, and neither do those that all come to the same. Policies that come to the same are cut out
together. It works no verdict out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import policies
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.asks import (
    HEADERS,
    HOSTNAMES,
    RECIPIENTS,
    SENDERS,
    SENT,
    SERVERS,
    Ask,
    Form,
    Masks,
    Version,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.classes import Mask, lowest
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.covers import Cover
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.evaluation import DELIVERING
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.forms import Mail
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.matching import OTHER
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.messages import Message
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.policies import EXTERNAL, INTERNAL
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.regions import (
    ANY,
    DIFFERENT,
    REFUSAL,
    SAME,
    Facet,
    Region,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.states import (
    NOTHING,
    OPEN,
    State,
    States,
    effect_of,
    likeness,
    may_differ,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.weighing import REFUSE
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.winners import ENVELOPE, goes_before
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.witnesses import unused

MOST_STEPS = 20_000
"""After so many looks at a region, mail is not divided any more."""

_RECEIVED = frozenset(policies.KINDS) - {policies.SIGNING}

_UNDOES = {policies.SPOOFING: policies.SPF_BYPASS, policies.BLOCK: policies.PERMIT}
"""Type that refuses -> the type that may undo it, and else does nothing about refusals."""


class TooManyParts(Exception):
    """Policies divide mail into more parts than can be looked at."""


class Division:
    """Mail as it is divided for one facet."""

    def __init__(self, mail: Mail, facet: Facet) -> None:
        self.mail, self.facet = mail, facet
        self._decides = facet.own
        self._internal = tuple(mail.of_scope(RECIPIENTS, INTERNAL, version) for version in (0, 1))
        self._external = tuple(mail.of_scope(SENDERS, EXTERNAL, version) for version in (0, 1))
        self._moved = mail.moved(INTERNAL), mail.moved(EXTERNAL)
        before, after = (matching.account for matching in mail.pair)
        self._known_now = {kind for kind in policies.KINDS if before.is_unknown(kind) != after.is_unknown(kind)}
        self._before: dict[tuple[Form, Form], bool] = {}
        self._steps = 0

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

    def regions(self, region: Region) -> Iterator[tuple[Region, Hashable]]:
        """Yield regions of a region that no policy that decides tells apart, where its facet may have changed.

        What stands beside it is the same for regions of which the same becomes.

        Raises:
            TooManyParts: it would take too long.
        """
        left = [(region, self._forms(self.facet.own))]
        while left:
            here, forms = left.pop()
            self._steps += 1
            if self._steps > MOST_STEPS:
                raise TooManyParts
            states = self._states(here.masks, forms)
            parts = self._parts(here, states)
            if parts is None:
                yield here, self._likeness(here, states)
            else:
                fitting = [form for form in forms if _fits(form, here.masks)]
                left += [(part, fitting) for part in parts if self._is_real(part)]

    def _is_real(self, region: Region) -> bool:
        """Whether there is mail of a region: a header without a sender is that of a message without one."""
        if region.masks[HEADERS] == 1 and region.senders != SAME:
            return region.senders == ANY and bool(region.masks[SENDERS] & 1)
        return all(region.masks)

    def _parts(self, region: Region, states: States) -> list[Region] | None:
        """Return the parts that a region has to be cut into, none where nothing can have changed; None to leave it."""
        if region.masks[HEADERS] == 1 and region.masks[SENDERS] != 1:
            return [region.cut(SENDERS, 1)]
        ask = self._direction(region.masks)
        if ask:
            return _cut(region, ask)
        if not self._is_asked(region.masks, states):
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
                found |= SENT
        return found & self.facet.own

    def _states(self, masks: Masks, forms: Sequence[Form]) -> States:
        by_kind: dict[str, list[Form]] = {kind: [] for kind in sorted(self._kinds(masks))}
        for form in forms:
            if form.policy.kind in by_kind:
                by_kind[form.policy.kind].append(form)
        found = {kind: self._pair(kind, of_kind, masks) for kind, of_kind in by_kind.items()}
        for refusing, undoing in _UNDOES.items():
            if undoing in found and (undoing == policies.SPF_BYPASS or self.facet.name == "refused"):
                before, after = (self._undone(refusing, undoing, found, version) for version in (0, 1))
                found[undoing] = before, after
        return found

    def _pair(self, kind: str, forms: Sequence[Form], masks: Masks) -> tuple[State, State]:
        before = self._state(kind, forms, masks, 0)
        return before, self._state(kind, forms, masks, 1) if any(form.is_changed(masks) for form in forms) else before

    def _undone(self, refusing: str, undoing: str, states: States, version: int) -> State:
        """Return the policies that may undo a refusal: they count only where there may be one."""
        refused = states.get(refusing, (NOTHING, NOTHING))[version].effect is not None
        is_known = not self.mail.pair[version].account.is_unknown(refusing)
        return NOTHING if is_known and not refused else states[undoing][version]

    def _state(self, kind: str, forms: Sequence[Form], masks: Masks, version: int) -> State:
        there = [(form, form.versions[version]) for form in forms]
        fitting = [(form, asked) for form, asked in there if asked and asked.fits(masks)]
        sure = [form for form, asked in fitting if form.candidate.seen_by == ENVELOPE and asked.is_sure(masks)]
        beaten = {form for form, _asked in fitting if any(self._goes_before(other, form) for other in sure)}
        beating = self._beating(kind, fitting, beaten, masks)
        beaten |= {form for form, cover in beating.items() if cover.is_whole}
        standing = {form.policy for form, _asked in fitting if form not in beaten}
        left = [(form, asked) for form, asked in fitting if form.policy in standing]
        forms = [form for form, _asked in left]
        effects = {effect_of(form) for form in forms}
        covers = tuple(cover for form, cover in beating.items() if form not in beaten)
        if self._is_by_both(kind, forms, effects):
            return State(forms, OPEN, covers)
        cover = Cover((asked for _form, asked in left), masks) if len(effects) == 1 and not sure else None
        effects |= set() if sure or (cover and cover.is_whole) else {None}
        return State(forms, OPEN, covers, cover) if len(effects) > 1 else State(forms, effects.pop())

    def _beating(
        self, kind: str, fitting: Sequence[tuple[Form, Version]], beaten: Collection[Form], masks: Masks
    ) -> dict[Form, Cover]:
        """Return for each policy that has changed which mail policies fit for sure that go before it."""
        if kind not in self.facet.own:
            return {}
        changed = [form for form, _asked in fitting if form.is_changed(masks) and form not in beaten]
        by_envelope = [(form, asked) for form, asked in fitting if form.candidate.seen_by == ENVELOPE]
        return {
            form: Cover((asked for other, asked in by_envelope if self._goes_before(other, form)), masks)
            for form in changed
        }

    def _is_by_both(self, kind: str, forms: Sequence[Form], effects: Collection[Hashable]) -> bool:
        """Whether more counts than what policies come to: in detail, or by which sender they fit.

        Whether a message is refused, or a refusal lifted, does not hang on the sender where all come to the same.
        """
        if kind in self.facet.detailed and any(effect is not None for effect in effects):
            return True
        return self.facet.name != "refused" and any(form.candidate.seen_by != ENVELOPE for form in forms)

    def _goes_before(self, other: Form, form: Form) -> bool:
        key = other, form
        if key not in self._before:
            self._before[key] = other.policy != form.policy and goes_before(other.candidate, form.candidate)
        return self._before[key]

    def _is_asked(self, masks: Masks, states: States) -> bool:
        """Whether what decides about the facet may be otherwise than before."""
        recipients, senders = self._moved
        is_sent = any(masks[RECIPIENTS] & ~ask.sure for ask in self._internal)
        if masks[RECIPIENTS] & recipients or (is_sent and masks[SENDERS] & senders):
            return True
        if not self._known_now.isdisjoint(self.facet.own & states.keys()):
            return True
        return any(may_differ(masks, *states[kind]) for kind in self.facet.own if kind in states)

    def _is_refused(self, masks: Masks, states: States, version: int) -> bool:
        """Whether all mail of a region is refused, so that nothing else counts."""
        if masks[RECIPIENTS] & ~self._internal[version].sure and not self._is_only_received(masks, version):
            return False
        is_unknown = self.mail.pair[version].account.is_unknown
        spoofing, bypass, block, permit = (states.get(kind, (NOTHING, NOTHING))[version] for kind in REFUSAL)
        if spoofing.effect == REFUSE and not bypass.forms and not any(map(is_unknown, REFUSAL[:2])):
            return True
        lifting = is_unknown(policies.PERMIT) or any(form.policy.override for form in permit.forms)
        return block.effect == REFUSE and not lifting and not is_unknown(policies.BLOCK)

    def _is_only_received(self, masks: Masks, version: int) -> bool:
        """Whether a facet is about mail that comes in alone, where mail may come in, be it before or after (M8)."""
        if masks[RECIPIENTS] & (self._moved[0] | ~self._internal[version].any) or masks[SENDERS] & self._moved[1]:
            return False
        return self._decides.isdisjoint(SENT) or not masks[SENDERS] & ~self._external[version].sure

    def _next_ask(self, masks: Masks, states: States) -> Ask | None:
        """Return what a region is cut by next: by what has changed first, so that the rest need not be cut."""
        left = [
            (kind, version, state)
            for kind, pair in states.items()
            for version, state in enumerate(pair)
            if state.effect == OPEN
        ]
        left.sort(key=lambda each: each[0] not in self.facet.own)
        asks = chain(
            (self._by_form(form, version, masks) for form, version in self._changed(left, masks)),
            (cover.next_ask for _kind, _version, state in left for cover in state.beating),
            (self._by_form(form, version, masks) for form, version in _unusual(left)),
            (state.cover.next_ask for _kind, _version, state in left if state.cover),
            (self._by_form(form, version, masks) for _kind, version, state in left for form in state.forms),
        )
        return next((ask for ask in asks if ask), None)

    def _changed(self, left: Iterable[tuple[str, int, State]], masks: Masks) -> Iterator[tuple[Form, int]]:
        for kind, version, state in left:
            if kind in self.facet.own:
                yield from ((form, version) for form in state.forms if form.is_changed(masks))

    def _by_form(self, form: Form, version: int, masks: Masks) -> Ask | None:
        asked = form.versions[version]
        return self._dividing(form, asked, masks) if asked else None

    def _dividing(self, form: Form, asked: Version, masks: Masks) -> Ask | None:
        details = asked.details if form.policy.kind in self.facet.detailed else ()
        asks = (asked.sender, asked.recipient, *asked.servers, *details)
        return next((ask for ask in asks if ask.divides(masks[ask.dimension])), None)

    def _by_senders(self, region: Region, states: States) -> list[Region] | None:
        """Return mail with one sender and mail with two, where something is not known of both of them."""
        if region.senders != ANY or len(self._personal(region.masks, _all_versions(states))) < 2:
            return None
        both = region.masks[SENDERS] & region.masks[HEADERS]
        return [Region(region.masks, DIFFERENT), Region(region.masks, SAME).cut(SENDERS, both)]

    def _likeness(self, region: Region, states: States) -> Hashable:
        """Return all that decides in a region that is not divided any more; the region itself where that is too much.

        It is the direction of its mail, and of each type what policies come to, or else what they are to a contest.
        """
        masks = region.masks
        if not self.facet.own.isdisjoint(DELIVERING) or self._personal(masks, _all_versions(states)):
            return region
        return (
            region.senders,
            tuple(ask.how(masks[ask.dimension]) for ask in (*self._internal, *self._external)),
            *(likeness(pair, masks) for _kind, pair in sorted(states.items())),
        )

    def _personal(self, masks: Masks, asked: Iterable[Version]) -> set[int]:
        """Return by which senders something is asked that is not known of an address."""
        asks = [each.sender for each in asked]
        return {ask.dimension for ask in asks if masks[ask.dimension] & ask.personal}

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


class Beside(Division):
    """Mail as it is divided by other types than those that decide about a facet, whatever has changed."""

    def __init__(self, mail: Mail, facet: Facet, other: Facet) -> None:
        super().__init__(mail, other)
        self._decides = facet.own
        self._own = [form for form in mail.forms if form.policy.kind in facet.own | facet.beside]

    def _is_asked(self, masks: Masks, states: States) -> bool:
        return True

    def _personal(self, masks: Masks, asked: Iterable[Version]) -> set[int]:
        own = [each for form in self._own for each in form.versions if each and each.fits(masks)]
        return super()._personal(masks, (*asked, *own))


def refusals(mail: Mail, facet: Facet) -> Beside:
    """Return mail as it is divided by what may refuse it before it comes to a facet."""
    return Beside(mail, facet, replace(facet, name="refused", own=facet.under, under=frozenset(), beside=frozenset()))


def _unusual(left: Iterable[tuple[str, int, State]]) -> Iterator[tuple[Form, int]]:
    """Yield the policies that do something else than most of their type: without them, many can be cut out together."""
    for _kind, version, state in left:
        counted = Counter(map(effect_of, state.forms))
        usual = max(counted, key=lambda effect: (counted[effect], str(effect)), default=None)
        yield from ((form, version) for form in state.forms if effect_of(form) != usual)


def _fits(form: Form, masks: Masks) -> bool:
    return any(asked is not None and asked.fits(masks) for asked in form.versions)


def _all_versions(states: States) -> list[Version]:
    found = [
        form.versions[version] for pair in states.values() for version, state in enumerate(pair) for form in state.forms
    ]
    return [asked for asked in found if asked is not None]


def _cut(region: Region, ask: Ask) -> list[Region]:
    return [region.cut(ask.dimension, part) for part in ask.divided(region.masks[ask.dimension])]
