# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a YAML file of the user as Ansible would, with messages that quote nothing from it.

It knows Ansible's loader, and not what the file is about.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ansible.errors import AnsibleError
from yaml import YAMLError


class Unusable(Exception):
    """A file that cannot be used; its text says why, without any value that could be a secret."""


def read_yaml(loader: Any, file: Path) -> Any:
    """Return what a file holds, decrypted. Raises Unusable with a message that quotes nothing from the file."""
    # The word for "do not cache" is not the same in every ansible-core; since 2.19 a template has to be trusted.
    parameters = inspect.signature(loader.load_from_file).parameters
    options: dict[str, Any] = {"cache": False if parameters["cache"].default is True else "none"}
    if "trusted_as_template" in parameters:
        options["trusted_as_template"] = True
    try:
        return loader.load_from_file(str(file), **options)
    except (AnsibleError, YAMLError, OSError, ValueError) as error:
        raise Unusable(_why(error, file)) from None


def _why(error: BaseException, file: Path) -> str:
    """Return why a file cannot be loaded. Ansible's own errors show lines of the file, secrets included."""
    for cause in causes(error):
        mark = getattr(cause, "problem_mark", None)
        if mark is not None:
            return f"line {mark.line + 1}, column {mark.column + 1}: this is not YAML"
    try:
        head = file.read_bytes()[:14]
    except OSError as unreadable:
        return f"the file cannot be read: {unreadable.strerror}"
    if head == b"$ANSIBLE_VAULT":
        return "the file is encrypted and none of the vault passwords given decrypts it"
    return "the file is not YAML in UTF-8"


def causes(error: BaseException | None) -> Iterable[BaseException]:
    """Yield an error and what it came from; Ansible hides the first of them in its own."""
    while error is not None:
        yield error
        error = getattr(error, "orig_exc", None) or error.__cause__ or error.__context__
