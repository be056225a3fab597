# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The site file: all of an account in one mapping. Checking it, and merging a baseline with a site.

Pure: a site file is judged without an account and without a network. It knows nothing of Ansible.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model import (
    composites,
    lint_accepted,
    mail_rules,
    mail_tests,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._model.entries import (
    Desired,
    duplicates,
    example,
    held_twice,
    parse,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import MODES, Field
from ansible_collections.mailops.mimecast.plugins.module_utils._model.lists import STATE
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem, refuse
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import kind, nearest, unknown_key

CONSOLE_DONE = "console_done"
RECORDS = (CONSOLE_DONE, lint_accepted.KEY, mail_rules.KEY)
"""Keys under which a file wants nothing of an account: what was done, what is accepted, and what mail has shown."""
BASELINE_NAME = "mimecast_baseline"
SITE_NAME = "mimecast_site"
_DONE_KEYS = ("fingerprint", "by", "at", "note")


def check(resources: Mapping[str, Resource], baseline: Any, site: Any) -> list[Problem]:
    """Return everything that is wrong with a baseline and a site, each with its path."""
    judged: dict[str, Desired] = {}
    problems = _check_one(resources, baseline, BASELINE_NAME, judged) + _check_one(resources, site, SITE_NAME, judged)
    if problems:
        return problems
    merged = _merged(resources, baseline, site)
    for plural, found in merged.items():
        resource = next(known for known in resources.values() if known.plural == plural)
        wanted = []
        for entry, path, joined in found:
            # What comes from one side alone was judged there.
            desired, wrong = parse(resource, entry, path) if joined else (judged[path], [])
            problems += wrong
            wanted += [desired] if desired else []
        problems += held_twice(resource, wanted)
    problems += mail_tests.incomplete({BASELINE_NAME: baseline, SITE_NAME: site})
    return problems or composites.check(resources, {plural: _apart(found) for plural, found in merged.items()})


def refuse_unknown_keys(resources: Mapping[str, Resource], part: Any, where: str) -> None:
    """Raise Failure for a baseline or a site that is no mapping, or has a key that there is not.

    Args:
        where: name of the part.
    """
    if part is None:
        return
    if not isinstance(part, Mapping):
        refuse([Problem(where, f"expected a mapping, got {kind(part)}")])
    refuse(_unknown_keys(resources, part, where))


def nothing_said(baseline: Any, site: Any) -> list[Problem]:
    """Return a problem when neither part names a type: a run over nothing would look like an account in sync.

    An empty list says something: that type is looked at. What is no mapping is left to ``check``.
    """
    for part in (baseline, site):
        if part is not None and not isinstance(part, Mapping):
            return []
        if any(given is not None for word, given in (part or {}).items() if word not in RECORDS):
            return []
    return [
        Problem(
            "",
            f"Neither {SITE_NAME} nor {BASELINE_NAME} contains anything, so there is nothing to compare. "
            f"Put the site into a file that begins with '{SITE_NAME}:' and pass it with -e @file, or into host_vars.",
        )
    ]


def _check_one(resources: Mapping[str, Resource], site: Any, where: str, judged: dict[str, Desired]) -> list[Problem]:
    if site is None:
        return []
    if not isinstance(site, Mapping):
        return [Problem(where, f"expected a mapping, got {kind(site)}")]
    by_plural = {resource.plural: resource for resource in resources.values()}
    problems = _unknown_keys(resources, site, where)
    for plural, resource in by_plural.items():
        given = site.get(plural)
        if given is None:
            continue
        told = _wrong_kind(resource, given)
        if told:
            problems.append(Problem(f"{where}.{plural}", told))
            continue
        problems += _check_entries(resource, given, f"{where}.{plural}", judged)
    problems += _check_done(site.get(CONSOLE_DONE), f"{where}.{CONSOLE_DONE}")
    problems += lint_accepted.check(site.get(lint_accepted.KEY), f"{where}.{lint_accepted.KEY}")
    problems += _check_rules(site.get(mail_rules.KEY), where)
    return problems + mail_tests.check(site.get(mail_tests.KEY), f"{where}.{mail_tests.KEY}")


def _check_rules(records: Any, where: str) -> list[Problem]:
    if records and where == BASELINE_NAME:
        told = f"belongs in {SITE_NAME}: the mail of one account shows nothing about another"
        return [Problem(f"{where}.{mail_rules.KEY}", told)]
    return mail_rules.check(records, f"{where}.{mail_rules.KEY}")


def _wrong_kind(resource: Resource, given: Any) -> str:
    """Return what is wrong with the value of a key, or an empty string: several objects are a list, one is none."""
    if resource.singleton:
        right = isinstance(given, Mapping)
        told = f"expected a mapping, because an account has only one; such as '{example(resource)}'"
        return "" if right else f"{told}, got {kind(given)}"
    right = isinstance(given, (list, tuple))
    told = f"expected a list, got {kind(given)}; begin each entry with '- ', such as '- {example(resource)}'"
    return "" if right else told


def placed(resource: Resource, given: Any, where: str) -> list[tuple[Any, str]]:
    """Return the entries under a key, each with its place.

    One object stands there as it is; an empty mapping says nothing of it, as an empty list does of many.
    """
    if resource.singleton:
        return [(given, where)] if given else []
    return [(entry, f"{where}[{index}]") for index, entry in enumerate(given or [])]


def _unknown_keys(resources: Mapping[str, Resource], part: Mapping[str, Any], where: str) -> list[Problem]:
    known = [*(resource.plural for resource in resources.values()), *RECORDS, mail_tests.KEY]
    return [Problem(f"{where}.{word}", unknown_key(word, known)) for word in part if word not in known]


def _check_entries(resource: Resource, given: Any, where: str, judged: dict[str, Desired]) -> list[Problem]:
    problems: list[Problem] = []
    found: list[Desired] = []
    for entry, place in placed(resource, given, where):
        desired, wrong = parse(resource, entry, place)
        problems += wrong
        if desired:
            found.append(desired)
            judged[desired.where] = desired
    return problems + duplicates(resource, found) + held_twice(resource, found)


def _check_done(done: Any, where: str) -> list[Problem]:
    if done is None:
        return []
    if not isinstance(done, (list, tuple)):
        return [Problem(where, f"expected a list, got {kind(done)}")]
    problems = []
    for index, record in enumerate(done):
        place = f"{where}[{index}]"
        if not isinstance(record, Mapping):
            problems.append(Problem(place, "expected a mapping of fingerprint, by and at"))
            continue
        missing = [word for word in _DONE_KEYS[:3] if not record.get(word)]
        unknown = [word for word in record if word not in _DONE_KEYS]
        problems += [Problem(f"{place}.{word}", "is required") for word in missing]
        problems += [Problem(f"{place}.{word}", f"unknown key{nearest(str(word), _DONE_KEYS)}") for word in unknown]
    return problems


def merge(resources: Mapping[str, Resource], baseline: Any, site: Any) -> Entry:
    """Return one site: entries of the same natural key become one, in which the site's settings win.

    A list that both sides add to is joined; any other list is the site's.
    """
    return {
        **{
            plural: [entry for entry, _path, _joined in found]
            for plural, found in _merged(resources, baseline, site).items()
        },
        CONSOLE_DONE: console_done(baseline, site),
        lint_accepted.KEY: lint_accepted.merged(baseline, site),
        mail_rules.KEY: mail_rules.read(site),
        mail_tests.KEY: [test for test, _place in tests_of_mail(baseline, site)],
    }


def names_type(resource: Resource, baseline: Any, site: Any) -> bool:
    """Whether a baseline or a site has the key of this type; an empty list says something too."""
    return any((part or {}).get(resource.plural) is not None for part in (baseline, site))


def lists(resources: Mapping[str, Resource], baseline: Any, site: Any) -> dict[str, tuple[list[Any], list[str]]]:
    """Return the merged lists of a baseline and a site, by key: the entries, and the place of each."""
    named = {name: resource for name, resource in resources.items() if names_type(resource, baseline, site)}
    return {plural: _apart(found) for plural, found in _merged(named, baseline, site).items()}


def _apart(found: Iterable[tuple[Entry, str, bool]]) -> tuple[list[Any], list[str]]:
    """Return merged entries, and where each of them stands."""
    kept = list(found)
    return [entry for entry, _path, _joined in kept], [path for _entry, path, _joined in kept]


def console_done(baseline: Any, site: Any) -> list[Any]:
    """Return the records of what was done by hand, those of the baseline first."""
    return [record for part in (baseline, site) for record in (part or {}).get(CONSOLE_DONE) or []]


def tests_of_mail(baseline: Any, site: Any) -> list[tuple[Entry, str]]:
    """Return the mail tests of a baseline and a site, merged, each with its place."""
    return mail_tests.merged({BASELINE_NAME: baseline, SITE_NAME: site})


def secrets(resources: Mapping[str, Resource], *parts: Any) -> set[str]:
    """Return every secret that a baseline and a site hold; what is malformed is passed over."""
    return {
        secret
        for part in parts
        for resource in resources.values()
        for secret in _secrets(resource.fields, part.get(resource.plural) if isinstance(part, Mapping) else None)
    }


def _secrets(fields: Iterable[Field], value: Any) -> Iterator[str]:
    """Yield the secrets in an entry, or in each of a list of entries."""
    for entry in value if isinstance(value, (list, tuple)) else [value]:
        for field in fields if isinstance(entry, Mapping) else ():
            given = entry.get(field.name)
            if field.secret and given not in (None, ""):
                yield str(given)
            yield from _secrets(field.fields, given)


def _merged(resources: Mapping[str, Resource], baseline: Any, site: Any) -> dict[str, list[tuple[Entry, str, bool]]]:
    """Return the entries of the merged lists: entry, path, and whether both sides had a part in it."""
    result = {}
    for resource in resources.values():
        found: dict[tuple[str, str], tuple[Entry, str, bool]] = {}
        for name, part in ((BASELINE_NAME, baseline), (SITE_NAME, site)):
            given = (part or {}).get(resource.plural)
            for entry, path in placed(resource, given, f"{name}.{resource.plural}"):
                if not isinstance(entry, Mapping):
                    found[(path, "")] = (entry, path, False)
                    continue
                identity = (resource.same_key(entry.get(resource.key, path)), str(entry.get("id") or ""))
                former = found.get(identity)
                merged = _merge_entries(resource, former[0], entry) if former else dict(entry)
                found[identity] = (merged, path, former is not None)
        result[resource.plural] = list(found.values())
    return result


def _merge_entries(resource: Resource, former: Mapping[str, Any], entry: Mapping[str, Any]) -> Entry:
    merged = {**former, **{name: value for name, value in entry.items() if value is not None}}
    for field in resource.fields:
        if field.owned and all(isinstance(part.get(field.name), (list, tuple)) for part in (former, entry)):
            merged |= _merge_lists(field, former, entry)
    return merged


def _merge_lists(field: Field, former: Mapping[str, Any], entry: Mapping[str, Any]) -> Entry:
    """Return an owned list that a baseline and a site both speak of, with what it says of other items.

    What a site says is the whole is the whole. Otherwise both count, and what a baseline says is the whole is that
    together with what its site adds.
    """
    word, name = field.mode_name, field.name
    theirs, ours = (part.get(word) or "add" for part in (former, entry))
    if not {theirs, ours} <= set(MODES):
        return {}
    if ours == "exact" or (theirs != ours and "remove" in (theirs, ours) and not field.item_key):
        return {name: entry[name], word: ours}
    if theirs == ours == "remove":
        return {name: _joined(field, former[name], entry[name]), word: "remove"}
    items = [
        _leaving(field, part[name]) if mode == "remove" else part[name]
        for part, mode in ((former, theirs), (entry, ours))
    ]
    whole = theirs == "exact" and entry.get(word) != "add"
    return {name: _joined(field, *items), word: "exact" if whole else "add"}


def _leaving(field: Field, items: Any) -> list[Any]:
    """Return records of a list that takes out, each of which says so itself."""
    records = [item if isinstance(item, Mapping) else {field.item_key: item} for item in items]
    return [{STATE: "absent", **record} for record in records]


def _joined(field: Field, theirs: Any, ours: Any) -> list[Any]:
    """Return both lists as one; of two records of the same item the second counts."""
    items: dict[str, Any] = {}
    for item in [*theirs, *ours]:
        parts = (
            [item.get(name) for name in (field.item_key, *field.beside_key)] if isinstance(item, Mapping) else [item]
        )
        items[" ".join(str(part) for part in parts).lower()] = item
    return list(items.values())
