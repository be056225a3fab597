# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of docs/api_ledger.md that follows from the descriptors: every call, what it needs, and how sure it is."""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import CONFIDENCE
from ansible_collections.mailops.mimecast.tests.tooling.generate.needs import products, uses
from ansible_collections.mailops.mimecast.tests.tooling.generate.texts import ROOT, Files, table, with_parts

PATH = ROOT / "docs/api_ledger.md"


def generated() -> Files:
    """Return the text of the page by its path."""
    return {PATH: with_parts(PATH.read_text("utf-8"), ledger())}


def ledger() -> str:
    """Return one table for each module, and the count of all."""
    every = {operation.id: operation for of_module in uses().values() for _use, operation in of_module}.values()
    offered = sum(operation.catalogue for operation in every)
    counts = {word: sum(operation.confidence == word for operation in every) for word in CONFIDENCE}
    parts = [
        f"The collection uses {len(every)} operations. {offered} are in the public catalogue. Of the {len(every)}, "
        f"{counts['documented']} are documented, {counts['observed']} observed and {counts['inferred']} inferred.\n"
    ]
    for module, of_module in sorted(uses().items()):
        rows = [
            (
                use,
                f"`{operation.method} {operation.path}`",
                products(operation),
                operation.permission,
                "yes" if operation.catalogue else "**no**",
                operation.confidence if operation.confidence == "documented" else f"*{operation.confidence}*",
            )
            for use, operation in of_module
        ]
        head = ("Used to", "Operation", "API product", "Role permission", "In the catalogue", "Facts")
        parts.append(f"### `{module}`\n\n{table(head, rows)}")
    return "\n".join(parts)
