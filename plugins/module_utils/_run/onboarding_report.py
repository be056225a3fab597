# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How far a domain is on its way to Mimecast, what a person has to do next, and how that is known.

It claims only what tasks have read back, and it tells the MX records to publish only when everything that takes the
mail is there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import listed, visible
from ansible_collections.mailops.mimecast.plugins.module_utils._run.onboarding_entries import (
    Found,
    Wish,
    Written,
    may_sign,
)

DONE, OPEN, PLANNED, UNKNOWN, NOT_WANTED = "done", "open", "planned", "unknown", "not_wanted"
STAGES = ("verified", "protected", "routed", "recipients_checked", "signed", "receiving")
"""The stages after "not_registered" and "pending", in the order of work."""
_WRITES = {
    "protected": ("anti_spoofing_policies",),
    "routed": ("delivery_routes", "delivery_route_policies"),
    "recipients_checked": ("internal_domains",),
    "signed": ("dkim_definitions", "dkim_policies"),
}
_PIECE = 255
"""Characters that one piece of a TXT record holds (RFC 1035)."""


def report(wish: Wish, written: Written, found: Found, check_mode: bool) -> Entry:
    """Return ``domain``, ``stage``, ``steps`` (each with its state) and ``next`` (what a person has to do)."""
    status = found.status(wish.domain)
    if status != "internal":
        stage = "pending" if status == "pending" else "not_registered"
        steps = dict.fromkeys(STAGES, OPEN) | ({} if wish.dkim else {"signed": NOT_WANTED})
        return {"domain": wish.domain, "stage": stage, "steps": steps, "next": [_to_be_verified(wish, found)]}
    steps = {
        "verified": DONE,
        **{step: _state(step, written, found, check_mode) for step in _WRITES},
        "receiving": _receiving(found.mx.get(wish.domain)),
    }
    if steps["routed"] == DONE and found.mx.get(wish.domain, {}).get("covered_by_policy") is False:
        steps["routed"] = OPEN
    if wish.dkim is None:
        steps["signed"] = NOT_WANTED
    todo = [_key_to_publish(wish, found), *_mail(wish, written, found, steps)]
    return {"domain": wish.domain, "stage": _stage(steps), "steps": steps, "next": [told for told in todo if told]}


def lines(reports: Sequence[Entry]) -> list[str]:
    """Return the reports in words, a line for each domain and for each thing to do."""
    told = []
    for each in reports:
        told.append(f"{each['domain']}: {each['stage'].replace('_', ' ')}")
        for todo in each["next"]:
            told.append(f"  {todo['do']} ({todo['known_from']})")
            told += [f"    {record}" for record in todo["records"]]
    return [visible(line) for line in told]


def _stage(steps: Mapping[str, str]) -> str:
    """Return the last step that is done, with all before it done or not wanted."""
    stage = ""
    for step in STAGES:
        if steps[step] == DONE:
            stage = step
        elif steps[step] != NOT_WANTED:
            break
    return stage


def _state(step: str, written: Written, found: Found, check_mode: bool) -> str:
    """Return whether what a step writes is there, as the tasks that wrote it have read it back."""
    plurals = [plural for plural in _WRITES[step] if plural != "delivery_routes" or plural in written]
    states = {_state_of(plural, written, found, check_mode) for plural in plurals}
    return next(state for state in (OPEN, PLANNED, DONE) if state in states)


def _state_of(plural: str, written: Written, found: Found, check_mode: bool) -> str:
    result = found.results.get(plural, {})
    if plural not in written or "plan" not in result:
        return OPEN
    name = written[plural]["domain" if plural == "internal_domains" else "name"]
    return PLANNED if check_mode and name in {change["name"] for change in result["plan"]} else DONE


def _receiving(mx: Entry | None) -> str:
    in_sync = mx.get("in_sync") if mx else False
    return UNKNOWN if in_sync is None else DONE if in_sync else OPEN


