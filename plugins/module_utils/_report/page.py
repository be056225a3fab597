# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report as one HTML file that needs nothing else: no network, no other file, no library.

Pure, and it knows no field of any object. Data reaches the page as JSON and the page as text, never as markup; the
policy in its head allows exactly the one script and the one style sheet that stand here.
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
from ansible_collections.mailops.mimecast.plugins.module_utils._report import document

FEW = 12
"""As many objects in sync are still named in the page; of more, only their number."""
_LINES = 200


def page(report: Mapping[str, Any]) -> str:
    """Return the report as an HTML document."""
    title = html.escape(wording.visible(report["title"]))
    policy = (
        f"default-src 'none'; script-src '{_hash(_SCRIPT)}'; style-src '{_hash(_STYLE)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
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
            for text in (one["name"], document.WORDS[one["status"]], one["error"] or one["advice"])
        )
        + "</tr>"
        for one in report["accounts"]
    )
    return (
        f"<p>{html.escape(document.sentence(report))}. What differs is shown with scripts on, and stands in drift.md "
        f"and drift.json.</p><table><tr><th>Account</th><th>State</th><th>What to do</th></tr>{cells}</table>"
    )


def _data(report: Mapping[str, Any]) -> Entry:
    """Return what the page shows, every text of it with nothing invisible left."""
    data = {
        "generated": report["generated"],
        "totals": report["totals"],
        "words": document.WORDS,
        "statuses": document.STATUSES,
        "accounts": [_account(one) for one in report["accounts"]],
    }
    shown: Entry = _visible(data)
    return shown


def _visible(value: Any) -> Any:
    if isinstance(value, str):
        return wording.visible(value)
    if isinstance(value, Mapping):
        return {wording.visible(str(name)): _visible(inner) for name, inner in value.items()}
    return [_visible(one) for one in value] if isinstance(value, (list, tuple)) else value


def _account(one: Mapping[str, Any]) -> Entry:
    calm = [each for each in one["objects"] if each["status"] == "in_sync"]
    return {
        **{word: one[word] for word in ("name", "region", "status", "error", "advice", "since", "summary")},
        "notes": [
            *([f"{problem}" for problem in one["problems"]] if len(one["problems"]) > 1 else []),
            *(f"{name} cannot be read: {why}" for name, why in one["unreadable"].items()),
            *one["warnings"],
        ],
        "objects": [_object(each) for each in one["objects"] if each["status"] != "in_sync"],
        "calm": [f"{each['title']} {each['name']}" for each in calm] if len(calm) <= FEW else [],
    }


