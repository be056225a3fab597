# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The impact of a change: every class of mail that another thing becomes of than before, and nothing else.

All mail is divided into regions that no policy tells apart, as far as the change may concern them. A message of each is
looked at in both accounts, under every reading that they have in common.
"""

from __future__ import annotations

import contextlib
import datetime
import gc
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import impact_words as words
from ansible_collections.mailops.mimecast.plugins.module_utils._mail import policies
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.accounts import DOMAIN, Account
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.classes import AddressClasses, Pair
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.comparing import (
    Comparison,
    Difference,
    Values,
    difference,
    difference_in_the_end,
    is_changed,
    permits,
    spares_greylisting,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.divisions import (
    Beside,
    Division,
    TooManyParts,
    refusals,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.forms import Mail
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.hypotheses import (
    NOTHING_SETTLED,
    Branch,
    Leaf,
    Node,
    Settled,
    cases,
    is_whole,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.matching import Matching
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.merging import merged
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.messages import Message
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.regions import REFUSAL, STAGES, Facet, Region

_UNDER = frozenset(REFUSAL)
_SKIPS = Facet("skips", frozenset({policies.PERMIT}), _UNDER)
_FACETS = (
    Facet("refused", _UNDER, frozenset()),
    _SKIPS,
    Facet("greylisted", frozenset({policies.GREYLISTING, policies.PERMIT}), _UNDER),
    Facet("spoofing_bypassed", STAGES[0], STAGES[1]),
    *(Facet("bypasses", frozenset({kind}), _UNDER, kind=kind) for kind in policies.BYPASSES),
    Facet(
        "altered_to",
        frozenset({policies.ALTERATION}),
        _UNDER,
        detailed=frozenset({policies.SPF_BYPASS, policies.ALTERATION}),
    ),
    Facet("routes", frozenset({policies.ROUTE, policies.ALTERATION}), _UNDER),
    Facet("signed_with", frozenset({policies.SIGNING}), _UNDER),
)
_UNFINISHED = {
    "refused": "refusals",
    "skips": "permits",
    "greylisted": "greylisting",
    "spoofing_bypassed": "bypasses of anti-spoofing",
    "bypasses": "bypasses",
    "altered_to": "address alterations",
    "routes": "routes",
    "signed_with": "DKIM signing",
}
"""Name of a facet -> how it is called where it is not worked out in full."""
_NAMES = tuple(dict.fromkeys(facet.name for facet in _FACETS))


@dataclass(frozen=True)
class Change:
    """A class of mail that another thing becomes of than before.

    Attributes:
        sentence: whose mail it is, and what becomes of it. example: one such message, on the first of ``days``.
        facet: what it is about. difference: what it is before and after, under every reading that matters; where
            equally specific policies contend, they are those of the example (S8).
        days: those on which it is so, of those that were looked at. classes: how many classes of mail it tells of.
        region: these.
    """

    sentence: str
    example: Message
    facet: Facet
    difference: Node[Difference]
    days: tuple[str, ...]
    classes: int
    region: Region = field(repr=False)

    @property
    def certain(self) -> bool:
        """Whether it changes in the same way under every reading."""
        return isinstance(self.difference, Leaf)

    @property
    def depends_on(self) -> tuple[str, ...]:
        """The questions whose readings make a difference."""
        asked = (question.id for case in cases(self.difference) for question, _reading in case.readings)
        return tuple(dict.fromkeys(asked))

    @property
    def permits(self) -> bool:
        """Whether it lets mail pass what stopped or checked it before, under any reading."""
        if not is_whole(self.difference):
            return True
        return any(permits(self.facet, case.outcome) for case in cases(self.difference))

    def as_data(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "sentence": self.sentence,
            "example": self.example.as_data(),
            "becomes": [
                {
                    "readings": {question.id: reading.id for question, reading in case.readings},
                    "before": words.effect(self.facet, case.outcome[0]),
                    "after": words.effect(self.facet, case.outcome[1]),
                }
                for case in cases(self.difference)
                if case.outcome
            ],
            "certain": self.certain,
            "depends_on": list(self.depends_on),
            "permits": self.permits,
            "days": list(self.days),
            "classes": self.classes,
        }


@dataclass(frozen=True)
class Impact:
    """All that a change does to mail.

    Attributes:
        changes: in the order of what becomes of mail. days: those that were looked at: the day itself, and every later
            one on which a policy that changes begins or has ended.
        not_exact: why there may be more than is told, if there may.
    """

    changes: tuple[Change, ...]
    days: tuple[str, ...]
    not_exact: tuple[str, ...]
    _mail: tuple[Mail, ...] = field(repr=False, compare=False)

    @property
    def permits_something_new(self) -> bool:
        """Whether any mail passes what stopped or checked it before, under any reading; also where it may be missed."""
        return bool(self.not_exact) or any(change.permits for change in self.changes)

    def of(self, message: Message) -> tuple[Change, ...]:
        """Return the changes that concern a message on one of the days.

        Raises:
            LookupError: what policies ask of the message was not foreseen, so that nothing is known of it.
        """
        mail = next(mail for mail in self._mail if mail.day == message.day)
        classes, is_same = mail.classes(message), message.envelope_from == message.header_from
        today = (change for change in self.changes if message.day in change.days)
        return tuple(change for change in today if change.region.holds(classes, is_same))

    def as_data(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "changes": [change.as_data() for change in self.changes],
            "permits_something_new": self.permits_something_new,
            "days": list(self.days),
            "not_exact": list(self.not_exact),
        }


def impact(before: Account, after: Account, day: str, settled: Settled = NOTHING_SETTLED) -> Impact:
    """Return what a change of an account does to mail.

    Args:
        before: as it is. after: as it will be. day: the first day that is looked at, as YYYY-MM-DD.
        settled: readings that do not hold for this account.
    """
    with _without_collector():
        return _impact(before, after, day, settled)


@contextlib.contextmanager
def _without_collector() -> Iterator[None]:
    """Search no unreachable objects meanwhile: none are left, and the accounts would be searched again and again."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _impact(before: Account, after: Account, day: str, settled: Settled) -> Impact:
    days = (day, *_later_days(before, after, day))
    pair = Matching(before), Matching(after)
    addresses = AddressClasses(pair)
    mails = tuple(Mail(pair, addresses, each) for each in days)
    comparison = Comparison(pair, settled)
    found: dict[tuple[Facet, Node[Difference], Region], dict[str, int]] = {}
    for mail in mails:
        for facet in _facets(mail):
            for (becomes, region), classes in _told_together(mail, facet, comparison).items():
                found.setdefault((facet, becomes, region), {})[mail.day] = classes
    changes = _changes(found, mails, comparison)
    not_exact = (*_not_exact(pair, addresses, mails), *map(_unfinished, sorted(comparison.unfinished)))
    return Impact(changes, days, not_exact, mails)


