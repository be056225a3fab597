# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The first and the last day on which a policy acts, on the wire and in the user's words."""

from __future__ import annotations

from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model import paths, spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Field
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Guard
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Date, check_text
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry, IdOf, NameOf, Row


def _encode_date(date_member: str, eternal_member: str) -> Any:
    """Return the encoder of one end of the validity: a date ends "for ever", no date means it (CONTRACT quirk 15)."""

    def encode(value: Any, id_of: IdOf) -> Entry:
        return {date_member: value, eternal_member: False} if value else {eternal_member: True}

    return encode


def _decode_date(side: str) -> Any:
    """Return the decoder of one end of the validity: answers have either name of the date (CONTRACT quirk 16)."""

    def decode(row: Row, name_of: NameOf) -> Any:
        found = paths.first(row, (f"{side}DateTime", f"{side}Date"))
        if row.get(f"{side}Eternal") or not found:
            return ""
        check_text(found)
        return spelling.tolerant(spelling.date)(found)

    return decode


def check_dates(entry: Entry) -> str:
    """Return what is wrong with the validity of a policy, or an empty string."""
    begin, end = entry.get("valid_from"), entry.get("valid_until")
    return f"valid_until {end} is before valid_from {begin}" if begin and end and end < begin else ""


def _dates_guard(before: Entry | None, after: Entry | None) -> str:
    """Refuse a validity that ends before it begins, also when only one end is in the user's file."""
    return check_dates(after) if after else ""


def validity(members: tuple[str, str]) -> tuple[Field, ...]:
    """Return the first and the last day of a policy.

    Args:
        members: what requests call them.
    """
    return (
        Date(
            "valid_from",
            ("First day (V(YYYY-MM-DD)) on which the policy is active. Empty: no start date.",),
            console="Date Range: start",
            to_api=_encode_date(members[0], "fromEternal"),
            from_api=_decode_date("from"),
            default="",
            clear="",
            samples=("2026-01-01", "2026-02-01"),
        ),
        Date(
            "valid_until",
            ("Last day (V(YYYY-MM-DD)) on which the policy is active. Empty: no end date.",),
            console="Date Range: end",
            to_api=_encode_date(members[1], "toEternal"),
            from_api=_decode_date("to"),
            last=True,
            default="",
            clear="",
            samples=("2027-01-01", "2027-02-01"),
        ),
    )


GUARD = Guard("validity", _dates_guard, overridable=False)
