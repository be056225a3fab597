# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an account has: each list read once a run, rows turned into the user's words, names into ids and back.

Ids are kept no longer than a run: Mimecast hands out different ones for the same object (CONTRACT quirk 8). It knows
nothing of Ansible and writes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import ApiError, Client, NotFound, NotOffered
from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import Desired
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Members, Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.paths import first
from ansible_collections.mailops.mimecast.plugins.module_utils._model.progress import Progress, silent
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import ABSENT, Entry, Row
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wire import decode
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Current

SIDE_BY_SIDE = 4
"""Lists read at one time: each has a rate limit of its own (CONTRACT 2.4)."""

NO_SUCH_ADDRESS = "err_xdk_operation_forbidden_for_address"
"""What the API says of an address that the account does not manage (CONTRACT quirk 30: observed)."""


class Reader:
    """Reads one account through ``client``.

    ``resources`` are all the types that a reference may lead to, ``assumed`` the names that are allowed not to be there
    yet because an earlier task is to create them. ``progress`` is told how far it is.
    """

    def __init__(
        self,
        client: Client,
        resources: Mapping[str, Resource],
        assumed: Mapping[str, frozenset[str]] | None = None,
        progress: Progress | None = None,
    ) -> None:
        self._client = client
        self._assumed = assumed or {}
        self._progress = progress or Progress(silent)
        self._resources = resources
        self._rows: dict[str, list[Row]] = {}
        self._members: dict[tuple[str, str], list[Entry]] = {}
        self._names: dict[tuple[str, str], str] = {}
        self._made: dict[tuple[str, str], str] = {}
        self._one_by_one: set[str] = set()
        self._failed: dict[str, ApiError] = {}

    def members_offered(self, resource: Resource) -> bool:
        """Whether the API listed the members of this type; false: they were asked for one by one."""
        return resource.name not in self._one_by_one

    def rows(self, resource: Resource) -> list[Row]:
        """Return every object of one type as the API answers it; pages that repeat rows are folded (quirk 26)."""
        if resource.name in self._failed:
            raise self._failed[resource.name]
        if resource.name not in self._rows:
            if resource.list is None:
                raise ApiError(f"{resource.title} cannot be listed")
            found: dict[str, Row] = {}
            for row in self._client.rows(resource.list):
                found.setdefault(_id(row) or str(len(found)), row)
                self._progress.tell(f"{resource.title}: {len(found):,} read")
            self._rows[resource.name] = list(found.values())
        return self._rows[resource.name]

    def prefetch(self, resources: Iterable[Resource]) -> None:
        """Read several lists side by side; a list that cannot be read says so when it is asked for."""
        wanted = [one for one in resources if one.name not in self._rows]
        if len(wanted) < 2:
            return
        self._client.sign_in()
        with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            list(pool.map(self._try_rows, wanted))

    def _try_rows(self, resource: Resource) -> None:
        try:
            self.rows(resource)
        except ApiError as error:
            self._failed[resource.name] = error

    def forget(self, resource: Resource) -> None:
        """Read this type again when it is next asked for."""
        self._rows.pop(resource.name, None)
        self._members = {known: found for known, found in self._members.items() if known[0] != resource.name}
        self._made.clear()

    def register(self, resource: Resource, key: str, object_id: str) -> None:
        """Remember the id of an object that was just created."""
        self._made[(resource.name, key)] = object_id

    def known(self, resource_name: str) -> Mapping[str, int]:
        """Return how many objects have each natural key."""
        resource = self._resources[resource_name]
        return Counter(self._key(resource, row) for row in self.rows(resource))

    def name_of(self, resource_name: str, object_id: str, beside: str) -> str:
        """Return the name of an object by its id; ``beside`` is the name found next to the id, if any."""
        resource = self._resources[resource_name]
        if beside:
            return resource.same_key(beside)
        if not object_id:
            return ""
        for row in self.rows(resource):
            if _id(row) == object_id:
                return self._key(resource, row)
        return self._name_by_itself(resource, object_id)

    def _name_by_itself(self, resource: Resource, object_id: str) -> str:
        """Ask for one object, as its id may be another than the one in the list; "" when it is not there."""
        if resource.unlisted_root and self._is_root(resource, object_id):
            return ""
        known = (resource.name, object_id)
        if known not in self._names:
            try:
                row = self._client.read(resource.get, {"id": object_id}) if resource.get else {}
            except (NotFound, NotOffered):
                row = {}
            self._names[known] = self._key(resource, row)
        return self._names[known]

    def _is_root(self, resource: Resource, object_id: str) -> bool:
        """Whether the id is the only one that objects stand in and that no object has: the root's, never listed."""
        rows = self.rows(resource)
        standing_in = {str(row.get(resource.unlisted_root) or "") for row in rows}
        return standing_in - {_id(row) for row in rows} - {""} == {object_id}

    def id_of(self, resource_name: str, name: str) -> str:
        """Return the id of the one object of this name.

        Raises:
            ApiError: there is none, or more than one.
        """
        if (resource_name, name) in self._made:
            return self._made[(resource_name, name)]
        resource = self._resources[resource_name]
        found = [row for row in self.rows(resource) if self._key(resource, row) == name]
        if len(found) != 1:
            raise ApiError(f"{len(found)} {resource.title} objects are called {name!r}, one is needed")
        return _id(found[0])

    def current(
        self, resource: Resource, desired: Sequence[Desired], scan: bool, swept: Callable[[Current], bool]
    ) -> list[Current]:
        """Return the objects of one type, with the members of those that ``desired`` speaks of.

        Args:
            scan: look at every user for a list that the API does not offer.
            swept: whether a purge would take an object, so that its members matter too.
        """
        wanted = {one.key: one for one in desired if not one.id}
        result = []
        for row in self.rows(resource):
            found = self._current(resource, row)
            speaks = wanted.get(found.key)
            if speaks and self._needs_detail(resource, speaks, row):
                found = replace(
                    found, entry=decode(resource, {**row, **self._by_itself(resource, found.id)}, self.name_of)
                )
            result.append(found)
        picked = {(one.key, one.id) for one in desired if one.id}
        keys = {key for key, _object_id in picked}
        result = [found for found in result if found.key not in keys or (found.key, found.id) in picked]
        there = {(found.key, found.id) for found in result}
        for one in desired:
            if one.id and (one.key, one.id) not in there:
                result += self._by_given_id(resource, one)
        if resource.members is None:
            return result
        speaking = {one.key: one for one in desired if resource.members.field in one.values or _empties(one, result)}
        keys = {*speaking, *(found.key for found in result if found.occupied and swept(found))}
        return self._with_members(resource, resource.members, result, speaking, keys, scan) if keys else result

    def everything(self, resource: Resource, members: bool, scan: bool) -> list[Current]:
        """Return every object of one type.

        Args:
            members: with the members of each. scan: look at every user where the API does not list them.

        Raises:
            NotOffered: the API does not offer the list, or not the members and ``scan`` is false.
        """
        found = [self._current(resource, row) for row in self.rows(resource)]
        if resource.members is None or not members:
            return found
        listed = [one for one in found if not one.foreign]
        try:
            return [self._filled(resource, resource.members, one) for one in listed] + [
                one for one in found if one.foreign
            ]
        except NotOffered:
            if resource.members.profile is None or not scan:
                raise
            return self._from_profiles(resource, resource.members, resource.members.profile, found, [], scan)

    def _current(self, resource: Resource, row: Row) -> Current:
        return Current(
            key=self._key(resource, row),
            id=_id(row),
            entry=decode(resource, row, self.name_of),
            foreign=resource.foreign(row),
            occupied=resource.occupied(row),
            belongs=resource.belongs(row),
        )

    def _by_itself(self, resource: Resource, object_id: str) -> Row:
        return self._client.read(resource.get, {"id": object_id}) if resource.get else {}

    def _by_given_id(self, resource: Resource, wanted: Desired) -> list[Current]:
        """Read the object that the user picked by an id which the list does not hold (any more)."""
        try:
            row = self._by_itself(resource, wanted.id)
        except ApiError as error:
            if error.status in (400, 404):
                return []
            raise
        found = self._current(resource, {**row, "id": wanted.id})
        return [found] if found.key == wanted.key else []

    def _needs_detail(self, resource: Resource, wanted: Desired, row: Row) -> bool:
        return any(
            one.detail and wanted.values.get(one.name) is not None and first(row, one.detail) is ABSENT
            for one in resource.fields
        )

    def _with_members(
        self,
        resource: Resource,
        members: Members,
        found: list[Current],
        speaking: Mapping[str, Desired],
        keys: Collection[str],
        scan: bool,
    ) -> list[Current]:
        """Return the objects, those of ``keys`` with their members; ``speaking`` is what the user says of them."""
        try:
            filled = [self._filled(resource, members, one) if one.key in keys else one for one in found]
        except NotOffered:
            if members.profile is None:
                raise
            self._one_by_one.add(resource.name)
            return self._from_profiles(resource, members, members.profile, found, list(speaking.values()), scan)
        return self._with_origins(resource, members, filled, speaking) if members.exclusive else filled

    def _filled(self, resource: Resource, members: Members, found: Current) -> Current:
        """Return the object with all of its members, in the order of their names."""
        known = (resource.name, found.id)
        if known not in self._members:
            key = resource.field(members.field).item_key
            records = {}
            for row in self._client.rows(members.list, {"id": found.id}):
                record = members.from_api(row)
                records[record[key]] = record
                self._progress.tell(f"{found.key}: {len(records):,} {members.field} read")
            self._members[known] = [records[name] for name in sorted(records)]
        return replace(found, entry={**found.entry, members.field: self._members[known]})

    def _with_origins(
        self, resource: Resource, members: Members, filled: list[Current], speaking: Mapping[str, Desired]
    ) -> list[Current]:
        """Find out which object each member that is to come is in now, and who else is in there."""
        key = resource.field(members.field).item_key
        held = {record[key] for one in filled for record in one.entry.get(members.field, [])}
        coming = {record[key] for one in speaking.values() for record in one.values.get(members.field, [])} - held
        if not coming or members.profile is None:
            return filled
        try:
            origins = {self._profile(resource, members, members.profile, name) for name in sorted(coming)}
        except NotOffered:
            return filled
        return [
            self._filled(resource, members, one) if one.key in origins and members.field not in one.entry else one
            for one in filled
        ]

    def _profile(self, resource: Resource, members: Members, profile: Operation, member: str) -> str:
        """Return the object that a member is in now; "" for none, or where there is no such member."""
        try:
            row = self._client.read(profile, item={profile.identify: member})
        except NotFound:
            return ""
        except ApiError as error:
            if error.code != NO_SUCH_ADDRESS:
                raise
            if member in self._assumed.get(members.scan, frozenset()):
                return ""
            raise ApiError(f"{member} is no user of the account, or not readable: {error}", error.operation) from None
        return resource.same_key(row.get(members.profile_name) or "")

    def _from_profiles(
        self,
        resource: Resource,
        members: Members,
        profile: Operation,
        found: list[Current],
        speaking: Sequence[Desired],
        scan: bool,
    ) -> list[Current]:
        """Ask member by member. What was not asked for stays unknown, unless every user is looked at."""
        key = resource.field(members.field).item_key
        names = {record[key] for one in speaking for record in one.values.get(members.field, [])}
        names |= {name for one in speaking for name in one.without.get(members.field, ())}
        if scan:
            scanned = self._resources[members.scan]
            names |= {self._key(scanned, row) for row in self.rows(scanned)}
        origins = {name: self._profile(resource, members, profile, name) for name in sorted(names)}
        return [
            replace(
                one,
                entry={
                    **one.entry,
                    members.field: [{key: name} for name, origin in origins.items() if origin == one.key],
                },
                partial=frozenset() if scan else frozenset({members.field}),
            )
            for one in found
        ]

    def _key(self, resource: Resource, row: Row) -> str:
        found = first(row, resource.key_field.paths)
        return "" if found is ABSENT else resource.same_key(found)


def _empties(wanted: Desired, found: Iterable[Current]) -> bool:
    """Whether an object that is to go still holds something that would have to go first."""
    return wanted.state == "absent" and any(one.key == wanted.key and one.occupied for one in found)


def _id(row: Mapping[str, Any]) -> str:
    return str(row.get("id") or "")
