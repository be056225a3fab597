# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How regions of mail and what becomes of them are told: the widest words that are true, and no wider."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import policies
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.asks import (
    HEADERS,
    HOSTNAMES,
    RECIPIENTS,
    SENDERS,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.classes import AddressClasses, Mask, bits
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.comparing import Difference
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.forms import Mail
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.hypotheses import Leaf, Node, ways
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.policies import EVERYONE, Scope
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.regions import DIFFERENT, SAME, Facet, Region
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.rules import RULES
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.verdicts import TO_MX, WAITS
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.wildcards import Truth
from ansible_collections.mailops.mimecast.plugins.module_utils._model import networks
from ansible_collections.mailops.mimecast.plugins.module_utils._model.mail_tests import SKIPS
from ansible_collections.mailops.mimecast.plugins.module_utils._model.spelling import NO_SENDER
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import first_of

_FEW = 3
_WORDS = {
    "everyone": "everyone",
    "internal_addresses": "internal addresses",
    "external_addresses": "external addresses",
}


class AddressWords:
    """Words for sets of classes of addresses, of those that there are in a dimension."""

    def __init__(self, addresses: AddressClasses, scopes: Iterable[Scope], among: Mask) -> None:
        self._classes = addresses.classes
        self._labels: dict[Mask, str] = {1: NO_SENDER} if among & 1 else {}
        self._of_one_account: dict[Mask, str] = {}
        self._known: dict[Mask, str] = {}
        for scope in sorted(scopes, key=_order):
            before, after = ({**addresses.truths(scope, version)} for version in (0, 1))
            if before == after or not before or not after:
                self._note(self._labels, scope, before or after, among)
            else:
                self._note(self._of_one_account, scope, before, among, " as it was")
                self._note(self._of_one_account, scope, after, among, " as it will be")

    def _note(
        self, labels: dict[Mask, str], scope: Scope, truths: Mapping[Truth, Mask], among: Mask, when: str = ""
    ) -> None:
        for truth, mask in truths.items():
            label = _label(scope, truth)
            if label and mask & among:
                labels.setdefault(mask & among, label + when)

    def of(self, mask: Mask) -> str:
        """Return words for exactly the classes of a mask."""
        if mask not in self._known:
            self._known[mask] = (
                self._short(mask) or self._with_exceptions(mask) or _listed(self._parts(mask)) or self._such_as(mask)
            )
        return self._known[mask]

    def _short(self, mask: Mask) -> str:
        """Return the words of one scope, or a few addresses, if either is exact."""
        found = [self._classes[place] for place in bits(mask)] if mask.bit_count() <= _FEW else []
        names = [name or NO_SENDER for each in found for name in each.named]
        is_few = 0 < len(names) <= _FEW and not any(each.others for each in found)
        return self._labels.get(mask) or (_listed(sorted(names)) if is_few else self._of_one_account.get(mask, ""))

    def _with_exceptions(self, mask: Mask) -> str:
        for labels in (self._labels, self._of_one_account):
            wider = [cover for cover in labels if mask & ~cover == 0]
            for cover in sorted(wider, key=int.bit_count)[:_FEW]:
                parts = self._parts(cover & ~mask)
                if parts:
                    return f"{labels[cover]} except {_listed(parts)}"
        return ""

    def _parts(self, mask: Mask) -> list[str]:
        """Return the words of a few scopes and addresses that are a mask together, none where a few do not do."""
        found: list[str] = []
        labels = {**self._of_one_account, **self._labels}
        while mask and len(found) <= _FEW:
            inside = max((cover for cover in labels if cover & ~mask == 0), key=int.bit_count, default=0)
            words = labels[inside] if inside else self._short(mask)
            if not words:
                return []
            found.append(words)
            mask &= ~inside if inside else 0
        return found if not mask else []

    def _such_as(self, mask: Mask) -> str:
        found = [self._classes[place] for place in bits(mask)]
        count = sum(len(each.named) for each in found)
        more = any(each.others for each in found)
        return f"{found[0].witness or NO_SENDER} and {'others' if more else f'{count - 1} more addresses'} like it"


def _order(scope: Scope) -> tuple[int, str, str]:
    return (0 if scope == EVERYONE else 1 if scope.type in _WORDS else 2), scope.type, scope.value


def _label(scope: Scope, truth: Truth) -> str:
    """Return what addresses are called of which a scope holds, for sure or under some readings of a rule, or ""."""
    asked = {condition.question.id for condition in truth} if truth is not True else set()
    if asked == {"M8"}:
        return "sub-domains of internal domains"
    if any(question not in RULES for question in asked):
        return ""
    if scope.type in _WORDS:
        label = _WORDS[scope.type]
    else:
        label = f'the group "{scope.value}"' if scope.type == "profile_group" else scope.value or str(scope)
    return f"what may be in {label} ({', '.join(sorted(asked))})" if asked else label


def _listed(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


class Words:
    """Words for regions of all mail of a day."""

    def __init__(self, mail: Mail) -> None:
        self._mail = mail
        scopes = {scope for matching in mail.pair for scope in matching.addresses.scopes}
        self._senders = AddressWords(mail.addresses, scopes, mail.all[SENDERS])
        self._recipients = AddressWords(mail.addresses, scopes, mail.all[RECIPIENTS])

    def of(self, region: Region) -> str:
        """Return whose mail a region is."""
        recipients, servers, hostnames = region.masks[RECIPIENTS:]
        senders = self._of_senders(region)
        where = [*_servers_words(servers, self._mail), *_hostname_words(hostnames, self._mail)]
        is_for_all = recipients == self._mail.all[RECIPIENTS]
        if where and not senders and (is_for_all or self._recipients.of(recipients) == _WORDS["internal_addresses"]):
            return " and ".join(where)
        to = "everyone" if is_for_all else self._recipients.of(recipients)
        by = ["by", " and ".join(where)] if where else []
        return " ".join(["Mail", *(senders or ["from everyone"]), "to", to, *by])

    def _of_senders(self, region: Region) -> list[str]:
        senders, headers = region.masks[SENDERS], region.masks[HEADERS]
        found = [] if senders == self._mail.all[SENDERS] else [f"from {self._senders.of(senders)}"]
        if region.senders == SAME:
            return [*found, "in envelope and header"]
        if region.senders == DIFFERENT:
            return [*found, f"with a header from another address of {self._senders.of(headers)}"]
        return (
            found
            if headers | 1 == self._mail.all[HEADERS]
            else [*found, f"with a header from {self._senders.of(headers)}"]
        )


def _servers_words(mask: Mask, mail: Mail) -> Iterator[str]:
    if mask != mail.servers.all:
        inside = not mask & mail.servers.elsewhere
        spans = mail.servers.spans(mask if inside else mail.servers.all & ~mask)
        told = first_of(networks.merged(f"{first}-{last}" for first, last in spans), _FEW)
        yield told if inside else f"every server outside of {told}"


def _hostname_words(mask: Mask, mail: Mail) -> Iterator[str]:
    if mask != mail.all[HOSTNAMES]:
        inside = not mask & 1
        names = [mail.hostnames[place] for place in bits(mask if inside else mail.all[HOSTNAMES] & ~mask)]
        yield f"the host {' or '.join(names)}" if inside else f"every host but {' and '.join(names)}"


def of_change(facet: Facet, node: Node[Difference]) -> str:
    """Return what becomes of mail otherwise than before, and under which readings."""
    if isinstance(node, Leaf):
        return _told(facet, node.outcome)
    found: dict[str, list[str]] = {}
    for way, difference in ways(node):
        if difference:
            found.setdefault(_told(facet, difference), []).append(" and ".join(way))
    told = "; ".join(f"{told} under {' or '.join(readings)}" for told, readings in found.items())
    return told or "not worked out: too many questions are open"


def _told(facet: Facet, difference: Difference) -> str:
    before, after = (effect(facet, value) for value in difference or ())
    return f"{before} -> {after}"


def effect(facet: Facet, value: Any) -> str:
    """Return one thing that becomes of mail in words."""
    if facet.name == "skips":
        return _permitted(value)
    if facet.name == "routes":
        return _routed(value)
    told, otherwise = {
        "refused": ("refused", "not refused"),
        "greylisted": ("greylisted", "not greylisted"),
        "spoofing_bypassed": ("bypasses anti-spoofing", "does not bypass anti-spoofing"),
        "altered_to": (f"altered to {value}", "not altered"),
        "signed_with": (f"signed with {value}", "not signed"),
        "bypasses": (policies.title(facet.kind), "none") if facet.kind else ("", ""),
    }[facet.name]
    return told if value else otherwise


def _permitted(skips: Sequence[str]) -> str:
    if not skips:
        return "nothing"
    return "permitted" if tuple(skips) == SKIPS else f"permitted, skips only {_listed([*skips]).replace('_', ' ')}"


def _routed(routes: Sequence[str]) -> str:
    if not routes:
        return "no route, as it is relayed"
    return {WAITS: "no delivery route", TO_MX: "to the MX of the domain"}.get(
        routes[0], f"routed to {' or '.join(routes)}"
    )


def of_days(days: Sequence[str], all_days: Sequence[str]) -> str:
    """Return on which of the days that were looked at something is so."""
    first = all_days.index(days[0])
    if [*days] == [*all_days[first:]]:
        return f"from {days[0]} on"
    last = first + len(days)
    if [*days] == [*all_days[first:last]]:
        return f"from {days[0]} until {all_days[last]}" if first else f"until {all_days[last]}"
    return f"on {_listed(days)}"
