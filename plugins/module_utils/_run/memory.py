# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tasks of one run of ansible-playbook share about one account, without any work for the user.

- What check mode predicts: the objects that earlier tasks would have created, changed or deleted.
- Which types the preflight found in sync, so that no task reads them again.
- Which deletions were left to the end of the play, because others may still use the objects.
- What else the play will change, so that a failing task can name what was not begun.

It holds no secret, knows neither Ansible nor the API, and not where it is kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import Desired
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.belief import Belief
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Change
from ansible_collections.mailops.mimecast.plugins.module_utils._run.settings import Settings


@dataclass(frozen=True)
class Asked:
    """What a task wants of one type: its objects, or None if the site does not name the type; and its settings."""

    settings: Settings
    desired: Sequence[Desired] | None
    check_mode: bool


@dataclass(frozen=True)
class Left:
    """Deletions that a task has left to the end of the play, and their objects in words."""

    asked: Asked
    told: str


@dataclass
class Memory:
    """The memory of a run over one account.

    Attributes:
        belief: what the account will hold; only check mode believes anything.
        in_sync: type -> what was found in sync: the objects, the settings, and whether check mode has looked.
        left: type -> deletions that were left to the end of the play, task by task; a type whose tasks leave theirs
            is here even where there are none.
        to_come: type -> the changes that no task has begun yet, in words.
        account: the code of the account that the credentials are known to reach.
    """

    belief: Belief = field(default_factory=Belief)
    in_sync: dict[str, Entry] = field(default_factory=dict)
    left: dict[str, tuple[Left, ...]] = field(default_factory=dict)
    to_come: dict[str, str] = field(default_factory=dict)
    account: str = ""

    def confirm(self, code: str) -> None:
        """Remember that the credentials reach the account of this code."""
        self.account = code or self.account

    def believe(self, resource: Resource, changes: Iterable[Change]) -> None:
        """Treat the planned changes of one type as made."""
        self.belief = self.belief.after(resource, changes)

    def look_anew(self) -> None:
        """Forget the results of an earlier preflight: another one begins."""
        self.in_sync, self.to_come = {}, {}

    def found_in_sync(self, resource: Resource, asked: Asked) -> None:
        """Remember that a type needs no change."""
        self.in_sync[resource.name] = _essence(resource, asked)

    def is_in_sync(self, resource: Resource, asked: Asked) -> bool:
        """Whether a preflight with the same settings has found a type in sync.

        A preflight in check mode does not count for a task that applies: its result may only be a prediction.
        """
        return resource.name in self.in_sync and self.in_sync[resource.name] == _essence(resource, asked)

    def begun(self, resource: Resource, check_mode: bool) -> None:
        """Remember that a task works on a type: the type may not be in sync any more, and is no longer pending.

        What the task really does needs no prediction any more.
        """
        self.in_sync.pop(resource.name, None)
        self.to_come.pop(resource.name, None)
        if not check_mode:
            self.belief = self.belief.without(resource)

    def leave(self, resource: Resource, asked: Asked, told: str = "") -> None:
        """Leave the deletions of a type to the end of the play; for the other entries, only the name matters.

        Args:
            told: what goes, in words; nothing goes where there are none.
        """
        before = self.left.setdefault(resource.name, ())
        names = [_name_alone(resource, wish) for wish in asked.desired or ()]
        left = Left(replace(asked, settings=replace(asked.settings, deletions="only"), desired=names), told)
        if told and left not in before:
            self.left[resource.name] = (*before, left)

    def left_for(self, resource: Resource, check_mode: bool) -> list[Left]:
        """Return the deletions of a type that a task has to make; deletions from check mode are not made for real."""
        return _to_make(self.left.get(resource.name, ()), check_mode)

    def begin_removal(self, resource: Resource, asked: Asked, check_mode: bool) -> None:
        """Remember that the deletions are no longer left; a prediction in check mode does not use up the real ones."""
        if asked.check_mode == check_mode:
            kept = [left for left in self.left.get(resource.name, ()) if left.asked != asked]
            self.left[resource.name] = tuple(kept)

    def not_begun(self, check_mode: bool) -> str:
        """Return what the play has not begun, in the order of work, or an empty string."""
        left = [left.told for lefts in reversed(self.left.values()) for left in _to_make(lefts, check_mode)]
        return "; ".join([*self.to_come.values(), *left])

    def as_data(self) -> Entry:
        """Return the memory as plain data."""
        return {
            "belief": self.belief.as_data(),
            "in_sync": self.in_sync,
            "left": {name: [_left_data(left) for left in lefts] for name, lefts in self.left.items()},
            "to_come": self.to_come,
            "account": self.account,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any], resources: Mapping[str, Resource]) -> Memory:
        """Return the memory that ``as_data`` gave; nothing given is an empty memory."""
        return cls(
            Belief.from_data(data["belief"]) if data.get("belief") else Belief(),
            dict(data.get("in_sync") or {}),
            {
                name: tuple(_left(resources[name], left) for left in lefts)
                for name, lefts in (data.get("left") or {}).items()
            },
            dict(data.get("to_come") or {}),
            str(data.get("account") or ""),
        )


def _essence(resource: Resource, asked: Asked) -> Entry:
    """Return what decides whether a type is in sync; when deletions are made, and what secrets are, does not."""
    settings = {**asked.settings.as_data(), "deletions": "all"}
    return {**settings, "check_mode": asked.check_mode, "desired": _fingerprint(resource, asked.desired)}


def _fingerprint(resource: Resource, desired: Sequence[Desired] | None) -> str:
    """Return what tells objects that are wanted from all others; nothing of them can be read from it."""
    if desired is None:
        return ""
    wishes = [
        {
            **_wish_data(wish),
            "where": "",
            "values": {name: resource.field(name).shown(value) for name, value in wish.values.items()},
            "without": {name: sorted(map(str, keys)) for name, keys in wish.without.items()},
            "modes": dict(wish.modes),
            "update_password": wish.update_password,
        }
        for wish in desired
    ]
    return hashlib.sha256(json.dumps(wishes, sort_keys=True, default=str).encode()).hexdigest()


def _name_alone(resource: Resource, wish: Desired) -> Desired:
    return Desired(wish.where, wish.key, wish.state, {resource.key: wish.key}, id=wish.id, delete=wish.delete)


def _to_make(lefts: Iterable[Left], check_mode: bool) -> list[Left]:
    return [left for left in lefts if check_mode or not left.asked.check_mode]


def _left_data(left: Left) -> Entry:
    return {
        "settings": left.asked.settings.as_data(),
        "desired": [_wish_data(wish) for wish in left.asked.desired or ()],
        "check_mode": left.asked.check_mode,
        "told": left.told,
    }


def _left(resource: Resource, data: Mapping[str, Any]) -> Left:
    desired = [_wish(resource, wish) for wish in data["desired"]]
    return Left(Asked(Settings.of(data["settings"]), desired, data["check_mode"]), data["told"])


def _wish_data(wish: Desired) -> Entry:
    return {"where": wish.where, "key": wish.key, "state": wish.state, "id": wish.id, "delete": wish.delete}


def _wish(resource: Resource, data: Mapping[str, Any]) -> Desired:
    return Desired(values={resource.key: data["key"]}, **data)
