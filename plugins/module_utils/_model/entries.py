# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a user wrote of one object -> what is wanted of it, or problems that name their place in the user's file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import MODES, Field, Wish, unknown_keys
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem, at
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Choice, Flag, Text
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import kind, plain, shown

ALWAYS = "always"
"""What ``update_password`` says when a secret is sent on every run."""


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
        remarks: what may be meant otherwise than written.
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
    remarks: tuple[str, ...] = ()

    def wish(self, name: str) -> Wish:
        """Return what is wanted of one of the settings that were written."""
        again = self.update_password == ALWAYS
        return Wish(self.values[name], self.without.get(name, frozenset()), self.modes.get(name, "add"), again)


def controls(resource: Resource) -> tuple[Field, ...]:
    """Return the options of one entry that are not settings of the object."""
    result: list[Field] = []
    if resource.delete or resource.retire or resource.stands_for or resource.support == "console":
        result.append(_state(resource))
    if resource.get and not resource.singleton:
        result.append(
            Text(
                "id",
                (
                    f"Picks one {resource.title} if several have the same O({resource.key}). "
                    "Otherwise leave it out: IDs are not stable.",
                ),
            )
        )
    result += [_mode(owned) for owned in resource.fields if owned.owned]
    if resource.has_secret:
        result.append(_update_password())
    if resource.retire_unless:
        result.append(
            Flag(
                resource.retire_unless,
                (
                    "With O(state=absent): also put the address on the purge list. Mimecast then removes the "
                    "address and its data. You cannot undo this once Mimecast has purged it.",
                ),
                default=False,
            )
        )
    return tuple(result)


def _state(resource: Resource) -> Field:
    doc = [f"Whether the {resource.title} should exist."]
    if resource.singleton:
        doc = [f"V(absent) empties the {resource.title} of the account."]
    if resource.retire:
        settings = ", ".join(f"{name}: {str(value).lower()}" for name, value in resource.retire.items())
        doc.append(
            f"The API cannot delete a {resource.title}, so V(absent) sets C({settings}) unless "
            f"O({resource.retire_unless}=true)."
        )
    return Choice("state", tuple(doc), choices=("present", "absent"), default="present")


def _mode(owned: Field) -> Field:
    return Choice(
        owned.mode_name,
        (
            f"What to do with O({owned.name}). V(add) adds the listed items and keeps all others, V(remove) removes "
            "the listed items, V(exact) adds the listed items and removes all others.",
        ),
        choices=MODES,
        default="add",
    )


def _update_password() -> Field:
    return Choice(
        "update_password",
        (
            "When to send the password, which cannot be read back. V(on_create) sends it only with a new object. "
            "V(always) sends it in every run, so every run reports a change.",
        ),
        choices=("on_create", ALWAYS),
        expected="on_create or always",
        default="on_create",
    )


def parse(resource: Resource, raw: Any, where: str) -> tuple[Desired | None, list[Problem]]:
    """Return what the user wants of one object, or what is wrong with the way it is written.

    Args:
        raw: the entry as written; keys whose value is None count as not written.
        where: path of the entry in the user's file.
    """
    if not isinstance(raw, Mapping):
        item = "" if resource.singleton else "- "
        return None, [Problem(where, f"expected a mapping, got {kind(raw)}; write '{item}{example(resource)}'")]
    empty_secrets = [secret.name for secret in resource.fields if secret.secret and raw.get(secret.name) == ""]
    written = {name: value for name, value in raw.items() if value is not None and name not in empty_secrets}
    settings, problems = _settings(resource, written, where)
    if problems:
        return None, problems
    desired, problems = _desired(resource, settings, where)
    if problems:
        return None, problems
    return replace(desired, remarks=_remarks(resource, written, where)), []


def example(resource: Resource) -> str:
    """Return the shortest entry there is, as YAML."""
    shortest = resource.fields[0] if resource.singleton else resource.key_field
    shown_value = plain(shortest.samples[0]) if shortest.samples else "..."
    return f"{{{shortest.name}: {shown_value}}}"


def _settings(resource: Resource, written: Mapping[str, Any], where: str) -> tuple[Entry, list[Problem]]:
    """Return settings and controls, each in its one spelling, and what is wrong with them."""
    known = {setting.name: setting for setting in (*resource.fields, *controls(resource))}
    problems = unknown_keys(written, known, where)
    settings: Entry = {}
    for name, setting in known.items():
        if name in written:
            value, found = setting.parse(written[name], at(where, name))
            problems += found
            settings[name] = value
    if resource.key and resource.key not in written:
        problems.append(Problem(at(where, resource.key), "is required"))
    return settings, problems


def _desired(resource: Resource, settings: Entry, where: str) -> tuple[Desired, list[Problem]]:
    """Return what is wanted, and what contradicts itself in it."""
    values: Entry = {}
    without: dict[str, frozenset[str]] = {}
    modes: dict[str, str] = {}
    problems: list[Problem] = []
    for setting in resource.fields:
        name = setting.name
        if name not in settings:
            continue
        values[name] = settings[name]
        if setting.owned:
            modes[name] = settings.get(setting.mode_name, "add")
            values[name], without[name], found = setting.split(settings[name], modes[name], at(where, name))
            problems += found
    message = resource.check(values)
    if message:
        problems.append(Problem(where, message))
    desired = Desired(
        where=where,
        key=resource.key_of(values),
        state=settings.get("state", "present"),
        values=values,
        without=without,
        modes=modes,
        id=settings.get("id", ""),
        delete=not resource.retire or bool(settings.get(resource.retire_unless, False)),
        update_password=settings.get("update_password", "on_create"),
    )
    return desired, problems


def _remarks(resource: Resource, written: Mapping[str, Any], where: str) -> tuple[str, ...]:
    return tuple(
        remark
        for setting in resource.fields
        if setting.name in written
        for remark in setting.remarks(written[setting.name], at(where, setting.name))
    )


def ended(resource: Resource, wanted: Iterable[Desired], today: str) -> list[str]:
    """Return a sentence for every setting that says that its object has no effect any more.

    Args:
        today: the present day, as YYYY-MM-DD.
    """
    return [
        f"{at(desired.where, name)}: {why}"
        for desired in wanted
        if desired.state == "present"
        for name, value in desired.values.items()
        if (why := resource.field(name).over(value, today))
    ]


def duplicates(resource: Resource, wanted: Iterable[Desired]) -> list[Problem]:
    """Return a problem for every object that is there twice (same natural key, same id)."""
    seen: dict[tuple[str, str], str] = {}
    problems = []
    for desired in wanted:
        identity = (desired.key, desired.id)
        if identity in seen:
            told = f"{resource.title} {shown(desired.key)} is already at {seen[identity]}"
            problems.append(Problem(desired.where, told))
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
                told = f"{shown(record[key])} can have only one {resource.title}, and is also at {other.where}"
                problems.append(Problem(at(desired.where, name), told))
    return problems


def references(resource: Resource, values: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return (path in the entry, resource referred to, name) for every reference that ``values`` make."""
    return [found for name, value in values.items() for found in resource.field(name).references(value)]
