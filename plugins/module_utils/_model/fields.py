# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The words descriptors are written in: Field, Operation, Members, Guard, Console, Resource, and Desired.

A descriptor (one file of ``_resources/``) is a ``Resource`` made of these. A contradiction in one is refused when it is
imported. ``parse`` turns what a user wrote into ``Desired`` values or into problems that name their place in the
user's file. This file knows nothing of Ansible and sends nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from ansible_collections.mailops.mimecast.plugins.module_utils._model import spelling as normalize
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Contradiction, Problem, at

Entry = dict[str, Any]
Row = Mapping[str, Any]
NameOf = Callable[[str, str, str], str]
"""(resource, id, name found beside the id or "") -> name"""
IdOf = Callable[[str, str], str]
"""(resource, name) -> id"""


class _Absent:
    """The value of what nobody wrote or answered; false, and equal only to itself."""

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = _Absent()
HIDDEN: Final = "(secret)"
MODES: Final = ("add", "remove", "exact")
Kind = Literal["str", "int", "bool", "date", "list", "set", "map", "records"]
_CLEARS: Final[Mapping[str, Any]] = {"list": [], "set": [], "map": {}, "records": []}


@dataclass(frozen=True)
class Field:
    """One setting of a resource.

    Attributes:
        name: the Administration Console's word, as an option name.
        kind: how values compare. ``list`` keeps its order, ``set`` and ``records`` do not; ``map`` compares member by
            member unless ``whole``.
        doc: what it does to mail, one paragraph an item.
        console: its label in the Administration Console.
        api: dotted path in a request; ``read`` holds the dotted paths in an answer, the first present one counts.
        normalize: for one value; for an item of a ``list`` or ``set``.
        required: needed to create the object. ``also`` names fields it needs beside it.
        secret: written, never read back, never shown. unread: written together with the secret, never read back.
        detail: members of a row of which a list must tell one; where it does not, the object is read by itself.
        create, update: whether that operation takes it.
        default: how an answer without it reads; never sent.
        on_create: what a creation sends where the user says nothing; never compared afterwards.
        clear: the value that empties it. ABSENT: it cannot be emptied.
        reference: the resource whose name it holds.
        owned: the list belongs to the user as ``<name>_mode`` says (add, remove, exact).
        apart: kept by operations of its own (``Resource.members``), not in the object's row.
        fields: of a ``map`` or of each of ``records``; ``item_key`` names the one that tells records apart.
        whole: a map compared and sent as one value.
        encode, decode: for what paths cannot say; ``complete`` refuses or finishes a map.
        samples: two valid values that differ, for tests and documentation.
    """

    name: str
    kind: Kind
    doc: tuple[str, ...]
    console: str = ""
    api: str = ""
    read: tuple[str, ...] = ()
    normalize: normalize.Normalizer = normalize.text
    choices: tuple[str, ...] = ()
    required: bool = False
    secret: bool = False
    unread: bool = False
    detail: tuple[str, ...] = ()
    create: bool = True
    update: bool = True
    default: Any = ABSENT
    on_create: Any = ABSENT
    clear: Any = ABSENT
    reference: str = ""
    owned: bool = False
    apart: bool = False
    fields: tuple[Field, ...] = ()
    item_key: str = ""
    whole: bool = False
    encode: Callable[[Any, IdOf], Entry] | None = None
    decode: Callable[[Row, NameOf], Any] | None = None
    complete: Callable[[Entry], Entry] | None = None
    samples: tuple[Any, ...] = ()

    def __post_init__(self) -> None:
        checks = {
            "a secret is not compared and cannot be a reference": self.secret and bool(self.reference),
            "a secret has no default": self.secret and self.default is not ABSENT,
            "a map or records needs fields": self.kind in ("map", "records") and not self.fields,
            "only a map or records has fields": self.kind not in ("map", "records") and bool(self.fields),
            "records need an item_key among their fields": self.kind == "records"
            and self.item_key not in [one.name for one in self.fields],
            "only a set or records can be owned": self.owned and self.kind not in ("set", "records"),
            "only records are kept apart": self.apart and self.kind != "records",
            "encode and decode come together": (self.encode is None) != (self.decode is None),
            "neither created nor updated, so not a field": not (self.create or self.update),
            "a required field cannot be cleared": self.required and self.clear is not ABSENT,
            "a default value is not needed where on_create has one": self.required and self.on_create is not ABSENT,
        }
        for contradiction, holds in checks.items():
            if holds:
                raise Contradiction(f"field {self.name}: {contradiction}")

    @property
    def paths(self) -> tuple[str, ...]:
        """Dotted paths in an answer, the first present one counts."""
        return self.read or ((self.api,) if self.api else ())

    @property
    def mode_name(self) -> str:
        """Name of the option that says what the list owns."""
        return f"{self.name}_mode"

    def readable(self) -> bool:
        """Whether an answer of the API can hold it."""
        return not (self.secret or self.unread)


