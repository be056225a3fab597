# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One session with an account for as long as a run lasts, and what the run has cost. It knows nothing of Ansible."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.connection import Connection
from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Failure, bug_message
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._run import account


@contextlib.contextmanager
def session(
    connection: Connection,
    connect: Callable[[Connection], Client] = Client,
    confirmed: Callable[[str], None] = lambda code: None,
) -> Iterator[Client]:
    """Provide a client inside the block; a refusal of the API inside it fails the run.

    Args:
        confirmed: gets the code of the account, once the credentials are known to reach the right one.

    Raises:
        Failure: in one sentence, or as the block raised it; always with what the run has cost.
    """
    try:
        client = connect(connection)
    except ApiError as error:
        raise Failure(str(error)) from None
    try:
        account.confirm(client, connection.account_code)
        confirmed(connection.account_code)
        yield client
    except ApiError as error:
        raise Failure(str(error), {"api": tally(client)}) from None
    except Failure as error:
        raise Failure(str(error), {"api": tally(client), **error.result}) from None
    except Exception as error:
        raise Failure(_unforeseen(error, client), {"changed": client.tally.writes > 0, "api": tally(client)}) from None
    finally:
        client.close()


def _unforeseen(error: Exception, client: Client) -> str:
    """Return what is known after an error that nobody foresaw: above all whether anything was sent before."""
    sent = client.tally.writes
    told = (
        f"{sent} changes were sent before it, and it is not known what took effect" if sent else "nothing was changed"
    )
    return f"{bug_message(error)}; {told}"


def tally(client: Client) -> Entry:
    """Return what a run has cost."""
    cost = client.tally
    return {
        "reads": cost.reads,
        "writes": cost.writes,
        "tokens": cost.tokens,
        "seconds_waited": round(cost.seconds_waited, 3),
    }


def nothing_spent() -> Entry:
    """Return the cost of a run without requests."""
    return {"reads": 0, "writes": 0, "tokens": 0, "seconds_waited": 0.0}
