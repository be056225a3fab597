# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks site files that stand alone: what Ansible can make of each value is judged, and nothing is guessed.

A value that needs a variable of another file, a lookup, or a vault password that is not there cannot be known here: it
is passed over, and the rest is judged. It knows Ansible and the site file; it may not know an account or an inventory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ansible.errors import AnsibleError
from ansible.plugins.action import ActionBase
from ansible.utils.vars import load_extra_vars
from jinja2 import Environment, TemplateSyntaxError

from ansible_collections.mailops.mimecast.plugins.module_utils import _ansible
from ansible_collections.mailops.mimecast.plugins.module_utils._model import site_file, wording
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Failure, Problem
from ansible_collections.mailops.mimecast.plugins.module_utils._resources._all import RESOURCES
from ansible_collections.mailops.mimecast.plugins.plugin_utils._files import Unusable, keys_twice, read_yaml
from ansible_collections.mailops.mimecast.plugins.plugin_utils._host import plain, refuse_endless
from ansible_collections.mailops.mimecast.plugins.plugin_utils._origin import place_of

KEYS = (site_file.BASELINE_NAME, site_file.SITE_NAME)
ENCRYPTED = b"$ANSIBLE_VAULT;"
UNKNOWN = "(not known)"
"""Stands for an encrypted value: whatever is said about it is passed over."""
_TEMPLATE = re.compile(r"\{[{%#]")
# What a lookup finds depends on the machine and the moment, and what is omitted on the task.
_ELSEWHERE = re.compile(r"\{[{%].*\b(?:lookup|query|q|omit)\b", re.DOTALL)
# Reads templates without knowing any filter. Ansible may be told to take both extensions.
_JINJA = Environment(extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"])  # nosec B701  # it writes nothing


@dataclass
class Verdict:
    """What was found out about one file: what is wrong, the paths of what could not be known, and what it holds."""

    problems: list[Problem] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    document: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def lines(self, file: str) -> Iterator[str]:
        """Yield what there is to say about the file."""
        shown = wording.visible(file)
        for problem in self.problems:
            found = place_of(problem.where, self.document)
            yield f"{shown}: {problem}" + (f" (line {found.line})" if found else "")
        if self.unknown:
            yield wording.visible(f"{shown}: not checked, known only when it is applied: {', '.join(self.unknown)}")


class ActionModule(ActionBase):  # type: ignore[misc]  # ansible-core publishes no types
    """Judges the files that ``files`` lists, NUL behind each name, and writes what there is to say into ``report``."""

    TRANSFERS_FILES = False

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Return a result that has failed when anything is wrong with any file."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        missing = _ansible.missing_requirement()
        if missing:
            return {**result, "failed": True, "msg": missing}
        names = Path(self._task.args["files"]).read_text(encoding="utf-8").split("\0")[:-1]
        verdicts = {name: self._judge(name) for name in names}
        report = "".join(f"{line}\n" for name, verdict in verdicts.items() for line in verdict.lines(name))
        Path(self._task.args["report"]).write_text(report, encoding="utf-8")
        return {**result, "failed": any(verdict.problems for verdict in verdicts.values())}

    def _judge(self, name: str) -> Verdict:
        try:
            if not _may_hold_a_site(Path(name)):
                return Verdict()
            document = read_yaml(self._loader, Path(name).absolute())
        except Unusable as error:
            if _is_encrypted(Path(name)):
                return Verdict(unknown=["the whole file, it is encrypted"])
            twice = keys_twice(self._loader, Path(name).absolute())
            return Verdict([Problem("", why) for why in twice or [str(error)]])
        except OSError as error:
            return Verdict([Problem("", f"the file cannot be read: {error.strerror}")])
        if not isinstance(document, Mapping) or not any(key in document for key in KEYS):
            return Verdict()
        try:
            for word, value in document.items():
                refuse_endless(str(word), value)
        except Failure as error:
            return Verdict([Problem("", str(error))])
        variables = {
            **load_extra_vars(self._loader),
            **{str(word): value for word, value in document.items() if not _looks_elsewhere(value)},
        }
        reader = _Reader(self._templar.copy_with_new_env(available_variables=variables))
        baseline, site = (reader.read(document.get(key), key) for key in KEYS)
        found = site_file.check(RESOURCES, baseline, site)
        return Verdict(
            [*reader.problems, *(problem for problem in found if not reader.covers(problem.where))],
            reader.unknown,
            document,
        )


class _Reader:
    """Makes plain values of what a file holds, and remembers what it could not make."""

    def __init__(self, templar: Any) -> None:
        self._templar = templar
        self.problems: list[Problem] = []
        self.unknown: list[str] = []
        self._passed_over: set[str] = set()

    def read(self, value: Any, where: str) -> Any:
        """Return ``value`` without templates; what cannot be known stays as it is written."""
        if isinstance(value, Mapping):
            return {str(name): self.read(inner, f"{where}.{name}") for name, inner in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.read(inner, f"{where}[{index}]") for index, inner in enumerate(value)]
        try:
            written = plain(value)
        except AnsibleError:
            self._pass_over(where)
            return UNKNOWN
        if not isinstance(written, str) or not _TEMPLATE.search(written):
            return written
        if _looks_elsewhere(written):
            self._pass_over(where)
            return written
        wrong = _syntax(written)
        if wrong:
            self.problems.append(Problem(where, wrong))
            self._passed_over.add(where)
            return written
        try:
            made = plain(self._templar.template(value))
        except Exception:  # filters of others raise what they like
            made = written
        # Ansible may be told to leave undefined variables as they are written.
        if made == written:
            self._pass_over(where)
        return made

    def _pass_over(self, where: str) -> None:
        self.unknown.append(where)
        self._passed_over.add(where)

    def covers(self, where: str) -> bool:
        """Whether ``where`` is, or is inside, something that could not be known."""
        steps = [match.start() for match in re.finditer(r"[.\[]|$", where)]
        return any(where[:step] in self._passed_over for step in steps)


def _may_hold_a_site(file: Path) -> bool:
    """Whether it is worth loading: what others keep in YAML may not be for Ansible to read."""
    content = file.read_bytes()
    return content.startswith(ENCRYPTED) or any(key.encode() in content for key in KEYS)


def _is_encrypted(file: Path) -> bool:
    return file.read_bytes().startswith(ENCRYPTED)


def _syntax(template: str) -> str:
    """Return what keeps Jinja from reading a template, without showing any of it, or an empty string."""
    try:
        _JINJA.parse(template)
    except TemplateSyntaxError as error:
        return f"line {error.lineno} of this template cannot be read by Jinja"
    return ""


def _looks_elsewhere(value: Any) -> bool:
    """Whether anything in ``value`` asks something that is not in the file."""
    if isinstance(value, Mapping):
        return any(_looks_elsewhere(inner) for inner in value.values())
    if isinstance(value, (list, tuple)):
        return any(_looks_elsewhere(inner) for inner in value)
    return isinstance(value, str) and bool(_ELSEWHERE.search(value))
