# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known to become of a message: each part of it with the policies that do it.

Never "delivered": what is not told here may still stop a message.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import policies
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.winners import Decision
from ansible_collections.mailops.mimecast.plugins.module_utils._model.mail_tests import SKIPS

INBOUND, OUTBOUND, WITHIN, RELAY = "inbound", "outbound", "internal", "relay"
REPUTATION, GREYLISTING, SPAM = SKIPS
NOT_KNOWN = "not known"
TO_MX, WAITS = "MX of the domain", "none"
RELAY_POLICY = "External to External"
"""What the policy of every account that refuses mail from outside to outside is called here (P13)."""


@dataclass(frozen=True)
class By:
    """The policies that may have done something: several where they do the same and it is open which counts."""

    kind: str
    names: tuple[str, ...]

    def __str__(self) -> str:
        if self.names == (NOT_KNOWN,):
            return f"some {policies.title(self.kind)} that is not known"
        told = " or ".join(f'"{name}"' for name in self.names)
        return f"{policies.title(self.kind)} {told}"


@dataclass(frozen=True)
class Verdict:
    """What is known to become of a message, each part with the policies that do it.

    Attributes:
        direction: inbound, outbound, internal or relay.
        refused_by: then the rest is empty, for nothing later happens. permitted_by: with what is skipped in ``skips``.
        greylisted_by: the first attempt of a sender that is not known is turned away.
        spoofing_bypassed_by: it would have been refused by anti-spoofing otherwise.
        routes: the delivery routes, one of which is taken at random where there are several; "MX of the domain", or
            "none" where mail waits and bounces. routed_by: the policies.
        altered_to: the recipient becomes this address. altered_by: the policies.
        bypasses: further checks that it passes, as far as a site file says. signed_with: the DKIM definition.
    """

    direction: str
    refused_by: By | None = None
    permitted_by: By | None = None
    skips: tuple[str, ...] = ()
    greylisted_by: By | None = None
    spoofing_bypassed_by: By | None = None
    routes: tuple[str, ...] = ()
    routed_by: By | None = None
    altered_to: str = ""
    altered_by: By | None = None
    bypasses: tuple[By, ...] = ()
    signed_with: str = ""
    signed_by: By | None = None

    @property
    def effects(self) -> dict[str, Any]:
        """What becomes of the message, without the names of policies: what tests and comparisons look at."""
        return {
            "refused": self.refused_by is not None,
            "permitted": self.permitted_by is not None,
            "skips": self.skips,
            "greylisted": self.greylisted_by is not None,
            "spoofing_bypassed": self.spoofing_bypassed_by is not None,
            "routes": self.routes,
            "altered_to": self.altered_to,
            "bypasses": tuple(bypass.kind for bypass in self.bypasses),
            "signed_with": self.signed_with,
        }

    def as_data(self) -> dict[str, Any]:
        """Return it as plain values."""
        by = {
            "refused_by": self.refused_by,
            "permitted_by": self.permitted_by,
            "greylisted_by": self.greylisted_by,
            "spoofing_bypassed_by": self.spoofing_bypassed_by,
            "routed_by": self.routed_by,
            "altered_by": self.altered_by,
            "signed_by": self.signed_by,
        }
        told = {name: str(value) if value else "" for name, value in by.items()}
        effects = {name: list(value) if isinstance(value, tuple) else value for name, value in self.effects.items()}
        return {"direction": self.direction, **effects, **told, "bypasses": [str(bypass) for bypass in self.bypasses]}


def by(kind: str, decision: Decision) -> By:
    """Return the policies that have decided; a decision without any is that of one that is not known."""
    return By(kind, tuple(sorted({policy.name for policy in decision.policies})) or (NOT_KNOWN,))


def not_known(kind: str) -> By:
    """Return that a policy does something which nobody knows."""
    return By(kind, (NOT_KNOWN,))
