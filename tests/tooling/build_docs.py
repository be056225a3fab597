# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds the documentation site into .cache/docs/html, without a network: pages of docs/, and one for each plugin.

The pages are the Markdown files of docs/ as they stand in the repository; docs/README.md is the first one, and its
headings and lists are the navigation. antsibull-docs writes the pages of modules, roles and plugins. Links that leave
docs/ lead to the repository. A warning, such as a link that leads nowhere, fails the build.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
WORK = ROOT / ".cache" / "docs"
SOURCE = WORK / "source"
SITE = WORK / "html"
DOCTREES = WORK / "doctrees"
SETTINGS = Path(__file__).resolve().parent / "docsite"
TOOLS = Path(sys.executable).parent
COLLECTION = "mailops.mimecast"

# Kept for tools that read them in the repository; no page of the site.
NO_PAGES = ("docsite",)
ANTSIBULL = """\
breadcrumbs = true
indexes = true
use_html_blobs = false
add_antsibull_docs_version = true
collection_install = {
  * = "ansible-galaxy collection install git+https://github.com/{namespace}/{name}.git"
}
"""
# name, domain and role, page of Ansible's documentation
ANSIBLE_TARGETS = (
    ("action_plugins", "std:label", "plugins/action.html#action-plugins"),
    ("ansible_configuration_settings", "std:label", "reference_appendices/config.html"),
    (
        "ansible_collections.ansible.builtin.host_group_vars_vars",
        "std:label",
        "collections/ansible/builtin/host_group_vars_vars.html",
    ),
    ("callback_plugins", "std:label", "plugins/callback.html#callback-plugins"),
    ("common_return_values", "std:label", "reference_appendices/common_return_values.html#common-return-values"),
    ("ANSIBLE_DISPLAY_SKIPPED_HOSTS", "std:envvar", "reference_appendices/config.html"),
    ("ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED", "std:envvar", "reference_appendices/config.html"),
    ("ANSIBLE_SHOW_CUSTOM_STATS", "std:envvar", "reference_appendices/config.html"),
)
LINK = re.compile(r"(?P<before>\]\()(?P<target>[^)\s]+)(?P<after>\))")
ENTRY = re.compile(r"^\s*[-|].*?\]\((?P<page>[^)#]+\.md)\)")


class Broken(Exception):
    """What keeps the site from being built, in the words for whoever wrote it."""


def outside_code(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each line with its end, and whether it is prose rather than part of a fenced block of code."""
    fence = ""
    for line in text.splitlines(keepends=True):
        mark = re.match(r"\s*(`{3,}|~{3,})", line)
        if mark and not fence:
            fence = mark.group(1)
            yield line, False
        elif fence:
            if mark and mark.group(1).startswith(fence) and not line.strip().strip("`~"):
                fence = ""
            yield line, False
        else:
            yield line, True


def links(text: str) -> Iterator[str]:
    """Yield the target of every link of a page that leads to a file of the repository or to a heading."""
    for line, prose in outside_code(text):
        if prose:
            for found in LINK.finditer(re.sub(r"`[^`]*`", "", line)):
                if not re.match(r"[a-z]+:", found["target"]):
                    yield found["target"]


def page(path: Path, repository: str) -> str:
    """Return a page of docs/ for the site: what it links to outside of docs/ is linked to in the repository.

    Raises:
        Broken: a link leads to no file.
    """

    def settle(found: re.Match[str]) -> str:
        target = found["target"]
        if re.match(r"[a-z]+:|#", target):
            return found.group()
        name, anchor = target.partition("#")[::2]
        file = Path(os.path.normpath(path.parent / name))
        if not file.exists():
            raise Broken(f"{path.relative_to(ROOT)}: {target} does not exist")
        if file.is_relative_to(DOCS) and file.is_file():
            if file == DOCS / "README.md":
                home = os.path.relpath(DOCS / "index.md", path.parent)
                return f"{found['before']}{home}{'#' if anchor else ''}{anchor}{found['after']}"
            return found.group()
        kind = "tree" if file.is_dir() else "blob"
        place = f"{repository}/{kind}/main/{file.relative_to(ROOT)}{'#' if anchor else ''}{anchor}"
        return f"{found['before']}{place}{found['after']}"

    return "".join(LINK.sub(settle, line) if prose else line for line, prose in outside_code(path.read_text("utf-8")))


def navigation(text: str) -> str:
    """Return the tables of contents that the first page's headings and lists stand for, as Sphinx wants them."""
    groups: dict[str, list[str]] = {}
    heading = ""
    for line, prose in outside_code(text):
        if prose and line.startswith("## "):
            heading = line[3:].strip()
        entry = ENTRY.match(line) if prose and heading else None
        if entry:
            groups.setdefault(heading, []).append(entry["page"].removesuffix(".md"))
    groups["Modules, roles and plugins"] = ["reference/index"]
    return "".join(
        "\n```{{toctree}}\n:hidden:\n:caption: {}\n\n{}\n```\n".format(name, "\n".join(pages))
        for name, pages in groups.items()
    )


def put(path: Path, content: str) -> None:
    """Write a file unless it holds just that, so that what did not change is not built again."""
    if not path.exists() or path.read_text("utf-8") != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")


def gather(repository: str) -> None:
    """Put the pages of docs/ into the source folder.

    Raises:
        Broken: a link leads to no file.
    """
    kept = {SOURCE / "ansible.inv"}
    for path in sorted(DOCS.rglob("*")):
        name = path.relative_to(DOCS)
        if path.is_dir() or name.parts[0] in NO_PAGES:
            continue
        place = SOURCE / ("index.md" if str(name) == "README.md" else name)
        kept.add(place)
        if path.suffix == ".md":
            text = page(path, repository)
            put(place, text + navigation(text) if place.name == "index.md" else text)
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)
    for old in SOURCE.rglob("*"):
        if old.is_file() and old not in kept and not old.is_relative_to(SOURCE / "reference"):
            old.unlink()


