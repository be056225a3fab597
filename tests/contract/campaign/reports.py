# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task that has run was to do, found and said: the evidence that the judges read.

It may not know how a task is run.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation
from ansible_collections.mailops.mimecast.tests.contract.campaign.kinds import KINDS, MANAGED
from ansible_collections.mailops.mimecast.tests.contract.campaign.view import View, view
from ansible_collections.mailops.mimecast.tests.contract.campaign.wishes import Entry, Job, Moment, Tables, Wish

LISTS = ("members", "source_ips", "addresses")
"""Settings that are lists which somebody else may add to while a task runs."""
ObjectNames = frozenset[tuple[str, str]]
"""(type, name) of objects."""


@dataclass(frozen=True)
class Outcome:
    """How one task ended. ``crash`` is the text of an exception that no task may end with."""

    result: Entry
    message: str = ""
    crash: str = ""

    @property
    def failed(self) -> bool:
        """Whether Ansible would end the host here."""
        return bool(self.message or self.crash)

    @property
    def skipped(self) -> bool:
        """Whether the task needed no look at the account."""
        return bool(self.result.get("skipped"))


@dataclass(frozen=True)
class Struck:
    """What a second writer did to a task: which objects changed, and how many requests had been sent before.

    Attributes:
        left: what was there of these objects then. added: (type, name, item) of what came into lists of theirs.
    """

    after: int
    objects: ObjectNames
    left: Mapping[tuple[str, str], Entry] = field(default_factory=dict)
    added: frozenset[tuple[str, str, str]] = frozenset()


@dataclass(frozen=True)
class Seen:
    """What was there before and after a task, what was sent, and what somebody else did meanwhile.

    ``moments`` are the built-in groups after each write, as far as they can be watched.
    """

    before: Tables
    after: Tables
    log: Sequence[Entry] = ()
    strikes: tuple[Struck, ...] = ()
    moments: Sequence[Moment] = ()

    @functools.cached_property
    def start(self) -> View:
        """The account before the task, in the judge's words."""
        return view(self.before)

    @functools.cached_property
    def end(self) -> View:
        """The account after the task, in the judge's words."""
        return view(self.after)

    @property
    def writes(self) -> list[str]:
        """The operations that were sent and change something."""
        return [str(request["operation"]) for request in self.log if request["write"]]

    @property
    def operations(self) -> list[str]:
        """Every operation that was sent."""
        return [str(request["operation"]) for request in self.log]

    @property
    def struck(self) -> ObjectNames:
        """The objects that a second writer changed."""
        return frozenset(name for strike in self.strikes for name in strike.objects)

    def lists_after(self, count: int, operation: str) -> bool:
        """Whether a list was read from its first page on after so many requests."""
        return any(request["operation"] == operation and not page_token(request) for request in self.log[count:])

    def shifted(self, resource: str) -> bool:
        """Whether a row slipped from page to page while the objects of a type were listed."""
        kind = KINDS[resource]
        slipped = {request["operation"] for request in self.log if request["fault"] == "skip_rows"}
        return kind.list is not None and kind.list.id in slipped

    def lost_members(self, resource: str) -> bool:
        """Whether the members of a listed object were answered as for an unknown id: then they cannot be read."""
        members = KINDS[resource].members
        lost = {request["operation"] for request in self.log if request["fault"] == "empty_400"}
        return members is not None and members.list.id in lost

    def hides_twin(self, wish: Wish) -> bool:
        """Whether a row slipped from page to page, and one of two objects of a name that ``wish`` speaks of with it."""
        return "'Twin" in wish.unwise and any(request["fault"] == "skip_rows" for request in self.log)

    def overwrote(self, strike: Struck) -> list[str] | None:
        """Return the networks of the write that a strike came right before, and right behind the look at its object.

        None where there is no such write.

        The API knows no versions: what came in that moment is overwritten, and no read shows that it was there.
        """
        write = self.log[strike.after] if strike.after < len(self.log) else {}
        path = write.get("path")
        if not path or not write["write"]:
            return None
        refused = [sent for sent in self.log[: strike.after] if sent["write"] and sent["status"] >= 400]
        former = [
            sent for sent in self.log[: strike.after] if sent not in refused and sent["operation"] != "createToken"
        ]
        looked = bool(former) and former[-1].get("path") == path and not former[-1]["write"]
        body = write.get("body") or {"sourceIPs": ()}  # a deletion leaves none
        networks = body.get("sourceIPs", body.get("outboundIpAddresses"))
        return None if networks is None or not looked else list(networks)

    def not_offered(self, resource: str) -> bool:
        """Whether the account does not offer a read that a task of this type needs, so that a person has to do it.

        Only the gateway says so. The 403 of a role says nothing about what is offered, and one that comes after a write
        is a failure to read back.
        """
        kind = KINDS[resource]
        if kind.support != "preview":
            return False
        before_writes = itertools.takewhile(lambda request: not request["write"], self.log)
        refused = [request for request in before_writes if request["status"] == 403]
        shut = {request["operation"] for request in refused if request["fault"] != "permission"}
        return bool(shut & {operation.id for operation in kind.operations})


