# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Permits and blocks senders for one recipient (CONTRACT 3.7): written, and never read back.

The API lists no managed senders, so this never claims that one is in effect: only that the API accepted it. It knows
nothing of Ansible.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.errors import ApiError, NotOffered
from ansible_collections.mailops.mimecast.plugins.module_utils._model import spelling
from ansible_collections.mailops.mimecast.plugins.module_utils._model.fields import parse_inside
from ansible_collections.mailops.mimecast.plugins.module_utils._model.operations import Operation
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Failure, Problem, refuse
from ansible_collections.mailops.mimecast.plugins.module_utils._model.scalars import Choice, Text
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry, Row
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import first_of, kind, shown, visible
from ansible_collections.mailops.mimecast.plugins.module_utils._resources import mx
from ansible_collections.mailops.mimecast.plugins.module_utils._run.call import Call
from ansible_collections.mailops.mimecast.plugins.module_utils._run.options import Options
from ansible_collections.mailops.mimecast.plugins.module_utils._run.session import nothing_spent, session, tally

OPERATION = Operation(
    "permitOrBlockSender",
    "POST",
    "/api/managedsender/permit-or-block-sender",
    envelope="legacy",
    writes=True,
    products=("cloudgateway",),
    permission="Gateway | Managed Senders | Edit",
    confidence="observed",
)
BATCH = 100
"""Most items that one call takes."""

PERMIT_OWN = "permit_own_domain"
NOT_READ_BACK = "the API accepted it, and has no call to read it back"
_TYPES = {"permit": "Permit", "block": "Block"}


def _address(value: Any) -> str:
    """Return an email address; a whole domain is refused with the place where it belongs.

    Raises:
        Malformed: it is no address.
    """
    written = spelling.text(value)
    if "*" in written:
        raise spelling.Malformed(f"{shown(written)} has a wildcard, but the API accepts only single addresses")
    if "@" in written.lstrip("@"):
        return spelling.address(written)
    raise spelling.Malformed(
        f"{shown(written)} is not an email address; a whole domain goes into a group, see mimecast_sender_group"
    )


_FIELDS = {
    field.name: field
    for field in (
        Text("sender", (), normalize=_address),
        Text("recipient", (), normalize=_address),
        Choice("action", (), choices=tuple(_TYPES)),
    )
}
_NAMES = tuple(_FIELDS)
_ENTRY: Options = {name: field.option() for name, field in _FIELDS.items()}
OPTIONS: Options = {
    **_ENTRY,
    "entries": {"type": "list", "elements": "dict", "options": _ENTRY},
    "snapshot": {"type": "list", "elements": "dict"},
    "accept_risk": {"type": "list", "elements": "str", "choices": [PERMIT_OWN]},
}


@dataclass(frozen=True)
class Item:
    """The rule of one recipient for one sender, and its place in the user's file."""

    sender: str
    recipient: str
    action: str
    where: str

    @property
    def told(self) -> Entry:
        """The item in the words of the options."""
        return {name: getattr(self, name) for name in _NAMES}

    @property
    def pair(self) -> tuple[str, str]:
        """Its sender and its recipient."""
        return self.sender, self.recipient

    @property
    def sent(self) -> Entry:
        """The item as the API accepts it."""
        return {"action": self.action, "sender": self.sender, "to": self.recipient}

    @property
    def line(self) -> str:
        """The item as a line of a diff or a message."""
        return f"{self.action} {self.sender} for {self.recipient}"

    def stands_in(self, rows: Sequence[Any]) -> bool:
        """Whether a row of an answer or of a snapshot has the same rule; rows may have any shape."""
        return any(_said(row) == (self.sender, self.recipient, _TYPES[self.action].lower()) for row in rows)


def _said(row: Any) -> tuple[str, str, str]:
    found = row if isinstance(row, Mapping) else {}
    sender, recipient, type_ = (str(found.get(name) or "").lower() for name in ("sender", "to", "type"))
    return sender, recipient, type_


