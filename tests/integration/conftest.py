# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What integration tests start from: an emulated account or several, and the ansible-playbook of each environment.

May not know what any module does.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ansible_collections.mailops.mimecast.tests.integration.accounts import ACCOUNTS
from ansible_collections.mailops.mimecast.tests.integration.runs import Ansible, environments, environments_for_once
from mimecast_emulator.testing import RunningEmulator


@pytest.fixture(scope="session", params=environments(), ids=lambda path: path.name)
def ansible(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Ansible:
    """The ansible-playbook of each environment in turn."""
    return Ansible(request.param, tmp_path_factory.mktemp("runs"))


@pytest.fixture(scope="session", params=environments_for_once(), ids=lambda path: path.name)
def any_ansible(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Ansible:
    """An ansible-playbook, for what does not depend on the ansible-core: the oldest does not repeat it."""
    return Ansible(request.param, tmp_path_factory.mktemp("runs"))


@pytest.fixture
def emulator() -> Iterator[RunningEmulator]:
    """Fresh emulated accounts, with the operations that Mimecast does not offer yet."""
    with RunningEmulator(ACCOUNTS, strict=True) as running:
        yield running
