# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ways to run the tasks of a play over one account: handed to the collection's runner, or through the doors of Ansible.

A play is one run of ansible-playbook: its tasks share what the run remembers, and nothing else does.
"""

from __future__ import annotations

import json
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Protocol
from unittest import mock

from ansible_collections.mailops.mimecast.plugins.module_utils._api import lists, transport
from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import Connection
from ansible_collections.mailops.mimecast.plugins.module_utils._model import composites, site_file
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Failure
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED, RESOURCES
from ansible_collections.mailops.mimecast.plugins.module_utils._run import composite, one_type, planning, preflight
from ansible_collections.mailops.mimecast.plugins.module_utils._run.call import Call
from ansible_collections.mailops.mimecast.plugins.module_utils._run.memory import Memory
from ansible_collections.mailops.mimecast.tests.contract.account import ACCOUNT, SECRET
from ansible_collections.mailops.mimecast.tests.contract.campaign.reports import Outcome
from ansible_collections.mailops.mimecast.tests.contract.campaign.wishes import Entry, Job, Site
from ansible_collections.mailops.mimecast.tests.contract.campaign.worlds import RETRY_BUDGET, URL, Wire
from ansible_collections.mailops.mimecast.tests.contract.doors import Run, run_task

SKIPPED: Entry = {"changed": False, "skipped": True}


class Play(Protocol):
    """The tasks of one run over one account."""

    def look(self, site: Site) -> Outcome:
        """Look at the whole account before the first task."""

    def from_site(self, site: Site, job: Job) -> Outcome:
        """Run the task of a role, which takes its objects from the site."""

    def task(self, job: Job) -> Outcome:
        """Run a task that is given its objects."""


class Way(Protocol):
    """Begins plays."""

    def play(self, check: bool) -> Play:
        """Begin a play that remembers nothing."""


def asked_of_role(job: Job) -> Entry:
    """Return the options that the task of a role has beside its objects."""
    if job.deletions == "only":
        return {"from_site": True, "deletions": "only"}
    later = {"deletions": job.deletions} if job.deletions != "all" else {}
    return {**job.options, **later, "from_site": True}


# --- Handed to the runner ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Handed:
    """Hands tasks to the collection's runner, and their requests to an emulator without a socket."""

    wire: Wire
    page_size: int

    def play(self, check: bool) -> Play:
        """Begin a play that remembers nothing."""
        connection = Connection(
            base_url=URL,
            client_id=ACCOUNT,
            client_secret=SECRET,
            retry_budget=RETRY_BUDGET,
            page_size=self.page_size,
        )
        return HandedPlay(Call(connection, check, memory=Memory(), connect=self.wire.connect))


