# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes domains one step further towards being internal, and says what to publish for the next step.

It claims nothing that was not read back. A domain is verified only when DNS serves its token, and a failed look-up is
"not known". It knows nothing of Ansible.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._api import limits
from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError, NotFound, OutcomeUnknown
from ansible_collections.mailops.mimecast.plugins.module_utils._model import spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import Desired
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Failure, Problem, refuse
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry, Row
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import visible
from ansible_collections.mailops.mimecast.plugins.module_utils._plan import diff, registration
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.registration import Job, Pending
from ansible_collections.mailops.mimecast.plugins.module_utils._resources import mx, pending_domain
from ansible_collections.mailops.mimecast.plugins.module_utils._resources.pending_domain import PENDING_DOMAIN
from ansible_collections.mailops.mimecast.plugins.module_utils._run import dns_lookup, one_type, wanted
from ansible_collections.mailops.mimecast.plugins.module_utils._run.call import Call
from ansible_collections.mailops.mimecast.plugins.module_utils._run.dns_lookup import DnsError, Lookup
from ansible_collections.mailops.mimecast.plugins.module_utils._run.options import NAME_SERVERS, Options, entry_options
from ansible_collections.mailops.mimecast.plugins.module_utils._run.results import describe
from ansible_collections.mailops.mimecast.plugins.module_utils._run.session import session, tally

LONGEST_LAG = 30.0
"""Seconds that a run waits at most for the account to show what was sent, where it was not told to wait longer."""

_CALLS: Mapping[str, Operation] = {
    "register": pending_domain.CREATE,
    "extend": pending_domain.EXTEND,
    "verify": pending_domain.VERIFY,
    "delete": pending_domain.DELETE,
}
_ENTRY = entry_options(PENDING_DOMAIN)
OPTIONS: Options = {
    **{name: {**option, **({"default": "present"} if name == "state" else {})} for name, option in _ENTRY.items()},
    "entries": {"type": "list", "elements": "dict", "options": _ENTRY},
    "entry_paths": {"type": "list", "elements": "str"},
    "from_site": {"type": "bool", "default": False},
    "verify": {"type": "bool", "default": False},
    "wait": {"type": "int", "default": 0},
    **NAME_SERVERS,
}


@dataclass(frozen=True)
class Look:
    """The pending and the internal domains of the account."""

    pending: Mapping[str, Pending] = field(default_factory=dict)
    internal: frozenset[str] = frozenset()