def _unfinished(facet: str) -> str:
    why = "because the policies divide mail into too many classes"
    return f"the effect on {_UNFINISHED[facet]} is not worked out in full, {why}"


def _later_days(before: Account, after: Account, day: str) -> list[str]:
    """Return the days after one on which a policy that is changed begins, or has ended."""
    changed = {*before.policies} ^ {*after.policies}
    begins = {policy.valid_from for policy in changed if policy.enabled}
    ended = {_day_after(policy.valid_until) for policy in changed if policy.enabled and policy.valid_until}
    return sorted(each for each in begins | ended if each > day)


def _day_after(day: str) -> str:
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=1)).isoformat()


def _facets(mail: Mail) -> Iterator[Facet]:
    """Yield what may become of mail otherwise than before."""
    for facet in _FACETS:
        if any(Division(mail, stage).is_due for stage in facet.stages):
            yield facet


def _told_together(mail: Mail, facet: Facet, comparison: Comparison) -> dict[tuple[Node[Difference], Region], int]:
    """Return the regions that differ in one facet, those put together of which the same becomes, with their number."""
    by_difference: dict[Node[Difference], list[Region]] = {}
    try:
        for region, found in _differing(mail, facet, comparison):
            by_difference.setdefault(found, []).append(region)
    except TooManyParts:
        comparison.unfinished.add(facet.name)  # What was found until then is true.
    return {
        (found, region): sum(region.meets(part) for part in regions)
        for found, regions in by_difference.items()
        for region in merged(regions)
    }


def _differing(mail: Mail, facet: Facet, comparison: Comparison) -> Iterator[tuple[Region, Node[Difference]]]:
    """Yield regions of mail that differ in one facet."""
    for stage in facet.stages:
        division = refusals(mail, stage)
        known: dict[Hashable, Values] = {}
        for region, values in _differing_together(mail, stage, comparison):
            for part, likeness in division.regions(region):
                message = division.message(part)
                if message is None:
                    continue
                if likeness not in known:
                    known[likeness] = comparison.refusals(stage, message)
                refused = known[likeness]
                if stage.name == "refused" and stage != facet.stages[0] and is_changed(difference(refused)):
                    continue  # It has been told of by the first stage.
                own = comparison.of_message(stage, message) if _asks_who_sends(values) else values
                found = difference_in_the_end(own, refused)
                if is_changed(found):
                    yield part, found


def _asks_who_sends(values: Values) -> bool:
    """Whether a fact about an address is open: parts of a region may ask that of other senders than the region."""
    return any(question.startswith("unknown:") for node in values if isinstance(node, Branch) for question in node.asks)