def page_token(request: Entry) -> str:
    """Return which page of a list a request asks for; "" for the first."""
    asked = request.get("query", {}).get("pageToken")
    meta = (request.get("body") or {}).get("meta", {})
    return str(asked or meta.get("pagination", {}).get("pageToken") or "")


@dataclass(frozen=True)
class Run:
    """One task of one type that has run.

    Attributes:
        faulty: something may have gone wrong on the way. moved: objects that a second writer changed since the whole
            account was looked at, which a task that is skipped for that look cannot know of.
    """

    job: Job
    outcome: Outcome
    seen: Seen
    faulty: bool = True
    moved: ObjectNames = frozenset()

    @property
    def by_hand(self) -> bool:
        """Whether the task leaves its work to a person, or says that it purges nothing because it may not look."""
        warned = any(warning.endswith(_NOT_PURGED) for warning in self.outcome.result.get("warnings", []))
        return bool(self.outcome.result.get("manual")) or (warned and self.seen.not_offered(self.job.resource))

    @property
    def unwise(self) -> list[Wish]:
        """What has to be refused."""
        return [wish for wish in self.job.active if wish.unwise]

    @property
    def told_otherwise(self) -> str:
        """The message, where the service kept another name than it was given: it has to name that."""
        renamed = any(request["fault"] == "rename" for request in self.seen.log)
        return self.outcome.message if renamed else ""

    @property
    def unread(self) -> set[str]:
        """The names of which a failed task says that they cannot be read, where a read did fail."""
        failed = any(request["fault"] == "empty_400" and not request["write"] for request in self.seen.log)
        return set(_UNREADABLE.findall(self.outcome.message)) if failed else set()

    def unseen(self) -> set[tuple[str, str]]:
        """Return the objects that a second writer changed after the task had looked at their type for the last time."""
        result = set()
        for strike in self.seen.strikes:
            for resource, name in strike.objects:
                kind = MANAGED[resource]
                if kind.read and not self.seen.lists_after(strike.after, kind.read.id):
                    result.add((resource, name))
        return result


def operation_name(operation: Operation) -> str:
    """Return the name that the emulator gives to an operation."""
    return "addToPurgeList" if operation.id == "legacyAddToPurgeList" else operation.id


@dataclass(frozen=True)
class Claims:
    """What the message of a task that failed says.

    Attributes:
        left: titles and names of what is not in effect; None when it makes no such claim.
        unseen: the same of what the API took and the account does not show: it may be in effect or not.
        unknown: it does not know what took effect.
        counted: (changes in effect, changes).
    """

    left: frozenset[str] | None = None
    unseen: frozenset[str] = frozenset()
    unknown: bool = False
    counted: tuple[int, int] = (0, 0)

    @property
    def any(self) -> bool:
        """Whether it says anything of what took effect."""
        return self.unknown or self.left is not None


_LEFT = re.compile(r"not (?:seen to be )?in effect: ([^;()]+ \([^()]*\)(?:; [^;()]+ \([^()]*\))*)")
_NOT_BEGUN = re.compile(r"\. Not begun: ([^;()]+ \([^()]*\)(?:; [^;()]+ \([^()]*\))*)$")
_COUNTS = re.compile(r"^(-?\d+) of (\d+) changes are (seen to be )?in effect")
_TWINS = re.compile(r"(\d+) [\w ]+ objects are called '([^']+)'")
_UNREADABLE = re.compile(r"the [\w ]+ '([^']+)' exists, but cannot be read: ")
_NOT_PURGED = "other objects cannot be read, so nothing is purged"
_UNKNOWN = "changes were sent, but it is not known what took effect"


def claims(message: str) -> Claims:
    """Return what a message says of what took effect and what did not."""
    counts = _COUNTS.match(message)
    if counts is None:
        return Claims(unknown=message.startswith(_UNKNOWN))
    left = _listed(_LEFT.search(message.split("\n", maxsplit=1)[0]))
    return Claims(left, left if counts.group(3) else frozenset(), counted=(int(counts.group(1)), int(counts.group(2))))


def not_begun(message: str) -> frozenset[str]:
    """Return the titles and names of what a message says was not begun."""
    return _listed(_NOT_BEGUN.search(message))


def _listed(found: re.Match[str] | None) -> frozenset[str]:
    """Return the titles and names in a list of objects, each with what it is about in brackets."""
    return frozenset(part.rsplit(" (", 1)[0] for part in found.group(1).split("; ")) if found else frozenset()


def twins(message: str) -> list[tuple[int, str]]:
    """Return how many objects a message says have one name, with the name."""
    return [(int(count), name) for count, name in _TWINS.findall(message)]


def title(resource: str, name: str) -> str:
    """Return an object as messages call it."""
    return f"{KINDS[resource].title} {name}"
