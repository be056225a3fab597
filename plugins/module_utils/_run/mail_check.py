# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What happens to given messages: according to a site file, in an account, or after the site is applied.

It only reads. It knows nothing of Ansible.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._api.client import Client
from ansible_collections.mailops.mimecast.plugins.module_utils._api.reader import Reader
from ansible_collections.mailops.mimecast.plugins.module_utils._mail import accounts, answer_lines, messages, settling
from ansible_collections.mailops.mimecast.plugins.module_utils._mail.answers import Engine
from ansible_collections.mailops.mimecast.plugins.module_utils._model.mail_tests import MESSAGE
from ansible_collections.mailops.mimecast.plugins.module_utils._model.problems import Problem
from ansible_collections.mailops.mimecast.plugins.module_utils._model.resources import Resource
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._model.wording import kind, visible
from ansible_collections.mailops.mimecast.plugins.module_utils._run import mail_accounts, planning, site, whole_site
from ansible_collections.mailops.mimecast.plugins.module_utils._run.call import Call
from ansible_collections.mailops.mimecast.plugins.module_utils._run.mail_accounts import Known
from ansible_collections.mailops.mimecast.plugins.module_utils._run.options import APPLY_VIA, Options
from ansible_collections.mailops.mimecast.plugins.module_utils._run.session import nothing_spent, session, tally

SITE_FILE, ACCOUNT, PLANNED = AGAINST = ("site_file", "account", "planned")
_MESSAGE: Options = {part.name: part.option() for part in MESSAGE.fields}
OPTIONS: Options = {
    **_MESSAGE,
    "messages": {"type": "list", "elements": "dict", "options": _MESSAGE},
    "against": {"type": "str", "choices": list(AGAINST), "default": SITE_FILE},
    "limits": {"type": "dict"},
    "apply_via": APPLY_VIA,
}


def run(params: Mapping[str, Any], known: Mapping[str, Resource], call: Call) -> Entry:
    """Return what happens to each message.

    Args:
        params: checked options, which ``check`` found to be right. known: every type of the site file.

    Raises:
        Failure: the account cannot be read, or the site could not be applied to it.
    """
    today = planning.today()
    api = nothing_spent()
    if params.get("against", SITE_FILE) == SITE_FILE:
        found = mail_accounts.of_site_file(site.named(known, params, today))
    else:
        with session(call.reading, call.connect, call.memory.confirm) as client:
            found = _read(params, known, call, client)
            api = tally(client)
    engine = Engine(found.account, settling.of_site(params.get("site")))
    asked = [messages.of(MESSAGE.parse(given, place)[0], today) for given, place in _given(params)]
    answers = [engine.answer(message) for message in asked]
    return {
        "changed": False,
        "headlines": [visible(answer_lines.headline(answer)) for answer in answers],
        "lines": [visible(line) for line in answer_lines.lines(answers, found.account, found.unread)],
        "answers": [answer.as_data() for answer in answers],
        "known_from": {name: found.account.origins[name] for name in accounts.TYPES},
        "unreadable": dict(found.unread),
        "api": api,
    }


def _read(params: Mapping[str, Any], known: Mapping[str, Resource], call: Call, client: Client) -> Known:
    """Return what an account has, or will have once the site is applied.

    Raises:
        Failure: the site could not be applied.
    """
    wanted = site.named(known, params, planning.today())
    types = site.every_type(known)
    if params["against"] == PLANNED:
        found = whole_site.judged(params, wanted, types, call, client)
        return mail_accounts.as_planned(found.reader, found.belief, found.plans, wanted)
    reader = Reader(client, types, call.belief, call.progress)
    mail_accounts.prefetch(reader)
    return mail_accounts.of_account(reader, wanted)


def check(written: Mapping[str, Any], known: Mapping[str, Resource]) -> list[Problem]:
    """Return what is wrong with the options of a task as written."""
    alone = written.get("against", SITE_FILE) != ACCOUNT
    problems = (site.check_what_is_said if alone else site.check)(written, known)
    given, many = [word for word in _MESSAGE if written.get(word) is not None], written.get("messages")
    if many is None:
        return [*problems, *MESSAGE.parse({word: written[word] for word in given}, "")[1]]
    if not isinstance(many, (list, tuple)):
        return [*problems, Problem("messages", f"expected a list, got {kind(many)}")]
    if given:
        problems.append(Problem(given[0], "goes into each of the messages; the two exclude each other"))
    return [*problems, *(problem for message, place in _given(written) for problem in MESSAGE.parse(message, place)[1])]


def _given(params: Mapping[str, Any]) -> list[tuple[Any, str]]:
    """Return the messages that are asked about, each with its place."""
    if params.get("messages") is None:
        return [({word: params[word] for word in _MESSAGE if params.get(word) is not None}, "")]
    return [(message, f"messages[{index}]") for index, message in enumerate(params["messages"])]
