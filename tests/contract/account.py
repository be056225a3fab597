# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An emulated account as a test sees it: run a task, look at what was sent, look at what is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.tests.contract import samples
from ansible_collections.mailops.mimecast.tests.contract.doors import DOORS, Result, new_run, run_task
from mimecast_emulator.testing import RunningEmulator

ACCOUNT = "contract"
SECRET = "canary-client-secret"


class Account:
    """Runs tasks against one account through one door, each in a run of its own."""

    def __init__(self, running: RunningEmulator, door: str = "action") -> None:
        self.running = running
        self.door = door
        self.connection: dict[str, Any] = {
            "base_url": running.base_url,
            "client_id": ACCOUNT,
            "client_secret": SECRET,
            "retry_budget": 2,
        }

    def task(self, name: str, options: Mapping[str, Any], check: bool = False) -> Result:
        """Run one task and return its result."""
        return DOORS[self.door](name, {**self.connection, **options}, check)

    def apply(self, resource: Resource, options: Mapping[str, Any], check: bool = False) -> Result:
        """Run the module of a resource; the task has to succeed."""
        result = self.task(f"mimecast_{resource.name}", options, check)
        assert not result.get("failed"), result["msg"]
        return result

    def refused(self, resource: Resource, options: Mapping[str, Any], check: bool = False) -> str:
        """Run the module of a resource; the task has to fail. Return its message."""
        result = self.task(f"mimecast_{resource.name}", options, check)
        assert result.get("failed"), result
        return str(result["msg"])

    def one_after_the_other(
        self, tasks: Sequence[tuple[Resource, Mapping[str, Any]]], check: bool = False
    ) -> list[Result]:
        """Run the modules of resources in one run; each task has to succeed. Return what they say."""
        results = []
        with new_run(check_mode=check, door=self.door) as run:
            for resource, options in tasks:
                results.append(run_task(run, f"mimecast_{resource.name}", {**self.connection, **options}))
                assert not results[-1].get("failed"), results[-1]["msg"]
        return results

    def predicted_and_applied(self, resource: Resource, options: Mapping[str, Any]) -> Result:
        """Run a task in check mode and for real; both have to say the same. Return what they say."""
        self.running.clear_requests()
        predicted = self.apply(resource, options, check=True)
        assert self.writes() == []
        applied = self.apply(resource, options)
        for part in ("changed", "diff", "plan", "entries"):
            assert samples.foretold(predicted, part) == samples.foretold(applied, part), part
        return applied

    def unchanged(self, resource: Resource, options: Mapping[str, Any]) -> Result:
        """Run a task that has nothing to do: it must say so and send nothing."""
        self.running.clear_requests()
        result = self.apply(resource, options)
        assert result["diff"] == []
        assert not result["changed"]
        assert self.writes() == []
        return result

    def writes(self) -> list[str]:
        """Return the operations that were sent and change something."""
        return [request["operation"] for request in self.running.requests() if request["write"]]

    def reads(self) -> Counter[str]:
        """Return how often each operation was sent that changes nothing, the token among them."""
        return Counter(request["operation"] for request in self.running.requests() if not request["write"])

    def operations(self) -> list[str]:
        """Return every operation that was sent."""
        return [request["operation"] for request in self.running.requests()]

    def a_fault(self, operation: str, kind: str = "status", **more: Any) -> None:
        """Make an operation fail for good, without a task waiting for better times."""
        self.connection["retry_budget"] = 0
        times, skip = more.pop("times", None), more.pop("skip", 0)
        rule = {"operation": operation, "times": times, "skip": skip, "fault": {"kind": kind, **more}}
        self.running.set_faults([rule])

    def table(self, name: str) -> dict[str, Any]:
        """Return a table of the account as the emulator holds it."""
        found: dict[str, Any] = self.running.state(ACCOUNT)[name]
        return found

    def set_table(self, name: str, rows: Mapping[str, Any]) -> None:
        """Replace a table of the account."""
        self.running.set_state(ACCOUNT, {name: dict(rows)})
