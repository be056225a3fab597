# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Subscriptions of a listener to threat reports. Facts and their sources: openapi.yaml. They end by themselves.

May not know about HTTP, and calls no listener.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from datetime import timedelta

from ..account import legacy_time, read_legacy_time
from ..call import Call, Handler
from ..contract import Json
from ..envelopes import Answer, Refused
from ..rows import Row

TABLE = "threat_subscriptions"
LIFE = timedelta(days=3)  # in a synthetic fixture of TF


def list_subscriptions(call: Call) -> Answer:
    """Subscriptions that have not ended; neither secret nor listener is among them (TF, SCRAPE: documented)."""
    return Answer(200, {"value": [_shown(key, row) for key, row in _alive(call).items()]})


def create_subscription(call: Call) -> Answer:
    """A new subscription under a GUID."""
    now = call.account.clock()
    row = {
        "resourceType": call.body["resourceType"],
        "notificationURL": call.body["notificationURL"],
        "created": legacy_time(now),
        "expires": legacy_time(now + LIFE),
        "secret": _digest(call.body["clientState"]),
    }
    key = call.account.add(TABLE, row, str(uuid.uuid4()))
    return Answer(201, _shown(key, row))


def renew_subscription(call: Call) -> Answer:
    """Begins the life of a subscription anew and takes another secret, once the old one is named.

    Another old secret is refused (the status is inferred).
    """
    key = _key(call)
    row = call.account.tables[TABLE][key]
    if row["secret"] != _digest(call.body["oldClientState"]):
        raise Refused("err_validation_value_not_allowed", "is not the present one", field="oldClientState")
    expires = legacy_time(call.account.clock() + LIFE)
    call.account.change(TABLE, key, {**row, "expires": expires, "secret": _digest(call.body["clientState"])})
    return Answer(200, {"subscriptionId": key, "expirationDateTime": expires})


def delete_subscription(call: Call) -> Answer:
    """Ends a subscription."""
    call.account.remove(TABLE, _key(call))
    return Answer(204)


def _alive(call: Call) -> Mapping[str, Row]:
    now = call.account.clock()
    return {key: row for key, row in call.account.tables[TABLE].listed if read_legacy_time(row["expires"]) > now}


def _key(call: Call) -> str:
    """The GUID in the path: clients know a subscription by it alone, so it is spelled one way only."""
    key: str = call.parameters["subscriptionId"]
    if key not in _alive(call):
        raise Refused("err_not_found", "names no subscription that lasts", field="subscriptionId", status=404)
    return key


def _digest(secret: str) -> str:
    """What is kept of a secret: enough to know it again."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _shown(key: str, row: Row) -> Json:
    return {
        "subscriptionId": key,
        "creationDateTime": row["created"],
        "expirationDateTime": row["expires"],
        "resourceType": row["resourceType"],
    }


HANDLERS: Mapping[str, Handler] = {
    "listThreatSubscriptions": list_subscriptions,
    "createThreatSubscription": create_subscription,
    "renewThreatSubscription": renew_subscription,
    "deleteThreatSubscription": delete_subscription,
}
