# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which domains read like an own one, and which do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.mailops.mimecast.plugins.module_utils._mail.lint.look_alikes import OwnNames

OWN = OwnNames.of(["harbour.example", "mail.kestrel.co.uk", "xn--mbel-haus-07a.example", "mill.example", "ab.example"])


@pytest.mark.parametrize(
    ("domain", "own"),
    [
        ("harbor.example", "harbour.example"),
        ("harbouur.example", "harbour.example"),
        ("harbuor.example", "harbour.example"),
        ("harb0ur.example", "harbour.example"),
        ("h4rb0ur.example", "harbour.example"),
        ("news.harb0ur.example", "harbour.example"),
        ("xn--hrbour-3nf.example", "harbour.example"),
        ("kestre1.co.uk", "kestrel.co.uk"),
        ("kestrei.co.uk", "kestrel.co.uk"),
        ("mobel-haus.example", "xn--mbel-haus-07a.example"),
        ("rnill.example", "mill.example"),
        ("har-bour.example", "harbour.example"),
    ],
)
def test_a_name_that_a_reader_takes_for_an_own_one_is_seen(domain: str, own: str) -> None:
    assert OWN.alike(domain) == own


@pytest.mark.parametrize(
    "domain",
    [
        "harbour.example",
        "deep.below.harbour.example",
        "kestrel.co.uk",
        "harbour-agents.example",
        "arbours.example",
        "harbour.co",
        "kestrel.com",
        "will.example",
        "ac.example",
        "xn--broken-.example",
        "example",
    ],
)
def test_other_names_are_left_alone(domain: str) -> None:
    assert OWN.alike(domain) == ""


@given(st.text("abcdefghij", min_size=5, max_size=9), st.data())
def test_one_slip_in_a_name_of_five_letters_is_seen_and_the_name_itself_is_not(name: str, data: st.DataObject) -> None:
    own = OwnNames.of([f"{name}.example"])
    place = data.draw(st.integers(0, len(name)))
    more = f"{name[:place]}z{name[place:]}.example"
    assert own.alike(more) == f"{name}.example"
    assert own.alike(f"{name}.example") == ""
    assert OwnNames.of([more]).alike(f"{name}.example") == more