@dataclass(frozen=True)
class Operation:
    """One call of the API, and what a user needs to be allowed to make it.

    Attributes:
        id: operationId in the contract.
        envelope: ``rest`` (bare JSON) or ``legacy`` (``meta``/``data``/``fail``).
        writes: changes the account.
        rows: names under which a list answer holds its rows; for a legacy list, the member of each ``data`` item, or
            none where the items are the rows.
        paged: page by page; ``page_limit`` rows at most a page.
        identify: legacy: the member of the item that names the object, by its id, its natural key, or its natural key
            in a list, as ``identify_by`` says.
        products, permission: what the API application and its role need.
        catalogue: in the vendor's public catalogue. confidence: documented, observed or inferred.
    """

    id: str
    method: str
    path: str
    envelope: Literal["rest", "legacy"] = "rest"
    writes: bool = False
    rows: tuple[str, ...] = ()
    paged: bool = False
    page_limit: int = 100
    identify: str = "id"
    identify_by: Literal["id", "key", "keys"] = "id"
    products: tuple[str, ...] = ()
    permission: str = ""
    catalogue: bool = True
    confidence: Literal["documented", "observed", "inferred"] = "documented"


@dataclass(frozen=True)
class Members:
    """A list kept by operations of its own: the members of a group, the holders of a role.

    Attributes:
        field: name of the ``apart`` field.
        batch: most members one add or remove call takes.
        to_api: record -> item of a request. from_api: row of an answer -> record.
        profile: reads one member when ``list`` is not offered; ``profile_name`` is the member of its answer that names
            the object the member is in.
        exclusive: a member is in one object only, so adding moves.
        benign: failure codes that mean "already so".
        scan: what to list when every member has to be looked at one by one.
    """

    field: str
    list: Operation
    add: Operation
    remove: Operation
    batch: int
    to_api: Callable[[Entry], Entry]
    from_api: Callable[[Row], Entry]
    profile: Operation | None = None
    profile_name: str = ""
    exclusive: bool = False
    benign: frozenset[str] = frozenset()
    scan: str = ""


@dataclass(frozen=True)
class Guard:
    """A refusal made before any request is sent.

    Attributes:
        name: the word for ``accept_risk``. overridable: whether that word lifts it.
        check: (before or None, after or None) -> message, or "" when all is well.
    """

    name: str
    check: Callable[[Entry | None, Entry | None], str]
    overridable: bool = True


@dataclass(frozen=True)
class Console:
    """Where a person does the same by hand.

    Attributes:
        menu: path in the Administration Console. new: the button that makes one. note: one more thing to know.
    """

    menu: str
    new: str
    note: str = ""


