# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs of one type over an account of made-up things."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Failure
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._run import one_type
from ansible_collections.mailops.mimecast.plugins.module_utils._run.call import Call
from ansible_collections.mailops.mimecast.plugins.module_utils._run.memory import Memory
from ansible_collections.mailops.mimecast.tests.unit.service import Service
from ansible_collections.mailops.mimecast.tests.unit.things import BOX, THING

RESOURCES = {"thing": THING, "box": BOX}

Result = dict[str, Any]


def run(service: Service, *entries: Result, check: bool = False, of: Resource = THING, **params: Any) -> Result:
    """Run a task over an account and return its result."""
    memory = params.pop("memory", None) or Memory()
    call = Call(check_mode=check, memory=memory, connect=service.connect)
    return one_type.run(of, {"entries": list(entries), **params}, RESOURCES, call)


def failed(service: Service, *entries: Result, **params: Any) -> tuple[str, Result]:
    """Run a task that has to fail; return its message and its result."""
    with pytest.raises(Failure) as told:
        run(service, *entries, **params)
    return str(told.value), told.value.result


def names(result: Result) -> list[tuple[str, str]]:
    return [(change["operation"], change["name"]) for change in result["plan"]]
