# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The entry point of tasks on the controller: the same definitions as the modules, inside the controller's process.

A host is an account and not a machine, so a task runs on the controller, whatever connection its play has. Options that
a task leaves out are variables of its host. A module's start costs far more than what it does here, so every module of
the collection has an action plugin of its name that is this one. A task that is delegated to another machine, or runs
in the background, runs as an ordinary module.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ansible import constants
from ansible.errors import AnsibleError
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator, ValidationResult
from ansible.module_utils.common.parameters import remove_values
from ansible.plugins.action import ActionBase
from ansible.utils.display import Display

from ansible_collections.mailops.mimecast.plugins.module_utils import _ansible
from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import Connection
from ansible_collections.mailops.mimecast.plugins.module_utils._definitions.definition import Definition
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Failure
from ansible_collections.mailops.mimecast.plugins.module_utils._model.progress import Progress
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import MANAGED
from ansible_collections.mailops.mimecast.plugins.module_utils._run.call import Call
from ansible_collections.mailops.mimecast.plugins.module_utils._run.memory import Memory
from ansible_collections.mailops.mimecast.plugins.plugin_utils import _accounts
from ansible_collections.mailops.mimecast.plugins.plugin_utils._files import keys_twice
from ansible_collections.mailops.mimecast.plugins.plugin_utils._host import Host, plain
from ansible_collections.mailops.mimecast.plugins.plugin_utils._memory import MemoryFile
from ansible_collections.mailops.mimecast.plugins.plugin_utils._origin import located, shortened
from ansible_collections.mailops.mimecast.plugins.plugin_utils._removals import Promise, promised
from ansible_collections.mailops.mimecast.plugins.plugin_utils._token import tokens_of

DISPLAY = Display()
LARGE = frozenset({"site", "baseline", "entries", "entry_paths", "accounts", "members", "found", "messages"})
"""Options that may hold a whole account."""
Result = dict[str, Any]


