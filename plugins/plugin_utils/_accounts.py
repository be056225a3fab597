# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hosts of one play that would share what must not be shared: an account with two hosts, or a site with two accounts.

A host without credentials of its own takes those of the environment, and a variable of the command line counts for
every host. Both are seen only where all hosts of the play are looked at, which is done once a play. It sends nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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


@dataclass(frozen=True)
class Host:
    """One host of a play: which credentials it uses and where its site is written, "" where that is not known."""

    name: str
    credentials: str
    site: str


def variables_of(hostvars: Any, play: Any, name: str, task: Any = None) -> Mapping[str, Any]:
    """Return the variables of a host of a play, not resolved: also those that the play and its files give to each host.

    What ``hostvars`` shows knows no play, so what stands behind it is asked, as far as this ansible-core has it.

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


def host(name: str, variables: Mapping[str, Any], environment: Mapping[str, str], render: Render) -> Host:
    """Return what a host of the play uses. The values themselves are not kept, but for a name that tells them apart."""
    who = [_credential(word, variables, environment, render) for word in _WHO]
    known = None not in who and any(who[1:])
    said = [_written(variables.get(word)) for word in (site_file.SITE_NAME, site_file.BASELINE_NAME)]
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


def _written(value: Any) -> str:
    """Return where a site was written, or which object in memory it is, or "".

    A template may be another site for each host.
    """
    if not isinstance(value, Mapping):
        return ""
    found = place(value)
    return f"{found.file}:{found.line}:{found.column}" if found else f"object {id(value)}"


def shared(hosts: Sequence[Host]) -> dict[str, list[str]]:
    """Return, by word that lifts the refusal, what is shared: ``credentials`` and ``site``, each with its hosts."""
    twice = _groups(hosts, lambda each: each.credentials)
    by_site = _groups(hosts, lambda each: each.site)
    many = [group for group in by_site if len({each.credentials for each in group if each.credentials}) > 1]
    return {
        SHARED_CREDENTIALS: [_names(group) for group in twice],
        SHARED_SITE: [_names(group) for group in many],
    }


def _groups(hosts: Sequence[Host], what: Callable[[Host], str]) -> list[list[Host]]:
    """Return the hosts that have something in common, each group in order."""
    groups: dict[str, list[Host]] = {}
    for each in hosts:
        if what(each):
            groups.setdefault(what(each), []).append(each)
    return [group for group in groups.values() if len(group) > 1]


def _names(group: Sequence[Host]) -> str:
    return first_of([visible(each.name) for each in group], 3)


def refusals(found: Mapping[str, Sequence[str]], lifted: Callable[[str], bool]) -> list[str]:
    """Return a sentence for everything that is shared and must not be.

    Args:
        found: what ``shared`` returned. lifted: whether a variable of the host says that it is meant.
    """
    words = {
        SHARED_CREDENTIALS: "reach one account with the same credentials, those of the environment where a host has "
        "none. Give each host its own mimecast_client_id and mimecast_client_secret",
        SHARED_SITE: "have different credentials and one mimecast_site, as with -e @site.yml for a whole inventory. "
        "Name the host that is meant with --limit, and put what all accounts have in common into mimecast_baseline",
    }
    return [
        f"the hosts {group} {words[word]}; {word}: true where that is meant"
        for word, groups in found.items()
        if not lifted(word)
        for group in groups
    ]


def once(directory: str, play: str, look: Callable[[], Mapping[str, Any]]) -> Any:
    """Return what ``look`` returns, which is called once a play; tasks of other hosts wait for it meanwhile.

    Args:
        directory: of this run of Ansible.
    """
    file = RunFile(directory, "shared", play, ())
    return json.loads(file.read_or_write(lambda: json.dumps(look()).encode()))
