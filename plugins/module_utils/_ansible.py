# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The glue to Ansible: argument specifications, and the module door. Nothing else of module_utils knows Ansible.

A ``Definition`` is everything that makes a module one: its argument specification and what it runs. The module door is
``main``; the action plugin is the other door and runs the same definitions inside the controller.
"""

from __future__ import annotations

import datetime
import os
import traceback
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ansible.module_utils.basic import AnsibleModule, missing_required_lib
from ansible.module_utils.common.parameters import AnsibleFallbackNotFound

from ansible_collections.mailops.mimecast.plugins.module_utils._api import transport
from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import DEFAULT_URL, Connection
from ansible_collections.mailops.mimecast.plugins.module_utils._model import site_file, spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import (
    Entry,
    Field,
    Resource,
    controls,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Failure, Problem
from ansible_collections.mailops.mimecast.plugins.module_utils._report import files
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED, RESOURCES
from ansible_collections.mailops.mimecast.plugins.module_utils._run import (
    audit,
    info,
    mx_records,
    one_type,
    preflight,
    site_plan,
    snapshot,
)
from ansible_collections.mailops.mimecast.plugins.module_utils._run.call import Call
from ansible_collections.mailops.mimecast.plugins.module_utils._run.memory import Memory
from ansible_collections.mailops.mimecast.plugins.module_utils._run.wanted import wanted

Spec = dict[str, dict[str, Any]]
_APPLY_VIA: dict[str, Any] = {"type": "str", "choices": ["auto", "api", "console"], "default": "auto"}
_SCAN_USERS: dict[str, Any] = {"type": "bool", "default": False}
_MEMORY: dict[str, Any] = {"type": "dict"}
_TYPES = {"list": "list", "set": "list", "records": "list", "map": "dict", "date": "str"}


UNVERIFIED = (
    "validate_certs is false: anybody between here and the API can read the credentials and change what is sent"
)


@dataclass(frozen=True)
class Definition:
    """One module.

    Attributes:
        spec: its argument specification. check: what is wrong with its options as written, before anything else looks.
        run: (checked options, call) -> result; raises ``Failure``.
        spared: (checked options, memory of the run) -> why the account need not be looked at, or "".
        resource: the type whose objects it takes from the site of its host on request, as the option ``objects``.
        from_host: options that, where they are left out, are the
            host's variables of that name, beside those of the connection.
    """

    spec: Spec
    check: Callable[[Mapping[str, Any]], list[Problem]]
    run: Callable[[Mapping[str, Any], Call], Entry]
    spared: Callable[[Mapping[str, Any], Memory], str] = lambda params, memory: ""
    resource: Resource | None = None
    objects: str = "entries"
    from_host: tuple[str, ...] = ()


def connection_spec() -> Spec:
    """Return the options that say how to reach an account."""

    def option(name: str, kind: str, default: Any = None, **more: Any) -> dict[str, Any]:
        spec = {"type": kind, "fallback": (_environment, [f"MIMECAST_{name.upper()}"]), **more}
        return spec if default is None else {**spec, "default": default}

    return {
        "base_url": option("base_url", "str", DEFAULT_URL),
        "client_id": option("client_id", "str"),
        "client_secret": option("client_secret", "str", no_log=True),
        "access_token": option("access_token", "str", no_log=True),
        "timeout": option("timeout", "float", 30.0),
        "retry_budget": option("retry_budget", "float", 120.0),
        "page_size": option("page_size", "int", 0),
        "validate_certs": option("validate_certs", "bool", True),
        "ca_path": option("ca_path", "path"),
        "proxy": option("proxy", "str", no_log=True),
        "read_only": option("read_only", "bool", False),
    }


def _environment(name: str) -> str:
    """Return a variable of the environment; an empty one, as AWX sets for an input left empty, is not set."""
    value = os.environ.get(name)
    if not value:
        raise AnsibleFallbackNotFound
    return value


def connection_of(params: Mapping[str, Any]) -> Connection:
    """Return how to reach the account from validated options."""
    return Connection(**{name: params[name] for name in connection_spec() if params.get(name) is not None})


def field_spec(one: Field, defaults: bool) -> dict[str, Any]:
    """Return the argument specification of one field.

    Args:
        defaults: whether the option stands by itself; an entry gets its defaults from the options beside ``entries``.
    """
    kind = _TYPES.get(one.kind, one.kind)
    spec: dict[str, Any] = {"type": "raw" if one.kind == "int" and one.clear is not _absent() else kind}
    if kind == "list":
        spec["elements"] = "raw" if one.kind == "records" else "str"
    if one.choices:
        spec["choices"] = list(one.choices)
    if one.fields and one.kind == "map":
        spec["options"] = {inner.name: field_spec(inner, defaults) for inner in one.fields}
    if one.secret:
        spec["no_log"] = True
    elif "password" in one.name:
        spec["no_log"] = False
    return spec


def _absent() -> Any:
    return Field("none", "str", ()).clear


def entry_spec(resource: Resource) -> Spec:
    """Return the argument specification of one object."""
    return {one.name: field_spec(one, False) for one in (*resource.fields, *controls(resource))}


def resource_spec(resource: Resource) -> Spec:
    """Return the argument specification of a resource's module."""
    flat = {one.name: field_spec(one, True) for one in resource.fields}
    for one in controls(resource):
        flat[one.name] = {**field_spec(one, True), **({"default": one.default} if one.default != _absent() else {})}
    spec: Spec = {
        **connection_spec(),
        **flat,
        "entries": {"type": "list", "elements": "dict", "options": entry_spec(resource)},
        "entry_paths": {"type": "list", "elements": "str"},
        "from_site": {"type": "bool", "default": False},
        "memory": _MEMORY,
    }
    if resource.guards or resource.members:
        spec["accept_risk"] = {"type": "list", "elements": "str", "choices": accepted_risks(resource)}
    if resource.purgeable:
        spec["purge"] = {"type": "bool", "default": False}
        spec["purge_match"] = {"type": "str", "default": "*"}
    if resource.delete:
        spec["max_deletes"] = {"type": "int", "default": 10}
        spec["deletions"] = {"type": "str", "choices": ["all", "none", "only"], "default": "all"}
    if resource.support == "preview":
        spec["apply_via"] = _APPLY_VIA
        spec["console_done"] = {"type": "list", "elements": "dict", "options": _DONE}
    if resource.members and resource.members.scan:
        spec["scan_users"] = _SCAN_USERS
    return {name: one for name, one in spec.items() if one.get("choices") != []}


