# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What message tracking shows of a message, and which verdicts it contradicts.

What tracking does not show is never taken for something. It knows no API.
"""

from __future__ import annotations

from dataclasses import dataclass

from ansible_collections.mailops.mimecast.plugins.module_utils._mail import policies
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.messages import Message
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.verdicts import SPAM, Verdict

INBOUND, OUTBOUND = "inbound", "outbound"
"""Ways of a message that are judged; what stays inside takes a way that policies see otherwise."""

TAKEN = ""
"""Refused by nothing."""


@dataclass(frozen=True)
class Evidence:
    """What is shown of what happened to a message; None where nothing is shown.

    Attributes:
        refused_by: the type of policy that refused it, by the name of its resource; TAKEN where the message was taken.
        permitted: whether a Permitted Senders policy let it skip spam scanning.
        greylisted: True where it was told to come again.
        route: the delivery route that it took.
    """

    refused_by: str | None = None
    permitted: bool | None = None
    greylisted: bool | None = None
    route: str | None = None

    def __str__(self) -> str:
        if self.refused_by:
            return f"refused by {policies.title(self.refused_by)}"
        said = {TAKEN: "taken", None: "unknown"}[self.refused_by]
        permitted = {True: "permitted", False: "not permitted", None: ""}[self.permitted]
        greylisted = "greylisted" if self.greylisted else ""
        parts = [greylisted or said, permitted, f"routed by {self.route}" if self.route else ""]
        return ", ".join(part for part in parts if part)

    def contradicts(self, verdict: Verdict) -> bool:
        """Whether something happened that cannot have happened under a verdict.

        A refusal may come late: its message may have been told to come again, or be marked as permitted (rule P8).
        """
        refused_by = verdict.refused_by.kind if verdict.refused_by else TAKEN
        if self.refused_by is not None and self.refused_by != refused_by:
            return True
        return verdict.refused_by is None and (
            (self.permitted is not None and self.permitted != (SPAM in verdict.skips))
            or (self.greylisted is True and verdict.greylisted_by is None)
            or (self.route is not None and not any(_is_route(self.route, found) for found in verdict.routes))
        )


def _is_route(name: str, told: str) -> bool:
    """Whether a delivery route is the one that a verdict tells, which has its host beside it."""
    return told == name or told.startswith(f"{name} (")


@dataclass(frozen=True)
class Tracked:
    """A message for one recipient as tracking shows it.

    Attributes:
        id: what more can be asked by, in this session alone. received: when it came, as tracking writes it, in UTC.
        direction: inbound, outbound or internal. status: the word of tracking.
    """

    message: Message
    id: str
    received: str
    direction: str
    status: str
    evidence: Evidence = Evidence()

    def as_data(self) -> dict[str, str]:
        """Return it as plain values; neither its subject nor its id is among them."""
        return {
            **self.message.as_data(),
            "received": self.received,
            "status": self.status,
            "happened": str(self.evidence),
        }

    def __str__(self) -> str:
        message = self.message
        header = f" (header {message.header_from})" if message.header_from != message.envelope_from else ""
        by_address = f" from {message.ip}" if message.ip else ""
        ends = f"{message.envelope_from or '<>'}{header}{by_address} to {message.recipient}"
        return f"{self.received} {ends}: {self.evidence}"