def _todo(do: str, known_from: str, records: Sequence[str] = ()) -> Entry:
    return {"do": do, "records": list(records), "known_from": known_from}


def _to_be_verified(wish: Wish, found: Found) -> Entry:
    told = found.domains.get(wish.domain, {})
    if told.get("status") != "pending":
        do = "run without check mode: this registers it and shows its token"
        return _todo(do, "pending and internal domains of the account")
    if told.get("served"):
        do = "run without check mode, and again if nothing changes: Mimecast has not verified it yet"
        return _todo(do, "DNS serves the token; pending domains of the account")
    if not told.get("record"):
        do = "look up its token in the console, Directories | Internal Directories"
        return _todo(do, "the account does not show it")
    known = "DNS does not serve it yet" if told.get("served") is False else "it is not known whether DNS serves it"
    until = f" before {told['expires']}" if told.get("expires") else ""
    return _todo(f"publish this TXT record{until}, and run again", known, [told["record"]])


def _key_to_publish(wish: Wish, found: Found) -> Entry | None:
    """Return that the record of the DKIM key is to be published; None where it is, or no key is wanted."""
    if wish.dkim is None or may_sign(wish, found):
        return None
    told = found.keys.get(wish.dkim["name"])
    if told is None:
        do = "run without check mode: this creates its DKIM key and shows the record"
        return _todo(do, "DKIM definitions of the account")
    record = told.get("dns_record")
    if not record:
        return _todo("look up the record of its DKIM key in the console", "the account does not show it")
    known = "DNS does not serve it yet" if told.get("published") is False else "it is not known whether DNS serves it"
    policies = (found.policies or {}).get("dkim_policies", ())
    using = [str(policy["name"]) for policy in policies if policy.get("definition") == wish.dkim["name"]]
    known += f"; the policy {listed(using)} already signs with it" if using else ""
    return _todo("publish the record of its DKIM key, and run again", known, [_txt(record)])


def _txt(record: Mapping[str, str]) -> str:
    """Return a TXT record as a line of a zone file, its value in pieces that DNS can hold."""
    value = record["value"]
    pieces = " ".join(f'"{value[start : start + _PIECE]}"' for start in range(0, len(value), _PIECE))
    return f"{record['name']}. IN TXT {pieces}"


def _mail(wish: Wish, written: Written, found: Found, steps: Mapping[str, str]) -> list[Entry]:
    """Return what is to be done so that the mail comes to Mimecast, and only when it may come."""
    mx = found.mx.get(wish.domain)
    if mx is None:
        return []
    if steps["routed"] == OPEN and mx.get("covered_by_policy") is False and "delivery_route_policies" in found.results:
        name = written["delivery_route_policies"]["name"]
        do = (
            f"find out why the policy {name} does not cover all its mail from outside, and do "
            "not change its MX records yet"
        )
        return [_todo(do, "delivery route policies of the account")]
    if any(steps[step] != DONE for step in ("protected", "routed", "recipients_checked")):
        return []
    if mx.get("in_sync"):
        do = (
            "remove it from the list: its mail already comes to Mimecast, and "
            "mailops.mimecast.export writes its settings"
        )
        checked = f"DNS serves its MX records; Mimecast's own check says {mx.get('verification')}"
        return [_todo(do, checked)] if steps["signed"] in (DONE, NOT_WANTED) else []
    if mx.get("publish") is None:
        return [_todo("run again: its MX records are not known", "DNS or the account did not answer")]
    todo = []
    if mx["publish"]:
        do = "make sure that its recipients are in the directory, then publish these MX records"
        todo.append(_todo(do, "gateway details of the account; DNS does not serve them yet", mx["publish"]))
    if mx["remove"]:
        do = "then remove these MX records, and keep the old server until their time to live is over"
        todo.append(_todo(do, "DNS serves them", mx["remove"]))
    return todo
