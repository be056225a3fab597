# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An account as a site file: ordered, commented, ready to be reviewed and applied.

Text that Ansible would take for a template is marked, so that a policy's name cannot run anything. Pure: it knows
neither Ansible nor HTTP.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import Field
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import visible

try:
    import yaml
    from yaml import SafeDumper

    HAS_YAML = True
except ImportError:  # another machine may be without it; the controller has it
    SafeDumper = object  # type: ignore[assignment,misc]  # never used: a missing library is reported first
    HAS_YAML = False

_TEMPLATE_MARKS = ("{{", "{%", "{#")


class _Unsafe(str):
    """Text that must never be taken for a template."""

    __slots__ = ()


class _Dumper(SafeDumper):
    """Writes lists indented, as people do."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


if HAS_YAML:
    # Ansible hands over text and numbers of its own kinds.
    _Dumper.add_multi_representer(str, lambda dumper, value: dumper.represent_str(str.__str__(value)))
    _Dumper.add_multi_representer(int, lambda dumper, value: dumper.represent_int(int(value)))
    _Dumper.add_representer(_Unsafe, lambda dumper, value: dumper.represent_scalar("!unsafe", str(value), style='"'))


def site_file(resources: Mapping[str, Resource], read: Mapping[str, Any]) -> str:
    """Return the text of a site file.

    Args:
        read: result of reading the account: ``site``, ``left_out``, ``unreadable``, ``findings``; ``account_code``
            if it is known.
    """
    lines = [
        "---",
        "# A Mimecast account as a site file, as it was when it was read: a check against the same account shows no",
        "# change. Mimecast never returns passwords, so they are variables.",
    ]
    if read.get("account_code"):
        lines.append("# The code binds the file to this account: credentials for another account are refused.")
        lines += _dumped({"mimecast_account_code": _safe(read["account_code"])}, readable=False).splitlines()
    lines.append("mimecast_site:")
    site, unreadable, left_out = read.get("site", {}), read.get("unreadable", {}), read.get("left_out", {})
    for resource in resources.values():
        if resource.plural in unreadable:
            lines += ["", f"  # {resource.plural}: could not be read, so they are missing here."]
        elif resource.plural in site:
            found = [finding for finding in read.get("findings", []) if finding["type"] == resource.plural]
            counted = int(left_out.get(resource.plural) or 0)
            lines += ["", *_section(resource, site[resource.plural], [*_kept_elsewhere(counted), *map(_remark, found)])]
    return "\n".join(lines) + "\n"


def _kept_elsewhere(count: int) -> list[str]:
    return [f"{count} more belong to a directory or to Mimecast itself and are not listed."] if count else []


def _remark(finding: Mapping[str, str]) -> str:
    """Return what a site file cannot say of an object, in a line that ends nowhere but at its end."""
    name = f'"{finding["name"]}"' if finding["name"] else "An object without a name"
    return visible(f"{name}: {finding['reason']}.")


def _section(resource: Resource, found: Sequence[Entry] | Entry, remarks: Sequence[str]) -> list[str]:
    lines = [f"  # {text}" for text in (resource.console.menu, *remarks)]
    entries: Sequence[Entry] = [found] if isinstance(found, Mapping) else found
    names = Counter(resource.key_of(entry) for entry in entries)
    twins = sorted(str(name) for name, count in names.items() if count > 1)
    if twins:
        lines.append(
            f"  # {len(twins)} names are not unique; an id tells these objects apart, but ids "
            "can change: rename the objects."
        )
    lines += [f"  # {line}" for entry in entries for line in _alarm(resource, entry)]
    kept = [written(resource, entry) for entry in entries if not _empty_role(resource, entry)]
    if not kept:
        return [*lines, f"  {resource.plural}: {'{}' if resource.singleton else '[]'}"]
    said = {resource.plural: kept[0] if resource.singleton else kept}
    text = _dumped(said, readable=True)
    if not text.replace("\n", "").isprintable():
        # A mark that hides or turns text would deceive whoever reviews the file.
        text = _dumped(said, readable=False)
    return [*lines, *(f"  {line}" for line in text.splitlines())]


def _alarm(resource: Resource, entry: Entry) -> list[str]:
    """Return what a reviewer has to know of a dangerous object."""
    alarm = resource.alarm(entry)
    return [f"{visible(resource.key_of(entry))}: {alarm}."] if alarm else []


def _dumped(value: Entry, readable: bool) -> str:
    """Return YAML, with letters of all languages as they are where it is ``readable``, as numbers where it is not."""
    return str(yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=readable, width=1000))


def _empty_role(resource: Resource, entry: Entry) -> bool:
    """Whether the entry is an object that nobody can create and that says nothing: a role without members."""
    return resource.create is None and not any(value for name, value in entry.items() if name != resource.key)


def written(resource: Resource, entry: Entry) -> Entry:
    """Return one entry as the file has it: every list exact, every password a variable, nothing a template."""
    result: Entry = {} if resource.singleton else {resource.key: _safe(entry[resource.key])}
    for field in resource.fields:
        if field.name == resource.key or field.name not in entry:
            continue
        value = entry[field.name]
        result[field.name] = _with_secret(field, value, resource.key_of(entry))
        if field.owned and (resource.singleton or resource.create is not None):
            result[field.mode_name] = "exact"
    if "id" in entry:
        result["id"] = _safe(entry["id"])
    return result


def _with_secret(field: Field, value: Any, name: str) -> Any:
    secrets = [inner.name for inner in field.fields if inner.secret]
    if not value or not secrets:
        return _safe(value)
    variable = "vault_mimecast_" + "_".join(
        "".join(c if c.isalnum() and c.isascii() else " " for c in name).lower().split()
    )
    placeholders = {inner: f"{{{{ {variable}_{inner} | default('') }}}}" for inner in secrets}
    return {**{inner: _safe(setting) for inner, setting in value.items()}, **placeholders}


def _safe(value: Any) -> Any:
    if isinstance(value, str) and any(mark in value for mark in _TEMPLATE_MARKS):
        return _Unsafe(value)
    if isinstance(value, Mapping):
        return {name: _safe(inner) for name, inner in value.items()}
    return [_safe(inner) for inner in value] if isinstance(value, (list, tuple)) else value
