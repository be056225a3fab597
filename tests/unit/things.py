# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Made-up types of objects, for statements that are about no type of Mimecast, and how to speak of their objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import Desired, parse
from ansible_collections.mailops.mimecast.plugins.module_utils._model.lists import Records, Set
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Members, Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Console, Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Secret, Text
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._plan.changes import Change, Current, Unchanged

NAME = Text("name", ("Its name.",), console="Name", api="name", required=True, samples=("A", "B"))
TEXT = Text("text", ("What it says.",), console="Text", api="text", clear="", default="", samples=("one", "two"))
WORDS = Set("words", ("Its words.",), console="Words", api="words", owned=True, default=[], clear=[])
BESIDE = Text("beside", ("Another one.",), console="Beside", api="besideId", reference="thing", default="")
ITEMS = Records(
    "items",
    ("Who is in it.",),
    console="Items",
    owned=True,
    apart=True,
    item_key="item",
    default=[],
    clear=[],
    fields=(Text("item", ("Who.",), required=True), Text("note", ("Why.",), clear="")),
)

THING = Resource(
    name="thing",
    plural="things",
    role="things",
    title="small thing",
    summary="keeps things",
    key="name",
    doc=("A thing.",),
    fields=(NAME, TEXT, WORDS, BESIDE),
    console=Console("Things | All", "New Thing"),
    list=Operation("listThings", "GET", "/things", rows=("things",), paged=True),
    get=Operation("getThing", "GET", "/things/{id}"),
    create=Operation("createThing", "POST", "/things", writes=True),
    update=Operation("updateThing", "PATCH", "/things/{id}", writes=True),
    delete=Operation("deleteThing", "DELETE", "/things/{id}", writes=True),
)
BOX = replace(
    THING,
    name="box",
    plural="boxes",
    title="large box",
    fields=(*THING.fields, ITEMS),
    members=Members(
        "items",
        Operation("listItems", "POST", "/api/list-items", envelope="legacy", rows=("items",)),
        Operation("addItems", "POST", "/api/add-items", envelope="legacy", writes=True),
        Operation("removeItems", "POST", "/api/remove-items", envelope="legacy", writes=True),
        2,
        lambda record: {"emailAddress": record["item"], **({"note": record["note"]} if "note" in record else {})},
        lambda row: {"item": row["emailAddress"], **({"note": row["note"]} if row.get("note") else {})},
        benign=frozenset({"err_there"}),
    ),
)
SEALED = replace(
    THING,
    name="sealed",
    title="sealed thing",
    fields=(*THING.fields, Secret("seal", ("Opens it.",), console="Seal", api="seal")),
)
"""With a setting that is never read back."""

ONLY = replace(
    THING,
    fields=(NAME, replace(TEXT, create_only=True)),
    replace="delete_first",
    exists_code="err_there",
)
"""Of a name there is one only, and it is replaced."""

START = Text("start", (), api="start", on_create="begun", default="")
LATER = Text("later", (), api="later", create=False, default="never")
BESIDE_IT = Text("hint", (), api="hint", unread=True)
RICH = replace(SEALED, fields=(*SEALED.fields, START, LATER, BESIDE_IT))
"""With a setting that a creation begins, one that it does not take, and one that goes with the secret."""


def wish(resource: Resource, where: str = "", **entry: Any) -> Desired:
    """Return what a user wants of one object."""
    desired, problems = parse(resource, entry, where)
    assert desired, problems
    return desired


def at_rest(resource: Resource, key: str, where: str = "", present: Mapping[str, Any] | None = None) -> Change:
    """Return an object to which nothing happens, to become what a test needs."""
    there: Entry | None = None if present is None else dict(present)
    return Unchanged(resource.name, resource.title, key, where, id=f"id-{key}", present=there, entry=there)


def there(name: str, **settings: Any) -> Current:
    """Return an object of an account."""
    return Current(name, f"id-{name}", {"name": name, **settings})


def blank(resource: Resource, name: str, where: str, entry: Entry | None = None) -> Change:
    """Return that nothing happens to an object, with what is there of it."""
    object_id = f"id-{name}" if entry is not None else ""
    return Unchanged(resource.name, resource.title, name, where, object_id, present=entry)