class ActionModule(ActionBase):
    """Runs one module of the collection.

    Attributes:
        definition: what the module is; each action plugin names its own.
    """

    definition: Definition
    TRANSFERS_FILES = False
    _requires_connection = False
    _supports_async = True

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> Result:
        """Return the result that the module would return.

        The options are always checked here, also for an ordinary module: with the messages of the collection, and
        before an older ansible-core could show an option that it refuses.
        """
        variables = task_vars or {}
        written = dict(self._task.args)
        result: Result = super().run(tmp, task_vars)
        environment: dict[str, str] = {}
        self._compute_environment_string(environment)
        with _environment(environment):
            try:
                made = self._made(self.definition, variables)
            except Failure as error:
                made = {"failed": True, "msg": str(error)}
        if made.get("failed") and "msg" in made:
            made["msg"] = located(str(made["msg"]), {**variables, **written})
        return {**result, **made}

    @property
    def _name(self) -> str:
        return str(self._task.action.rsplit(".", 1)[-1])

    def _made(self, definition: Definition, variables: dict[str, Any]) -> Result:
        """Return the result of the task, failures included."""
        host = Host(variables, self._templar.template)
        if definition.leaves_sharing(self._task.args) and not self._has_own_credentials:
            self._tell(variables, host)
        written = _lists_split(definition, plain(self._task.args))
        options = {**host.options_of(definition, written), **written}
        promise = Promise()
        if definition.resource and definition.resource.singleton and isinstance(options.get("entries"), Mapping):
            # Its role has it as one mapping, as its site file.
            options["entries"] = [options["entries"]]
        if definition.resource and options.get("from_site"):
            # A variable of a role that nobody has set arrives as nothing, or as an empty text.
            options = {name: value for name, value in options.items() if value not in (None, "")}
            if options.get("deletions") == "none":
                promise = self._promise(variables)
                options["deletions"] = "none" if promise.given else "all"
            # What was left to the end of the play is in the memory of the run.
            if options.get("deletions") != "only":
                options = _from_host(host, definition, definition.resource, options)
        if definition.over_hosts and isinstance(options.get("accounts"), list):
            options["accounts"] = _accounts.with_errors(constants.DEFAULT_LOCAL_TMP, options["accounts"])
        validation = ArgumentSpecValidator(_ansible.argument_spec(definition.options)).validate(options)
        refused = _refusal(definition, options, validation, self._in_files(definition, host, variables))
        if refused:
            return _without_secrets(refused, definition, validation)
        made = self._carried_out(definition, options, validation, variables)
        if definition.resource and promise.condition:
            memory = self._memory(variables, validation).recall()
            left = memory.left_for(definition.resource, bool(self._task.check_mode))
            made = promise.kept(made, [deletions.told for deletions in left])
        nearly = host.nearly() if definition.takes_site else []
        return {**made, "warnings": [*made.get("warnings", []), *nearly]} if nearly else made

    def _in_files(self, definition: Definition, host: Host, variables: Mapping[str, Any]) -> list[str]:
        """Return what is wrong with the files of the host's site, which its values do not tell any more."""
        told = [str(problem) for problem in host.misspelled()] if definition.takes_site else []
        if not definition.looks_at_files:
            return told + self._shared(definition, variables, host)
        return told + [
            f"{shortened(file)}, {twice}" for file in host.files() for twice in keys_twice(self._loader, Path(file))
        ]

    def _shared(self, definition: Definition, variables: Mapping[str, Any], host: Host) -> list[str]:
        """Return what hosts of this play share and must not, where that ends the task."""
        ends = (definition.takes_site or definition.writes_here) and not definition.leaves_sharing(self._task.args)
        names = variables.get("ansible_play_hosts_all") or []
        if not ends or len(names) < 2 or "hostvars" not in variables or self._has_own_credentials:
            return []

        def look() -> _accounts.Shared:
            of_hosts = [(name, self._variables_of(name, variables)) for name in names]
            return _accounts.shared([_accounts.host(name, of, os.environ, self._rendered) for name, of in of_hosts])

        found = _accounts.once(constants.DEFAULT_LOCAL_TMP, self._play, look)
        return _accounts.refusals(found, _accounts.lifted_by(host.value))

    def _tell(self, variables: Mapping[str, Any], host: Host) -> None:
        """Tell the report over all hosts which one this is."""
        name = str(variables.get("inventory_hostname", ""))

        def kept(word: str, value: Any) -> bool:
            return "hostvars" in variables and self._variables_of(name, variables).get(word) is value

        told = _accounts.host(name, variables, os.environ, self._rendered, kept)
        lifted = _accounts.lifted_by(host.value)
        _accounts.tell(constants.DEFAULT_LOCAL_TMP, dataclasses.replace(told, lifted=lifted))

    @property
    def _has_own_credentials(self) -> bool:
        """Whether the task names an account itself: whatever hosts share, it does so on purpose."""
        return bool({"client_id", "access_token"} & self._task.args.keys())

    def _variables_of(self, name: str, variables: Mapping[str, Any], task: Any = None) -> Mapping[str, Any]:
        return _accounts.variables_of(variables["hostvars"], self._task.get_play(), name, task)

    def _rendered(self, value: Any, variables: Mapping[str, Any]) -> Any:
        return self._templar.copy_with_new_env(available_variables=variables).template(value)

    def _carried_out(
        self,
        definition: Definition,
        options: dict[str, Any],
        validation: ValidationResult,
        variables: dict[str, Any],
    ) -> Result:
        """Run the task here or as an ordinary module, and keep what the run has to remember."""
        file = self._memory(variables, validation)
        host = variables.get("inventory_hostname", "")
        progress = Progress(lambda line: DISPLAY.display(f"[{host}] {line}"))
        tokens = tokens_of(constants.DEFAULT_LOCAL_TMP, Connection.of(validation.validated_parameters))
        call = Call(
            Connection(tokens=tokens),
            bool(self._task.check_mode),
            progress,
            file.recall(),
            diff=bool(self._task.diff),
        )
        memory = call.memory
        here = self._runs_here(definition)
        reason = definition.spared(validation.validated_parameters, call)
        if reason:
            if definition.resource and validation.validated_parameters.get("deletions") == "only":
                file.refuse_left_elsewhere(definition.resource, call)
            if "memory" in definition.options:
                file.keep(memory)
            return {"changed": False, "skipped": True, "skip_reason": reason}
        if self._task.async_val and definition.resource and options.get("deletions") != "only":
            # What a task in the background finds out comes back to nobody.
            memory.begun(definition.resource, call.check_mode)
            file.keep(memory)
        elif not here:
            options = {**options, **_remembered(definition, memory)}
        if not here:
            return self._elsewhere(options, variables, file)
        if not self._task.until:
            # Ansible sends a task's arguments back with its result, each value with the place it was written at.
            self._task.args = {name: value for name, value in self._task.args.items() if name not in LARGE}
        made = _ansible.carry_out(definition, validation.validated_parameters, call)
        if "memory" in definition.options:
            file.keep(memory)
        return _without_secrets(made, definition, validation)

    def _elsewhere(self, options: dict[str, Any], variables: dict[str, Any], file: MemoryFile) -> Result:
        """Run the task as an ordinary module."""
        made: Result = self._execute_module(
            module_name=f"mailops.mimecast.{self._name}",
            module_args=options,
            task_vars=variables,
            wrap_async=self._task.async_val,
        )
        remembered = made.pop("memory", None)
        if remembered is not None:
            file.keep(Memory.from_data(remembered, MANAGED))
        return made

    def _promise(self, variables: Mapping[str, Any]) -> Promise:
        """Return what the play promises to this task, which is to leave its deletions to the end of it."""
        if self._task.async_val:
            return Promise(given=False)
        return promised(self._task, variables, lambda later: self._holds(later, variables))

    def _holds(self, later: Any, variables: Mapping[str, Any]) -> bool:
        """Whether the conditions of a later task hold as things are now; what cannot be judged yet does not."""
        known = variables
        if "hostvars" in variables:
            name = str(variables.get("inventory_hostname", ""))
            known = self._variables_of(name, variables, later)
        templar = self._templar.copy_with_new_env(available_variables=known)
        try:
            if hasattr(templar, "evaluate_conditional"):
                return all(map(templar.evaluate_conditional, later.when))
            # ansible-core before 2.19
            return bool(later.evaluate_conditional(templar, known))
        except AnsibleError:
            return False

    def _runs_here(self, definition: Definition) -> bool:
        """Whether the task runs in the controller: nobody has named another machine for it.

        A play without a connection has Ansible's default one, which leads to a machine of the name of the account.
        """
        if self._task.async_val:
            return False
        if self._connection.transport == "local":
            return not self._play_context.become
        if definition.writes_here:
            return not self._task.delegate_to
        return not self._task.delegate_to and self._connection.transport == constants.DEFAULT_TRANSPORT

    @property
    def _play(self) -> str:
        return str(getattr(self._task.get_play(), "_uuid", ""))

    def _memory(self, variables: Mapping[str, Any], validation: ValidationResult) -> MemoryFile:
        host = str(variables.get("inventory_hostname", ""))
        return MemoryFile(constants.DEFAULT_LOCAL_TMP, host, self._play, validation.validated_parameters)


