# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An account of made-up things in this process: it stands in for a client, and does what a script says at each call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, cast

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import Connection
from ansible_collections.mailops.mimecast.plugins.module_utils._api.envelopes import ItemFailure
from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError, NotFound, ReadOnly
from ansible_collections.mailops.mimecast.plugins.module_utils._api.limits import Tally
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation

Row = dict[str, Any]
Perform = Callable[[], Any]
Turn = Callable[[Perform], Any]
"""What happens at one call: it may perform it or not, before or after something else, and answers or raises."""


def thing(name: str, **more: Any) -> Row:
    """Return a row, whose id follows from its name."""
    return {"id": f"id-{name}", "name": name, "text": "one", **more}


class Service:
    """The rows of an account, and what was asked of it.

    Attributes:
        rows_there: every thing; ``items`` are who is in it, ``holder`` of those is told by ``getHolder``.
        script: operation -> what happens at its first, second, ... call. calls: operations in order, the lists too.
        sent: (operation, ids, items) of every write. waited: seconds. seconds_left: how long it may be waited for.
        page: rows a page. hidden: members of a row that the list does not tell.
    """

    def __init__(self, *rows: Row, seconds_left: float = 0.0) -> None:
        self.rows_there = [dict(row) for row in rows]
        self.script: dict[str, list[Turn]] = {}
        self.calls: list[str] = []
        self.sent: list[tuple[str, dict[str, str], list[Row]]] = []
        self.waited: list[float] = []
        self.seconds_left = seconds_left
        self.page = 100
        self.hidden = {"items"}
        self.read_only = False
        self.tally = Tally()

    # --- What a run asks of a client ----------------------------------------------------------------------------------

    def connect(self, connection: Connection) -> Client:
        """Open a session."""
        self.read_only = connection.read_only
        self.tally = Tally()
        return cast(Client, self)

    @property
    def client(self) -> Client:
        """The account in the place of a client."""
        return cast(Client, self)

    def close(self) -> None:
        """End the session."""

    def sign_in(self) -> None:
        """Do nothing: no token is needed."""

    def demand(self, operation: Operation) -> None:
        """Do nothing: every call is sure enough."""

    def wait(self, seconds: float) -> None:
        """Keep how long was waited."""
        self.waited.append(seconds)
        self.seconds_left -= seconds
        self.tally.add(seconds=seconds)

    def page_size(self, operation: Operation) -> int:
        """Return how many rows a page has."""
        return min(self.page, operation.page_limit)

    def pages(self, operation: Operation, size: int, ids: Any = None, item: Any = None) -> Iterator[list[Row]]:
        """Yield the rows of a list, page by page."""
        rows = self._turn(operation, lambda: self._listed(operation, ids or {}))
        yield from (rows[start : start + size] for start in range(0, max(len(rows), 1), size))

    def rows(self, operation: Operation, ids: Any = None, item: Any = None) -> Iterator[Row]:
        """Yield the rows of a list."""
        for page in self.pages(operation, 100, ids, item):
            yield from page

    def read(self, operation: Operation, ids: Any = None, item: Any = None) -> Row:
        """Return one object, or the holder of one member."""
        found: Row = self._turn(operation, lambda: self._one(operation, ids or {}, item or {}))
        return found

    def write(
        self, operation: Operation, ids: Mapping[str, str], items: Sequence[Mapping[str, Any]]
    ) -> tuple[Row, list[ItemFailure]]:
        """Carry out a write and return its answer, and the items that were refused."""
        if self.read_only:
            raise ReadOnly(f"{operation.id} was not sent: this run may only read", operation.id)
        sent = [dict(item) for item in items]
        self.sent.append((operation.id, dict(ids), sent))
        told = self._turn(operation, lambda: self._written(operation, ids.get("id", ""), sent))
        return cast("tuple[Row, list[ItemFailure]]", told)

    # --- What an account does -----------------------------------------------------------------------------------------

    def _turn(self, operation: Operation, perform: Perform) -> Any:
        self.calls.append(operation.id)
        self.tally.add(writes=int(operation.writes), reads=int(not operation.writes))
        turns = self.script.get(operation.id)
        return turns.pop(0)(perform) if turns else perform()

    def row(self, object_id: str) -> Row:
        """Return the row of an id."""
        for row in self.rows_there:
            if row.get("id") == object_id:
                return row
        raise NotFound(f"no thing has the id {object_id!r}", status=404)

    def names(self) -> list[str]:
        """Return what is there, by name."""
        return [row["name"] for row in self.rows_there]

    def writes(self) -> list[str]:
        """Return the writes that were sent."""
        return [operation for operation, _ids, _items in self.sent]

    def reads(self) -> Counter[str]:
        """Return how often each call was made that writes nothing."""
        return Counter(call for call in self.calls if call not in self.writes())

    def _listed(self, operation: Operation, ids: Mapping[str, str]) -> list[Row]:
        if operation.id == "listItems":
            return [dict(item) for item in self.row(ids["id"]).get("items", [])]
        return [{name: value for name, value in row.items() if name not in self.hidden} for row in self.rows_there]

    def _one(self, operation: Operation, ids: Mapping[str, str], item: Mapping[str, Any]) -> Row:
        if operation.id == "getHolder":
            held = [
                row["name"]
                for row in self.rows_there
                for member in row.get("items", [])
                if member == {"emailAddress": item["id"]}
            ]
            return {"holder": held[0]} if held else {}
        return {name: value for name, value in self.row(ids["id"]).items() if name not in ("items", "id")}

    def _written(self, operation: Operation, object_id: str, items: list[Row]) -> tuple[Row, list[ItemFailure]]:
        if operation.id == "createThing":
            made = {"id": f"new-{items[0]['name']}", **items[0]}
            self.rows_there.append(made)
            return {"id": made["id"]}, []
        row = self.row(object_id)
        if operation.id == "deleteThing":
            self.rows_there.remove(row)
        elif operation.id == "updateThing":
            row.update(items[0])
        else:
            return {}, self._members_written(operation, row, items)
        return {}, []

    def _members_written(self, operation: Operation, row: Row, items: list[Row]) -> list[ItemFailure]:
        named = {item["emailAddress"]: {name: item[name] for name in item if name != "id"} for item in items}
        there = [item for item in row.get("items", []) if item["emailAddress"] in named]
        if operation.id == "removeItems":
            row["items"] = [item for item in row.get("items", []) if item not in there]
            return []
        known = {item["emailAddress"] for item in there}
        row["items"] = [*row.get("items", []), *(item for name, item in named.items() if name not in known)]
        return [ItemFailure({"emailAddress": name.upper()}, "err_there") for name in sorted(known)]


# --- What may happen at a call ----------------------------------------------------------------------------------------


def as_usual(perform: Perform) -> Any:
    """Perform the call."""
    return perform()


def failing(error: ApiError) -> Turn:
    """Return that nothing is done and an error comes."""

    def turn(_perform: Perform) -> Any:
        raise error

    return turn


def lost(error: ApiError) -> Turn:
    """Return that it is done and an error comes all the same."""

    def turn(perform: Perform) -> Any:
        perform()
        raise error

    return turn


def before(change: Callable[[], object]) -> Turn:
    """Return that something else happens right before the call is performed."""

    def turn(perform: Perform) -> Any:
        change()
        return perform()

    return turn


def after(change: Callable[[], object]) -> Turn:
    """Return that something else happens when the call was performed."""

    def turn(perform: Perform) -> Any:
        answer = perform()
        change()
        return answer

    return turn


def answering(change: Callable[[Any], Any]) -> Turn:
    """Return that the call is performed and its answer is another one."""
    return lambda perform: change(perform())


def ignored(_perform: Perform) -> Any:
    """Take a write and do nothing."""
    return {}, []