def _differing_together(mail: Mail, stage: Facet, comparison: Comparison) -> Iterator[tuple[Region, Values]]:
    """Yield regions that differ by all types that decide, some of which are looked at apart."""
    found = _differing_by_itself(mail, stage, comparison)
    if not stage.beside:
        yield from found
        return
    division = Beside(mail, stage, stage.other)
    known: dict[Hashable, Values] = {}
    together: dict[Values, list[Region]] = {}
    parts = ((part, values, likeness) for region, values in found for part, likeness in division.regions(region))
    for part, values, likeness in parts:
        message = division.message(part)
        if message is None:
            continue
        if likeness not in known:
            known[likeness] = comparison.values(stage.other, message)
        if policies.PERMIT in stage.beside and is_changed(difference(known[likeness])):
            continue  # It has been told of by the first stage.
        together.setdefault(comparison.together(stage, values, known[likeness]), []).append(part)
    yield from _merged_if_changed(together)


def _merged_if_changed(found: Mapping[Values, Sequence[Region]]) -> Iterator[tuple[Region, Values]]:
    for values, regions in found.items():
        if is_changed(difference(values)):
            yield from ((region, values) for region in merged(regions))


def _differing_by_itself(mail: Mail, stage: Facet, comparison: Comparison) -> Iterator[tuple[Region, Values]]:
    """Yield regions that differ by the types that decide alone, those put together of which the same becomes."""
    if stage != _SKIPS and stage.own == _SKIPS.own:
        spared: dict[Values, list[Region]] = {}
        for region, values in _skipping(mail, comparison):
            spared.setdefault(spares_greylisting(values), []).append(region)
        yield from _merged_if_changed(spared)
    elif stage == _SKIPS:
        yield from _skipping(mail, comparison)
    else:
        yield from _divided(mail, stage, comparison)


def _skipping(mail: Mail, comparison: Comparison) -> list[tuple[Region, Values]]:
    """Return the regions that are permitted otherwise, worked out once: two facets are about them."""
    if _SKIPS.name in comparison.unfinished:
        raise TooManyParts
    if mail.day not in comparison.skipping:
        comparison.skipping[mail.day] = [*_divided(mail, _SKIPS, comparison)]
    return comparison.skipping[mail.day]


def _divided(mail: Mail, stage: Facet, comparison: Comparison) -> Iterator[tuple[Region, Values]]:
    division = Division(mail, stage)
    known: dict[Hashable, Values] = {}
    found: dict[Values, list[Region]] = {}
    for region, likeness in division.regions(division.whole) if division.is_due else ():
        message = division.message(region)
        if message is None:
            continue
        if likeness not in known:
            known[likeness] = comparison.values(stage, message)
        found.setdefault(known[likeness], []).append(region)
    yield from _merged_if_changed(found)


def _changes(
    found: Mapping[tuple[Facet, Node[Difference], Region], Mapping[str, int]],
    mails: Sequence[Mail],
    comparison: Comparison,
) -> tuple[Change, ...]:
    by_day = {mail.day: (mail, words.Words(mail)) for mail in mails}
    changes = []
    for (facet, _becomes, region), classes in found.items():
        days = tuple(classes)
        mail, said = by_day[days[0]]
        example = Division(mail, facet).message(region)
        if example:
            becomes = _of_example(facet, example, comparison)
            told = f"{said.of(region)}: {words.of_change(facet, becomes)}"
            sentence = told if len(days) == len(mails) else f"{told} ({words.of_days(days, [*by_day])})"
            changes.append(Change(sentence, example, facet, becomes, days, max(classes.values()), region))
    return tuple(sorted(changes, key=lambda change: (_NAMES.index(change.facet.name), not change.certain)))


def _of_example(facet: Facet, message: Message, comparison: Comparison) -> Node[Difference]:
    """Return what becomes of one message: the policies of a tie are those that it meets, not others of its region."""
    found: Node[Difference] = Leaf(None)
    for stage in facet.stages:
        found = difference_in_the_end(comparison.of_message(stage, message), comparison.refusals(stage, message))
        if is_changed(found):
            break
    return found


def _not_exact(pair: Pair, addresses: AddressClasses, mails: Sequence[Mail]) -> tuple[str, ...]:
    """Return why there may be more than is told, as far as it concerns what may have changed."""
    kinds = {kind for mail in mails for facet in _facets(mail) for kind in facet.all}
    accounts = [matching.account for matching in pair]
    used = [policy for account in accounts for policy in account.policies if policy.kind in kinds]
    written = {scope.value for policy in used for scope in (policy.applies_from, policy.applies_to)}
    found = [
        f"not exact for {pattern}: not every address that it stands for can be told"
        for pattern in addresses.missing
        if any(pattern in value for value in written)
    ]
    if kinds and any(account.is_unknown(DOMAIN) for account in accounts):
        found.append("not exact for internal domains: they are not known")
    return tuple(found)
