# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report as one HTML file that needs nothing else: no network, no other file, no library.

Pure, and it knows no field of any object. Data reaches the page as JSON and the page as text, never as markup; the
policy in its head allows exactly the one script and the one style sheet of the page: page_cards.js with page.js, and
page.css.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Mapping
from typing import Any

from ansible_collections.mailops.mimecast.plugins.module_utils._model import wording
from ansible_collections.mailops.mimecast.plugins.module_utils._model.values import Entry
from ansible_collections.mailops.mimecast.plugins.module_utils._report import (
    decisions,
    document,
    history,
    mail,
    page_cards_js,
    page_css,
    page_js,
    values,
)

_SCRIPT = page_cards_js.TEXT + page_js.TEXT
FEW = 12
"""As many objects in sync are still named in the page; of more, only their number."""
MOST_DECISIONS = 200
"""As many decisions stand in the page; of more, only their number: the accounts show them all."""
_LINES = 200


def page(report: Mapping[str, Any]) -> str:
    """Return the report as an HTML document."""
    title = html.escape(wording.visible(report["title"]))
    policy = (
        f"default-src 'none'; script-src '{_hash(_SCRIPT)}'; style-src '{_hash(page_css.TEXT)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>{page_css.TEXT}</style>\n</head>\n<body>\n"
        f"{_BODY.replace('{title}', title)}\n<noscript>{_plain_table(report)}</noscript>\n"
        f'<script type="application/json" id="data">{_embedded(_data(report))}</script>\n'
        f"<script>{_SCRIPT}</script>\n</body>\n</html>\n"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _embedded(data: Entry) -> str:
    """Return JSON in which nothing can end the element that it stands in."""
    text = json.dumps(data, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _plain_table(report: Mapping[str, Any]) -> str:
    """Return the overview for a reader that runs no script."""
    cells = "".join(
        "<tr>"
        + "".join(
            f"<td>{html.escape(wording.visible(text))}</td>"
            for text in (account["name"], document.WORDS[account["status"]], account["error"] or account["advice"])
        )
        + "</tr>"
        for account in report["accounts"]
    )
    return (
        f"<p>{html.escape(document.sentence(report))}. Turn on scripts to see the differences, or read drift.md or "
        f"drift.json.</p><table><tr><th>Account</th><th>State</th><th>What to do</th></tr>{cells}</table>"
    )


def _data(report: Mapping[str, Any]) -> Entry:
    """Return what the page shows, every text of it with nothing invisible left."""
    told = report["compared"]
    urgent = [each for each in report["decisions"] if not decisions.is_later(each)]
    later = [each for each in report["decisions"] if decisions.is_later(each)]
    objects = {
        (account["name"], found["resource"], found["name"]): found
        for account in report["accounts"]
        for found in account["objects"]
    }
    data = {
        "generated": history.readable(report["generated"]),
        "versus": f"Since the report of {history.readable(told['generated'])}: {document.versus(report)}"
        if told
        else "",
        "gone": [
            *(f"{name} can be read again" for name in (told["recovered"] if told else ())),
            *(f"{found['title']} {found['name']} ({found['account']})" for found in (told["gone"] if told else ())),
        ],
        "decisions": [_decision(each, objects) for each in urgent[:MOST_DECISIONS]],
        "later_title": decisions.LATER_TITLE,
        "later_note": decisions.LATER_NOTE,
        "unknown": history.NOT_ASKED if any(account["who"] for account in report["accounts"]) else "",
        "later": [_decision(each, objects) for each in later[:MOST_DECISIONS]],
        "more": [max(0, len(group) - MOST_DECISIONS) for group in (urgent, later)],
        "totals": report["totals"],
        "words": document.WORDS,
        "statuses": document.STATUSES,
        "accounts": [_account(account) for account in report["accounts"]],
    }
    shown: Entry = _visible(data)
    return shown


def _visible(value: Any) -> Any:
    if isinstance(value, str):
        return wording.visible(value)
    if isinstance(value, Mapping):
        return {wording.visible(str(name)): _visible(inner) for name, inner in value.items()}
    return [_visible(item) for item in value] if isinstance(value, (list, tuple)) else value


def _decision(decision: Mapping[str, Any], objects: Mapping[tuple[str, str, str], Mapping[str, Any]]) -> Entry:
    """Return a decision as the page shows it.

    Args:
        objects: (account, resource, name) -> the object.
    """
    cause, first = decision["cause"], decision["accounts"][0]
    causes = [
        [mail.called(each), objects[key]["link"] if (key := (first, each["resource"], each["name"])) in objects else ""]
        for each in decision["broken_by"]
    ]
    return {
        **{
            word: decision[word]
            for word in (
                *("status", "operation", "title", "name", "accounts", "links"),
                *("breaks", "history", "new", "equal"),
            )
        },
        "cause": f"{cause[:1].upper()}{cause[1:]}",
        "causes": causes[: mail.MOST_CAUSES],
        "more_causes": len(causes[mail.MOST_CAUSES :]),
        "commands": decisions.commands(decision),
        "place": mail.place(decision["text"]) if decision["title"] == decisions.TEST else "",
        "what": decisions.what(decision) if decision["title"] else decision["text"],
        "advice": decisions.advice(decision),
    }


def _account(account: Mapping[str, Any]) -> Entry:
    calm = [found for found in account["objects"] if found["status"] == "in_sync"]
    return {
        **{
            word: account[word] for word in ("name", "link", "region", "status", "change", "error", "advice", "summary")
        },
        "notes": [
            *(
                [f"First change that the audit log knows of: {history.readable(account['since'])}."]
                if account["since"]
                else []
            ),
            *([account["who"]] if account["who"] else []),
            *([f"{problem}" for problem in account["problems"]] if len(account["problems"]) > 1 else []),
            *(f"{name} cannot be read: {why}" for name, why in account["unreadable"].items()),
            *account["warnings"],
        ],
        "sections": [list(section) for section in mail.sections(account["mail"])],
        "objects": [_object(found, account) for found in account["objects"] if found["status"] != "in_sync"],
        "calm": [f"{found['title']} {found['name']}" for found in calm] if len(calm) <= FEW else [],
    }


def _object(found: Mapping[str, Any], account: Mapping[str, Any]) -> Entry:
    return {
        **{
            word: found[word]
            for word in ("type", "title", "name", "link", "where", "status", "operation", "reason", "who", "change")
        },
        "breaks": mail.tests_broken_by(account, found),
        "seen": history.readable(found["first_seen"]) if found["change"] == "still" else "",
        "rows": [_row(row, found["status"] != "extra") for field in found["fields"] for row in values.rows(field)],
        "moves": [f"{item} comes from {origin}" for item, origin in found["moves"].items()],
        "mark": found["manual"]["fingerprint"] if found["manual"] else "",
        "steps": found["manual"]["steps"] if found["manual"] else [],
    }


def _row(row: Mapping[str, Any], goes: bool) -> list[Any]:
    """Return a row of the comparison: the setting, and each side's lines as [mark, line].

    Args:
        goes: whether an apply would take away what only the account has.
    """
    before, after = row["before"], row["after"]
    left, right = _marked(before, after or [], "-" if goes else ""), _marked(after, before or [], "+")
    stay = [["", f"({row['same']} more {'stays' if row['same'] == 1 else 'stay'})"]] if row["same"] else []
    return [row["setting"], *(None if side is None else [*side, *stay] for side in (left, right))]


def _marked(lines: list[str] | None, others: list[str], mark: str) -> list[list[str]] | None:
    if lines is None:
        return None
    there = set(others)
    told = [["" if line in there else mark, line] for line in lines]
    if len(told) <= _LINES:
        return told
    first = sorted(told, key=lambda line: not line[0])[:_LINES]
    return [*first, ["", f"and {len(told) - _LINES} more, see drift.json"]]


_BODY = """\
<a class="skip" href="#need">Skip to what needs a decision</a>
<header>
<div><h1>{title}</h1><p id="when"></p></div>
<div class="tools"><button type="button" id="print">Print</button><button type="button" id="theme">Dark</button></div>
</header>
<main>
<section aria-label="Overview">
<div class="tiles" id="tiles" role="group" aria-label="Show accounts by state"></div>
<details id="versus" hidden><summary></summary><ul class="notes"></ul></details>
</section>
<section id="need" aria-labelledby="need-title" tabindex="-1">
<h2 id="need-title"></h2>
<div id="names"></div>
<div id="decisions"></div>
</section>
<section id="accounts" aria-labelledby="accounts-title" tabindex="-1">
<h2 id="accounts-title">Account by account</h2>
<div class="filters" role="search" aria-label="Filters">
<label class="find"><span>Search</span><input id="find" type="search" autocomplete="off" spellcheck="false"
placeholder="Account, object, value, user"></label>
<label><span>Type</span><select id="type"></select></label>
<div class="chips" id="chips" role="group" aria-label="Show objects by state"></div>
<div class="row"><p id="count" role="status" aria-live="polite"></p>
<button type="button" id="open">Open all</button><button type="button" id="close">Close all</button>
<button type="button" id="clear" hidden>Clear filters</button></div>
</div>
<div id="list"></div>
<p id="none" hidden>No account matches these filters.</p>
</section>
</main>
<p id="said" class="said" role="status" aria-live="polite"></p>"""