class HandedPlay:
    """The tasks of one run, as ``call`` says how. Between two of them, what is remembered is in its plain form."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._remembered = json.dumps(call.memory.as_data())

    def look(self, site: Site) -> Outcome:
        """Look at the whole account before the first task."""
        params = {**site.parts, "limits": site.limits, "scan_users": site.scan_users}
        with self._remembering() as call:
            # One list after the other, so that a seed is the same run every time; over HTTP they are read side by side.
            with mock.patch.object(lists, "SIDE_BY_SIDE", 1):
                return _outcome(lambda: preflight.run(params, RESOURCES, call))

    def from_site(self, site: Site, job: Job) -> Outcome:
        """Run the task of a role, which takes its objects from the site."""
        resource, params = RESOURCES[job.resource], asked_of_role(job)
        with self._remembering() as call:
            if job.deletions != "only":
                types = {resource.name: resource, **composites.standing_for(RESOURCES, resource.name)}
                found = site_file.lists(types, site.parts.get("baseline"), site.parts["site"])
                entries, paths = composites.joined(types, found, planning.today()).get(resource.plural, (None, None))
                params |= {"entries": entries, "entry_paths": paths} if entries is not None else {}
            if one_type.spared(resource, params, call):
                return Outcome(dict(SKIPPED))
            return _outcome(lambda: _run(resource, params, call))

    def task(self, job: Job) -> Outcome:
        """Run a task that is given its objects, or what other entries stand for."""
        with self._remembering() as call:
            params = job.params()
            for standing, written in job.standing.items():
                told = _run(RESOURCES[standing], {"entries": written}, call)
                params |= told["lists"][MANAGED[job.resource].plural]
            return _outcome(lambda: _run(RESOURCES[job.resource], params, call))

    @contextmanager
    def _remembering(self) -> Iterator[Call]:
        memory = Memory.from_data(json.loads(self._remembered), MANAGED)
        call = Call(self._call.connection, self._call.check_mode, memory=memory, connect=self._call.connect)
        # What is handed over is answered at once, so a request needs no thread that could be given up.
        with mock.patch.object(transport, "run_within", lambda _seconds, work: work()):
            yield call
        self._remembered = json.dumps(memory.as_data())


def _run(resource: Resource, params: Entry, call: Call) -> Entry:
    if resource.stands_for:
        return composite.run(resource, params, RESOURCES, call)
    return one_type.run(resource, params, MANAGED, call)


def _outcome(run: Any) -> Outcome:
    try:
        return Outcome(run())
    except Failure as error:
        return Outcome(error.result, str(error))
    except Exception as error:
        return Outcome({}, "", f"{type(error).__name__}: {error}")


# --- Through the doors of Ansible -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ThroughDoor:
    """Runs tasks as Ansible does, over HTTP; ``elsewhere`` as modules on another machine, else in the action plugin."""

    url: str
    page_size: int
    elsewhere: bool

    def play(self, check: bool) -> Play:
        """Begin a play that remembers nothing."""
        return AnsiblePlay(self, check)


class AnsiblePlay:
    """The tasks of one run of ansible-playbook over one host."""

    def __init__(self, way: ThroughDoor, check: bool) -> None:
        self._directory = tempfile.TemporaryDirectory(prefix="mimecast-campaign-")
        host = {
            "mimecast_base_url": way.url,
            "mimecast_client_id": ACCOUNT,
            "mimecast_client_secret": SECRET,
            "mimecast_retry_budget": 0.3,
            "mimecast_page_size": way.page_size,
        }
        door = "module" if way.elsewhere else "action"
        self._tasks_of = Run(self._directory.name, host, check, play=str(uuid.uuid4()), door=door)

    def look(self, site: Site) -> Outcome:
        """Look at the whole account before the first task."""
        return self._run("mimecast_site_preflight", {}, _variables(site))

    def from_site(self, site: Site, job: Job) -> Outcome:
        """Run the task of a role, which takes its objects from the site."""
        return self._run(f"mimecast_{job.resource}", asked_of_role(job), _variables(site))

    def task(self, job: Job) -> Outcome:
        """Run a task that is given its objects, or what other entries stand for."""
        params = job.params()
        for standing, written in job.standing.items():
            told = self._run(f"mimecast_{standing}", {"entries": written}, {})
            params |= told.result["lists"][MANAGED[job.resource].plural]
        return self._run(f"mimecast_{job.resource}", params, {})

    def _run(self, name: str, options: Mapping[str, Any], variables: Entry) -> Outcome:
        run = replace(self._tasks_of, variables={**self._tasks_of.variables, **variables})
        result = run_task(run, name, options)
        message = str(result.get("msg", "")) if result.get("failed") else ""
        crash = message if "bug" in message.lower() and "report" in message.lower() else ""
        return Outcome(result, message, crash)


def _variables(site: Site) -> Entry:
    """Return a site as the variables of its host."""
    limits = {
        f"mimecast_{plural}_{word}": value for plural, words in site.limits.items() for word, value in words.items()
    }
    parts = {f"mimecast_{name}": value for name, value in site.parts.items()}
    return {**limits, **parts, "mimecast_scan_users": site.scan_users}
