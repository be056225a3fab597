# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The resource that the documentation adds as an example works as it stands there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Connection
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.plugins.module_utils._run import runner
from ansible_collections.mailops.mimecast.tests.contract import samples
from ansible_collections.mailops.mimecast.tests.contract.account import ACCOUNT, SECRET, Account

PAGE = Path(__file__).resolve().parents[2] / "docs/adding_a_resource.md"


@pytest.fixture(scope="module")
def resource() -> Resource:
    """The descriptor of the page."""
    code = re.search(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    assert code
    names: dict[str, Any] = {}
    exec(compile(code.group(1), str(PAGE), "exec"), names)
    found: Resource = names["GREYLISTING_POLICY"]
    return found


def run(account: Account, resource: Resource, params: dict[str, Any], check: bool) -> dict[str, Any]:
    connection = Connection(account.running.base_url, ACCOUNT, SECRET)
    return runner.run(runner.Task(resource, params, connection, check), {**MANAGED, resource.name: resource})


def test_the_resource_of_the_page_is_created_changed_and_removed(account: Account, resource: Resource) -> None:
    entry = samples.full_entry(resource)
    for params in (entry, {**entry, "action": "no_action"}, {"name": entry["name"], "state": "absent"}):
        predicted = run(account, resource, params, True)
        applied = run(account, resource, params, False)
        assert applied["changed"]
        assert {**predicted, "api": {}} == {**applied, "api": {}}
        assert not run(account, resource, params, False)["changed"]
