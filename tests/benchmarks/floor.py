# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The floor: brings accounts to what their site files say with the necessary requests only, and no Ansible.

One keep-alive session, one token an account, each list read once, writes in the largest batches that the API takes,
nothing read back. It refuses nothing, predicts nothing, retries nothing and knows only the settings that the benchmarks
use. Where a site has other types, it is told the requests, sends them and compares nothing. It may not know the
collection.

    python floor.py RUN.json [--check]
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import requests

Row = dict[str, Any]

POLICIES = "/policy-management/cloud-gateway/v1"
LISTS = {
    "sender_groups": ("/directory/cloud-gateway/v1/groups", "groups"),
    "delivery_routes": (f"{POLICIES}/delivery-route/definitions", "definitions"),
    "delivery_route_policies": (f"{POLICIES}/delivery-route/policies", "policies"),
    "ip_permits": (f"{POLICIES}/permitted-senders/policies", "policies"),
    "users": ("/user/cloud-gateway/v1/users", "users"),
    "attachment_sets": (f"{POLICIES}/attachment-management/definitions", "definitions"),
}
MEMBER_BATCH = 10
MEMBER_PAGE = 500
REST_PAGE = 100


class Account:
    """One account, over a session that all accounts share."""

    def __init__(self, session: requests.Session, base_url: str, client_id: str, client_secret: str) -> None:
        self._session = session
        self._base_url = base_url
        form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": client_secret}
        token = session.post(base_url + "/oauth/token", data=form).json()["access_token"]
        self._headers = {"Authorization": f"Bearer {token}"}

    def send(self, method: str, path: str, body: Any = None, query: Row | None = None) -> Row:
        """Send one request and return its answer. Raises HTTPError."""
        answer = self._session.request(method, self._base_url + path, json=body, params=query, headers=self._headers)
        answer.raise_for_status()
        found: Row = answer.json() if answer.content else {}
        return found

    def call(self, method: str, path: str, body: Any = None, query: Row | None = None) -> Row:
        """Send one request and return its answer. Raises HTTPError, and RuntimeError for items that were refused."""
        found = self.send(method, path, body, query)
        if found.get("fail"):
            raise RuntimeError(f"{path}: {found['fail'][0]}")
        return found

    def rows(self, kind: str) -> list[Row]:
        """Return every object of one type."""
        path, name = LISTS[kind]
        found: list[Row] = []
        query: Row = {"pageSize": REST_PAGE}
        while True:
            answer = self.call("GET", path, query=query)
            found += answer[name]
            token = answer["meta"].get("nextPage") or answer["meta"].get("pagination", {}).get("next")
            if not token:
                return found
            query["pageToken"] = token

    def members(self, group_id: str) -> set[str]:
        """Return every member of a group."""
        found: set[str] = set()
        pagination: Row = {"pageSize": MEMBER_PAGE}
        while True:
            body = {"meta": {"pagination": pagination}, "data": [{"id": group_id}]}
            answer = self.call("POST", "/api/directory/get-group-members", body)
            found |= {row["emailAddress"] or row["domain"] for row in answer["data"][0]["groupMembers"]}
            token = answer["meta"]["pagination"].get("next")
            if not token:
                return found
            pagination["pageToken"] = token


def bodies(kind: str, entries: list[Row], routes: dict[str, str]) -> Iterator[Row]:
    """Yield the entries of a site file as the API writes them."""
    for entry in entries:
        match kind:
            case "delivery_routes":
                yield {"description": entry["name"], "hostname": entry["hostname"], "port": entry["port"]}
            case "delivery_route_policies":
                ends = {"from": entry["applies_from"], "to": entry["applies_to"]}
                yield {"description": entry["name"], "definitionId": routes.get(entry["route"]), **ends}
            case "ip_permits":
                everyone = {"from": {"type": "everyone"}, "to": {"type": "everyone"}}
                fixed = {"option": "permit_sender", "fromPart": "both", "override": True}
                yield {"description": entry["name"], "sourceIPs": entry["source_ips"], **fixed, **everyone}
            case "users":
                yield {"emailAddress": entry["email"], "name": entry["name"]}
            case "attachment_sets":
                hold = entry["image_hold_probability"]
                yield {"description": entry["name"], "folder": entry["folder"], "imageHoldProbability": hold}


