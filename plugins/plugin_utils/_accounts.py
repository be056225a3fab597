# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hosts of one play that share what they must not share: an account with two hosts, or a site with two accounts.

A host without credentials of its own takes those of the environment, and a variable of the command line counts for
every host. Both are seen only where all hosts are compared. It sends nothing.

For a task that may lead to a write, all hosts of its play are looked at before anything is read, once, while tasks of
other hosts wait. A task that only reads need not wait: it tells which host it is of, and the report over all of them
compares those that did.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ansible.module_utils.parsing.convert_bool import boolean

from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import DEFAULT_URL
from ansible_collections.mailops.mimecast.plugins.module_utils._model import site_file
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import first_of, visible
from ansible_collections.mailops.mimecast.plugins.plugin_utils._origin import place
from ansible_collections.mailops.mimecast.plugins.plugin_utils._run_file import RunFile, digest

SHARED_CREDENTIALS = "mimecast_shared_credentials"
SHARED_SITE = "mimecast_shared_site"
_WHO = ("base_url", "client_id", "access_token")
# What a lookup costs and finds is not known here; only the environment is looked at.
_LOOKUP = re.compile(r"\b(?:lookup|query|q)\s*\((?!\s*['\"](?:ansible\.builtin\.)?env['\"])")
Render = Callable[[Any, Mapping[str, Any]], Any]
"""(value, variables of a host) -> what it is for that host"""
Kept = Callable[[str, Any], bool]
"""(name of a variable, its value) -> whether that object stays in memory, so that no other can have its place there"""
Shared = Mapping[str, Sequence[Sequence[str]]]
"""Word that lifts the refusal -> groups of hosts that share something, by name."""


@dataclass(frozen=True)
class Host:
    """One host of a play: which credentials it uses and where its site is written, "" where that is not known.

    Attributes:
        lifted: words with which it says that it shares on purpose.
    """

    name: str
    credentials: str
    site: str
    lifted: Sequence[str] = ()


def variables_of(hostvars: Any, play: Any, name: str, task: Any = None) -> Mapping[str, Any]:
    """Return the variables of a host of a play, not resolved: also those that the play and its files give to each host.

    ``hostvars`` knows no play, so this asks the object behind it, if this ansible-core has one.

    Args:
        task: of the play, whose own variables count as well; without one, those of no task do.
    """
    manager, inventory = (getattr(hostvars, part, None) for part in ("_variable_manager", "_inventory"))
    found: Mapping[str, Any] = (
        manager.get_vars(play=play, host=inventory.get_host(name), task=task, include_hostvars=False)
        if manager and inventory
        else hostvars.raw_get(name)
    )
    return found


def host(
    name: str,
    variables: Mapping[str, Any],
    environment: Mapping[str, str],
    render: Render,
    kept: Kept = lambda word, value: True,
) -> Host:
    """Return what a host of the play uses. The values themselves are not kept, but for a name that tells them apart."""
    who = [_credential(word, variables, environment, render) for word in _WHO]
    known = None not in who and any(who[1:])
    said = [_written(word, variables.get(word), kept) for word in (site_file.SITE_NAME, site_file.BASELINE_NAME)]
    return Host(name, digest(who) if known else "", digest(said) if said[0] else "")


def _credential(word: str, variables: Mapping[str, Any], environment: Mapping[str, str], render: Render) -> str | None:
    """Return what tells one credential from another, or None where only a lookup could tell."""
    written = variables.get(f"mimecast_{word}")
    sealed = getattr(written, "_ciphertext", None)
    if sealed is not None:
        return str(sealed)
    if isinstance(written, str) and "{{" in written:
        if _LOOKUP.search(written):
            return None
        try:
            written = render(written, variables)
        except Exception:  # the task of that host tells what is wrong with its variable
            return None
    default = DEFAULT_URL if word == "base_url" else ""
    return str(written or environment.get(f"MIMECAST_{word.upper()}") or default)


