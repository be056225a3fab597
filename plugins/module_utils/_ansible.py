# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The glue to Ansible: argument specifications, and the entry point of modules. No other file here knows Ansible.

Modules enter through ``main``. The action plugin is the other entry point, and runs the same definitions inside the
controller.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from ansible.module_utils.basic import AnsibleModule, missing_required_lib
from ansible.module_utils.common.parameters import AnsibleFallbackNotFound

from ansible_collections.mailops.mimecast.plugins.module_utils._api import connection, transport
from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import Connection
from ansible_collections.mailops.mimecast.plugins.module_utils._definitions.definition import Definition
from ansible_collections.mailops.mimecast.plugins.module_utils._model import networks, spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Failure, bug_message
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED, RESOURCES
from ansible_collections.mailops.mimecast.plugins.module_utils._run import site
from ansible_collections.mailops.mimecast.plugins.module_utils._run.call import Call
from ansible_collections.mailops.mimecast.plugins.module_utils._run.memory import Memory
from ansible_collections.mailops.mimecast.plugins.module_utils._run.options import Options

UNVERIFIED = (
    "validate_certs is false: anybody between here and the API can read the credentials and change what is sent"
)


def argument_spec(options: Options) -> Options:
    """Return options as Ansible's argument specification: those of the connection fall back to the environment."""
    return {
        name: {**option, "fallback": (_environment, [f"MIMECAST_{name.upper()}"])}
        if option is connection.OPTIONS.get(name)
        else option
        for name, option in options.items()
    }


def _environment(name: str) -> str:
    """Return a variable of the environment; an empty one, as AWX sets for an input left empty, is not set."""
    value = os.environ.get(name)
    if not value:
        raise AnsibleFallbackNotFound
    return value


def hidden_values(definition: Definition, params: Mapping[str, Any], found: Collection[str]) -> set[str]:
    """Return the values that no result may show.

    Args:
        found: what Ansible takes for secret.
    """
    if not site.OPTIONS.keys() <= definition.options.keys():
        return {*found}
    hidden = [name for name, option in connection.OPTIONS.items() if option.get("no_log") and params.get(name)]
    return {str(params[name]) for name in hidden} | site.secrets(params, RESOURCES)


def missing_requirement() -> str:
    """Return a sentence about the Python library that is missing, or an empty string."""
    for name, present in (
        ("requests", transport.HAS_REQUESTS),
        ("idna", spelling.HAS_IDNA),
        ("netaddr", networks.HAS_NETADDR),
    ):
        if not present:
            return str(missing_required_lib(name))
    return ""


def carry_out(definition: Definition, params: Mapping[str, Any], call: Call) -> Entry:
    """Run a module's definition with checked options and return its result, ``failed`` and ``msg`` included."""
    try:
        connected = replace(Connection.of(params), tokens=call.connection.tokens)
        result = definition.run(params, replace(call, connection=connected))
    except Failure as error:
        result = {**error.result, "failed": True, "msg": str(error)}
    except Exception as error:  # a bug: its type is told, its text could hold a value that must not be shown
        return {"failed": True, "msg": bug_message(error)}
    if params.get("validate_certs") is False:
        result.setdefault("warnings", []).append(UNVERIFIED)
    return result


def main(definition: Definition) -> None:
    """Run a module: the entry point of tasks that do not run on the controller itself."""
    module = AnsibleModule(argument_spec=argument_spec(definition.options), supports_check_mode=True)
    module.no_log_values = hidden_values(definition, module.params, module.no_log_values)
    missing = missing_requirement()
    if missing:
        module.fail_json(msg=missing)
    problems = definition.check(module.params)
    if problems:
        module.fail_json(msg="\n".join(str(problem) for problem in problems))
    remembered = module.params.get("memory")
    memory = Memory.from_data(remembered or {}, MANAGED)
    result = carry_out(definition, module.params, Call(check_mode=module.check_mode, diff=module._diff, memory=memory))
    if remembered is not None:
        result["memory"] = memory.as_data()
    for warning in result.pop("warnings", []):
        module.warn(warning)
    if result.get("failed"):
        module.fail_json(**result)
    module.exit_json(**result)
