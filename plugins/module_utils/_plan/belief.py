# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an account will have once the earlier tasks of a run are applied, compared with what it has now.

Check mode sends nothing, so a later task does not find what an earlier one would have made. It plans over what was read
with the belief laid over it, and predicts what applying all of them does. Pure: it reads nothing and sends nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Change, Current

Believed: TypeAlias = "Mapping[str, Entry | None]"
"""Natural key -> the object as it will be, or None when it will be gone."""

_PARTS = ("made", "created", "left")
_OCCUPANTS = re.compile(r"(\d+) (members|sub-groups)")


@dataclass(frozen=True)
class Belief:
    """What the account will hold once the earlier tasks of a run are applied, beside what it holds now.

    Where several objects have one natural key, nobody can tell which of them a belief is about: they stay as they are.

    Attributes:
        names: resource -> names that are allowed not to be there yet (a whole site judged in one go).
        made: resource -> natural key -> the object as it will be, or None when it will be gone. Of an object that is
            changed, the settings that were planned; of one that is created, all that it has.
        created: resource -> keys of the objects that will be new: what is there now under their names will be gone.
        left: resource -> natural key -> members that will have moved to another object, where the other members of the
            object that they leave are not known.
    """

    names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    made: Mapping[str, Believed] = field(default_factory=dict)
    created: Mapping[str, frozenset[str]] = field(default_factory=dict)
    left: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)

    def is_expected(self, resource_name: str, key: str) -> bool:
        """Whether an entry may refer to an object that the account does not have yet."""
        return key in self.names.get(resource_name, ()) or self._entry(resource_name, key) is not None

    def known(self, resource_name: str, counts: Mapping[str, int]) -> Counter[str]:
        """Return how many objects will have each natural key, when ``counts`` is how many have it now."""
        result = Counter(counts)
        for key, entry in self.made.get(resource_name, {}).items():
            if result[key] < 2:
                result[key] = 0 if entry is None else 1
        return +result

    def over(self, resource: Resource, current: Sequence[Current]) -> list[Current]:
        """Return the objects of one type as they will be, when ``current`` is all of them as they are.

        What is not there yet has no id. Members that nothing is believed of stay as they were read, or unread.
        """
        counts = Counter(found.key for found in current)
        laid = [self.laid_over(resource, found) if counts[found.key] == 1 else found for found in current]
        made = self.made.get(resource.name, {})
        result = [found for found in laid if found is not None]
        there = {found.key for found in result}
        result += [
            self._new(resource, key, entry) for key, entry in made.items() if entry is not None and key not in there
        ]
        return self._occupied(resource, current, result)

    def laid_over(self, resource: Resource, found: Current) -> Current | None:
        """Return one object as it will be, or None if it will be gone, even if a new one takes its name."""
        made = self.made.get(resource.name, {})
        if found.key not in made:
            return self._without_left(resource, found)
        entry = made[found.key]
        if entry is None or found.key in self.created.get(resource.name, ()):
            return None
        return self._without_left(resource, replace(found, entry={**found.entry, **entry}))

    def members(self, resource: Resource, key: str) -> list[Entry] | None:
        """Return who will be in an object, or None where nothing is believed of it."""
        entry = self._entry(resource.name, key)
        if resource.members is None or entry is None:
            return None
        if resource.members.field in entry:
            return list(entry[resource.members.field])
        return [] if key in self.created.get(resource.name, ()) else None

    def staying(self, resource: Resource, key: str, records: Sequence[Entry]) -> list[Entry]:
        """Return those of the members read from an object that will not have moved to another one."""
        left = self.left.get(resource.name, {}).get(key, frozenset())
        return [record for record in records if _identity(resource, record) not in left]

    def holder(self, resource: Resource, member: str) -> str | None:
        """Return the object that a member will be in, or None where nothing is believed of it."""
        for key in self.made.get(resource.name, {}):
            if any(_identity(resource, record) == member for record in self.members(resource, key) or ()):
                return key
        return None

    def after(self, resource: Resource, changes: Iterable[Change]) -> Belief:
        """Return what to believe when ``changes`` of one type are made too.

        Args:
            changes: those that applying makes, planned over this belief; what a person does by hand is none of them.
        """
        belief = self
        for change in changes:
            if change.operation in ("create", "update", "replace", "delete"):
                belief = belief._after_one(resource, change)
        return belief

    def without(self, resource: Resource) -> Belief:
        """Return what to believe when objects of one type were changed in truth: nothing of that type."""
        parts = {
            part: {name: found for name, found in getattr(self, part).items() if name != resource.name}
            for part in _PARTS
        }
        return replace(self, **parts)

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data that JSON can hold. There is no secret in it: an entry never holds one."""
        return {
            "names": {name: sorted(keys) for name, keys in self.names.items()},
            "made": {name: dict(made) for name, made in self.made.items()},
            "created": {name: sorted(keys) for name, keys in self.created.items()},
            "left": {name: {key: sorted(members) for key, members in left.items()} for name, left in self.left.items()},
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Belief:
        """Return the belief that ``as_data`` gave."""
        return cls(
            names={name: frozenset(keys) for name, keys in data["names"].items()},
            made={name: dict(made) for name, made in data["made"].items()},
            created={name: frozenset(keys) for name, keys in data["created"].items()},
            left={
                name: {key: frozenset(members) for key, members in left.items()} for name, left in data["left"].items()
            },
        )

    def _entry(self, resource_name: str, key: str) -> Entry | None:
        return self.made.get(resource_name, {}).get(key)

    def _new(self, resource: Resource, key: str, entry: Entry) -> Current:
        """Return an object that is not there yet."""
        empty: Entry = {resource.members.field: []} if resource.members else {}
        return Current(key=key, id="", entry={**empty, **entry})

    def _without_left(self, resource: Resource, found: Current) -> Current:
        """Return an object without the members that will have moved away, as far as they were read."""
        if resource.members is None or resource.members.field not in found.entry:
            return found
        name = resource.members.field
        if self.members(resource, found.key) is not None:
            return found
        return replace(found, entry={**found.entry, name: self.staying(resource, found.key, found.entry[name])})

    def _occupied(self, resource: Resource, before: Sequence[Current], after: Sequence[Current]) -> list[Current]:
        """Return the objects of ``after``, each with what will keep it from being deleted."""
        if resource.occupied is Resource.occupied:
            return list(after)
        was_inside, will_be_inside = _objects_inside(resource, before), _objects_inside(resource, after)
        result = []
        for found in after:
            members = self.members(resource, found.key)
            # An object without an id is new: what is inside of one of its name now is not inside of it.
            more = will_be_inside[found.key] - (was_inside[found.key] if found.id else 0)
            if members is not None or more:
                found = replace(found, occupied=_still_has(found.occupied, members, more))
            result.append(found)
        return result

    def _after_one(self, resource: Resource, change: Change) -> Belief:
        name, key = resource.name, change.key
        made, created, entry = dict(self.made.get(name, {})), self.created.get(name, frozenset()), change.entry
        if change.operation in ("create", "replace"):
            made.pop(key, None)  # What is created stands last, whatever was believed of the name before.
            created |= {key}
        elif entry is None:
            created -= {key}
        else:
            entry = {**(made.get(key) or {}), **entry}
        made[key] = entry
        belief = replace(self, made={**self.made, name: made}, created={**self.created, name: created})
        if entry is None or belief.members(resource, key) is not None:
            belief = belief._with_left(resource, key, frozenset())
        for member, origin in change.moves.items():
            belief = belief._after_leaving(resource, origin, member)
        return belief

    def _after_leaving(self, resource: Resource, key: str, member: str) -> Belief:
        """Return what to believe when a member leaves an object for another one."""
        entry, members = self._entry(resource.name, key), self.members(resource, key)
        if resource.members is None or entry is None or members is None:
            return self._with_left(resource, key, self.left.get(resource.name, {}).get(key, frozenset()) | {member})
        kept = [record for record in members if _identity(resource, record) != member]
        made = {**self.made[resource.name], key: {**entry, resource.members.field: kept}}
        return replace(self, made={**self.made, resource.name: made})

    def _with_left(self, resource: Resource, key: str, members: frozenset[str]) -> Belief:
        """Return the belief that exactly these members will have moved away from an object."""
        left = {other: gone for other, gone in self.left.get(resource.name, {}).items() if other != key}
        return replace(self, left={**self.left, resource.name: {**left, **({key: members} if members else {})}})


def _identity(resource: Resource, record: Entry) -> Any:
    """Return what tells a member of an object from every other one."""
    return resource.field(resource.members.field).identity(record) if resource.members else record


def _objects_inside(resource: Resource, current: Iterable[Current]) -> Counter[str]:
    """Return how many objects of one type stand in each object of the same type."""
    names = [setting.name for setting in resource.fields if setting.reference == resource.name]
    return Counter(found.entry[name] for found in current for name in names if found.entry.get(name))


def _still_has(occupied: str, members: Sequence[Entry] | None, more: int) -> str:
    """Return what an object will hold, in the words in which descriptors say what it holds now.

    Args:
        occupied: what it holds now. members: who will be in it, where that is known. more: objects that come into it.
    """
    counts = {"members": 0, "sub-groups": more}
    for number, what in _OCCUPANTS.findall(occupied):
        counts[what] += int(number)
    if members is not None:
        counts["members"] = len(members)
    inside = [f"{number} {what}" for what, number in counts.items() if number > 0]
    return f"it still has {' and '.join(inside)}" if inside else ""