@dataclass(frozen=True)
class Resource:
    """Everything Mimecast-specific about one type of object.

    Attributes:
        role: the role that calls its module. title: what one object is called. summary: what its module does, in a few
            words.
        key: the field that identifies an object. check: what is wrong with an entry as written, or "".
        builtin: keys that are never deleted. belongs: whether a row is listed and purged as one of this type.
        foreign: why a row is not ours to change, or "". occupied: what keeps it from being deleted, or "".
        unlisted_root: the member of a row that may hold the id of an object that is in no list.
        retire: what ``state: absent`` sets where the API cannot delete, unless ``retire_unless`` is true.
    """

    name: str
    plural: str
    role: str
    title: str
    summary: str
    key: str
    doc: tuple[str, ...]
    fields: tuple[Field, ...]
    console: Console
    list: Operation | None = None
    get: Operation | None = None
    create: Operation | None = None
    update: Operation | None = None
    delete: Operation | None = None
    support: Literal["catalogue", "preview"] = "catalogue"
    members: Members | None = None
    builtin: frozenset[str] = frozenset()
    belongs: Callable[[Row], bool] = lambda row: True
    foreign: Callable[[Row], str] = lambda row: ""
    occupied: Callable[[Row], str] = lambda row: ""
    unlisted_root: str = ""
    retire: Mapping[str, Any] = field(default_factory=dict)
    retire_unless: str = ""
    purgeable: bool = True
    guards: tuple[Guard, ...] = ()
    check: Callable[[Entry], str] = lambda entry: ""
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        names = [one.name for one in self.fields]
        checks = {
            "two fields of one name": len(names) != len(set(names)),
            "its key is not a field": self.key not in names,
            "its key cannot be cleared": self.key in names and self.field(self.key).clear is not ABSENT,
            "an apart field needs members": any(one.apart for one in self.fields) != (self.members is not None),
            "purged without a delete operation": self.purgeable and self.list is not None and self.delete is None,
            "a list has to say under which names its rows come": self.list is not None and not self.list.rows,
            "retired by a field it does not have": any(name not in names for name in self.retire),
        }
        for contradiction, holds in checks.items():
            if holds:
                raise Contradiction(f"resource {self.name}: {contradiction}")

    def field(self, name: str) -> Field:
        """Return the field called ``name``; KeyError when there is none."""
        for one in self.fields:
            if one.name == name:
                return one
        raise KeyError(name)

    @property
    def key_field(self) -> Field:
        """The field that identifies an object."""
        return self.field(self.key)

    @property
    def operations(self) -> tuple[Operation, ...]:
        """Every operation the resource uses, each once."""
        own = [self.list, self.get, self.create, self.update, self.delete]
        if self.members:
            own += [self.members.list, self.members.add, self.members.remove, self.members.profile]
        return tuple(one for one in own if one)

    @property
    def references(self) -> tuple[str, ...]:
        """Names of the resources that its fields refer to, nested ones included, each once."""
        return tuple(dict.fromkeys(one.reference for one in walk(self.fields) if one.reference))

    @property
    def has_secret(self) -> bool:
        """Whether any field is a secret."""
        return any(one.secret for one in walk(self.fields))

    def same_key(self, value: Any) -> str:
        """Return the natural key in its one spelling, or as it is when it has none."""
        return str(tolerant(self.key_field.normalize)(value))


def walk(fields: Iterable[Field]) -> Iterator[Field]:
    """Yield every field and every field inside one."""
    for one in fields:
        yield one
        yield from walk(one.fields)


def tolerant(normalizer: normalize.Normalizer) -> normalize.Normalizer:
    """Return ``normalizer`` for values that are already in an account: what it refuses stays as it is."""

    def read(value: Any) -> Any:
        try:
            return normalizer(value)
        except normalize.Malformed:
            return value

    return read


@dataclass(frozen=True)
class Desired:
    """One object as the user wants it: only what was written, each value in its one spelling.

    Attributes:
        where: path in the user's file. key: natural key. id: picks one of several objects of that key.
        values: field name -> value; owned lists hold what is to be there.
        without: owned list -> keys of items that must not be there.
        modes: owned list -> add, remove or exact.
        delete: gone for good rather than retired, when ``state`` is absent.
        update_password: on_create or always.
    """

    where: str
    key: str
    state: str
    values: Entry = field(repr=False)
    without: Mapping[str, frozenset[str]] = field(default_factory=dict)
    modes: Mapping[str, str] = field(default_factory=dict)
    id: str = ""
    delete: bool = True
    update_password: str = "on_create"