def _object(one: Mapping[str, Any]) -> Entry:
    return {
        **{word: one[word] for word in ("type", "title", "name", "where", "status", "operation", "reason")},
        "by": one["changed_by"][-3:],
        "rows": [_row(each, one["status"] != "extra") for field in one["fields"] for each in document.rows(field)],
        "moves": [f"{item} comes from {origin}" for item, origin in one["moves"].items()],
        "mark": one["manual"]["fingerprint"] if one["manual"] else "",
        "steps": one["manual"]["steps"] if one["manual"] else [],
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
    first = sorted(told, key=lambda one: not one[0])[:_LINES]
    return [*first, ["", f"and {len(told) - _LINES} more, see drift.json"]]


_BODY = """\
<a class="skip" href="#accounts">Skip to the accounts</a>
<header>
<div><h1>{title}</h1><p id="when"></p></div>
<div class="tools"><button type="button" id="print">Print</button><button type="button" id="theme">Dark</button></div>
</header>
<main>
<section aria-label="Overview">
<div class="tiles" id="tiles" role="group" aria-label="Accounts by state"></div>
<div class="bar" id="bar" aria-hidden="true"></div>
</section>
<section class="filters" aria-label="Filters">
<label class="find"><span>Search</span><input id="find" type="search" autocomplete="off" spellcheck="false"
placeholder="Account, object, value, user"></label>
<label><span>Type</span><select id="type"></select></label>
<div class="chips" id="chips" role="group" aria-label="Objects by state"></div>
<div class="row"><p id="count" role="status" aria-live="polite"></p>
<button type="button" id="open">Open all</button><button type="button" id="close">Close all</button>
<button type="button" id="clear" hidden>Clear filters</button></div>
</section>
<section id="accounts" aria-label="Accounts" tabindex="-1"></section>
<p id="none" hidden>No account matches these filters.</p>
</main>
<p id="said" class="said" role="status" aria-live="polite"></p>"""

_STYLE = """
:root{color-scheme:light;--page:#f5f6f8;--card:#fff;--soft:#f0f2f5;--line:#dde1e7;--text:#171a20;--quiet:#5a6371;
--accent:#1f5fd0;--ok:#157347;--ok-soft:#e2f3ea;--drift:#9a5700;--drift-soft:#fdf0db;--error:#b3261e;--error-soft:#fce8e6;
--extra:#5b45b8;--extra-soft:#ece8fb;--hand:#0b6a8a;--hand-soft:#dff1f7;--shade:0 1px 2px rgba(20,26,36,.07)}
:root[data-theme=dark]{color-scheme:dark;--page:#101319;--card:#181c24;--soft:#202631;--line:#2e3542;--text:#e7eaf0;
--quiet:#9aa4b5;--accent:#86b0ff;--ok:#6cd39b;--ok-soft:#16301f;--drift:#f2b661;--drift-soft:#38280f;--error:#ff968d;
--error-soft:#3d1a18;--extra:#bdaefb;--extra-soft:#292247;--hand:#74cdea;--hand-soft:#10303c;--shade:none}
@media (prefers-color-scheme:dark){:root:not([data-theme]){color-scheme:dark;--page:#101319;--card:#181c24;
--soft:#202631;--line:#2e3542;--text:#e7eaf0;--quiet:#9aa4b5;--accent:#86b0ff;--ok:#6cd39b;--ok-soft:#16301f;
--drift:#f2b661;
--drift-soft:#38280f;--error:#ff968d;--error-soft:#3d1a18;--extra:#bdaefb;--extra-soft:#292247;--hand:#74cdea;
--hand-soft:#10303c;--shade:none}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);
font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;
-webkit-text-size-adjust:100%}
header,main{max-width:1120px;margin:0 auto;padding:0 24px}
header{display:flex;justify-content:space-between;align-items:flex-start;gap:16px;padding-top:32px;padding-bottom:20px}
h1{font-size:26px;line-height:1.2;letter-spacing:-.015em;margin:0;overflow-wrap:anywhere}
h2,h3,h4,p,ol,ul{margin:0}
header p,.quiet,#count{color:var(--quiet);font-size:13.5px}
header p{margin-top:4px}
.tools,.row{display:flex;gap:8px;align-items:center}
button,input,select{font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:8px}
button{padding:5px 12px;cursor:pointer;font-size:14px;white-space:nowrap}
button:hover{border-color:var(--quiet)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
#accounts:focus{outline:none}
.skip{position:absolute;left:-999px}
.skip:focus{left:12px;top:12px;background:var(--card);padding:8px 12px;border-radius:8px;z-index:2}
.tiles{display:grid;grid-template-columns:repeat(4,1fr);gap:12px}
.tile{display:block;text-align:left;padding:14px 16px;border-radius:12px;box-shadow:var(--shade);white-space:normal}
.tile b{display:block;font-size:30px;line-height:1.15;font-weight:650;font-variant-numeric:tabular-nums}
.tile span{color:var(--quiet);font-size:13.5px}
.tile[aria-pressed=true]{border-color:var(--accent);box-shadow:inset 0 0 0 1px var(--accent)}
.tile.ok b{color:var(--ok)}.tile.drift b{color:var(--drift)}.tile.error b{color:var(--error)}
.tile.zero b{color:var(--quiet);opacity:.7}
.bar{display:flex;gap:2px;height:8px;margin:14px 0 22px;border-radius:4px;overflow:hidden;background:var(--line)}
.bar i{display:block;min-width:4px}
.bar .ok{background:var(--ok)}.bar .drift{background:var(--drift)}.bar .error{background:var(--error)}
.filters{display:grid;grid-template-columns:1fr auto;gap:12px;align-items:end;margin-bottom:16px}
.filters label span{display:block;font-size:12.5px;color:var(--quiet);margin-bottom:3px}
.filters input,.filters select{width:100%;padding:7px 11px;height:38px}
.filters .chips,.filters .row{grid-column:1/-1}
.row{flex-wrap:wrap}
#count{flex:1;min-width:150px}
.chips{display:flex;flex-wrap:wrap;gap:8px}
.chips button{border-radius:999px;padding:3px 12px;font-size:13.5px}
.chips button[aria-pressed=true]{background:var(--text);color:var(--page);border-color:var(--text)}
.chips button b{font-variant-numeric:tabular-nums;margin-left:5px}
details.account{background:var(--card);border:1px solid var(--line);border-radius:12px;margin-bottom:10px;
box-shadow:var(--shade)}
summary{display:flex;align-items:center;gap:8px 12px;flex-wrap:wrap;padding:14px 16px;cursor:pointer;list-style:none;
border-radius:12px}
summary::-webkit-details-marker{display:none}
summary::before{content:"";flex:none;width:7px;height:7px;border:solid var(--quiet);border-width:0 2px 2px 0;
transform:rotate(-45deg);margin:0 3px;transition:transform .12s}
details[open]>summary::before{transform:rotate(45deg)}
summary:hover{background:var(--soft)}
summary h2{font-size:16px;font-weight:620;overflow-wrap:anywhere;unicode-bidi:isolate}
.gap{flex:1;min-width:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
details[open] .gap{visibility:hidden}
.badge{flex:none;font-size:12.5px;line-height:20px;font-weight:600;padding:1px 9px;border-radius:999px;
white-space:nowrap;background:var(--soft);color:var(--quiet)}
.ok.badge{background:var(--ok-soft);color:var(--ok)}
.drift.badge,.drifted.badge,.missing.badge{background:var(--drift-soft);color:var(--drift)}
.error.badge,.unverifiable.badge{background:var(--error-soft);color:var(--error)}
.extra.badge{background:var(--extra-soft);color:var(--extra)}
.handoff.badge{background:var(--hand-soft);color:var(--hand)}
.inside{padding:2px 16px 16px;border-top:1px solid var(--line)}
.inside>*{margin-top:14px}
.wrong{background:var(--error-soft);color:var(--error);padding:10px 14px;border-radius:8px;overflow-wrap:anywhere}
.notes{padding-left:18px;color:var(--quiet);font-size:14px;overflow-wrap:anywhere}
.object{border:1px solid var(--line);border-radius:10px;overflow:hidden;content-visibility:auto;
contain-intrinsic-size:auto 160px}
.object>.head{display:flex;flex-wrap:wrap;gap:4px 10px;align-items:center;padding:10px 14px;background:var(--soft)}
.object h3{font-size:15px;font-weight:600;overflow-wrap:anywhere;unicode-bidi:isolate}
.object h3 small{font-size:13px;font-weight:400;color:var(--quiet);margin-right:7px}
.head .quiet{flex-basis:100%;font-size:13px;overflow-wrap:anywhere}
.object>p{padding:10px 14px 0;font-size:14px;overflow-wrap:anywhere}
.object>p:last-child{padding-bottom:10px}
code,.side{font:13px/1.55 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
code{overflow-wrap:anywhere}
table{width:100%;border-collapse:collapse;table-layout:fixed}
thead th{font-size:12.5px;font-weight:500;color:var(--quiet);text-align:left;padding:8px 14px 4px}
thead th:first-child{width:22%}
tbody th{font-weight:500;text-align:left;vertical-align:top;padding:6px 14px;font-size:14px;overflow-wrap:anywhere}
tbody td{vertical-align:top;padding:6px 14px 6px 0}
tbody tr+tr>*{border-top:1px solid var(--line)}
tbody tr:last-child>*{padding-bottom:10px}
.side>span{display:block;padding:0 8px 0 22px;border-radius:4px;overflow-wrap:anywhere;white-space:pre-wrap;
unicode-bidi:isolate;position:relative}
.side>span+span{margin-top:1px}
.side .minus{background:var(--error-soft);color:var(--error)}
.side .plus{background:var(--ok-soft);color:var(--ok)}
.side .minus::before,.side .plus::before{position:absolute;left:8px}
.side .minus::before{content:"\\2212"}.side .plus::before{content:"+"}
.side .void{color:var(--quiet);font-family:system-ui,sans-serif;font-style:italic}
.steps{list-style:none;padding:6px 14px 10px}
.steps li{display:flex;gap:10px;align-items:flex-start;padding:6px 0}
.steps label{display:flex;gap:10px;flex:1;min-width:0;overflow-wrap:anywhere;cursor:pointer}
.steps input{flex:none;width:17px;height:17px;margin:3px 0 0;accent-color:var(--accent)}
.steps input:checked+span{color:var(--quiet);text-decoration:line-through}
.steps button{padding:1px 9px;font-size:13px}
.all{padding:0 14px 12px;display:flex;flex-wrap:wrap;gap:8px}
.said{position:fixed;bottom:20px;left:50%;transform:translateX(-50%);background:var(--text);color:var(--page);
padding:7px 16px;border-radius:999px;font-size:14px;opacity:0;pointer-events:none;transition:opacity .15s}
.said.on{opacity:1}
main{padding-bottom:56px}
noscript{display:block;max-width:1120px;margin:0 auto;padding:0 24px 32px}
noscript td,noscript th{text-align:left;padding:6px 10px;border-top:1px solid var(--line);overflow-wrap:anywhere}
[hidden]{display:none!important}
@media (max-width:640px){
header,main{padding-left:14px;padding-right:14px}
header{padding-top:18px;padding-bottom:14px}
h1{font-size:21px}
#print{display:none}
.tiles{grid-template-columns:repeat(2,1fr);gap:8px}
.tile{padding:10px 13px}.tile b{font-size:24px}
.bar{margin:10px 0 16px}
.filters{grid-template-columns:1fr}
#count{flex-basis:100%}
summary{padding:12px}
summary .gap{flex-basis:100%}
summary .gap:empty{height:0}
details[open] .gap{height:0}
.inside{padding:0 10px 10px}
table,tbody,tr,tbody th,tbody td{display:block;width:auto}
thead{display:none}
tbody th{padding:8px 12px 2px}
tbody td{padding:2px 12px 4px}
tbody td:last-child{padding-bottom:8px}
tbody tr+tr>*{border-top:0}
tbody tr+tr{border-top:1px solid var(--line)}
td.empty{display:none}
td::before{content:attr(data-side);display:block;font:12px/1.5 system-ui,sans-serif;color:var(--quiet)}
.object>.head{padding:9px 12px}
}
@media (prefers-reduced-motion:reduce){*{transition:none!important}}
@media print{
:root,:root[data-theme=dark]{color-scheme:light;--page:#fff;--card:#fff;--soft:#f4f5f7;--line:#ccc;--text:#000;
--quiet:#444;--ok:#157347;--ok-soft:#fff;--drift:#9a5700;--drift-soft:#fff;--error:#b3261e;--error-soft:#fff;
--extra:#5b45b8;--extra-soft:#fff;--hand:#0b6a8a;--hand-soft:#fff;--shade:none}
header,main{max-width:none;padding-left:0;padding-right:0}
.tools,.filters,.said,.steps button,.all,.skip{display:none!important}
.object,.tile{break-inside:avoid}
.object{content-visibility:visible}
.badge{border:1px solid currentColor}
.bar{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}
"""

_SCRIPT = """
'use strict';
(() => {
const data = JSON.parse(document.getElementById('data').textContent);
const at = id => document.getElementById(id);
const make = (tag, name, text) => {
  const node = document.createElement(tag);
  if (name) node.className = name;
  if (text !== undefined) node.textContent = text;
  return node;
};
const word = status => data.words[status];
const many = (count, one) => count + ' ' + one + (count === 1 ? '' : 's');
const day = text => {
  const moment = new Date(text);
  if (isNaN(moment)) return text;
  return moment.toLocaleString('en-GB', {dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC'}) + ' UTC';
};
const say = text => {
  at('said').textContent = text;
  at('said').classList.add('on');
  clearTimeout(say.timer);
  say.timer = setTimeout(() => at('said').classList.remove('on'), 1800);
};
const copyOldWay = text => {
  const area = make('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done ? Promise.resolve() : Promise.reject(new Error('not allowed'));
};
const copy = (text, button) => {
  const modern = navigator.clipboard ? navigator.clipboard.writeText(text) : Promise.reject(new Error('none'));
  modern.catch(() => copyOldWay(text)).then(() => say('Copied'), () => say('The browser did not allow copying'))
    .then(() => button.focus());
};
const copyButton = (label, text, spoken) => {
  const button = make('button', 'copy', label);
  button.type = 'button';
  if (spoken) button.setAttribute('aria-label', spoken);
  button.addEventListener('click', () => copy(text, button));
  return button;
};

const filter = {account: '', status: '', type: '', text: ''};

const haystack = object => object.text || (object.text = [object.title, object.name, object.where, object.reason,
  ...object.by.flatMap(one => [one.user, one.kind]), ...object.steps,
  ...object.rows.flatMap(([name, before, after]) => [name, ...(before || []).map(line => line[1]),
    ...(after || []).map(line => line[1])])].join('\\n').toLowerCase());
const ofAccount = account => account.text || (account.text = [account.name, account.region || '', account.error,
  ...account.notes].join('\\n').toLowerCase());
const objectFits = (account, object) =>
  (!filter.status || object.status === filter.status) && (!filter.type || object.type === filter.type) &&
  (!filter.text || ofAccount(account).includes(filter.text) || haystack(object).includes(filter.text));
const accountFits = account => {
  if (filter.account && account.status !== filter.account) return false;
  if (account.objects.some(object => objectFits(account, object))) return true;
  return !filter.status && !filter.type && (!filter.text || ofAccount(account).includes(filter.text));
};

const side = (lines, label, nothing) => {
  const cell = make('td', 'side');
  cell.dataset.side = label;
  if (lines === null) cell.classList.add('empty');
  if (!lines || !lines.length) cell.append(make('span', 'void', lines ? 'nothing' : nothing));
  for (const [mark, text] of lines || [])
    cell.append(make('span', mark === '-' ? 'minus' : mark === '+' ? 'plus' : '', text));
  return cell;
};
const comparison = object => {
  const table = make('table');
  const head = table.createTHead().insertRow();
  for (const text of ['Setting', 'In the account', 'In the site file']) {
    const cell = make('th', '', text);
    cell.scope = 'col';
    head.append(cell);
  }
  const body = table.createTBody();
  const there = {missing: 'not there', handoff: 'cannot be read'}[object.status] || 'not set';
  const wanted = object.operation === 'delete' ? 'not wanted' : 'not named';
  for (const [name, before, after] of object.rows) {
    const row = body.insertRow();
    const cell = make('th', '', name);
    cell.scope = 'row';
    row.append(cell, side(before, 'In the account', there), side(after, 'In the site file', wanted));
  }
  return table;
};
const checklist = object => {
  const list = make('ol', 'steps');
  object.steps.forEach((text, index) => {
    const item = make('li');
    const label = make('label');
    const box = make('input');
    box.type = 'checkbox';
    label.append(box, make('span', '', (index + 1) + '. ' + text));
    item.append(label, copyButton('Copy', text, 'Copy step ' + (index + 1)));
    list.append(item);
  });
  const all = make('div', 'all');
  const numbered = object.steps.map((text, index) => (index + 1) + '. ' + text).join('\\n');
  const today = new Date().toISOString().slice(0, 10);
  all.append(copyButton('Copy all steps', numbered),
    copyButton('Copy console_done record',
      '- {fingerprint: ' + object.mark + ', by: <your address>, at: ' + today + '}'));
  return [list, all];
};
const card = object => {
  const box = make('article', 'object');
  const head = make('div', 'head');
  const name = make('h3');
  name.append(make('small', '', object.title), document.createTextNode(object.name));
  head.append(make('span', 'badge ' + object.status,
    object.operation === 'delete' ? 'to be deleted' : word(object.status)), name);
  if (object.where) head.append(make('span', 'quiet', object.where));
  for (const one of object.by)
    head.append(make('span', 'quiet',
      'Changed by ' + (one.user || 'unknown') + ', ' + day(one.time) + ': ' + one.kind));
  box.append(head);
  if (object.reason && object.status !== 'extra') box.append(make('p', '', object.reason));
  if (object.steps.length) box.append(...checklist(object));
  else if (object.rows.length) box.append(comparison(object));
  if (object.moves.length) box.append(make('p', 'quiet', object.moves.join(', ')));
  return box;
};
const fill = account => {
  const inside = account.node.lastChild;
  inside.textContent = '';
  if (account.error) inside.append(make('p', 'wrong', account.error));
  inside.append(make('p', '', account.advice));
  if (account.since) inside.append(make('p', 'quiet',
    'First change that the audit log knows of: ' + day(account.since)));
  if (account.notes.length) {
    const list = make('ul', 'notes');
    for (const text of account.notes) list.append(make('li', '', text));
    inside.append(list);
  }
  for (const object of account.objects) if (objectFits(account, object)) inside.append(card(object));
  const calm = account.summary.in_sync;
  if (calm && !filter.status && !filter.type)
    inside.append(make('p', 'quiet', many(calm, 'object') + ' in sync' +
      (account.calm.length ? ': ' + account.calm.join(', ') : '')));
  account.drawn = JSON.stringify(filter);
};
const refresh = account => {
  if (account.node.open && account.drawn !== JSON.stringify(filter)) fill(account);
};
for (const account of data.accounts) {
  const node = make('details', 'account');
  const head = make('summary');
  head.append(make('span', 'badge ' + account.status, word(account.status)), make('h2', '', account.name));
  if (account.region) head.append(make('span', 'quiet', account.region));
  head.append(make('span', 'quiet gap', account.error));
  for (const status of data.statuses)
    if (status !== 'in_sync' && account.summary[status])
      head.append(make('span', 'badge ' + status, account.summary[status] + ' ' + word(status)));
  node.append(head, make('div', 'inside'));
  node.addEventListener('toggle', () => refresh(account));
  account.node = node;
  at('accounts').append(node);
}

const show = () => {
  let shown = 0, objects = 0;
  for (const account of data.accounts) {
    const fits = accountFits(account);
    account.node.hidden = !fits;
    if (!fits) continue;
    shown += 1;
    objects += account.objects.filter(object => objectFits(account, object)).length;
    refresh(account);
  }
  at('count').textContent = shown + ' of ' + many(data.accounts.length, 'account') + ', ' +
    many(objects, 'object') + ' that ' + (objects === 1 ? 'is' : 'are') + ' not in sync';
  at('none').hidden = shown > 0;
  at('clear').hidden = !Object.values(filter).some(Boolean);
  for (const button of document.querySelectorAll('[data-filter]'))
    button.setAttribute('aria-pressed', String(filter[button.dataset.filter] === button.dataset.value));
};
const toggle = (name, value) => {
  filter[name] = filter[name] === value ? '' : value;
  show();
};
const filterButton = (name, value, kind) => {
  const button = make('button', kind);
  button.type = 'button';
  button.dataset.filter = name;
  button.dataset.value = value;
  button.addEventListener('click', () => toggle(name, value));
  return button;
};
const tile = (value, text, count) => {
  const button = filterButton('account', value, 'tile ' + value + (count ? '' : ' zero'));
  button.append(make('b', '', String(count)), make('span', '', text));
  at('tiles').append(button);
};
const totals = data.totals;
tile('', totals.accounts === 1 ? 'account' : 'accounts', totals.accounts);
tile('error', totals.error === 1 ? 'with an error' : 'with errors', totals.error);
tile('drift', 'with drift', totals.drift);
tile('ok', 'in sync', totals.ok);
for (const status of ['error', 'drift', 'ok']) {
  if (!totals[status]) continue;
  const part = make('i', status);
  part.style.flexGrow = totals[status];
  at('bar').append(part);
}
for (const status of data.statuses) {
  if (status === 'in_sync' || !totals.objects[status]) continue;
  const button = filterButton('status', status, '');
  button.append(word(status), make('b', '', String(totals.objects[status])));
  at('chips').append(button);
}
const types = [...new Set(data.accounts.flatMap(account => account.objects.map(object => object.type)))].sort();
at('type').append(new Option('All types', ''), ...types.map(type => new Option(type.replaceAll('_', ' '), type)));
at('type').addEventListener('change', event => { filter.type = event.target.value; show(); });
at('find').addEventListener('input', event => { filter.text = event.target.value.trim().toLowerCase(); show(); });
at('clear').addEventListener('click', () => {
  Object.assign(filter, {account: '', status: '', type: '', text: ''});
  at('find').value = at('type').value = '';
  show();
  at('find').focus();
});
const openAll = wanted => {
  for (const account of data.accounts) if (!account.node.hidden) account.node.open = wanted;
};
at('open').addEventListener('click', () => openAll(true));
at('close').addEventListener('click', () => openAll(false));
at('print').addEventListener('click', () => window.print());
let closed = [];
window.addEventListener('beforeprint', () => {
  const worth = account => !account.node.hidden && (account.status !== 'ok' || account.objects.length);
  closed = data.accounts.filter(account => worth(account) && !account.node.open);
  for (const account of closed) {
    account.node.open = true;
    refresh(account);
  }
});
window.addEventListener('afterprint', () => { for (const account of closed) account.node.open = false; });

const dark = () => (document.documentElement.dataset.theme ||
  (matchMedia('(prefers-color-scheme:dark)').matches ? 'dark' : 'light')) === 'dark';
const nameTheme = () => { at('theme').textContent = dark() ? 'Light' : 'Dark'; };
at('theme').addEventListener('click', () => {
  document.documentElement.dataset.theme = dark() ? 'light' : 'dark';
  nameTheme();
});
matchMedia('(prefers-color-scheme:dark)').addEventListener('change', nameTheme);
nameTheme();

at('when').textContent = 'Looked at on ' + day(data.generated);
show();
const urgent = data.accounts.filter(account => account.status !== 'ok');
if (urgent.length && urgent.length <= 3) for (const account of urgent) account.node.open = true;
})();
"""
