# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps an account that was read as the file of a site. It knows neither Ansible nor HTTP."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Failure
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._report import files, site_text

OPTIONS: dict[str, dict[str, Any]] = {"dest": {"type": "path", "required": True}}


def check_dest(dest: str) -> Path:
    """Return where the file is kept.

    Raises:
        Failure: there is no folder for it, or a folder of its name.
    """
    path = Path(dest).absolute()
    if not path.parent.is_dir():
        raise Failure(f"dest: the folder {path.parent} does not exist; create it first")
    if path.is_dir():
        raise Failure(f"dest: {path} is a folder; name the file in it")
    return path


def keep(read: Mapping[str, Any], resources: Mapping[str, Resource], path: Path, check_mode: bool, diff: bool) -> Entry:
    """Write what was read of an account into a file, and return whether the file changes and what is not in it.

    Args:
        check_mode: the file is only compared. diff: with the text before and after.

    Raises:
        Failure: the file cannot be read or written. What was there before is still whole then.
    """
    if not site_text.HAS_YAML:
        raise Failure("the Python library yaml is missing on the machine that writes the file")
    text = site_text.site_file(resources, read)
    try:
        before = path.read_bytes() if path.exists() else None
        changed = before != text.encode() or stat.S_IMODE(path.stat().st_mode) != files.MODE
        if changed and not check_mode:
            files.replace(path, text)
    except OSError as error:
        raise Failure(f"dest: {path} cannot be written: {error.strerror}") from None
    shown = {"before": (before or b"").decode(errors="replace"), "after": text} if diff else {}
    headers = {"before_header": str(path), "after_header": str(path)}
    return {
        "changed": changed,
        "dest": str(path),
        "left_out": read["left_out"],
        "unreadable": read["unreadable"],
        "api": read["api"],
        **({"diff": {**shown, **headers}} if shown else {}),
    }