def _from_host(host: Host, definition: Definition, resource: Resource, options: dict[str, Any]) -> dict[str, Any]:
    """Return the options of a task with what its host says of the type, and with what others of it stand for."""
    if definition.objects not in options:
        return {**host.objects_of(definition, resource), **options}
    return {**options, **host.beside(resource, options[definition.objects])}


def _remembered(definition: Definition, memory: Memory) -> dict[str, Any]:
    """Return the memory as the option that hands it to another machine."""
    return {"memory": memory.as_data()} if "memory" in definition.options else {}


def _without_secrets(made: Result, definition: Definition, validation: ValidationResult) -> Result:
    hidden = _ansible.hidden_values(definition, validation.validated_parameters, validation._no_log_values)
    shown: Result = remove_values(made, hidden)
    return shown


@contextlib.contextmanager
def _environment(given: Mapping[str, str]) -> Iterator[None]:
    """Give this process what the keyword ``environment`` gives the process of a module."""
    before = dict(os.environ)
    os.environ.update({str(name): str(value) for name, value in given.items()})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _lists_split(definition: Definition, written: dict[str, Any]) -> dict[str, Any]:
    """Return the options of a task, texts for lists of texts split at commas, as Ansible takes them."""
    lists = [name for name, option in definition.options.items() if option.get("elements") in ("str", "raw")]
    texts = {name: value for name, value in written.items() if name in lists and isinstance(value, str) and value}
    return {**written, **{name: [item.strip() for item in text.split(",")] for name, text in texts.items()}}


def _refusal(
    definition: Definition, options: dict[str, Any], validation: ValidationResult, in_files: list[str]
) -> Result:
    """Return the result of a task whose options are not right, or an empty one.

    They are judged as they were written: Ansible would turn text into a list, and a list into text.
    """
    missing = _ansible.missing_requirement()
    if missing:
        return {"failed": True, "msg": missing}
    problems = [str(problem) for problem in definition.check(options)]
    problems = [*in_files, *problems] or list(validation.error_messages)
    return {"failed": True, "msg": "\n".join(problems)} if problems else {}
