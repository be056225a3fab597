# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an account has: each list read once per run, rows in the user's words, names and ids translated.

Ids are kept no longer than a run: Mimecast hands out different ones for the same object (CONTRACT quirk 8). It knows
nothing of Ansible and writes nothing.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError, NotOffered, NotSure
from ansible_collections.mailops.mimecast.plugins.module_utils._api.lists import Lists, has_name, row_id, row_key
from ansible_collections.mailops.mimecast.plugins.module_utils._api.members import Asked, MemberReader
from ansible_collections.mailops.mimecast.plugins.module_utils._api.parts import empties, needs_detail, without_members
from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import Desired
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Unreadable
from ansible_collections.mailops.mimecast.plugins.module_utils._model.progress import Progress, silent
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Row
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wire import decode
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.belief import Belief
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Current


class Reader:
    """Reads one account through ``client``.

    ``resources`` are all the types that a reference may lead to, ``belief`` is what earlier tasks of a run will have
    made of the account. ``progress`` is told how far it is.
    """

    def __init__(
        self,
        client: Client,
        resources: Mapping[str, Resource],
        belief: Belief | None = None,
        progress: Progress | None = None,
    ) -> None:
        told = progress or Progress(silent)
        self._client = client
        self._resources = resources
        self._belief = belief or Belief()
        self._lists = Lists(client, told)
        self._members = MemberReader(client, self._lists, resources, self._belief, told)
        self._names: dict[tuple[str, str], str] = {}
        self._created: dict[tuple[str, str], str] = {}
        self._confirmed: set[tuple[str, str]] = set()
        self._looked: dict[tuple[str, str], Row] = {}

    def believing(self, belief: Belief) -> Reader:
        """Return a reader of the same data with another prediction."""
        other = copy.copy(self)
        other._belief = belief
        other._members = self._members.believing(belief)
        return other

    def members_offered(self, resource: Resource) -> bool:
        """Whether the API listed the members of this type; false: they were asked for one by one."""
        return self._members.offered(resource)

    def unsure(self, resource: Resource) -> str:
        """Return why a call that reads a type, or its members, is not sent by this run, or an empty string."""
        reads = (resource.read, resource.members.list if resource.members else None)
        try:
            for operation in reads:
                if operation:
                    self._client.demand(operation)
        except NotSure as error:
            return str(error)
        return ""

    def prefetch(self, resources: Iterable[Resource]) -> None:
        """Read several lists in parallel; a list that cannot be read raises its error when it is used."""
        self._lists.prefetch(resources)

    def forget(self, resource: Resource) -> None:
        """Read this type again when it is needed next."""
        self._lists.forget(resource)
        self._members.forget(resource)
        self._created.clear()
        self._confirmed.clear()

    def read_again(self, resource: Resource) -> bool:
        """Read a list that came in pages once more, and return whether it shows objects that it did not show before."""
        return self._lists.read_again(resource)

    def ids_of(self, resource: Resource, key: str) -> list[str]:
        """Return the ids of the objects of one natural key, in the order of the list."""
        return [row_id(row) for row in self._lists.find(resource, key)]

    def key_of(self, resource: Resource, object_id: str) -> str:
        """Return the natural key of an object of the list, "" where the list does not show this id."""
        return next((row_key(resource, row) for row in self._lists.read(resource) if row_id(row) == object_id), "")

    def look(self, resource: Resource, object_id: str) -> Current | None:
        """Return one object as it is right now, without members; None where it does not exist (any more).

        Raises:
            ApiError: it could not be read.
        """
        row = self._read_if_there(resource, object_id)
        if row is None:
            return None
        self._looked[(resource.name, object_id)] = row
        return self._current(resource, {**row, "id": object_id})

    def looked_at(self, resource: Resource, object_id: str) -> Row | None:
        """Return the row of an object as ``look`` read it last, or None."""
        return self._looked.get((resource.name, object_id))

    def listed(self, resource: Resource, key: str) -> Row:
        """Return the row of the one object of a natural key; an empty one where there are several, or none."""
        found = [row for row in self._lists.read(resource) if row_key(resource, row) == key]
        return found[0] if len(found) == 1 else {}

    def look_at_single(self, resource: Resource) -> Current:
        """Return the one object of an account as it is right now; ``row_of_single`` is its row from then on.

        Raises:
            ApiError: it could not be read.
        """
        self._lists.forget(resource)
        return self._current(resource, self.row_of_single(resource))

    def row_of_single(self, resource: Resource) -> Row:
        """Return the row of the one object of an account as it was last read."""
        return self._lists.read(resource)[0]

    def read_alone(self, resource: Resource, object_id: str) -> Row:
        """Return the row of one object, read by its id; nothing where it is not there, or cannot be read so.

        Raises:
            ApiError: it could not be read.
        """
        try:
            row = self._read_if_there(resource, object_id)
        except NotOffered:
            return {}
        return {**row, "id": object_id} if row else {}

    def add(self, resource: Resource, row: Row) -> str:
        """Add an object that was read by its id to the list, and return its natural key."""
        self._lists.add(resource, row)
        return row_key(resource, row)

    def register(self, resource: Resource, key: str, object_id: str) -> None:
        """Remember the id of an object that was just created."""
        self._created[(resource.name, key)] = object_id

    def known(self, resource_name: str) -> Mapping[str, int]:
        """Return how many objects have each natural key."""
        resource = self._resources[resource_name]
        return self._belief.known(resource_name, Counter(self._lists.read_keys(resource)))

    def name_of(self, resource_name: str, object_id: str, beside: str) -> str:
        """Return the name of an object by its id; ``beside`` is the name found next to the id, if any."""
        resource = self._resources[resource_name]
        if beside:
            return resource.same_key(beside)
        if not object_id:
            return ""
        for row in self._lists.read(resource):
            if row_id(row) == object_id:
                return row_key(resource, row)
        return self._read_name(resource, object_id)

    def _read_name(self, resource: Resource, object_id: str) -> str:
        """Ask for one object, as its id may be another than the one in the list; "" for a root, which has no name.

        Raises:
            Unreadable: it is not there, or the API does not offer to read it.
        """
        if resource.unlisted_root and self._is_root(resource, object_id):
            return ""
        known = (resource.name, object_id)
        if known not in self._names:
            try:
                row = self._read_if_there(resource, object_id)
            except NotOffered as error:
                raise Unreadable(f"the {resource.title} that it refers to cannot be read: {error}") from None
            self._names[known] = "" if row is None else row_key(resource, row)
        if not self._names[known] and not resource.unlisted_root:
            raise Unreadable(f"it refers to a {resource.title} that does not exist")
        return self._names[known]

    def _read_if_there(self, resource: Resource, object_id: str) -> Row | None:
        """Read one object by its id; None where the API knows none of it. Any other failure is no answer (law 6).

        Raises:
            ApiError: whether it is there is not known.
        """
        try:
            row = self._read_by_itself(resource, object_id)
            # A legacy read of something that is not there may answer nothing at all.
            return None if resource.get and resource.get.envelope == "legacy" and not row else row
        except ApiError as error:
            if not error.is_unknown_id:
                raise
            return None

    def _is_root(self, resource: Resource, object_id: str) -> bool:
        """Whether the id is the only one that objects stand in and that no object has: the root's, never listed."""
        rows = self._lists.read(resource)
        standing_in = {str(row.get(resource.unlisted_root) or "") for row in rows}
        return standing_in - {row_id(row) for row in rows} - {""} == {object_id}

    def id_of(self, resource_name: str, name: str) -> str:
        """Return the id of the one object of this name. An object that does not exist yet has none.

        Raises:
            ApiError: there is none, or more than one.
        """
        resource = self._resources[resource_name]
        if (resource_name, name) in self._created:
            return self._id_of_created(resource, name)
        found = self._lists.find(resource, name)
        if len(found) != 1:
            raise ApiError(f"{len(found)} {resource.title} objects are called {name!r}, one is needed")
        if not row_id(found[0]):
            raise ApiError(f"the {resource.title} {name!r} has no id by which it could be named")
        return row_id(found[0])

    def _id_of_created(self, resource: Resource, name: str) -> str:
        """Return the id of an object that was just created, before others build on it.

        Raises:
            ApiError: the service keeps it under another name, so it may be taken for another object.
        """
        known = (resource.name, name)
        object_id = self._created[known]
        if object_id and known not in self._confirmed:
            row = self.read_alone(resource, object_id)
            if row and row_key(resource, row) != name:
                raise ApiError(
                    f"the {resource.title} {name!r} is called {row_key(resource, row)!r} by the API, so nothing was "
                    "made to refer to it"
                )
            self._confirmed.add(known)
        return object_id

    def current(
        self, resource: Resource, desired: Sequence[Desired], scan: bool, swept: Callable[[Current], bool]
    ) -> list[Current]:
        """Return the objects of one type, with the members of those that ``desired`` speaks of.

        Args:
            scan: look at every user for a list that the API does not offer.
            swept: whether a purge would take an object, so that its members matter too.
        """
        wanted = {wish.key: wish for wish in desired if not wish.id}
        found = [self._detailed(resource, row, number, wanted) for number, row in self._numbered(resource)]
        found = self._picked(resource, self._belief.over(resource, found), desired)
        if resource.members is None:
            return found
        found = [without_members(resource.members, current) for current in found]
        name = resource.members.field
        speaking = {wish.key: wish for wish in desired if name in wish.values or empties(wish, found)}
        keys = {*speaking, *(current.key for current in found if current.occupied and swept(current))}
        if not keys:
            return found
        return self._members.read_asked(resource, resource.members, found, Asked(keys, speaking, scan))

    def all_of(self, resource_name: str) -> list[Current]:
        """Return every object of a type as its list tells it."""
        return self.everything(self._resources[resource_name], False, False)

    def holders(self, resource_name: str, keys: Collection[str], names: Collection[str]) -> tuple[dict[str, str], bool]:
        """Return which of some objects each member is in, as member -> key, and whether these are all members.

        Args:
            names: who is asked for where the API does not list members.

        Raises:
            NotOffered: the API tells neither.
            ApiError: one of those who are in an object cannot be read.
        """
        resource = self._resources[resource_name]
        members = resource.members
        if members is None:
            return {}, True
        found = [current for current in self.all_of(resource_name) if current.key in keys]
        item_key = resource.field(members.field).item_key
        try:
            filled = [self._members.read_surely(resource, members, current) for current in found]
            complete = True
        except NotOffered:
            wanted = Desired("", "", "present", {members.field: [{item_key: name} for name in names]})
            filled = self._members.read_one_by_one(resource, members, found, Asked((), {"": wanted}, False))
            complete = False
        held = {record[item_key]: current.key for current in filled for record in current.entry[members.field]}
        return held, complete

    def everything(self, resource: Resource, members: bool, scan: bool) -> list[Current]:
        """Return every object of one type.

        Args:
            members: with the members of each. scan: look at every user where the API does not list them.

        Raises:
            NotOffered: the API does not offer the list, or not the members and ``scan`` is false.
        """
        found = self._belief.over(
            resource, [self._current(resource, row, number) for number, row in self._numbered(resource)]
        )
        if resource.members is None:
            return found
        found = [without_members(resource.members, current) for current in found]
        if not members:
            return found
        ours = [current for current in found if not (current.foreign or current.unreadable)]
        try:
            filled = [self._members.read_into(resource, resource.members, current) for current in ours]
        except NotOffered:
            if resource.members.profile is None or not scan:
                raise
            return self._members.read_one_by_one(resource, resource.members, found, Asked((), {}, scan))
        return filled + [current for current in found if current.foreign or current.unreadable]

    def filled(self, resource: Resource, found: Current) -> Current:
        """Return an object that was read with its members.

        Raises:
            ApiError: they cannot be read; NotOffered where the API does not list them.
        """
        return self._members.read_into(resource, resource.members, found) if resource.members else found

    def _current(self, resource: Resource, row: Row, number: int = 0) -> Current:
        """Return an object in the user's words; of one that cannot be told so its name, and what is wrong with it.

        Args:
            number: its place in the list, which finds it where it has no name.
        """
        found = Current(row_key(resource, row), row_id(row), {}, resource.foreign(row), belongs=resource.belongs(row))
        try:
            _check_identity(resource, found, number)
            return replace(found, entry=decode(resource, row, self.name_of), occupied=resource.occupied(row))
        except Unreadable as error:
            # Of what has no name nobody knows that it is not one of ours.
            belongs = found.belongs or not found.key
            return replace(found, unreadable=str(error), belongs=belongs, anonymous=not has_name(resource, row))

    def _numbered(self, resource: Resource) -> Iterable[tuple[int, Row]]:
        return enumerate(self._lists.read(resource), 1)

    def _detailed(self, resource: Resource, row: Row, number: int, wanted: Mapping[str, Desired]) -> Current:
        """Return an object of the list; read by itself where the list does not tell what the user speaks of."""
        found = self._current(resource, row, number)
        wish = wanted.get(found.key)
        if wish is None or found.unreadable or not needs_detail(resource, wish, row):
            return found
        alone = self._read_if_there(resource, found.id)
        if alone is None:
            return replace(found, unreadable="it is in the list, but cannot be read on its own")
        return self._current(resource, {**row, **alone}, number)

    def _picked(self, resource: Resource, found: list[Current], desired: Sequence[Desired]) -> list[Current]:
        """Return the objects, of those that the user picks by an id no other one of the same key."""
        picked = {(wish.key, wish.id) for wish in desired if wish.id}
        keys = {key for key, _object_id in picked}
        result = [current for current in found if current.key not in keys or (current.key, current.id) in picked]
        there = {(current.key, current.id) for current in result}
        for wish in desired:
            if wish.id and (wish.key, wish.id) not in there:
                result += self._read_by_given_id(resource, wish)
        return result

    def _read_by_itself(self, resource: Resource, object_id: str) -> Row:
        return self._client.read(resource.get, {"id": object_id}) if resource.get else {}

    def _read_by_given_id(self, resource: Resource, wish: Desired) -> list[Current]:
        """Read the object that the user picked by an id which the list does not hold (any more)."""
        row = self._read_if_there(resource, wish.id)
        if row is None:
            return []
        found = self._belief.laid_over(resource, self._current(resource, {**row, "id": wish.id}))
        return [found] if found and found.key == wish.key else []


def _check_identity(resource: Resource, found: Current, number: int) -> None:
    """Check that an object can be told from all others, in a site file and in a request.

    Raises:
        Unreadable: it has no name, no id that requests need, or a name that no site file can say.
    """
    if not found.key:
        raise Unreadable(f"it has no name; it is number {number} of the list")
    if not found.id and resource.is_named_by_id:
        raise Unreadable("it has no id")
    if resource.singleton:
        return
    for problem in resource.key_field.parse(found.key, "")[1]:
        raise Unreadable(f"a site file cannot contain its name: {problem.message}")
