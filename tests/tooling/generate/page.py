# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the style sheet and the script of the report's page into Python files.

Ansible takes only Python files of module_utils along to another machine. What reaches the page begins after the
comment that heads each of them. This file knows nothing of what stands in them.
"""

from __future__ import annotations

from ansible_collections.mailops.mimecast.tests.tooling.generate.texts import LICENCE, ROOT, Files

FOLDER = ROOT / "plugins/module_utils/_report"
SOURCES = (FOLDER / "page.css", FOLDER / "page_cards.js", FOLDER / "page.js")


def generated() -> Files:
    """Return the text of the Python file for each source, by its path."""
    return {
        source.with_name(f"{source.stem}_{source.suffix[1:]}.py"): _as_python(source.name, source.read_text("utf-8"))
        for source in SOURCES
    }


def _as_python(name: str, source: str) -> str:
    """Return a Python file whose TEXT is what follows the first comment of ``source``.

    Raises:
        ValueError: the text cannot stand in a raw string as it is.
    """
    text = source.partition("*/\n")[2]
    if '"""' in text or text[-1:] != "\n":
        raise ValueError(f'{name}: it has to end with a line break, and must not have """ in it')
    return (
        f'{LICENCE}"""{name} as Python. `make generate` writes it; change {name} instead."""\n\n'
        "from __future__ import annotations\n\n"
        f'TEXT = r"""{text}"""\n'
    )
