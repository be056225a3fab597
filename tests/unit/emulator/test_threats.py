# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Subscriptions to threat reports, which end by themselves, and batches of hashes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ansible_collections.mailops.mimecast.tests.unit.emulator.conftest import Api

PATH = "/threat-reporting/v1/subscriptions"
BODY = {"clientState": "canary-1", "notificationURL": "https://hook.example.com/", "resourceType": "threat-analysis"}
ROW = {"subscriptionId", "creationDateTime", "expirationDateTime", "resourceType"}
BATCH = {"operationType": "BLOCK", "hashList": [{"hash": "0" * 64, "provider": "ours"}]}


def subscribe(api: Api) -> str:
    answer = api.send("POST", PATH, BODY)
    assert (answer.status_code, set(answer.json())) == (201, ROW)
    return str(answer.json()["subscriptionId"])


def test_a_subscription_is_listed_without_its_secret_and_its_listener(api: Api) -> None:
    guid = subscribe(api)
    (row,) = api.get(PATH)["value"]
    assert (row["subscriptionId"], set(row)) == (guid, ROW)
    assert row["creationDateTime"] < row["expirationDateTime"]
    assert "canary" not in str([api.emulator.state("demo"), api.emulator.requests()])


def test_a_secret_is_rotated_by_who_knows_it(api: Api) -> None:
    path = f"{PATH}/{subscribe(api)}"
    change = {"oldClientState": "canary-1", "clientState": "canary-2"}
    answer = api.send("PATCH", path, change)
    assert (answer.status_code, set(answer.json())) == (200, {"subscriptionId", "expirationDateTime"})
    assert api.refusal("PATCH", path, change) == (400, "err_validation_value_not_allowed", "oldClientState")


def test_a_subscription_ends_by_itself_and_cannot_be_renewed_then(api: Api) -> None:
    guid = subscribe(api)
    rows = api.emulator.state("demo")["threat_subscriptions"]
    rows[guid]["expires"] = "2026-01-01T00:00:00+0000"
    api.emulator.set_state("demo", {"threat_subscriptions": rows})
    assert api.get(PATH)["value"] == []
    change = {"oldClientState": "canary-1", "clientState": "canary-1"}
    assert api.refusal("PATCH", f"{PATH}/{guid}", change)[0] == 404


def test_a_subscription_can_be_ended(api: Api) -> None:
    path = f"{PATH}/{subscribe(api)}"
    assert api.send("DELETE", path).status_code == 204
    assert api.refusal("DELETE", path)[0] == 404


def test_a_listener_needs_https(api: Api) -> None:
    assert api.refusal("POST", PATH, {**BODY, "notificationURL": "http://hook.example.com"})[2] == "notificationURL"


def test_batches_are_listed_by_token_alone_in_the_order_asked_for(api: Api) -> None:
    for word in ("BLOCK", "ALLOW"):
        (row,) = api.legacy("byo-threat-intelligence/create-batch", {**BATCH, "operationType": word})["data"]
        assert row["completionTime"].endswith("Z[UTC]")
    rows = api.emulator.state("demo")["threat_batches"]
    rows["block"]["created"] = "2026-01-01T00:00:00+0000"
    api.emulator.set_state("demo", {"threat_batches": rows})

    def first(order: str) -> str:
        row, *_others = api.legacy("byo-threat-intelligence/get-batches", {"order": order})["data"]
        assert set(row) == {"batchIdToken"}
        return str(row["batchIdToken"])

    api.legacy("byo-threat-intelligence/delete-batch", {"id": first("ASC")})
    assert set(api.emulator.state("demo")["threat_batches"]) == {"allow"}
    assert first("ASC")
    api.legacy("byo-threat-intelligence/create-batch", BATCH)
    api.legacy("byo-threat-intelligence/delete-batch", {"id": first("DESC")})
    assert set(api.emulator.state("demo")["threat_batches"]) == {"allow"}


def test_a_batch_that_is_not_there_is_refused(api: Api) -> None:
    (row,) = api.legacy("byo-threat-intelligence/create-batch", BATCH)["data"]
    api.legacy("byo-threat-intelligence/delete-batch", {"id": row["batchIdToken"]})
    answer = api.legacy("byo-threat-intelligence/delete-batch", {"id": row["batchIdToken"]})
    assert answer["fail"][0]["errors"][0]["code"] == "err_not_found"


@pytest.mark.parametrize("change", [{"operationType": "HOLD"}, {"hashList": [{"hash": "0", "provider": "x" * 11}]}])
def test_a_batch_that_does_not_fit_is_refused(api: Api, change: Any) -> None:
    assert api.legacy("byo-threat-intelligence/create-batch", {**BATCH, **change})["fail"]
    assert api.emulator.state("demo")["threat_batches"] == {}