_DONE: Spec = {
    "fingerprint": {"type": "str", "required": True},
    "by": {"type": "str", "required": True},
    "at": {"type": "str", "required": True},
    "note": {"type": "str"},
}


def accepted_risks(resource: Resource) -> list[str]:
    """Return the words that ``accept_risk`` takes for a resource."""
    words = [one.name for one in resource.guards if one.overridable]
    return sorted([*words, "delete_with_members"] if resource.members and resource.delete else words)


def _check_resource(resource: Resource) -> Callable[[Mapping[str, Any]], list[Problem]]:
    known = resource_spec(resource)

    def check(written: Mapping[str, Any]) -> list[Problem]:
        problems = unknown_options(written, known)
        if isinstance(written.get("entries", []), (list, tuple)):
            try:
                wanted(resource, written)
            except Failure as error:
                problems += [Problem("", line) for line in str(error).splitlines()]
        return problems

    return check


def unknown_options(written: Mapping[str, Any], known: Spec) -> list[Problem]:
    """Return a problem for every option that there is not."""
    return [
        Problem(str(word), f"unknown option{spelling.nearest(str(word), known)}")
        for word in written
        if word not in known and not str(word).startswith("_ansible_")
    ]


def _resource_definition(resource: Resource) -> Definition:
    return Definition(
        resource_spec(resource),
        _check_resource(resource),
        lambda params, call: one_type.run(resource, params, MANAGED, call),
        lambda params, memory: one_type.spared(resource, params, memory),
        resource,
    )


def _site_spec() -> Spec:
    """Return the options that hold a site: mappings that the parser judges.

    Ansible cannot tell their secrets from the rest, so it takes all of them for secret; ``hidden_values`` can.
    """
    return {"site": _WHOLE_LISTS, "baseline": _WHOLE_LISTS}


_WHOLE_LISTS: dict[str, Any] = {"type": "dict", "no_log": True}


