# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A running emulator for each test, and a small client that speaks both styles of the API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from mimecast_emulator.testing import RunningEmulator

ACCOUNTS = {"demo": "demo-secret", "other": "other-secret"}


class Api:
    """Requests of one API application, whose token it gets when it is made."""

    def __init__(self, emulator: RunningEmulator, client_id: str) -> None:
        self.emulator = emulator
        self.session = requests.Session()
        form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": ACCOUNTS[client_id]}
        answer = self.session.post(f"{emulator.base_url}/oauth/token", data=form, timeout=5)
        self.session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"

    def send(self, method: str, path: str, body: Any = None, **query: Any) -> requests.Response:
        """The raw answer; redirects are not followed."""
        return self.session.request(
            method, self.emulator.base_url + path, json=body, params=query, timeout=5, allow_redirects=False
        )

    def get(self, path: str, **query: Any) -> Any:
        """The body of a successful read."""
        answer = self.send("GET", path, **query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def create(self, path: str, body: Any) -> str:
        """Creates an object and returns its id."""
        answer = self.send("POST", path, body)
        assert answer.status_code == 201, answer.text
        (secure_id,) = answer.json().values()
        return str(secure_id)

    def patch(self, path: str, body: Any) -> None:
        """Changes an object."""
        answer = self.send("PATCH", path, body)
        assert (answer.status_code, answer.content) == (204, b"")

    def refusal(self, method: str, path: str, body: Any = None, **query: Any) -> tuple[int, str, str]:
        """Status, code and field of a refused REST request."""
        answer = self.send(method, path, body, **query)
        error = answer.json()["errors"][0]
        return answer.status_code, error["code"], error.get("field", "")

    def legacy(self, path: str, *items: Any, **pagination: Any) -> Any:
        """The envelope that answers a legacy request."""
        body: dict[str, Any] = {"data": list(items)}
        if pagination:
            body["meta"] = {"pagination": pagination}
        return self.send("POST", f"/api/{path}", body).json()


@pytest.fixture
def emulator() -> Iterator[RunningEmulator]:
    """A fresh emulator with the accounts demo and other, preview on."""
    with RunningEmulator(ACCOUNTS, rotate_ids=True, strict=True) as running:
        yield running


@pytest.fixture
def api(emulator: RunningEmulator) -> Api:
    """The API application of the account demo."""
    return Api(emulator, "demo")


@pytest.fixture
def other_api(emulator: RunningEmulator) -> Api:
    """The API application of the account other."""
    return Api(emulator, "other")
