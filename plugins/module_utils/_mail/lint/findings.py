# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What lint says: a finding, and the record by which somebody accepts one. It knows nothing of how either is found."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Severity = Literal["high", "medium", "low"]
SEVERITIES: dict[Severity, str] = {
    "high": "lets an attacker in, or stops mail",
    "medium": "does not do what it seems to do, or soon will not",
    "low": "does nothing, or is worth a second look",
}
"""How bad a finding is, the worst first."""


@dataclass(frozen=True)
class Acceptance:
    """A finding that somebody has looked at and lives with.

    Attributes:
        id, name, item: of the finding. until: the last day (YYYY-MM-DD) on which it counts.
    """

    id: str
    name: str
    reason: str
    until: str
    item: str = ""

    def fits(self, finding: Finding) -> bool:
        """Whether it is about a finding. Names are compared without case, for that of a built-in group has two."""
        said, found = ((part.id, part.name.casefold(), part.item.casefold()) for part in (self, finding))
        return said == found


@dataclass(frozen=True)
class Finding:
    """Something in an account that is wrong, or that is not what it seems.

    Attributes:
        id: of the check. resource: name of a type. name: of the object.
        place: path of the setting in the entry. item: what of a list it is about, or the other object, or "".
        what: what was found. why: what is wrong with that. source: who says so. remedy: what to do.
        accepted: the record that accepts it, while that counts.
    """

    id: str
    severity: Severity
    resource: str
    name: str
    place: str
    what: str
    why: str
    source: str
    remedy: str
    item: str = ""
    accepted: Acceptance | None = None

    def as_data(self) -> dict[str, Any]:
        """Return it as plain values; of the record that accepts it, the reason and the last day."""
        told = asdict(self)
        if self.accepted:
            told["accepted"] = {"reason": self.accepted.reason, "until": self.accepted.until}
        return told
