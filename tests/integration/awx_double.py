# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stands in for the API of AWX on a port of loopback. It runs no job.

May not know what AWX refuses, nor what awx_setup.yml makes.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from copy import deepcopy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from ansible_collections.mailops.mimecast.tests.integration.awx_rules import (
    ENCRYPTED,
    KINDS,
    UNIFIED,
    Item,
    Refused,
    State,
    change,
    create,
    launch,
    set_survey,
)

TOKEN = "canary-awx-token-51c7"
"""The only token that it accepts."""


class Double:
    """AWX on a port of loopback, with organizations and the playbooks of its one project.

    ``prefix`` is the path of the API: /api/ in AWX, /api/controller/ behind the gateway of Automation Platform.
    """

    def __init__(self, organizations: tuple[str, ...], playbooks: tuple[str, ...], prefix: str = "/api/") -> None:
        self.state = State(playbooks)
        self.requests: list[tuple[str, str]] = []
        self.prefix = prefix
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._lock = threading.Lock()
        for name in organizations:
            create(self.state, "organizations", {"name": name})

    def __enter__(self) -> Double:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """Where it listens, without the path of the API."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def writes(self) -> list[tuple[str, str]]:
        """Method and path of every request that was meant to change something."""
        return [(method, path) for method, path in self.requests if method != "GET"]

    def named(self, kind: str) -> dict[str, Item]:
        """All objects of a kind by their name or identifier."""
        return {str(item.get("name") or item.get("identifier")): item for item in self.state.items[kind].values()}

    def answer(self, method: str, target: str, given: Item) -> tuple[int, Item | None]:
        """Answer a request as AWX would: HTTP status and body."""
        address = urlsplit(target)
        with self._lock:
            self.requests.append((method, address.path))
            if not address.path.startswith(f"{self.prefix}v2/"):
                return 404, {"detail": "Not found."}
            parts = address.path.removeprefix(f"{self.prefix}v2/").strip("/").split("/")
            try:
                return self._route(method, parts, dict(parse_qsl(address.query)), given)
            except Refused as error:
                return error.status, error.body

    def _route(self, method: str, parts: list[str], query: dict[str, str], given: Item) -> tuple[int, Item | None]:
        kind = parts[0]
        if kind == "project_updates":
            self.state.updated.add(int(parts[1]))
            return 200, {"id": int(parts[1]), "status": "successful"}
        if len(parts) == 1:
            if method == "POST":
                return 201, self._shown(kind, create(self.state, kind, given))
            return 200, self._found(kind, query)
        item = self.state.get(kind, int(parts[1]))
        if len(parts) == 2:
            if method == "PATCH":
                item = change(self.state, kind, item["id"], given)
            return 200, self._shown(kind, item)
        return self._below(method, kind, item, parts[2], given)

    def _below(self, method: str, kind: str, item: Item, name: str, given: Item) -> tuple[int, Item | None]:
        """What stands below an object: its survey, its launch, its approval, its lists."""
        if name == "survey_spec":
            if method == "POST":
                set_survey(self.state, item, given)
                return 200, {}
            return 200, self.state.surveys.get(item["id"], {})
        if name == "launch":
            job = launch(self.state, item, given)
            return 201, {**job, "job": job["id"], "extra_vars": json.dumps(job["extra_vars"])}
        if name == "create_approval_template":
            made = create(self.state, "workflow_approval_templates", given)
            item["unified_job_template"] = made["id"]
            return 201, self._shown("workflow_approval_templates", made)
        if name not in KINDS[kind].lists:
            raise Refused(404, {"detail": "Not found."})
        members = self.state.members.setdefault((item["id"], name), [])
        if method == "POST":
            members.remove(given["id"]) if given.get("disassociate") else members.append(given["id"])
            return 204, None
        return 200, _listed([{"id": number} for number in members])

    def _found(self, kind: str, query: Mapping[str, str]) -> Item:
        kinds = UNIFIED if kind == "unified_job_templates" else (kind,)
        if not set(kinds) <= set(KINDS):
            raise Refused(404, {"detail": "Not found."})
        shown = [self._shown(name, item) for name in kinds for item in self.state.items[name].values()]
        unknown = {name for name in query if shown and not any(name in item for item in shown)}
        if unknown:
            raise Refused(400, {"detail": f"no field named {sorted(unknown)}"})
        return _listed([item for item in shown if all(str(item.get(name)) == value for name, value in query.items())])

    def _shown(self, kind: str, item: Item) -> Item:
        """An object as AWX shows it; secrets are hidden."""
        url = f"{self.prefix}v2/{kind}/{item['id']}/"
        shown = {**deepcopy(item), "url": url, "type": KINDS[kind].type, "related": {}, "summary_fields": {}}
        if item.get("organization"):
            shown["summary_fields"]["organization"] = {
                "name": self.state.get("organizations", item["organization"])["name"]
            }
        if "survey_enabled" in item:
            shown["related"] = {"survey_spec": f"{url}survey_spec/", "launch": f"{url}launch/"}
        if kind == "projects" and item["id"] not in self.state.updated:
            shown["summary_fields"]["current_update"] = {"id": item["id"]}
        if kind == "workflow_job_template_nodes" and item["unified_job_template"]:
            started, template = self.state.unified(item["unified_job_template"])
            shown["related"]["unified_job_template"] = f"{self.prefix}v2/{started}/{template['id']}/"
        if kind == "credentials":
            fields = self.state.get("credential_types", item["credential_type"])["inputs"]["fields"]
            secret = {entry["id"] for entry in fields if entry.get("secret")}
            shown["inputs"] = {name: ENCRYPTED if name in secret else value for name, value in item["inputs"].items()}
        return shown


def _listed(items: list[Item]) -> Item:
    return {"count": len(items), "next": None, "previous": None, "results": items}


def _handler(double: Double) -> type[BaseHTTPRequestHandler]:
    """Return what answers the requests of a double."""

    class Handler(BaseHTTPRequestHandler):
        def _reply(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, body = 401, None
            if self.headers.get("Authorization") == f"Bearer {TOKEN}":
                status, body = double.answer(self.command, self.path, json.loads(sent or "{}"))
            encoded = b"" if body is None else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(encoded)))
            self.end_headers()
            self.wfile.write(encoded)

        do_GET = do_POST = do_PATCH = _reply

        def log_message(self, *_arguments: object) -> None:
            """Say nothing: the tests look at the requests."""

    return Handler
