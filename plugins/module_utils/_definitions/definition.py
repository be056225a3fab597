# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The definition of a module: its options, what is wrong with them as written, and what it runs.

Modules and action plugins both run a definition. It knows neither a module nor Ansible.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._api import connection
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._run.call import Call
from ansible_collections.mailops.mimecast.plugins.module_utils._run.options import Options, unknown_options

Params = Mapping[str, Any]


@dataclass(frozen=True)
class Definition:
    """One module.

    Attributes:
        options: what it takes, in the form of Ansible's argument specifications.
        run: (checked options, call) -> result; raises ``Failure``.
        judge: what is wrong with the values of its options as written, before anything else looks.
        spared: (checked options, call) -> why the account need not be looked at, or "".
        resource: the type whose objects it takes from the site of its host on request, as the option ``objects``.
        from_host: options that, where they are left out, are the host's variables of that name, beside those of the
            connection.
        writes_here: whether it keeps a file where Ansible runs, whatever connection its host has.
        looks_at_files: whether the files of the site are looked at for what their values do not tell.
        leaves_sharing: options as written -> whether a report over all hosts tells which of them share an account or a
            site. Otherwise that ends a task that takes a site or keeps a file.
        over_hosts: whether it is that report: its ``accounts`` are hosts.
    """

    options: Options
    run: Callable[[Params, Call], Entry]
    judge: Callable[[Params], list[Problem]] = lambda written: []
    spared: Callable[[Params, Call], str] = lambda params, call: ""
    resource: Resource | None = None
    objects: str = "entries"
    from_host: tuple[str, ...] = ()
    writes_here: bool = False
    looks_at_files: bool = False
    leaves_sharing: Callable[[Params], bool] = lambda written: False
    over_hosts: bool = False

    @property
    def takes_site(self) -> bool:
        """Whether it takes the whole site of its host."""
        return "site" in self.from_host

    def check(self, written: Params) -> list[Problem]:
        """Return what is wrong with the options of a task as written, unknown ones first."""
        return [*unknown_options(written, self.options), *self.judge(written)]


def of_account(options: Options, run: Callable[[Params, Call], Entry], **more: Any) -> Definition:
    """Return a module that talks to an account."""
    return Definition({**connection.OPTIONS, **options}, run, **more)