def controls(resource: Resource) -> tuple[Field, ...]:
    """Return the options of one entry that are not settings of the object."""
    result = []
    if resource.delete or resource.retire:
        result.append(
            Field(
                "state",
                "str",
                (f"Whether the {resource.title} is to be there.",)
                + ((_retire_doc(resource),) if resource.retire else ()),
                choices=("present", "absent"),
                normalize=normalize.choice("present", "absent"),
                default="present",
            )
        )
    if resource.get:
        result.append(
            Field(
                "id",
                "str",
                (
                    f"Picks one {resource.title} where several have the same O({resource.key}). "
                    "Leave it out otherwise: ids are not stable.",
                ),
            )
        )
    for one in resource.fields:
        if one.owned:
            result.append(
                Field(
                    one.mode_name,
                    "str",
                    (
                        f"What O({one.name}) says about the items that it does not name. V(add) leaves them alone, "
                        f"V(remove) takes the named ones away, V(exact) takes away every other.",
                    ),
                    choices=MODES,
                    normalize=normalize.choice(*MODES),
                    default="add",
                )
            )
    if resource.has_secret:
        result.append(
            Field(
                "update_password",
                "str",
                (
                    "The password cannot be read back. V(on_create) sends it only with a new object, V(always) sends "
                    "it on every run, which is then always changed.",
                ),
                choices=("on_create", "always"),
                normalize=normalize.hidden(normalize.choice("on_create", "always"), "on_create or always"),
                default="on_create",
            )
        )
    if resource.retire_unless:
        result.append(
            Field(
                resource.retire_unless,
                "bool",
                (
                    "With O(state=absent): also put the address on the purge list, which removes it and its data. "
                    "This cannot be undone once Mimecast has purged it.",
                ),
                normalize=normalize.boolean,
                default=False,
            )
        )
    return tuple(result)


def _retire_doc(resource: Resource) -> str:
    settings = ", ".join(f"{name}: {str(value).lower()}" for name, value in resource.retire.items())
    return (
        f"The API cannot delete a {resource.title}, so V(absent) sets C({settings}) unless "
        f"O({resource.retire_unless}=true)."
    )


def parse(resource: Resource, raw: Any, where: str) -> tuple[Desired | None, list[Problem]]:
    """Return what the user wants of one object, or what is wrong with the way it is written.

    Args:
        raw: the entry as written; keys whose value is None count as not written.
        where: path of the entry in the user's file.
    """
    if not isinstance(raw, Mapping):
        return None, [Problem(where, f"expected a mapping, got {normalize.kind(raw)}")]
    problems: list[Problem] = []
    known = {one.name: one for one in (*resource.fields, *controls(resource))}
    settings: Entry = {}
    without: dict[str, frozenset[str]] = {}
    written = {
        name: value for name, value in raw.items() if value is not None and not _no_secret(resource, name, value)
    }
    for word in written:
        if word not in known:
            problems.append(
                Problem(
                    at(where, str(word)),
                    f"unknown key{normalize.nearest(str(word), known)} (known: {', '.join(sorted(known))})",
                )
            )
    for name, one in known.items():
        if name not in written:
            continue
        value, found = _parse_value(one, written[name], at(where, name))
        problems += found
        if not found:
            settings[name] = value
    if resource.key not in written:
        problems.append(Problem(at(where, resource.key), "is required"))
    if problems:
        return None, problems

    modes = {}
    for one in resource.fields:
        if one.owned and one.name in settings:
            mode = settings.get(one.mode_name, "add")
            settings[one.name], without[one.name], found = _split_owned(
                one, settings[one.name], mode, at(where, one.name)
            )
            modes[one.name] = mode
            problems += found
    names = {one.name for one in resource.fields}
    values = {name: value for name, value in settings.items() if name in names}
    message = resource.check(values)
    if message:
        problems.append(Problem(where, message))
    desired = Desired(
        where=where,
        key=values[resource.key],
        state=settings.get("state", "present"),
        values=values,
        without=without,
        modes=modes,
        id=settings.get("id", ""),
        delete=not resource.retire or bool(settings.get(resource.retire_unless, False)),
        update_password=settings.get("update_password", "on_create"),
    )
    return (None, problems) if problems else (desired, [])


def _no_secret(resource: Resource, name: Any, value: Any) -> bool:
    """Whether it is a secret that is empty, as a variable of Ansible Vault is where it is not set: not written."""
    return value == "" and any(one.secret for one in resource.fields if one.name == name)


def _parse_value(one: Field, value: Any, where: str) -> tuple[Any, list[Problem]]:
    """Return the value in its one spelling, and what is wrong with it."""
    if one.kind in ("list", "set", "records"):
        return _parse_list(one, value, where)
    if one.kind == "map":
        return _parse_map(one, value, where)
    try:
        if one.clear is not ABSENT and value == one.clear:
            return one.clear, []
        if one.kind == "str" and isinstance(value, (Mapping, list, tuple)):
            raise normalize.Malformed(f"expected text, got {normalize.kind(value)}")
        if one.required and one.kind == "str" and not one.secret:
            normalize.name(value)
        result = one.normalize(value)
        if one.choices and result != value and not one.secret:
            raise normalize.Malformed(f"{normalize.shown(value)} is written '{result}'")
        return result, []
    except normalize.Malformed as error:
        return None, [Problem(where, str(error))]


