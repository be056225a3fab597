# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a YAML file of the user as Ansible would, with messages that quote nothing from it.

It knows Ansible's loader, and not what the file is about.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml
from ansible.errors import AnsibleError
from yaml import YAMLError

from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import shown

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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


def keys_twice(loader: Any, file: Path) -> list[str]:
    """Return a sentence for every key that is twice in one mapping of a file: only the last of them counts.

    Ansible only warns of it, and with it a half of a site may be gone. A file that cannot be read says nothing here.
    """
    try:
        content, _shown = loader._get_file_contents(str(file))  # the loader decrypts what Ansible Vault has encrypted
        document = yaml.compose(bytes(content), Loader=_LOADER)  # nosec B506  # nodes only, and no object is made of them
    except (AnsibleError, YAMLError, OSError, ValueError):
        return []
    return list(_twice(document, set()))


def _twice(node: Any, seen: set[int]) -> Iterator[str]:
    """Yield a sentence for every key that stands twice in a node or inside of it, each node once."""
    if id(node) in seen or not isinstance(node, yaml.CollectionNode):
        return
    seen.add(id(node))
    first: dict[str, int] = {}
    for child in node.value:
        if not isinstance(node, yaml.MappingNode):
            yield from _twice(child, seen)
            continue
        key, value = child
        if isinstance(key, yaml.ScalarNode):
            line = key.start_mark.line + 1
            if key.value in first:
                told = f"the key {shown(key.value)} is in line {first[key.value]} too, and only the last one counts"
                yield f"line {line}: {told}"
            first.setdefault(key.value, line)
        yield from _twice(value, seen)


def _why(error: BaseException, file: Path) -> str:
    """Return why a file cannot be loaded. Ansible's own errors show lines of the file, secrets included."""
    for cause in _causes(error):
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


def _causes(error: BaseException | None) -> Iterable[BaseException]:
    """Yield an error and what it came from; Ansible hides the first of them in its own."""
    while error is not None:
        yield error
        error = getattr(error, "orig_exc", None) or error.__cause__ or error.__context__
