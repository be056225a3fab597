# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes all that follows from the descriptors into the files that have to hold it as literal text.

``--check`` writes nothing, names every file that is not current with what would change, and then exits 1.
"""

from __future__ import annotations

import argparse
import difflib
import sys
from pathlib import Path

from ansible_collections.mailops.mimecast.tests.tooling.generate import (
    composites,
    least_privilege,
    ledger,
    lint_table,
    mail_rules,
    modules,
    page,
    readme,
    roles,
    schema,
    site_file,
)
from ansible_collections.mailops.mimecast.tests.tooling.generate.texts import ROOT, Files

KINDS = (
    modules,
    roles,
    composites,
    page,
    readme,
    site_file,
    ledger,
    least_privilege,
    lint_table,
    mail_rules,
    schema,
)
"""One for each kind of output; each knows which files it writes."""


def generated() -> Files:
    """Return the text of every generated file by its path."""
    files: Files = {}
    for kind in KINDS:
        files |= kind.generated()
    return files


def differences(path: Path, text: str | None) -> list[str]:
    """Return how a file differs from what it is to be, as lines of a diff; none where it is current."""
    name = str(path.relative_to(ROOT))
    present = path.read_text("utf-8") if path.exists() else None
    if present == text:
        return []
    before, after = (present or "").splitlines(True), (text or "").splitlines(True)
    return list(difflib.unified_diff(before, after, name, name if text is not None else "nothing", n=1))


def write(path: Path, text: str | None) -> None:
    """Make a file what it is to be."""
    if text is None:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def main() -> int:
    """Write or check every generated file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 when a file is not current")
    check = parser.parse_args().check
    files = generated()
    stale = {path: lines for path, text in files.items() if (lines := differences(path, text))}
    for path, lines in stale.items():
        if check:
            sys.stderr.writelines(lines)
        else:
            write(path, files[path])
    for path in stale if check else ():
        print(f"{path.relative_to(ROOT)} is not current: run make generate", file=sys.stderr)
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
