# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every module of the collection: the options it takes, what is wrong with them as written, and what it runs.

Both doors, the module's and the action plugin's, open these. It knows all the wings, and not Ansible.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._api import connection
from ansible_collections.mailops.mimecast.plugins.module_utils._model import composites
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._report import export, files
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED, RESOURCES
from ansible_collections.mailops.mimecast.plugins.module_utils._run import (
    audit,
    composite,
    dkim_records,
    info,
    managed_senders,
    mx_records,
    onboarding,
    one_type,
    pending_domains,
    planning,
    preflight,
    site,
    site_plan,
    snapshot,
    wanted,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._run.call import Call
from ansible_collections.mailops.mimecast.plugins.module_utils._run.options import (
    Options,
    module_options,
    unknown_options,
)

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

    @property
    def takes_site(self) -> bool:
        """Whether it takes the whole site of its host."""
        return "site" in self.from_host

    def check(self, written: Params) -> list[Problem]:
        """Return what is wrong with the options of a task as written, unknown ones first."""
        return [*unknown_options(written, self.options), *self.judge(written)]


def _of_account(options: Options, run: Callable[[Params, Call], Entry], **more: Any) -> Definition:
    """Return a module that talks to an account."""
    return Definition({**connection.OPTIONS, **options}, run, **more)


def _of_type(resource: Resource) -> Definition:
    """Return the module that manages one type of object."""
    return _of_account(
        module_options(resource),
        lambda params, call: one_type.run(resource, params, MANAGED, call),
        judge=lambda written: wanted.check(resource, written),
        spared=lambda params, call: one_type.spared(resource, params, call),
        resource=resource,
    )


def _exported(params: Params, call: Call) -> Entry:
    """Read an account and keep it as the file of a site."""
    path = export.check_dest(params["dest"])
    read = info.run(params, call.reading, MANAGED, with_code=True)
    return export.keep(read, MANAGED, path, call.check_mode, call.diff)


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.timezone.utc)


def _of_composite(resource: Resource) -> Definition:
    """Return the module that works out what the entries of a type stand for; those of the types do the work."""
    return _of_account(
        module_options(resource),
        lambda params, call: composite.run(resource, params, RESOURCES, call),
        judge=lambda written: composite.check(resource, written, RESOURCES),
        spared=lambda params, call: one_type.spared(resource, params, call),
        resource=resource,
    )


DEFINITIONS: dict[str, Definition] = {
    **{f"mimecast_{name}": _of_type(resource) for name, resource in MANAGED.items()},
    **{f"mimecast_{name}": _of_composite(resource) for name, resource in composites.standing(RESOURCES).items()},
    "mimecast_audit_info": _of_account(audit.OPTIONS, lambda params, call: audit.run(params, call.connection, _now())),
    "mimecast_snapshot": _of_account(
        snapshot.OPTIONS,
        lambda params, call: snapshot.run(params, call.connection, call.check_mode),
        judge=snapshot.check,
    ),
    "mimecast_managed_sender": _of_account(managed_senders.OPTIONS, managed_senders.run, judge=managed_senders.check),
    "mimecast_pending_domain": _of_account(
        pending_domains.OPTIONS,
        pending_domains.run,
        judge=pending_domains.check,
        spared=lambda params, call: one_type.spared(RESOURCES["pending_domain"], params, call),
        resource=RESOURCES["pending_domain"],
    ),
    "mimecast_info": _of_account(
        info.options(MANAGED), lambda params, call: info.run(params, call.connection, MANAGED)
    ),
    "mimecast_export": _of_account({**info.read_options(MANAGED), **export.OPTIONS}, _exported, writes_here=True),
    "mimecast_mx_info": _of_account(
        mx_records.OPTIONS,
        lambda params, call: mx_records.run(params, call.connection, MANAGED),
        spared=lambda params, call: "" if params.get("domains") else one_type.spared(RESOURCES["mx"], params, call),
        resource=RESOURCES["mx"],
        objects="domains",
    ),
    "mimecast_dkim_info": _of_account(
        dkim_records.OPTIONS,
        lambda params, call: dkim_records.run(params, call.connection, MANAGED, call.check_mode),
    ),
    "mimecast_domain_onboarding": Definition(
        onboarding.OPTIONS,
        lambda params, call: onboarding.run(params, call.check_mode),
        judge=onboarding.check,
    ),
    "mimecast_drift_report": Definition(files.OPTIONS, lambda params, call: files.run(params)),
    "mimecast_site_plan": _of_account(
        {**site.OPTIONS, **site_plan.OPTIONS},
        lambda params, call: site_plan.run(params, RESOURCES, _now(), call),
        judge=lambda written: site.check_what_is_said(written, RESOURCES),
        from_host=tuple(site.OPTIONS),
    ),
    "mimecast_site_preflight": _of_account(
        {**site.OPTIONS, **site.LISTS, **preflight.OPTIONS},
        lambda params, call: preflight.run(params, RESOURCES, call),
        judge=lambda written: site.check_what_is_said(written, RESOURCES),
        from_host=(*site.OPTIONS, *site.LISTS, "limits", "scan_users", "apply_via"),
    ),
    "mimecast_site_check": Definition(
        site.OPTIONS,
        lambda params, call: site.count(params, RESOURCES, planning.today()),
        judge=lambda written: site.check_what_is_said(written, RESOURCES),
        from_host=tuple(site.OPTIONS),
        looks_at_files=True,
    ),
}