def hidden_values(spec: Spec, params: Mapping[str, Any], found: Collection[str]) -> set[str]:
    """Return the values that no result may show.

    Args:
        found: what Ansible takes for secret.
    """
    whole = [params.get(name) for name, option in spec.items() if option is _WHOLE_LISTS]
    if not whole:
        return {*found}
    own = {str(params[name]) for name in connection_spec() if spec.get(name, {}).get("no_log") and params.get(name)}
    return own | site_file.secrets(RESOURCES, *whole)


def _check_site(params: Mapping[str, Any]) -> list[Problem]:
    return [
        *unknown_options(params, _site_spec()),
        *site_file.check(RESOURCES, params.get("baseline"), params.get("site")),
    ]


def _run_site_check(params: Mapping[str, Any], _call: Call) -> Entry:
    merged = site_file.merge(RESOURCES, params.get("baseline"), params.get("site"))
    return {"changed": False, "counts": {name: len(found) for name, found in merged.items()}}


def _site_plan_definition() -> Definition:
    spec: Spec = {
        **connection_spec(),
        **_site_spec(),
        "scan_users": _SCAN_USERS,
        "apply_via": _APPLY_VIA,
        "audit_days": {"type": "int", "default": 0},
    }

    def run(params: Mapping[str, Any], call: Call) -> Entry:
        return site_plan.run(params, RESOURCES, datetime.datetime.now(datetime.timezone.utc), call)

    return Definition(spec, _check_what_is_said(spec), run, from_host=tuple(_site_spec()))


def _check_what_is_said(known: Spec) -> Callable[[Mapping[str, Any]], list[Problem]]:
    """Return the check of a module that compares a site with its account: a site that says nothing is a mistake."""

    def check(written: Mapping[str, Any]) -> list[Problem]:
        baseline, site = written.get("baseline"), written.get("site")
        silence = [] if written.get("lists") else site_file.nothing_said(baseline, site)
        return [*unknown_options(written, known), *(silence or site_file.check(RESOURCES, baseline, site))]

    return check


def _preflight_definition() -> Definition:
    spec: Spec = {
        **connection_spec(),
        **_site_spec(),
        "lists": _WHOLE_LISTS,
        "limits": {"type": "dict"},
        "tags": {"type": "list", "elements": "str", "default": ["all"]},
        "skip_tags": {"type": "list", "elements": "str", "default": []},
        "scan_users": _SCAN_USERS,
        "apply_via": _APPLY_VIA,
        "memory": _MEMORY,
    }
    return Definition(
        spec,
        _check_what_is_said(spec),
        lambda params, call: preflight.run(params, RESOURCES, call),
        from_host=(*_site_spec(), "lists", "limits", "scan_users", "apply_via"),
    )


def limits_spec(resource: Resource) -> Spec:
    """Return the options of a type that say how far its role may go."""
    spec = resource_spec(resource)
    return {word: spec[word] for word in ("accept_risk", "purge", "purge_match", "max_deletes") if word in spec}


def _report_definition() -> Definition:
    account: Spec = {
        "name": {"type": "str", "required": True},
        "region": {"type": "str"},
        "result": {"type": "dict"},
        "error": {"type": "str"},
        "events": {"type": "list", "elements": "dict"},
    }
    formats = ["json", "md", "html"]
    spec: Spec = {
        "accounts": {"type": "list", "elements": "dict", "options": account, "required": True},
        "directory": {"type": "path", "required": True},
        "formats": {"type": "list", "elements": "str", "choices": formats, "default": formats},
        "title": {"type": "str", "default": "Mimecast drift report"},
    }
    return Definition(spec, _plain_check(spec), lambda params, _call: files.run(params))


def _audit_definition() -> Definition:
    spec: Spec = {
        **connection_spec(),
        "start": {"type": "str"},
        "end": {"type": "str"},
        "query": {"type": "str"},
        "categories": {"type": "list", "elements": "str"},
        "objects": {"type": "list", "elements": "str"},
    }

    def run(params: Mapping[str, Any], call: Call) -> Entry:
        return audit.run(params, call.connection, datetime.datetime.now(datetime.timezone.utc))

    return Definition(spec, _plain_check(spec), run)


