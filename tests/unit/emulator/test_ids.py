# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secure ids are opaque, unstable and belong to one account."""

from __future__ import annotations

import re

import pytest

from mimecast_emulator.ids import ForeignIdError, GarbledIdError, IdIssuer


def test_an_id_is_url_safe_and_has_at_least_120_characters() -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{120,260}", IdIssuer("demo").issue("groups", "x"))


def test_an_id_grows_with_its_key_and_can_still_be_read() -> None:
    key = "k" * 320
    assert IdIssuer("demo").read(IdIssuer("demo").issue("groups", key), "groups") == key


def test_an_object_has_one_spelling_until_the_next_token() -> None:
    ids = IdIssuer("demo")
    first, again = ids.issue("groups", "x"), ids.issue("groups", "x")
    ids.renew()
    assert first == again != ids.issue("groups", "x")
    assert ids.read(first, "groups") == "x"


def test_with_rotation_every_spelling_is_new_and_all_stay_valid() -> None:
    ids = IdIssuer("demo", rotate=True)
    spellings = {ids.issue("groups", "x") for _time in range(100)}
    assert len(spellings) == 100
    assert {ids.read(spelling, "groups") for spelling in spellings} == {"x"}


def test_an_id_survives_a_restart() -> None:
    assert IdIssuer("demo").read(IdIssuer("demo").issue("groups", "x"), "groups") == "x"


@pytest.mark.parametrize("cut", [1, 2, 3, 4, 40, 130])
def test_a_truncated_id_is_garbled(cut: int) -> None:
    ids = IdIssuer("demo")
    with pytest.raises(GarbledIdError):
        ids.read(ids.issue("groups", "x")[:-cut], "groups")


@pytest.mark.parametrize("text", ["", "x", "a b", "é" * 130, "A" * 136])
def test_anything_else_is_garbled(text: str) -> None:
    with pytest.raises(GarbledIdError):
        IdIssuer("demo").read(text, "groups")


def test_an_id_with_changed_case_is_garbled() -> None:
    ids = IdIssuer("demo")
    with pytest.raises(GarbledIdError):
        ids.read(ids.issue("groups", "x").swapcase(), "groups")


def test_an_id_of_another_account_or_kind_is_foreign() -> None:
    issued = IdIssuer("other").issue("groups", "x")
    with pytest.raises(ForeignIdError):
        IdIssuer("demo").read(issued, "groups")
    with pytest.raises(ForeignIdError):
        IdIssuer("other").read(issued, "roles")
