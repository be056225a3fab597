# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which differences break a mail test: the search for the fewest that make it pass."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from ansible_collections.mailops.mimecast.plugins.module_utils._run.breaking import Some, fewest

NUMBERS = st.frozensets(st.integers(0, 30))


def always() -> bool:
    """Let it go on for as long as it takes."""
    return True


@given(st.lists(NUMBERS.filter(bool), min_size=1, max_size=4))
def test_the_fewest_work_and_none_of_them_can_be_left_out(ways: list[Some]) -> None:
    def works(some: Some) -> bool:
        return any(way <= some for way in ways)

    found = fewest(works, range(31), always)
    assert works(found)
    assert not any(works(found - {number}) for number in found)


@given(NUMBERS, st.sets(NUMBERS))
def test_what_is_found_works_also_where_more_is_not_always_better(wanted: Some, harmful: set[Some]) -> None:
    def works(some: Some) -> bool:
        return some == Some(range(31)) or (wanted <= some and some not in harmful)

    assume(not works(Some()))
    assert works(fewest(works, range(31), always))


def test_of_many_only_few_are_tried() -> None:
    tried: list[Some] = []

    def works(some: Some) -> bool:
        tried.append(some)
        return 700 in some

    assert fewest(works, range(1000), always) == {700}
    assert len(tried) <= 20


@given(NUMBERS.filter(bool), st.integers(0, 12))
def test_where_it_has_to_stop_what_is_found_works_too(wanted: Some, most: int) -> None:
    tried: list[Some] = []

    def works(some: Some) -> bool:
        tried.append(some)
        return wanted <= some

    found = fewest(works, range(31), lambda: len(tried) < most)
    assert wanted <= found
    # Each step that has begun still tries its second half.
    assert len(tried) <= most + 5
