# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that need environments of their own: every ansible-core on every Python, an import by Galaxy, molecule.

`nox --list` names them. `make matrix`, `make importer` and `make molecule` run them, and `make matrix
ARGS='--session sanity'` runs ansible-test sanity on every ansible-core. Sessions that any collection may have stand in
antsibull-nox.toml. This file knows which environment a check needs, and not what is checked.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import antsibull_nox
import nox

CHECKOUT = Path(__file__).resolve().parent
COLLECTION = Path("ansible_collections/mailops/mimecast")
TOOLING = Path("tests/tooling")

# The last release of each ansible-core that meta/runtime.yml admits, and the Pythons that it runs a controller on.
CORES = {
    "2.16.19": ("3.10", "3.11", "3.12"),
    "2.17.14": ("3.10", "3.11", "3.12"),
    "2.18.19": ("3.11", "3.12", "3.13"),
    "2.19.14": ("3.11", "3.12", "3.13"),
    "2.20.10": ("3.12", "3.13", "3.14"),
    "2.21.5": ("3.12", "3.13", "3.14"),
}


def minor(core: str) -> str:
    """Return 2.21 of 2.21.5."""
    return core.rpartition(".")[0]


def cells(*, tagged: bool) -> list[nox._parametrize.Param]:
    """Return every ansible-core on every Python; only the cells of one session have tags to choose by."""
    return [
        nox.param(
            *(python, core),
            id=f"core{minor(core)}-py{python}",
            tags=[f"core{minor(core)}", f"py{python}"] if tagged else [],
        )
        for core, pythons in CORES.items()
        for python in pythons
    ]


# Of each kind of test, what may come out otherwise on another ansible-core or Python. `make test` runs the rest too.
UNIT = ("tests/unit", "--ignore=tests/unit/emulator", "--ignore=tests/unit/in_browser")
CONTRACT = tuple(
    f"tests/contract/test_{name}.py"
    for name in ("worked_example", "resources", "groups_and_roles", "site_plan", "composition", "composition_outcomes")
)
INTEGRATION = tuple(
    f"tests/integration/test_{name}.py" for name in ("site", "roles", "requests", "hand_off", "failures")
)

# Of hypothesis the profile for continuous integration: each cell gets the same examples, and may be slow.
OPTIONS = (
    *("--quiet", "--hypothesis-profile", "ci"),
    *("-p", "ansible_collections.mailops.mimecast.tests.tooling.older_core"),
)

nox.options.envdir = ".cache/nox"
nox.options.default_venv_backend = "uv"
nox.options.reuse_venv = "yes"
# A Python that is not here is skipped, or in continuous integration an error, and not fetched from elsewhere.
nox.options.download_python = "never"
# Without a name nox would run every session, and that is an hour's work.
nox.options.sessions = ["matrix"]

antsibull_nox.load_antsibull_nox_toml()


def path_with_interpreters(path: str) -> str:
    """Return the PATH that every Python of the matrix on this machine is first in.

    nox takes the first program of a name: the shim of a version manager, which may start nothing, or none at all where
    the manager is not switched on.
    """
    found: list[str] = []
    for version in sorted({python for pythons in CORES.values() for python in pythons}):
        search = subprocess.run(
            [CHECKOUT / TOOLING / "find_python.sh", version], capture_output=True, text=True, check=False
        )
        if search.returncode == 0:
            found.append(str(Path(search.stdout.strip()).parent))
    return os.pathsep.join([*found, path])


def without_own_settings() -> dict[str, str | None]:
    """Return changes to the environment that keep a developer's own account and Ansible settings out of the tests."""
    return {name: None for name in os.environ if name.startswith(("ANSIBLE_", "MIMECAST_"))}


def link_collection(session: nox.Session) -> None:
    """Make the checkout visible in the session's environment under the collection's full name."""
    (site_packages,) = Path(session.virtualenv.location).glob("lib/python3.*/site-packages")
    link = site_packages / COLLECTION
    link.parent.mkdir(parents=True, exist_ok=True)
    link.unlink(missing_ok=True)
    link.symlink_to(CHECKOUT)


os.environ["PATH"] = path_with_interpreters(os.environ.get("PATH", os.defpath))


@nox.session
@nox.parametrize("python,core", cells(tagged=True))
def matrix(session: nox.Session, core: str) -> None:
    """Unit tests, and tests against the emulator, on one ansible-core and Python. Arguments go to pytest."""
    session.install("-r", str(TOOLING / "requirements-matrix.txt"), f"ansible-core=={core}", "-e", "./emulator")
    link_collection(session)
    session.run(
        *("pytest", *OPTIONS, *UNIT, *CONTRACT, *INTEGRATION, *session.posargs),
        env={**without_own_settings(), "MIMECAST_TEST_VENVS": session.virtualenv.location},
    )


@nox.session
@nox.parametrize("python,core", cells(tagged=False))
def sanity(session: nox.Session, core: str) -> None:
    """ansible-test sanity of one ansible-core on one Python. Arguments go to ansible-test."""
    session.install("-r", str(TOOLING / "requirements-sanity.txt"), f"ansible-core=={core}")
    environment = Path(session.virtualenv.location).resolve().relative_to(CHECKOUT)
    session.run(str(TOOLING / "ansible_test.sh"), str(environment), "sanity", *session.posargs, external=True)


@nox.session
def importer(session: nox.Session) -> None:
    """What Galaxy says when the collection is imported."""
    session.install("-r", str(TOOLING / "requirements-importer.txt"))
    session.run("python", str(TOOLING / "check_import.py"), env=without_own_settings())


@nox.session
def molecule(session: nox.Session) -> None:
    """The scenarios of extensions/molecule. Arguments go to molecule."""
    session.install("-r", str(TOOLING / "requirements-molecule.txt"), "-e", "./emulator")
    link_collection(session)
    arguments = session.posargs or ["--all"]
    session.run("molecule", "test", "--no-command-borders", *arguments, env=without_own_settings())