def _snapshot_definition() -> Definition:
    spec: Spec = {
        **connection_spec(),
        "operation": {"type": "str", "choices": ["create", "list", "export", "restore"], "default": "list"},
        "type": {"type": "str", "choices": list(snapshot.TYPES)},
        "name": {"type": "str"},
        "comment": {"type": "str"},
        "source": {"type": "str"},
        "mode": {"type": "str", "choices": ["append", "overwrite"]},
        "unit": {"type": "str", "choices": ["all", "recipient", "blocked", "permitted", "groupid"], "default": "all"},
        "values": {"type": "list", "elements": "str"},
    }
    return Definition(
        spec,
        lambda written: [*unknown_options(written, spec), *snapshot.check(written)],
        lambda params, call: snapshot.run(params, call.connection, call.check_mode),
    )


def _plain_check(known: Spec) -> Callable[[Mapping[str, Any]], list[Problem]]:
    return lambda written: unknown_options(written, known)


def _info_definition() -> Definition:
    spec: Spec = {
        **connection_spec(),
        "types": {
            "type": "list",
            "elements": "str",
            "choices": [one.plural for one in MANAGED.values()],
        },
        "members": {"type": "bool", "default": True},
        "scan_users": _SCAN_USERS,
    }
    return Definition(spec, _plain_check(spec), lambda params, call: info.run(params, call.connection, MANAGED))


def _mx_definition() -> Definition:
    spec: Spec = {
        **connection_spec(),
        "domains": {"type": "list", "elements": "str"},
        "from_site": {"type": "bool", "default": False},
        "nameservers": {"type": "list", "elements": "str"},
        "nameserver_port": {"type": "int", "default": 53},
        "dns_timeout": {"type": "float", "default": 5.0},
    }
    return Definition(
        spec,
        _plain_check(spec),
        lambda params, call: mx_records.run(params, call.connection, MANAGED),
        resource=RESOURCES["mx"],
        objects="domains",
    )


DEFINITIONS: dict[str, Definition] = {
    **{f"mimecast_{name}": _resource_definition(one) for name, one in MANAGED.items()},
    "mimecast_audit_info": _audit_definition(),
    "mimecast_snapshot": _snapshot_definition(),
    "mimecast_info": _info_definition(),
    "mimecast_mx_info": _mx_definition(),
    "mimecast_drift_report": _report_definition(),
    "mimecast_site_plan": _site_plan_definition(),
    "mimecast_site_preflight": _preflight_definition(),
    "mimecast_site_check": Definition(_site_spec(), _check_site, _run_site_check, from_host=tuple(_site_spec())),
}


def missing_requirement() -> str:
    """Return a sentence about the Python library that is missing, or an empty string."""
    for name, present in (("requests", transport.HAS_REQUESTS), ("idna", spelling.HAS_IDNA)):
        if not present:
            return str(missing_required_lib(name))
    return ""


def carry_out(name: str, params: Mapping[str, Any], call: Call) -> Entry:
    """Run a module's definition with checked options and return its result, ``failed`` and ``msg`` included."""
    try:
        result = DEFINITIONS[name].run(params, replace(call, connection=connection_of(params)))
    except Failure as error:
        result = {**error.result, "failed": True, "msg": str(error)}
    except Exception as error:  # a bug: its type is told, its text could hold a value that must not be shown
        return {"failed": True, "msg": bug_message(error)}
    if params.get("validate_certs") is False:
        result.setdefault("warnings", []).append(UNVERIFIED)
    return result


def main(name: str) -> None:
    """Run a module: the door for tasks that do not run on the controller itself."""
    definition = DEFINITIONS[name]
    module = AnsibleModule(argument_spec=definition.spec, supports_check_mode=True)
    module.no_log_values = hidden_values(definition.spec, module.params, module.no_log_values)
    missing = missing_requirement()
    if missing:
        module.fail_json(msg=missing)
    problems = definition.check(module.params)
    if problems:
        module.fail_json(msg="\n".join(str(one) for one in problems))
    remembered = module.params.get("memory")
    memory = Memory.from_data(remembered or {}, MANAGED)
    result = carry_out(name, module.params, Call(check_mode=module.check_mode, memory=memory))
    if remembered is not None:
        result["memory"] = memory.as_data()
    for one in result.pop("warnings", []):
        module.warn(one)
    if result.get("failed"):
        module.fail_json(**result)
    module.exit_json(**result)


def bug_message(error: Exception) -> str:
    """Return what a user can report about an error that nobody foresaw, without any value."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"unexpected {type(error).__name__} in {place.name} (line {place.lineno}); please report this as a bug"