def inventory() -> bytes:
    """Return what Sphinx has to know of Ansible's documentation, in the form in which it would fetch it."""
    head = "# Sphinx inventory version 2\n# Project: Ansible\n# Version: \n# The rest is compressed using zlib.\n"
    rows = [f"{name} {role} -1 {place} -\n" for name, role, place in ANSIBLE_TARGETS]
    return head.encode() + zlib.compress("".join(rows).encode())


def run(*command: str, version: str = "") -> int:
    """Run a tool of the environment and return its exit status; it prints what is wrong itself."""
    environment = {**os.environ, "MIMECAST_DOCS_VERSION": version, "LC_ALL": "C.UTF-8"}
    return subprocess.run([TOOLS / command[0], *command[1:]], check=False, env=environment).returncode


def build(version: str, repository: str) -> int:
    """Build the site and return 0, or another number when anything is not as it should be.

    Raises:
        Broken: a link leads to no file.
    """
    reference = SOURCE / "reference"
    reference.mkdir(parents=True, exist_ok=True)
    # antsibull-docs refuses a folder that others may write to.
    reference.chmod(0o755)
    gather(repository)
    (SOURCE / "ansible.inv").write_bytes(inventory())
    (WORK / "antsibull-docs.cfg").write_text(ANTSIBULL, "utf-8")
    settings = ["--config-file", str(WORK / "antsibull-docs.cfg")]
    options = ["--cleanup", "everything", "--use-current", "--squash-hierarchy", "--fail-on-error"]
    status = run("antsibull-docs", *settings, "collection", *options, "--dest-dir", str(reference), COLLECTION)
    if status:
        return status
    sphinx = ["--quiet", "--fail-on-warning", "--jobs", "2", "--builder", "html", "--conf-dir", str(SETTINGS)]
    folders = ["--doctree-dir", str(DOCTREES), str(SOURCE), str(SITE)]
    return run("sphinx-build", *sphinx, *folders, version=version)


def main() -> int:
    """Build the site; what a failed build left behind is not built upon, as its warnings would not come again."""
    galaxy = yaml.safe_load((ROOT / "galaxy.yml").read_text("utf-8"))
    try:
        status = build(str(galaxy["version"]), str(galaxy["repository"]))
    except Broken as error:
        print(error)
        status = 1
    if status:
        shutil.rmtree(DOCTREES, ignore_errors=True)
        return status
    pages = len(list(SITE.rglob("*.html")))
    print(f"{pages} pages, no warning: {(SITE / 'index.html').relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