def check(params: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with the options, each with its place."""
    return _parsed(params)[1]


def _parsed(params: Mapping[str, Any]) -> tuple[list[Item], list[Problem]]:
    items: list[Item] = []
    problems: list[Problem] = []
    for where, written in _written(params):
        if not isinstance(written, Mapping):
            problems.append(Problem(where, f"expected a mapping of {', '.join(_NAMES)}, got {kind(written)}"))
            continue
        values, found = parse_inside(_FIELDS, written, where, _NAMES)
        problems += found
        if found:
            continue
        item = Item(where=where, **values)
        former = next((known for known in items if known.pair == item.pair), None)
        if former:
            told = f"the rule of {item.recipient} for {item.sender} is already at {former.where}"
            problems.append(Problem(where, told))
        items.append(item)
    return items, problems


def _written(params: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield each item as written, with its place: ``entries``, or the options themselves."""
    beside = {name: params[name] for name in _NAMES if params.get(name) is not None}
    given = params.get("entries")
    if not isinstance(given, (list, tuple)):
        yield "", beside
        return
    for index, entry in enumerate(given):
        said = {name: value for name, value in entry.items() if value is not None} if isinstance(entry, Mapping) else {}
        yield f"entries[{index}]", {**beside, **said} if isinstance(entry, Mapping) else entry


def run(params: Mapping[str, Any], call: Call) -> Entry:
    """Send what a snapshot does not show, and return what was sent.

    Raises:
        Failure: an option is not right, something is refused, or the API did not take all of it.
    """
    items, problems = _parsed(params)
    refuse(problems)
    todo = [item for item in items if not item.stands_in(params.get("snapshot") or [])]
    if not todo:
        return {**_result([], []), "api": nothing_spent()}
    with session(call.guarded, call.connect, call.memory.confirm) as client:
        client.demand(OPERATION)
        warnings = [] if PERMIT_OWN in (params.get("accept_risk") or ()) else _refuse_own(client, todo)
        if not call.check_mode:
            _send(client, todo)
            warnings.append(f"{len(todo)} managed senders: {NOT_READ_BACK}")
        return {**_result(todo, warnings), "api": tally(client)}


def _result(items: Sequence[Item], warnings: Sequence[str]) -> Entry:
    after = "".join(f"{item.line}\n" for item in items)
    headers = {"before_header": "managed senders (not readable)", "after_header": "managed senders (sent)"}
    return {
        "changed": bool(items),
        "sent": [item.told for item in items],
        "diff": [{**headers, "before": "", "after": after}] if items else [],
        "warnings": [visible(warning) for warning in warnings],
    }


def _refuse_own(client: Client, items: Sequence[Item]) -> list[str]:
    """Refuse to permit senders of the account's own domains, and return a warning where those cannot be read.

    Raises:
        Failure: naming each of them.
    """
    permitted = [item for item in items if item.action == "permit"]
    if not permitted:
        return []
    try:
        own = {str(row.get("domain") or "").lower() for row in client.rows(mx.INTERNAL_DOMAINS)}
    except ApiError as error:
        if not isinstance(error, NotOffered) and error.status != 403:
            raise
        return ["it could not be read whether a permitted sender is in one of your own domains"]
    told = "is in one of your own domains, so mail that forges this sender would skip spam checks too"
    forged = [item for item in permitted if item.sender.rpartition("@")[2] in own]
    lift = f"(accept_risk: [{PERMIT_OWN}] if you mean it)"
    refuse([Problem(item.where, f"refused: {item.sender} {told} {lift}") for item in forged])
    return []


def _send(client: Client, items: Sequence[Item]) -> None:
    """Send all of it, a hundred at a time.

    Raises:
        Failure: with what was taken, what was refused, and what nobody knows of.
    """
    taken: list[Item] = []
    refused: dict[Item, str] = {}
    stopped = ""
    for start in range(0, len(items), BATCH):
        batch = items[start : start + BATCH]
        try:
            answer, failures = client.write(OPERATION, {}, [item.sent for item in batch])
        except ApiError as error:
            stopped = str(error)
            break
        rows = answer.get("data")
        told: Sequence[Row] = rows if isinstance(rows, list) else []
        codes = {(str(failure.item.get("sender")), str(failure.item.get("to"))): failure.code for failure in failures}
        taken += [item for item in batch if item.stands_in(told)]
        refused |= {item: codes[item.pair] for item in batch if item.pair in codes}
    if len(taken) == len(items):
        return
    parts = [f"{len(taken)} of {len(items)} were accepted by the API"]
    parts += [f"refused: {first_of([f'{item.line} ({code})' for item, code in refused.items()])}"] if refused else []
    parts += [f"stopped: {stopped}"] if stopped else []
    unknown = [item.line for item in items if item not in taken and item not in refused]
    parts += [f"not known to be accepted: {first_of(unknown)}"] if unknown else []
    raise Failure(visible("; ".join(parts)), {**_result(taken, []), "changed": bool(taken) or bool(unknown)})
