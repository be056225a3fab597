# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A session ends with its block, tells whatever ends it as a failure, and says what was spent until then."""

from __future__ import annotations

from typing import Any, cast

import pytest

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import Connection
from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError
from ansible_collections.mailops.mimecast.plugins.module_utils._api.limits import Tally
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Failure
from ansible_collections.mailops.mimecast.plugins.module_utils._run.session import nothing_spent, session, tally

SPENT = {"reads": 1, "writes": 0, "tokens": 2, "seconds_waited": 0.123}


class Session:
    """Stands in for a client that reaches one account."""

    def __init__(self, code: str = "C1", writes: int = 0) -> None:
        self.tally = Tally(1, writes, 2, 0.12345)
        self.closed = 0
        self._code = code

    def read(self, _operation: Any) -> Any:
        return {"account-codes": {"cg": self._code}}

    def close(self) -> None:
        self.closed += 1


def ended(client: Session, error: Exception) -> Failure:
    """Return the failure that an error in a session becomes."""
    with (
        pytest.raises(Failure) as told,
        session(Connection(), lambda _connection: cast(Client, client)),
    ):
        raise error
    assert client.closed == 1
    return told.value


def test_a_session_is_closed_with_its_block_and_tells_which_account_it_reaches() -> None:
    client, codes = Session("C1"), list[str]()
    given = Connection(account_code="C1")
    connected = []

    def connect(connection: Connection) -> Client:
        connected.append(connection)
        return cast(Client, client)

    with session(given, connect, codes.append) as opened:
        assert opened is cast(Client, client)
        assert (connected, codes, client.closed) == ([given], ["C1"], 0)
    assert client.closed == 1


def test_nothing_is_done_in_another_account() -> None:
    codes: list[str] = []
    client = Session("C2")
    with (
        pytest.raises(Failure, match="the credentials reach the account 'C2'") as told,
        session(Connection(account_code="C1"), lambda _connection: cast(Client, client), codes.append),
    ):
        pytest.fail("the block was entered")
    assert (codes, client.closed, told.value.result) == ([], 1, {"api": SPENT})


def test_a_session_that_does_not_begin_says_why() -> None:
    def connect(_connection: Connection) -> Client:
        raise ApiError("base_url is not https")

    with pytest.raises(Failure, match=r"^base_url is not https$") as told, session(Connection(), connect):
        pytest.fail("the block was entered")
    assert told.value.result == {}


def test_what_the_api_refuses_fails_the_run_with_what_it_has_cost() -> None:
    told = ended(Session(), ApiError("refused"))
    assert (str(told), told.result) == ("refused", {"api": SPENT})


def test_a_failure_keeps_what_it_reports() -> None:
    assert ended(Session(), Failure("left", {"changed": True})).result == {"changed": True, "api": SPENT}
    told = ended(Session(), Failure("left", {"api": {"reads": 9}}))
    assert (str(told), told.result) == ("left", {"api": {"reads": 9}})


def test_an_error_that_nobody_foresaw_says_whether_anything_was_sent() -> None:
    told = ended(Session(), TypeError("canary"))
    assert str(told).startswith("unexpected TypeError in ended (line ")
    assert str(told).endswith("; please report this as a bug; nothing was changed")
    assert told.result == {"changed": False, "api": SPENT}
    told = ended(Session(writes=1), TypeError("canary"))
    assert str(told).endswith("; 1 changes were sent before it, and it is not known what took effect")
    assert told.result == {"changed": True, "api": {**SPENT, "writes": 1}}
    assert "canary" not in str(told)


def test_what_was_spent_has_the_same_words_where_it_is_nothing() -> None:
    assert nothing_spent() == {"reads": 0, "writes": 0, "tokens": 0, "seconds_waited": 0.0}
    assert tally(cast(Client, Session())).keys() == nothing_spent().keys()
