# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which account the credentials reach, so that a run never changes the wrong one.

It knows nothing of what an account holds.
"""

from __future__ import annotations

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError, WrongAccount
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.paths import first
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import shown
from ansible_collections.mailops.mimecast.plugins.module_utils._resources import mx

WHO_AM_I = Operation("whoAmI", "GET", "/identity/whoami", products=("accountmanagement",))
"""Needs no permission of a role; ``cg`` is the code of Email Security Cloud Gateway (CONTRACT 3.10: documented)."""
_SOURCES = ((WHO_AM_I, "account-codes.cg"), (mx.GATEWAY_DETAILS, "accountCode"))


def code_of(client: Client) -> str:
    """Return the code of the account, or an empty string where the API application may not know it.

    Raises:
        ApiError: the account cannot be read.
    """
    for operation, path in _SOURCES:
        try:
            found = first(client.read(operation), (path,))
        except ApiError as error:
            if error.status != 403:  # not offered, or a permission that the role lacks
                raise
            continue
        if isinstance(found, str) and found.strip():
            return found.strip()
    return ""


def confirm(client: Client, code: str) -> None:
    """Check that the credentials reach the account with this code; without a code, do not ask.

    Raises:
        WrongAccount: they reach another one, or which one cannot be told.
    """
    if not code:
        return
    found = code_of(client)
    if not found:
        raise WrongAccount(
            f"account_code is {shown(code)}, but the run cannot find out which account the credentials reach: the API "
            "application needs the product Account Management, or Cloud Gateway with the permission "
            "'Account | Settings | Read'; nothing else was read"
        )
    if found.lower() != code.strip().lower():
        raise WrongAccount(
            f"account_code is {shown(code)}, and the credentials reach the account {shown(found)}; nothing else was "
            "read. Give this host the credentials of its own account, or correct its mimecast_account_code"
        )
