# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Words for values: an entry of the user, a row of the API, and what stands for "nothing" and for "secret".

The bottom of the house: it knows nothing of descriptors.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

Entry = dict[str, Any]
"""One object, or a part of it, in the user's words."""
Row = Mapping[str, Any]
"""One object as the API answers it."""
NameOf = Callable[[str, str, str], str]
"""(resource, id, name found beside the id or "") -> name"""
IdOf = Callable[[str, str], str]
"""(resource, name) -> id"""


class _Absent:
    """The value of what nobody wrote or answered; false, and equal only to itself."""

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = _Absent()
HIDDEN: Final = "(secret)"
