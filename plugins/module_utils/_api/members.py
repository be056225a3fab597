# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The members of an object, as the API lists them, or found out member by member if it does not list them.

What earlier tasks of a run will have changed counts too. It knows nothing of Ansible and writes nothing.
"""

from __future__ import annotations

import copy
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError, NotFound, NotOffered
from ansible_collections.mailops.mimecast.plugins.module_utils._api.lists import Lists
from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import Desired
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Members, Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Unreadable
from ansible_collections.mailops.mimecast.plugins.module_utils._model.progress import Progress
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry, Row
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.belief import Belief
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Current

NO_SUCH_ADDRESS = "err_xdk_operation_forbidden_for_address"
"""What the API says of an address that the account does not manage (CONTRACT quirk 30: observed)."""


@dataclass(frozen=True)
class Asked:
    """Whose members are needed.

    Attributes:
        keys: natural keys of the objects. wanted: what the user says of some of them, by key.
        scan: look at every user for a list that the API does not offer.
    """

    keys: Collection[str]
    wanted: Mapping[str, Desired]
    scan: bool


class MemberReader:
    """Reads members through ``client``, each list once a run. ``resources`` are the types whose users are scanned."""

    def __init__(
        self, client: Client, lists: Lists, resources: Mapping[str, Resource], belief: Belief, progress: Progress
    ) -> None:
        self._client = client
        self._lists = lists
        self._resources = resources
        self._belief = belief
        self._progress = progress
        self._records: dict[tuple[str, str], list[Entry]] = {}
        self._one_by_one: set[str] = set()

    def believing(self, belief: Belief) -> MemberReader:
        """Return a reader of the same data with another prediction."""
        other = copy.copy(self)
        other._belief = belief
        return other

    def offered(self, resource: Resource) -> bool:
        """Whether the API listed the members of this type; false: they were asked for one by one."""
        return resource.name not in self._one_by_one

    def forget(self, resource: Resource) -> None:
        """Read the members of this type again when they are needed next."""
        self._records = {known: records for known, records in self._records.items() if known[0] != resource.name}

    def read_asked(self, resource: Resource, members: Members, found: Sequence[Current], asked: Asked) -> list[Current]:
        """Return the objects, those that are asked for with their members.

        Raises:
            NotOffered: the API lists no members, nor tells what one member is in.
        """
        try:
            filled = [
                self.read_into(resource, members, current)
                if current.key in asked.keys and not current.unreadable
                else current
                for current in found
            ]
        except NotOffered:
            if members.profile is None:
                raise
            self._one_by_one.add(resource.name)
            return self.read_one_by_one(resource, members, found, asked)
        return self._with_origins(resource, members, filled, asked.wanted) if members.exclusive else filled

    def read_into(self, resource: Resource, members: Members, current: Current) -> Current:
        """Return the object with all of its members, in the order of their names.

        Raises:
            NotOffered: the API does not list them.
        """
        records = self._belief.members(resource, current.key)
        if records is None:
            try:
                read = self._read_records(resource, members, current)
            except Unreadable as error:
                return replace(current, entry={}, unreadable=str(error))
            except ApiError as error:
                if not error.is_unknown_id:
                    raise
                return replace(current, entry={}, unreadable=f"{members.field}: {error}")
            records = self._belief.staying(resource, current.key, read)
        return replace(current, entry={**current.entry, members.field: records})

    def read_surely(self, resource: Resource, members: Members, current: Current) -> Current:
        """Return the object with all of its members.

        Raises:
            NotOffered: the API does not list them.
            ApiError: one of them cannot be read, so nobody knows who all of them are.
        """
        found = self.read_into(resource, members, current)
        if found.unreadable:
            raise ApiError(f"the members of {found.key!r} cannot be read: {found.unreadable}", members.list.id)
        return found

    def _read_records(self, resource: Resource, members: Members, current: Current) -> list[Entry]:
        known = (resource.name, current.id)
        if known not in self._records:
            identity = resource.field(members.field).identity
            records: dict[str, Entry] = {}
            for number, row in enumerate(self._client.rows(members.list, {"id": current.id}), 1):
                record = _record(members, row, number)
                former = records.setdefault(identity(record), record)
                records[identity(record)] = record if former == record else members.joined(former, record)
                self._progress.tell(f"{current.key}: {len(records):,} {members.field} read")
            self._records[known] = [records[name] for name in sorted(records)]
        return self._records[known]

    def _with_origins(
        self, resource: Resource, members: Members, filled: list[Current], wanted: Mapping[str, Desired]
    ) -> list[Current]:
        """Find out which object each member that is to come is in now, and who else is in there.

        Raises:
            ApiError: its members cannot be read, so nobody knows what the move leaves behind.
        """
        held = _names(resource, [current.entry for current in filled])
        coming = _names(resource, [desired.values for desired in wanted.values()]) - held
        if not coming or members.profile is None:
            return filled
        try:
            origins = {self._holder(resource, members, members.profile, name) for name in sorted(coming)}
        except NotOffered:
            return filled
        return [
            self.read_surely(resource, members, current)
            if current.key in origins and members.field not in current.entry and not current.unreadable
            else current
            for current in filled
        ]

    def read_one_by_one(
        self, resource: Resource, members: Members, found: Sequence[Current], asked: Asked
    ) -> list[Current]:
        """Ask member by member. Other members stay unknown, unless every user is read.

        Raises:
            NotOffered: the API does not tell what a member is in either.
        """
        if members.profile is None:
            raise ApiError(f"{resource.title}: members cannot be asked for one by one")
        key = resource.field(members.field).item_key
        names = _names(resource, [desired.values for desired in asked.wanted.values()])
        names |= {name for desired in asked.wanted.values() for name in desired.without.get(members.field, ())}
        if asked.scan:
            names.update(self._lists.read_keys(self._resources[members.scan]))
        holders = {name: self._holder(resource, members, members.profile, name) for name in sorted(names)}
        return [
            replace(
                current,
                entry={
                    **current.entry,
                    members.field: [{key: name} for name, holder in holders.items() if holder == current.key],
                },
                partial=frozenset() if asked.scan else frozenset({members.field}),
            )
            for current in found
        ]

    def _holder(self, resource: Resource, members: Members, profile: Operation, member: str) -> str:
        """Return the object that a member is in; "" for none, or where there is no such member yet."""
        believed = self._belief.holder(resource, member)
        return self._read_holder(resource, members, profile, member) if believed is None else believed

    def _read_holder(self, resource: Resource, members: Members, profile: Operation, member: str) -> str:
        try:
            row = self._client.read(profile, item={profile.identify: member})
        except NotFound:
            return ""
        except ApiError as error:
            if error.code != NO_SUCH_ADDRESS:
                raise
            if self._belief.is_expected(members.scan, member):
                return ""
            raise ApiError(
                f"{member} is not a user of the account, or cannot be read: {error}",
                error.operation,
                error.status,
                error.code,
            ) from None
        held = row.get(members.profile_name) or ""
        if not isinstance(held, str):
            raise ApiError(f"{member}: the API returns no name for its {resource.title}", profile.id)
        return resource.same_key(held)


def _record(members: Members, row: Row, number: int) -> Entry:
    """Return a member in the user's words.

    Raises:
        Unreadable: it cannot be told so; then nobody knows who all of the members are.
    """
    try:
        return members.from_api(row)
    except Unreadable as error:
        raise Unreadable(f"{members.field}: item {number}: {error}") from None


def _names(resource: Resource, entries: Sequence[Entry]) -> set[str]:
    """Return the members that any of ``entries`` names."""
    if resource.members is None:
        return set()
    name = resource.members.field
    key = resource.field(name).item_key
    return {record[key] for entry in entries for record in entry.get(name, [])}