def _parse_list(one: Field, value: Any, where: str) -> tuple[Any, list[Problem]]:
    if isinstance(value, (str, Mapping)) or not isinstance(value, Iterable):
        return None, [Problem(where, f"expected a list, got {normalize.kind(value)}")]
    items: list[Any] = []
    problems: list[Problem] = []
    seen: dict[Any, int] = {}
    known = _record_fields(one) if one.kind == "records" else {}
    required = tuple(inner.name for inner in one.fields if inner.required)
    plain = Field(one.name, "str", (), normalize=one.normalize)
    for index, item in enumerate(value):
        place = f"{where}[{index}]"
        if one.kind == "records":
            record = item if isinstance(item, Mapping) else {one.item_key: item}
            parsed, found = _parse_members(known, record, place, required)
        else:
            parsed, found = _parse_value(plain, item, place)
        problems += found
        if found:
            continue
        identity = parsed[one.item_key] if one.kind == "records" else parsed
        if one.kind != "list" and identity in seen:
            if one.kind == "records" and parsed.get("state") != items[seen[identity]].get("state"):
                problems.append(Problem(place, f"{normalize.shown(identity)} is both added and removed"))
            elif one.kind == "set" or parsed == items[seen[identity]]:
                continue
            else:
                problems.append(Problem(place, f"{normalize.shown(identity)} stands twice, with different settings"))
            continue
        seen[identity] = len(items)
        items.append(parsed)
    return (sorted(items) if one.kind == "set" else items), problems


def _record_fields(one: Field) -> dict[str, Field]:
    """Return what each of the records may hold; in an owned list also whether it is to be there."""
    known = {inner.name: inner for inner in one.fields}
    if one.owned:
        known["state"] = Field("state", "str", (), normalize=normalize.choice("present", "absent"))
    return known


def _parse_map(one: Field, value: Any, where: str) -> tuple[Any, list[Problem]]:
    if not isinstance(value, Mapping):
        return None, [Problem(where, f"expected a mapping, got {normalize.kind(value)}")]
    known = {inner.name: inner for inner in one.fields}
    required = tuple(inner.name for inner in one.fields if inner.required) if one.whole else ()
    parsed, problems = _parse_members(known, value, where, required)
    if problems or parsed == one.clear or one.complete is None:
        return parsed, problems
    try:
        return one.complete(parsed), []
    except normalize.Malformed as error:
        return None, [Problem(where, str(error))]


def _parse_members(
    known: Mapping[str, Field], value: Mapping[str, Any], where: str, required: tuple[str, ...]
) -> tuple[Entry, list[Problem]]:
    parsed: Entry = {}
    problems = [
        Problem(
            at(where, str(word)),
            f"unknown key{normalize.nearest(str(word), known)} (known: {', '.join(sorted(known))})",
        )
        for word in value
        if word not in known
    ]
    for name, inner in known.items():
        if value.get(name) is not None and not (inner.secret and value[name] == ""):
            parsed[name], found = _parse_value(inner, value[name], at(where, name))
            problems += found
        elif name in required:
            problems.append(Problem(at(where, name), "is required"))
    return parsed, problems


def _split_owned(
    one: Field, items: list[Any], mode: str, where: str
) -> tuple[list[Any], frozenset[str], list[Problem]]:
    """Return the items that are to be there, the keys of those that are not, and contradictions."""
    if one.kind == "set":
        return ([], frozenset(items), []) if mode == "remove" else (items, frozenset(), [])
    keep, drop, problems = [], set(), []
    for index, item in enumerate(items):
        state = item.get("state", "absent" if mode == "remove" else "present")
        if mode == "remove" and item.get("state") == "present":
            problems.append(Problem(f"{where}[{index}].state", f"contradicts {one.mode_name}: remove"))
        if state == "absent":
            drop.add(item[one.item_key])
        else:
            keep.append({name: value for name, value in item.items() if name != "state"})
    return sorted(keep, key=lambda item: str(item[one.item_key])), frozenset(drop), problems


