# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is measured leaves no type out."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import parse
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.tests.benchmarks import all_types

SITE = all_types.site()


def test_the_site_of_all_types_has_as_many_objects_as_its_name_says() -> None:
    assert sum(1 if isinstance(found, Mapping) else len(found) for found in SITE.values()) == all_types.OBJECTS


@pytest.mark.parametrize("resource", MANAGED.values(), ids=lambda resource: resource.name)
def test_every_type_is_in_the_site_of_all_types_with_entries_that_are_right(resource: Resource) -> None:
    found = SITE[resource.plural]
    entries = [found] if isinstance(found, Mapping) else found
    assert entries
    for entry in entries:
        assert parse(resource, entry, "")[1] == []
