# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hosts that mail cannot or should not be delivered to, by address or name. It does not ask DNS."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

MIMECAST = ("mimecast.com", "mimecast.co.za", "mimecast-offshore.com", "mimecast-pscom-us.com")
"""Domains of Mimecast's own mail hosts (REFERENCE 2.1)."""

_ITSELF = ("localhost", "localhost.localdomain", "localhost6.localdomain6")
_METADATA = ("metadata.google.internal", "169.254.169.254", "fd00:ec2::254", "100.100.100.200", "168.63.129.16")
_ONLY_INSIDE = ("local", "internal", "intranet", "lan", "corp", "home.arpa", "localdomain")
_PRIVATE = tuple(
    ipaddress.ip_network(cidr)
    for cidr in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7", "fec0::/10")
)


def unreachable(host: str) -> str:
    """Return why Mimecast cannot reach a mail server at this host, or ""."""
    if host in _METADATA:
        return "is the metadata service of a cloud, which accepts no mail"
    address = _address(host)
    if address is None:
        return "is the machine itself" if _is_below(host, _ITSELF) else ""
    kinds = {
        "is the machine itself": address.is_loopback,
        "is no address of a host": address.is_unspecified or address in ipaddress.ip_network("0.0.0.0/8"),
        "is reachable only on the same link": address.is_link_local,
        "is an address of many hosts": address.is_multicast,
        "is reserved": address in ipaddress.ip_network("240.0.0.0/4"),
    }
    return next((why for why, holds in kinds.items() if holds), "")


def inside_only(host: str) -> str:
    """Return why a host is not reachable over the internet, although it may exist in a private network, or ""."""
    address = _address(host)
    if address is not None:
        return "is a private address" if any(address in network for network in _PRIVATE) else ""
    return "is a name of private networks" if _is_below(host, _ONLY_INSIDE) else ""


def is_mimecast(host: str) -> bool:
    """Whether a host is one of Mimecast's own."""
    return _is_below(host, MIMECAST)


def _is_below(host: str, domains: Iterable[str]) -> bool:
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return the address that a host is written as, IPv4 inside of IPv6 as IPv4."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