def duplicates(resource: Resource, wanted: Iterable[Desired]) -> list[Problem]:
    """Return a problem for every object that stands twice (same natural key, same id)."""
    seen: dict[tuple[str, str], str] = {}
    problems = []
    for desired in wanted:
        identity = (desired.key, desired.id)
        if identity in seen:
            problems.append(
                Problem(
                    desired.where, f"{resource.title} {normalize.shown(desired.key)} stands already at {seen[identity]}"
                )
            )
        seen.setdefault(identity, desired.where)
    return problems


def held_twice(resource: Resource, wanted: Iterable[Desired]) -> list[Problem]:
    """Return a problem for every member that is wanted in two objects although it can be in one only."""
    if resource.members is None or not resource.members.exclusive:
        return []
    name, seen = resource.members.field, dict[str, Desired]()
    key = resource.field(name).item_key
    problems = []
    for desired in wanted:
        for record in desired.values.get(name, []):
            other = seen.setdefault(record[key], desired)
            if other is not desired:
                message = (
                    f"{normalize.shown(record[key])} can hold one {resource.title} only and is at {other.where} too"
                )
                problems.append(Problem(at(desired.where, name), message))
    return problems


def decode(resource: Resource, row: Row, name_of: NameOf) -> Entry:
    """Return an object of the account in the user's words, every readable field that the row tells."""
    entry: Entry = {}
    for one in resource.fields:
        if one.readable() and not one.apart:
            value = _decode_field(one, row, name_of)
            if value is not ABSENT:
                entry[one.name] = value
    return entry


def _decode_field(one: Field, row: Row, name_of: NameOf) -> Any:
    if one.decode is not None:
        return one.decode(row, name_of)
    if one.kind == "map":
        return {
            inner.name: value
            for inner in one.fields
            if inner.readable() and (value := _decode_field(inner, row, name_of)) is not ABSENT
        }
    found = first(row, one.paths)
    if found is ABSENT or found is None:
        return one.default
    if one.reference:
        return name_of(one.reference, str(found), "") if found else ""
    return canonical(one, found)


def canonical(one: Field, value: Any) -> Any:
    """Return a value read from the account in its one spelling; what cannot be spelled so stays as it is."""
    if one.kind in ("list", "set"):
        items = [tolerant(one.normalize)(item) for item in value if item not in ("", None)]
        return sorted(set(items)) if one.kind == "set" else items
    if one.kind == "records":
        known = {inner.name: inner for inner in one.fields}
        records = [
            {name: tolerant(known[name].normalize)(item[name]) for name in known if name in item} for item in value
        ]
        return sorted(records, key=lambda item: str(item[one.item_key]))
    return tolerant(one.normalize)(value)


def first(row: Row, paths: Iterable[str]) -> Any:
    """Return the value at the first of the dotted ``paths`` that the row has, or ABSENT."""
    for path in paths:
        value: Any = row
        for step in path.split("."):
            value = value.get(step, ABSENT) if isinstance(value, Mapping) else ABSENT
        if value is not ABSENT:
            return value
    return ABSENT


def encode(resource: Resource, values: Mapping[str, Any], id_of: IdOf) -> Entry:
    """Return the body of a request that sets ``values``."""
    body: Entry = {}
    for name, value in values.items():
        _merge(body, _encode_field(resource.field(name), value, id_of))
    return body


def _encode_field(one: Field, value: Any, id_of: IdOf) -> Entry:
    if one.encode is not None:
        return one.encode(value, id_of)
    body: Entry = {}
    if one.kind == "map":
        for inner in one.fields:
            if inner.name in value:
                _merge(body, _encode_field(inner, value[inner.name], id_of))
        return body
    sent = id_of(one.reference, value) if one.reference and value else value
    *outer, member = one.api.split(".")
    body = {member: sent}
    for step in reversed(outer):
        body = {step: body}
    return body


def _merge(body: Entry, more: Mapping[str, Any]) -> None:
    for member, value in more.items():
        if isinstance(value, Mapping) and isinstance(body.get(member), dict):
            _merge(body[member], value)
        else:
            body[member] = value
