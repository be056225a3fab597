# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""page.js as Python. `make generate` writes it; change page.js instead."""

from __future__ import annotations

TEXT = r"""
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
    ...(after || []).map(line => line[1])])].join('\n').toLowerCase());
const ofAccount = account => account.text || (account.text = [account.name, account.region || '', account.error,
  ...account.notes, ...account.sections.flatMap(([heading, lines]) => [heading, ...lines])].join('\n').toLowerCase());
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
  const numbered = object.steps.map((text, index) => (index + 1) + '. ' + text).join('\n');
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
  for (const [heading, lines] of account.sections) {
    inside.append(make('h3', 'part', heading));
    const list = make('ul', 'notes');
    for (const text of lines) list.append(make('li', '', text));
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
