# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An account as whoever evaluates mail wants it: as it is, and as it will be after a plan.

What the API does not tell is what the site file says. It knows nothing of messages, and nothing of Ansible.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import NotOffered
from ansible_collections.mailops.mimecast.plugins.module_utils._api.reader import Reader
from ansible_collections.mailops.mimecast.plugins.module_utils._mail import accounts
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.accounts import ACCOUNT, SITE_FILE, Account
from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import Desired
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Change, Current


@dataclass(frozen=True)
class Planned:
    """A site that was planned: the reader that it was planned with, what it asks for, and what would happen.

    Attributes:
        types: every type of the site file. desired: name of a type -> what the site file says of it. changes: name of a
            type -> what the plan does to its objects.
    """

    reader: Reader
    types: Mapping[str, Resource]
    desired: Mapping[str, Sequence[Desired]]
    changes: Mapping[str, Sequence[Change]]

    def accounts(self) -> tuple[Account, Account]:
        """Return the account as it is, and as it will be.

        Raises:
            ApiError: it cannot be read.
        """
        objects: dict[str, Sequence[Current]] = {}
        written: dict[str, Sequence[Entry]] = {}
        for name in accounts.TYPES:
            found = self._objects(name)
            if found is not None:
                objects[name] = found
            elif self.desired.get(name):
                written[name] = [wish.values for wish in self.desired[name] if wish.state == "present"]
        before = {name: [current.entry for current in found] for name, found in objects.items()}
        after = {name: _after(found, self.changes.get(name, ())) for name, found in objects.items()}
        return _built(before, written), _built(after, written)

    def _objects(self, name: str) -> list[Current] | None:
        """Return the objects of a type, or None where the API does not offer them or one of them cannot be told."""
        if name not in self.types or not self.types[name].managed:
            return None
        try:
            found = self.reader.everything(self.types[name], True, False)
        except NotOffered:
            return None
        unreadable = any(current.unreadable for current in found)
        return None if unreadable else [current for current in found if current.belongs]


def _built(read: Mapping[str, Sequence[Entry]], written: Mapping[str, Sequence[Entry]]) -> Account:
    origins = {**dict.fromkeys(written, SITE_FILE), **dict.fromkeys(read, ACCOUNT)}
    return accounts.built({**written, **read}, origins)


def _after(found: Sequence[Current], changes: Iterable[Change]) -> list[Entry]:
    acting = [change for change in changes if change.operation != "none"]
    touched = {change.id for change in acting if change.id}
    kept = [current.entry for current in found if current.id not in touched]
    return [*kept, *(change.entry for change in acting if change.entry is not None)]
