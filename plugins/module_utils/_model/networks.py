# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""IP networks, written as CIDR, single addresses, ranges or globs, and compared by the addresses that they cover.

Two lists that cover the same addresses are the same, however they are written; what is sent is CIDR. It knows nothing
of resources.
"""

from __future__ import annotations

import bisect
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model import spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Difference, Wish
from ansible_collections.mailops.mimecast.plugins.module_utils._model.lists import Set
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem, Unreadable
from ansible_collections.mailops.mimecast.plugins.module_utils._model.spelling import Malformed, Normalizer
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import first_of, shown

try:
    import netaddr

    HAS_NETADDR = True
except ImportError:  # the sanity tests import this file without the run-time requirements
    HAS_NETADDR = False

_MAPPED = "::ffff:0:0/96"
"""Where IPv4 addresses stand inside of IPv6."""

_NOT_PUBLIC = (
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "224.0.0.0/3",
)
"""IPv4 addresses from which no mail comes over the internet: private, shared, local, multicast, reserved."""

_PUBLIC_IPV6 = "2000::/3"
_EVERYTHING = ("0.0.0.0/0", _PUBLIC_IPV6)
_HALF_OF_IPV4 = 2**31
"""There are more public addresses than this of each version of IP."""

Span = tuple[int, int, int]
"""Version of IP, first and last address, as numbers."""

_CIDR = re.compile(r"[0-9A-Fa-f:.]+(/[0-9.]+)?")
_GLOB = re.compile(r"[0-9*-]+(\.[0-9*-]+){3}")


class NoNetwork(Malformed):
    """A text stands for no addresses at all."""


def network(value: Any) -> str:
    """Return a network, range or glob in one spelling: CIDR where that can say it, else its first and last address.

    Raises:
        Malformed: not an address, network, range or glob, or host bits are set (the message names the network meant).
    """
    covered = _covered(value)
    if len(covered) == 1:
        return str(covered[0])
    return f"{covered[0].network}-{netaddr.IPAddress(covered[-1].last, covered[-1].version)}"


def single_address(value: Any) -> str:
    """Return one IP address in one spelling.

    Raises:
        Malformed: it is no address, or more than one.
    """
    covered = _covered(value)
    if len(covered) != 1 or covered[0].size != 1:
        raise Malformed(f"{shown(value)} is more than one address; write each address separately")
    return str(covered[0].ip)


def merged(values: Iterable[Any]) -> list[str]:
    """Return the fewest networks in CIDR notation that cover exactly what ``values`` cover.

    Raises:
        Malformed: one of them is none.
    """
    return _written(netaddr.cidr_merge([part for value in values for part in _covered(value)]))


def public_addresses(values: Iterable[Any]) -> dict[int, int]:
    """Return how many public addresses of each version of IP ``values`` cover together.

    IPv4 addresses inside of IPv6 (``::ffff:0:0/96``) count as IPv4. What cannot be read covers nothing.
    """
    ipv4, ipv6 = _public(values)
    return {4: ipv4.size, 6: ipv6.size}


def spans(values: Iterable[Any]) -> tuple[list[Span], list[Any]]:
    """Return the addresses that ``values`` cover, and what of them cannot be read."""
    known, odd = _known(values)
    return [(part.version, part.first, part.last) for item in known for part in _covered(item)], odd


def merged_spans(values: Iterable[Any]) -> list[Span]:
    """Return the addresses that ``values`` cover as the fewest spans, in order; what cannot be read covers nothing."""
    result: list[Span] = []
    for version, first, last in sorted(spans(values)[0]):
        if result and result[-1][0] == version and first <= result[-1][2] + 1:
            result[-1] = (version, result[-1][1], max(last, result[-1][2]))
        else:
            result.append((version, first, last))
    return result


def covers(wide: Sequence[Span], narrow: Iterable[Span]) -> bool:
    """Whether every address of ``narrow`` lies in ``wide``; both as ``merged_spans`` returns them."""
    for version, first, last in narrow:
        place = bisect.bisect_right(wide, (version, first, math.inf)) - 1
        if place < 0 or wide[place][0] != version or wide[place][2] < last:
            return False
    return True


def meeting(lists: Sequence[Iterable[Span]]) -> Iterator[tuple[int, int]]:
    """Yield every two of ``lists`` that have an address in common, once: their places, the lower one first."""
    ordered = sorted((*span, place) for place, found in enumerate(lists) for span in found)
    told: set[tuple[int, int]] = set()
    open_spans: list[tuple[int, int, int]] = []
    for version, first, last, place in ordered:
        open_spans = [span for span in open_spans if span[0] == version and span[1] >= first]
        for _version, _last, other in open_spans:
            both = (min(place, other), max(place, other))
            if place != other and both not in told:
                told.add(both)
                yield both
        open_spans.append((version, last, place))


def whole_internet(values: Iterable[Any]) -> str:
    """Return the networks that are every public address of a version of IP, if ``values`` are that together, or ""."""
    known, _odd = _known(values)
    if sum(part.size for item in known for part in _covered(item)) < _HALF_OF_IPV4:
        return ""
    if not any(part == whole for part, whole in zip(_public(known), _public(_EVERYTHING), strict=True)):
        return ""
    cidrs = merged(known)
    whole = [cidr for cidr in cidrs if cidr.endswith("/0")] or cidrs
    return first_of(whole, 3)


def _public(values: Iterable[Any]) -> tuple[Any, Any]:
    """Return the public IPv4 and IPv6 addresses that ``values`` cover, each a netaddr.IPSet."""
    covered = _addresses(_known(values)[0])
    inside = (covered & netaddr.IPSet([_MAPPED])).iter_cidrs()
    ipv4 = netaddr.IPSet(cidr for cidr in covered.iter_cidrs() if cidr.version == 4)
    ipv4 |= netaddr.IPSet(cidr.ipv4() for cidr in inside)
    return ipv4 - netaddr.IPSet(_NOT_PUBLIC), covered & netaddr.IPSet([_PUBLIC_IPV6])


@dataclass(frozen=True, kw_only=True, eq=False)
class Networks(Set):
    """Networks in any order, compared by the addresses that they cover.

    Of an owned list, ``add`` makes sure that addresses are covered and ``exact`` that no other is. ``remove`` takes out
    the networks that lie in what is named; a network of which only a part is named is refused, never cut up.
    """

    normalize: Normalizer = network

    def parse(self, value: Any, where: str) -> tuple[Any, list[Problem]]:
        """Return the fewest networks that cover what a user wrote, and what is wrong with it."""
        items, problems = super().parse(value, where)
        return items if problems else merged(items), problems

    def check_item(self, item: Any) -> None:
        """Check that it is a network, even one that a site file could not contain.

        A network that is left out would widen a policy: without any it may be for every sender.
        """
        super().check_item(item)
        try:
            _covered(item)
        except NoNetwork as error:
            raise Unreadable(str(error)) from None
        except Malformed:
            return

    def remarks(self, value: Any, where: str) -> list[str]:
        """Return a sentence for every network that shares addresses with another one."""
        spans = []
        for index, item in enumerate(value):
            covered = _covered(item)
            spans.append((covered[0].version, covered[0].first, -covered[-1].last, index))
        told = []
        widest = (0, 0, 0, 0)
        for span in sorted(spans):
            if span[0] == widest[0] and span[1] <= -widest[2] and span[:3] != widest[:3]:
                former, later = sorted((span[3], widest[3]))
                told.append(f"{where}[{later}]: {_name(value[later])} and {_name(value[former])} overlap")
            if span[0] != widest[0] or span[2] < widest[2]:
                widest = span
        return told

    def differ(self, present: Any, wish: Wish) -> Difference | None:
        """Return which networks have to come and go, or None where the same addresses are covered already.

        A network that has to be narrower goes, and the narrower one comes.
        """
        there = list(present or ())
        mode = wish.mode if self.owned else "exact"
        if mode != "remove" and set(wish.value) == set(there):
            return None
        if mode == "remove":
            return self._taken_out(there, wish)
        known, odd = _known(there)
        kept = [] if mode == "exact" else odd
        want = _addresses(wish.value if mode == "exact" else [*known, *wish.value])
        staying = [item for item in known if _lies_in(item, want)]
        gone = sorted({*there} - {*staying, *kept})
        come = _outside(wish.value, _addresses(staying))
        if not (gone or come):
            return None
        result = sorted([*_written(want.iter_cidrs()), *kept])
        return Difference(gone, come, result, result, len(staying) + len(kept))

    def _taken_out(self, there: list[str], wish: Wish) -> Difference | None:
        """Return which networks have to go because all of their addresses are named, or None."""
        named = _addresses(wish.without)
        touched = [item for item in _known(there)[0] if not named.isdisjoint(_addresses([item]))]
        if not touched:
            return None
        gone = sorted(item for item in touched if _lies_in(item, named))
        cut = [item for item in touched if item not in gone]
        problem = ""
        if cut:
            part = _written((named & _addresses(cut[:1])).iter_cidrs())[0]
            problem = (
                f"refused: {part} is a part of {cut[0]}, which is not split; name {cut[0]} to remove all of it, or "
                f"say with {self.mode_name}: exact what should remain"
            )
        result = sorted(item for item in there if item not in gone)
        return Difference(gone, [], result, result, len(result), problem)


def _name(value: Any) -> str:
    return shown(str(value))


def _written(found: Iterable[Any]) -> list[str]:
    return sorted(str(cidr) for cidr in found)


def _addresses(items: Iterable[Any]) -> Any:
    """Return the netaddr.IPSet of all that networks cover."""
    return netaddr.IPSet([part for item in items for part in _covered(item)])


def _lies_in(item: str, addresses: Any) -> bool:
    """Whether a netaddr.IPSet holds every address of a network."""
    return all(part in addresses for part in _covered(item))


def _outside(items: Iterable[str], addresses: Any) -> list[str]:
    """Return the networks that have addresses which a netaddr.IPSet does not hold."""
    return [item for item in items if not _lies_in(item, addresses)]


def _known(items: Iterable[Any]) -> tuple[list[Any], list[Any]]:
    """Return the items that can be read, and those that cannot: an account may hold what no rule here takes."""
    known, odd = [], []
    for item in items:
        try:
            _covered(item)
            known.append(item)
        except Malformed:
            odd.append(item)
    return known, odd


def _covered(value: Any) -> list[Any]:
    """Return the netaddr.IPNetwork objects that a network, range or glob stands for, in order.

    Raises:
        Malformed: it is none of these, or host bits are set.
    """
    written = spelling.text(value)
    try:
        if _GLOB.fullmatch(written) and any(sign in written for sign in "*-"):
            return list(netaddr.glob_to_cidrs(written))
        if "-" in written:
            return _range(written)
        if not _CIDR.fullmatch(written):
            raise ValueError
        found = netaddr.IPNetwork(written)
    except Malformed:
        raise
    except (netaddr.AddrFormatError, ValueError) as error:
        raise NoNetwork(
            f"{shown(value)} is not an IP address or range, expected CIDR such as '192.0.2.0/24'"
        ) from error
    if found.ip != found.network:
        raise Malformed(f"{shown(value)} has host bits set, the network is '{found.cidr}'")
    return [found]


def _range(written: str) -> list[Any]:
    first, last = (netaddr.IPAddress(end.strip()) for end in written.split("-", 1))
    if first.version != last.version:
        raise Malformed(f"{shown(written)} mixes IPv4 and IPv6")
    if first > last:
        raise Malformed(f"{shown(written)} ends before it begins, expected '{last}-{first}'")
    return list(netaddr.iprange_to_cidrs(first, last))
