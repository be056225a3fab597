# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tasks of one run of ansible-playbook tell each other about one account, without the user handing it on.

- What check mode believes: the objects that earlier tasks would have made, changed or deleted.
- Which types were found in sync when the whole account was judged, so that no task reads them again.
- Which deletions were left to the end of the play, because others may still use what is to go.
- What else the play is to change, so that a task that fails can tell what was not begun.

It holds no secret, knows neither Ansible nor the API, and not where it is kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import Desired
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Field
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.belief import Belief
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Change
from ansible_collections.mailops.mimecast.plugins.module_utils._run.settings import Settings


@dataclass(frozen=True)
class Left:
    """Deletions that a task has left to the end of the play, how far it was allowed to go, and what goes, in words."""

    settings: Settings
    desired: tuple[Desired, ...]
    told: str


@dataclass(frozen=True)
class Asked:
    """What a task asks of one type: its objects, or None where a site says nothing of them; and how it asks."""

    settings: Settings
    desired: Sequence[Desired] | None
    check_mode: bool


@dataclass
class Memory:
    """The memory of a run over one account.

    Attributes:
        belief: what the account will hold; only check mode believes anything.
        in_sync: type -> what was found in sync: the objects, the settings, and whether check mode has looked.
        left: type -> deletions that were left to the end of the play.
        to_come: type -> the changes that no task has begun yet, in words.
    """

    belief: Belief = field(default_factory=Belief)
    in_sync: dict[str, Entry] = field(default_factory=dict)
    left: dict[str, Left] = field(default_factory=dict)
    to_come: dict[str, str] = field(default_factory=dict)

    def believe(self, resource: Resource, changes: Iterable[Change]) -> None:
        """Take planned changes of one type for made."""
        self.belief = self.belief.after(resource, changes)

    def look_anew(self) -> None:
        """Forget what an earlier look at the whole account has found: another one begins."""
        self.in_sync, self.to_come = {}, {}

    def found_in_sync(self, resource: Resource, asked: Asked) -> None:
        """Remember that a type needs no change."""
        self.in_sync[resource.name] = _essence(resource, asked)

    def is_in_sync(self, resource: Resource, asked: Asked) -> bool:
        """Whether a look that asked the same has found a type in sync.

        A look in check mode says nothing to a task that is applied: it may have found what is only believed.
        """
        return resource.name in self.in_sync and self.in_sync[resource.name] == _essence(resource, asked)

    def begun(self, resource: Resource, check_mode: bool) -> None:
        """Remember that a task works on a type: it may not be in sync any more, and is not to come any more.

        What the task really does needs no belief any more.
        """
        self.in_sync.pop(resource.name, None)
        self.to_come.pop(resource.name, None)
        if not check_mode:
            self.belief = self.belief.without(resource)

    def leave(self, resource: Resource, settings: Settings, desired: Sequence[Desired], told: str) -> None:
        """Leave the deletions of a type to the end of the play; of what stays only the name matters.

        Args:
            told: what goes, in words.
        """
        self.left[resource.name] = Left(settings, tuple(_name_alone(resource, wish) for wish in desired), told)

    def not_begun(self) -> str:
        """Return what the play has not begun, in the order of work, or an empty string."""
        return "; ".join([*self.to_come.values(), *(left.told for left in reversed(self.left.values()))])

    def as_data(self) -> Entry:
        """Return the memory as plain data."""
        return {
            "belief": self.belief.as_data(),
            "in_sync": self.in_sync,
            "left": {
                name: {
                    "settings": left.settings.as_data(),
                    "desired": [_wish_data(wish) for wish in left.desired],
                    "told": left.told,
                }
                for name, left in self.left.items()
            },
            "to_come": self.to_come,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any], resources: Mapping[str, Resource]) -> Memory:
        """Return the memory that ``as_data`` gave; nothing given is an empty memory."""
        return cls(
            Belief.from_data(data["belief"]) if data.get("belief") else Belief(),
            dict(data.get("in_sync") or {}),
            {
                name: Left(
                    Settings.of(left["settings"]),
                    tuple(_wish(resources[name], wish) for wish in left["desired"]),
                    left["told"],
                )
                for name, left in (data.get("left") or {}).items()
            },
            dict(data.get("to_come") or {}),
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
            "values": _without_secrets(resource.fields, wish.values),
            "without": {name: sorted(map(str, keys)) for name, keys in wish.without.items()},
            "modes": dict(wish.modes),
            "update_password": wish.update_password,
        }
        for wish in desired
    ]
    return hashlib.sha256(json.dumps(wishes, sort_keys=True, default=str).encode()).hexdigest()


def _without_secrets(fields: Iterable[Field], value: Any) -> Any:
    """Return a value, or those of the fields in it, without secrets."""
    inner = {part.name: part for part in fields}
    if isinstance(value, Mapping):
        return {
            str(name): _without_secrets(inner[name].fields if name in inner else (), part)
            for name, part in value.items()
            if name not in inner or not inner[name].secret
        }
    return [_without_secrets(inner.values(), part) for part in value] if isinstance(value, (list, tuple)) else value


def _name_alone(resource: Resource, wish: Desired) -> Desired:
    return Desired(wish.where, wish.key, wish.state, {resource.key: wish.key}, id=wish.id, delete=wish.delete)


def _wish_data(wish: Desired) -> Entry:
    return {"where": wish.where, "key": wish.key, "state": wish.state, "id": wish.id, "delete": wish.delete}


def _wish(resource: Resource, data: Mapping[str, Any]) -> Desired:
    return Desired(values={resource.key: data["key"]}, **data)
