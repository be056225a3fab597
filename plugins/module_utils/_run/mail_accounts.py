# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An account as the mail engine needs it: from its site file, as it is, or as it will be.

If a type cannot be read, the site file counts. Without the site file, the type is unknown. It knows nothing of
Ansible.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError
from ansible_collections.mailops.mimecast.plugins.module_utils._api.reader import Reader
from ansible_collections.mailops.mimecast.plugins.module_utils._mail import accounts
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.accounts import ACCOUNT, GROUP, SITE_FILE, Account
from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import Desired
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.belief import Belief
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Current
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._families.groups import BUILTIN
from ansible_collections.mailops.mimecast.plugins.module_utils._run.whole_site import Planned

WantedByType = Mapping[str, Sequence[Desired]]


@dataclass(frozen=True)
class Known:
    """What is known of an account.

    Attributes:
        entries: name of a type -> its objects, in the words of a site file. origins: where each type is known from.
        unread: name of a type -> why it could not be read.
    """

    entries: Mapping[str, Sequence[Entry]]
    origins: Mapping[str, str]
    unread: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def account(self) -> Account:
        """The account as the engine takes it."""
        return accounts.built(self.entries, self.origins)


def of_site_file(wanted: WantedByType, types: Collection[str] = accounts.TYPES) -> Known:
    """Return the contents of a site file, without the account.

    Args:
        wanted: name of a type -> what the site wants of it; types that are left out are not known.
        types: names of those that matter.
    """
    entries = {name: _written(desired) for name, desired in wanted.items() if name in types}
    return Known(entries, dict.fromkeys(entries, SITE_FILE))


def prefetch(reader: Reader, types: Collection[str] = accounts.TYPES) -> None:
    """Read the lists of all types that matter in parallel, unless they are already read."""
    reader.prefetch(MANAGED[name] for name in types if name in MANAGED)


def of_account(
    reader: Reader, wanted: WantedByType, by_hand: Collection[str] = (), more: Collection[str] = ()
) -> Known:
    """Return what an account has according to its reader: as it is, or with the planned changes.

    Args:
        wanted: what the site wants of each type that it names: where a type cannot be read, that counts.
        by_hand: types that a person will have brought to what the site wants.
        more: names of types beside those that decide about mail.
    """
    types = dict.fromkeys((*accounts.TYPES, *more))
    entries: dict[str, Sequence[Entry]] = {}
    unread: dict[str, str] = {}
    for name in types:
        if name in MANAGED and name not in by_hand:
            try:
                entries[name] = _read(reader, MANAGED[name])
            except ApiError as error:
                unread[name] = str(error)
    origins = dict.fromkeys(entries, ACCOUNT)
    said = {name: found for name, found in of_site_file(wanted, types).entries.items() if name not in entries}
    known = {**entries, **said}
    if origins.get(GROUP):
        known[GROUP] = _with_members(reader, accounts.built(known), unread)
    return Known(known, {**origins, **dict.fromkeys(said, SITE_FILE)}, unread)


def as_planned(reader: Reader, belief: Belief, plans: Sequence[Planned], wanted: WantedByType) -> Known:
    """Return what an account will have after its plans and all manual steps are carried out.

    What is read already is not read again.

    Args:
        belief: what the plans were made over. wanted: what the whole site wants, whichever part of it is planned.
    """
    prefetch(reader)
    by_hand = [plan.resource.name for plan in plans if plan.by_hand]
    for plan in plans:
        if not plan.by_hand:
            belief = belief.after(plan.resource, plan.changes)
    return of_account(reader.believing(belief), wanted, by_hand)


def as_is(reader: Reader, plans: Sequence[Planned], wanted: WantedByType) -> Known:
    """Return what an account has; for types that cannot be read, the manual steps that the site records as done."""
    prefetch(reader)
    return of_account(reader, _done(plans, wanted))


@dataclass(frozen=True)
class Accounts:
    """An account as it is, and as it will be after its plans: each is built once, when it is needed.

    Attributes:
        belief: what the plans were made over. wanted: what the whole site wants, whichever part of it is planned.
    """

    reader: Reader
    belief: Belief
    plans: Sequence[Planned]
    wanted: WantedByType

    @cached_property
    def present(self) -> Known:
        """The account as it is."""
        return as_is(self.reader, self.plans, self.wanted)

    @cached_property
    def planned(self) -> Known:
        """The account as it will be."""
        return as_planned(self.reader, self.belief, self.plans, self.wanted)

    @cached_property
    def single(self) -> list[Planned]:
        """The plans, each with one change."""
        return [Planned(plan.resource, (change,), plan.by_hand) for plan in self.plans for change in plan.changes]

    def after(self, places: Collection[int]) -> Known:
        """Return the account as it will be if only the plans at some places of ``single`` are carried out."""
        made = [plan for place, plan in enumerate(self.single) if place in places]
        left = [plan for place, plan in enumerate(self.single) if place not in places]
        return as_planned(self.reader, self.belief, made, _done(left, self.wanted))


def _done(plans: Sequence[Planned], wanted: WantedByType) -> WantedByType:
    """Return what a site wants without what a person has still to do of it."""
    to_do = {(plan.resource.name, *change.identity) for plan in plans for change in plan.changes if plan.by_hand}
    return {
        name: [wish for wish in desired if (name, wish.where, wish.key) not in to_do]
        for name, desired in wanted.items()
    }


def _written(desired: Iterable[Desired]) -> list[Entry]:
    return [wish.values for wish in desired if wish.state == "present"]


def _read(reader: Reader, resource: Resource) -> list[Entry]:
    """Return the objects of a type, without the members of groups.

    Raises:
        ApiError: the list, or one of its objects, cannot be read: then it is not known what it does.
    """
    found = [current for current in reader.everything(resource, False, False) if current.belongs]
    for current in found:
        if current.unreadable:
            raise ApiError(f"{resource.title} {current.key}: {current.unreadable}")
    return [current.entry for current in found]


def _with_members(reader: Reader, account: Account, unread: dict[str, str]) -> list[Entry]:
    """Return the groups, those that decide about mail with their members, as far as those can be read."""
    resource = MANAGED[GROUP]
    deciding = _deciding(account)
    found = [current for current in reader.everything(resource, False, False) if current.belongs]
    return [
        _filled(reader, resource, current, unread) if current.key in deciding else current.entry for current in found
    ]


def _filled(reader: Reader, resource: Resource, group: Current, unread: dict[str, str]) -> Entry:
    try:
        filled = reader.filled(resource, group)
    except ApiError as error:
        unread[f"{resource.name} {group.key}"] = str(error)
        return group.entry
    if filled.unreadable:
        unread[f"{resource.name} {group.key}"] = filled.unreadable
        return group.entry
    return filled.entry


def _deciding(account: Account) -> set[str]:
    """Return the groups that a policy names, and all that stand in them: who is in another decides nothing."""
    sides = (side for policy in account.policies for side in (policy.applies_from, policy.applies_to))
    left = [*BUILTIN, *(side.value for side in sides if side.type == "profile_group")]
    found: set[str] = set()
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += [group.name for group in account.groups.values() if group.parent == name]
    return found