def _written(word: str, value: Any, kept: Kept) -> str:
    """Return where a site was written, or which object in memory it is, or "".

    A template may be another site for each host.
    """
    if not isinstance(value, Mapping):
        return ""
    found = place(value)
    if found:
        return f"{found.file}:{found.line}:{found.column}"
    return f"object {id(value)}" if kept(word, value) else ""


def shared(hosts: Sequence[Host]) -> Shared:
    """Return the hosts that share credentials, and those that share a site."""
    twice = _groups(hosts, lambda each: each.credentials)
    by_site = _groups(hosts, lambda each: each.site)
    many = [group for group in by_site if len({each.credentials for each in group if each.credentials}) > 1]
    return {
        SHARED_CREDENTIALS: [[each.name for each in group] for group in twice],
        SHARED_SITE: [[each.name for each in group] for group in many],
    }


def _groups(hosts: Sequence[Host], what: Callable[[Host], str]) -> list[list[Host]]:
    """Return the hosts that have something in common, each group in order."""
    groups: dict[str, list[Host]] = {}
    for each in hosts:
        if what(each):
            groups.setdefault(what(each), []).append(each)
    return [group for group in groups.values() if len(group) > 1]


def refusals(found: Shared, lifted: Sequence[str]) -> list[str]:
    """Return a sentence for everything that is shared and must not be.

    Args:
        lifted: words with which the host in the message says that it shares on purpose.
    """
    words = {
        SHARED_CREDENTIALS: "reach one account with the same credentials, those of the environment where a host has "
        "none. Give each host its own mimecast_client_id and mimecast_client_secret",
        SHARED_SITE: "have different credentials and one mimecast_site, as with -e @site.yml for a whole inventory. "
        "Name the host that you mean with --limit, and put what all accounts have in common into mimecast_baseline",
    }
    return [
        f"the hosts {first_of([visible(name) for name in group], 3)} {words[word]}; {word}: true if you mean that"
        for word, groups in found.items()
        if word not in lifted
        for group in groups
    ]


def lifted_by(value: Callable[[str], Any]) -> list[str]:
    """Return the words with which a host says that it shares on purpose. ``value`` returns a variable of it."""
    return [word for word in (SHARED_CREDENTIALS, SHARED_SITE) if boolean(value(word), strict=False)]


def once(directory: str, play: str, look: Callable[[], Shared]) -> Any:
    """Return what ``look`` returns, which is called once a play; tasks of other hosts wait for it meanwhile.

    Args:
        directory: of this run of Ansible.
    """
    file = RunFile(directory, "shared", play, ())
    return json.loads(file.read_or_write(lambda: json.dumps(look()).encode()))


def tell(directory: str, told: Host) -> None:
    """Tell the report of this run which host a task is of."""
    _told(directory, told.name).write(json.dumps(asdict(told)).encode())


def with_errors(directory: str, accounts: Sequence[Any]) -> list[Any]:
    """Return the accounts of a report; those that share what they must not have that for an error.

    What was found in such an account may be of another one, and is left out.

    Args:
        directory: of this run of Ansible. accounts: as written, also where they are none.
    """
    names = [str(account.get("name")) if isinstance(account, Mapping) else "" for account in accounts]
    told = [_told(directory, name).read() for name in names]
    errors = _errors([Host(**json.loads(record)) for record in told if record])
    return [
        {**account, "result": {}, "events": [], "error": errors[name]} if name in errors else account
        for name, account in zip(names, accounts, strict=True)
    ]


def _told(directory: str, name: str) -> RunFile:
    return RunFile(directory, "host", "", (name,))


def _errors(hosts: Sequence[Host]) -> dict[str, str]:
    """Return, by name of a host, what it shares and must not."""
    found = shared(hosts)
    mine = {
        each.name: {word: [group for group in groups if each.name in group] for word, groups in found.items()}
        for each in hosts
    }
    told = {each.name: "\n".join(refusals(mine[each.name], each.lifted)) for each in hosts}
    return {name: error for name, error in told.items() if error}