def check(params: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with the options, each with its place."""
    wait = params.get("wait")
    negative = isinstance(wait, int) and wait < 0
    early = [Problem("wait", f"{wait} is negative, expected seconds")] if negative else []
    return [*early, *dns_lookup.problems(params), *wanted.check(PENDING_DOMAIN, params)]


def run(params: Mapping[str, Any], call: Call) -> Entry:
    """Take every domain that the options name one step further, or predict it in check mode.

    Raises:
        Failure: an option is not right, something is refused, or what was sent is not seen to be in effect.
    """
    if params.get("from_site") and not wanted.is_named(PENDING_DOMAIN, params):
        return {**one_type.nothing_named(), "domains": []}
    wishes = wanted.wanted(PENDING_DOMAIN, params)
    if not wishes:
        return {**one_type.nothing_named(), "named": True, "domains": []}
    ask = (
        dns_lookup.lookup(params) if params.get("verify") and any(wish.state == "present" for wish in wishes) else None
    )
    with session(call.guarded, call.connect, call.memory.confirm) as client:
        registrar = _Registrar(client, wishes, ask, 0 if call.check_mode else int(params.get("wait") or 0))
        return registrar.carry_out(call.check_mode)


class _Registrar:
    """Takes ``wishes`` further through ``client``; ``seconds`` is how long it may wait for DNS and for Mimecast."""

    def __init__(self, client: Client, wishes: Sequence[Desired], ask: Lookup | None, seconds: float) -> None:
        self._client = client
        self._wishes = wishes
        self._ask = ask
        self._seconds = seconds
        self._unknown: dict[str, str] = {}
        self._served: dict[str, bool | None] = {}

    def carry_out(self, check_mode: bool) -> Entry:
        """Predict the next step of each domain, or take it and read back.

        Raises:
            Failure: something is refused, not seen to be in effect, or not verified within the time.
        """
        look = self._looked_up(self._read())
        refuse(
            [problem for wish in self._wishes for problem in registration.refused(wish, look.pending, look.internal)]
        )
        jobs = [registration.planned(PENDING_DOMAIN, wish, look.pending, look.internal) for wish in self._wishes]
        todo = [job for job in jobs if job.action]
        for job in todo:
            self._client.demand(_CALLS[job.action])
        if check_mode:
            return self._result(jobs, look)
        failure = self._send(todo)
        after, left = self._look_back(todo) if todo else (look, [])
        if isinstance(failure, OutcomeUnknown) and not left:
            failure = None
        told = [f"{len(todo) - len(left)} of {len(todo)} changes are in effect"] if left or failure else []
        told += [f"not seen to be in effect: {', '.join(left)}"] if left else []
        told += [f"stopped: {failure}"] if failure else []
        late = [job.change.key for job in jobs if not job.action and job.change.key in after.pending]
        told += [f"not verified within {self._seconds} seconds: {', '.join(late)}"] if late and self._seconds else []
        result = self._result([job for job in jobs if job.change.key not in left], after)
        if told:
            raise Failure(visible(". ".join([*told, *result["warnings"]])), result)
        return result

    # --- Reading ------------------------------------------------------------------------------------------------------

    def _read(self) -> Look:
        """Read both lists.

        Raises:
            Failure: a row cannot be told. ApiError: a list could not be read to its end.
        """
        now = datetime.datetime.now(datetime.timezone.utc)
        told = [_pending(row, now) for row in self._client.rows(pending_domain.LIST)]
        rows = [replace(found, served=self._served.get(found.token)) for found in told]
        twice = {found.domain for found in rows if sum(other.domain == found.domain for other in rows) > 1}
        if twice:
            raise Failure(f"several pending domains are called {', '.join(sorted(twice))}; delete all but one by hand")
        internal = frozenset(_name(row) for row in self._client.rows(mx.INTERNAL_DOMAINS))
        return Look({found.domain: found for found in rows}, internal)

    def _looked_up(self, look: Look) -> Look:
        """Ask DNS for the tokens of the domains that wait for it, until all are served or the time is over."""
        asked = {wish.key for wish in self._wishes if wish.state == "present"} & look.pending.keys()
        pending = dict(look.pending)
        waited, pause = 0.0, limits.FIRST_PAUSE
        while self._ask:
            for name in asked:
                if not pending[name].ended and pending[name].token and not pending[name].served:
                    pending[name] = replace(pending[name], served=self._is_served(pending[name]))
            missing = [name for name in asked if pending[name].served is not True and not pending[name].ended]
            if not missing or waited + pause > self._seconds:
                break
            self._client.wait(pause)
            waited, pause = waited + pause, limits.next_pause(pause)
        return replace(look, pending=pending)

    def _is_served(self, found: Pending) -> bool | None:
        """Ask DNS for a token; None where it did not answer, which says nothing."""
        if self._ask is None:
            return None
        try:
            self._served[found.token] = found.token in dns_lookup.texts(self._ask, found.domain)
            self._unknown.pop(found.domain, None)
        except DnsError as error:
            self._served[found.token] = None
            self._unknown[found.domain] = str(error)
        return self._served[found.token]

    # --- Sending, and what has come of it -----------------------------------------------------------------------------

    def _send(self, todo: Sequence[Job]) -> ApiError | None:
        """Send each step. The first that fails ends it, and is returned: what took effect is read afterwards."""
        for job in todo:
            domain = job.change.key
            body = {"domain": domain} if job.action == "register" else {"domains": [domain]}
            ids = {"id": job.change.id} if job.action == "delete" else {}
            try:
                self._client.write(_CALLS[job.action], ids, [body])
            except ApiError as error:
                if not (isinstance(error, NotFound) and job.action == "delete"):
                    return error
        return None

    def _look_back(self, todo: Sequence[Job]) -> tuple[Look, list[str]]:
        """Read again until everything shows or the time is over; return what there is, and what does not show.

        Raises:
            Failure: it could not be read.
        """
        longest = max(self._seconds, min(LONGEST_LAG, self._client.seconds_left / 2))
        waited, pause = 0.0, limits.FIRST_PAUSE
        while True:
            try:
                look = self._read()
            except (ApiError, Failure) as error:
                told = f"changes were sent, but it is not known what took effect. Reading back failed: {error}"
                raise Failure(visible(told), {"changed": True, "api": tally(self._client)}) from None
            left = [job.change.key for job in todo if not _shows(job, look)]
            if not left or waited + pause > longest:
                return look, left
            self._client.wait(pause)
            waited, pause = waited + pause, limits.next_pause(pause)

    # --- What is told -------------------------------------------------------------------------------------------------

    def _result(self, jobs: Sequence[Job], look: Look) -> Entry:
        changes = [job.change for job in jobs if job.action]
        reports = [self._report(wish, look) for wish in self._wishes]
        told = [self._waiting(wish, look.pending[wish.key]) for wish in self._wishes if self._waits(wish, look)]
        return {
            "changed": bool(changes),
            "named": True,
            "domains": reports,
            "diff": diff.render(changes),
            "plan": [
                {**describe(PENDING_DOMAIN, job.change), "calls": [_CALLS[job.action].id]} for job in jobs if job.action
            ],
            "warnings": [visible(line) for line in told],
            "api": tally(self._client),
        }

    def _waits(self, wish: Desired, look: Look) -> bool:
        return wish.state == "present" and wish.key in look.pending

    def _report(self, wish: Desired, look: Look) -> Entry:
        found = look.pending.get(wish.key)
        status = "pending" if found else "internal" if wish.key in look.internal else "absent"
        told: Entry = {"domain": wish.key, "status": status, "record": None, "expires": None, "served": None}
        if found:
            told |= {"record": found.record or None, "expires": found.expires or None, "served": found.served}
        return told

    def _waiting(self, wish: Desired, found: Pending) -> str:
        """Return what a pending domain waits for."""
        served = {
            True: "DNS serves it",
            False: "DNS does not serve it yet",
            None: "it is not known whether DNS serves it",
        }
        if self._ask is None:
            state = "then run with verify: true"
        else:
            state = self._unknown.get(wish.key) or served[found.served]
        record = f"publish {found.record}" if found.record else "the account does not show its token"
        until = f"pending until {found.expires or 'a day unknown'}"
        return f"{wish.where or wish.key}: {wish.key} is {until}; {record}; {state}"


def _shows(job: Job, look: Look) -> bool:
    """Whether an account shows what a step was to do."""
    name = job.change.key
    found = look.pending.get(name)
    return {
        "register": found is not None or name in look.internal,
        "extend": found is None or not found.ended,
        "verify": name in look.internal and found is None,
        "delete": found is None,
    }[job.action]


def _name(row: Row) -> str:
    name = row.get("domain")
    if not isinstance(name, str) or not name:
        raise Failure(
            "the name of a domain of the account cannot be read, so it may be any domain; look in the console"
        )
    return str(spelling.tolerant(spelling.domain)(name))


def _pending(row: Row, now: datetime.datetime) -> Pending:
    token, expires = (row.get(name) or "" for name in ("token", "expiryDateTime"))
    token, expires = (value if isinstance(value, str) else "" for value in (token, expires))
    return Pending(_name(row), str(row.get("id") or ""), token, expires, _has_passed(expires, now))


def _has_passed(moment: str, now: datetime.datetime) -> bool:
    """Whether a moment as the API writes it has passed; one that cannot be read has not."""
    try:
        ends = datetime.datetime.fromisoformat(moment.replace("Z", "+00:00").replace("+0000", "+00:00"))
    except ValueError:
        return False
    return (ends if ends.tzinfo else ends.replace(tzinfo=datetime.timezone.utc)) < now