def objects(account: Account, kind: str, entries: list[Row], routes: dict[str, str], write: bool) -> int:
    """Bring the objects of one type to what the site says; return how many differed. Fills ``routes`` with ids."""
    key = "emailAddress" if kind == "users" else "description"
    there = {row[key]: row for row in account.rows(kind)}
    if kind == "delivery_routes":
        routes.update({name: row["id"] for name, row in there.items()})
    differing = 0
    for body in bodies(kind, entries, routes):
        row = there.get(body[key])
        changed = {name: value for name, value in body.items() if row is None or row.get(name) != value}
        differing += bool(changed)
        if not changed or not write:
            continue
        path = LISTS[kind][0]
        if row is not None and kind == "users":
            account.call("POST", "/api/user/update-user", {"data": [{**changed, key: body[key]}]})
        elif row is not None:
            account.call("PATCH", f"{path}/{row['id']}", changed)
        elif kind == "users":
            account.call("POST", "/api/user/create-user", {"data": [body]})
        else:
            made = account.call("POST", path, body)
            if kind == "delivery_routes":
                routes[body[key]] = made["id"]
    return differing


def groups(account: Account, entries: list[Row], write: bool) -> int:
    """Bring the groups to what the site says; return how many differed."""
    there = {row["description"]: row for row in account.rows("sender_groups")}
    differing = 0
    for entry in entries:
        row = there.get(entry["name"])
        present = account.members(row["id"]) if row else set()
        wanted = set(entry["members"])
        coming = sorted(wanted - present)
        going = sorted(present - wanted) if entry.get("members_mode") == "exact" else []
        differing += bool(coming or going or row is None)
        if not write:
            continue
        row = row or account.call("POST", LISTS["sender_groups"][0], {"description": entry["name"]})
        edit_members(account, "/api/directory/remove-group-member", row["id"], going)
        edit_members(account, "/api/directory/add-group-member", row["id"], coming)
    return differing


def edit_members(account: Account, path: str, group_id: str, members: list[str]) -> None:
    """Add or remove members."""
    for start in range(0, len(members), MEMBER_BATCH):
        batch = members[start : start + MEMBER_BATCH]
        items = [{"id": group_id, "emailAddress" if "@" in member else "domain": member} for member in batch]
        account.call("POST", path, {"data": items})


def replay(account: Account, requests_told: list[Row], write: bool) -> int:
    """Send the requests that the run was told, one after the other; return how many write something."""
    chosen = [request for request in requests_told if write or not request["write"]]
    for request in chosen:
        # Of what is asked about and not there, some answers say that it was refused.
        send = account.call if request["write"] else account.send
        send(request["method"], request["path"], request["body"], request["query"])
    return sum(request["write"] for request in chosen)


def main(run: Row, write: bool) -> None:
    """Bring every account of a run to what its site says, and print how many objects differed."""
    with requests.Session() as session:
        session.trust_env = False
        for name, site in run["accounts"].items():
            account = Account(session, run["base_url"], name, run["secret"])
            if run["requests"]:
                print(f"{name}: {replay(account, run['requests'], write)} writes")
                continue
            routes: dict[str, str] = {}
            differing = groups(account, site["sender_groups"], write) if "sender_groups" in site else 0
            for kind in LISTS:
                if kind in site and kind != "sender_groups":
                    differing += objects(account, kind, site[kind], routes, write)
            print(f"{name}: {differing} differ")


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_bytes()), "--check" not in sys.argv)
