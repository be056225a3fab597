/* Copyright (c) 2026 mailops contributors
   GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
   SPDX-License-Identifier: GPL-3.0-or-later

   The first part of the script of drift.html: the data, and how one object is shown. `make generate` writes what follows
   into page_cards_js.py, because Ansible takes only Python files along to another machine. It knows no field of any
   object, and what it shows it puts in as text, never as markup.
*/

'use strict';
const cards = (() => {
const data = JSON.parse(document.getElementById('data').textContent);
const at = id => document.getElementById(id);
const make = (tag, name, text) => {
  const node = document.createElement(tag);
  if (name) node.className = name;
  if (text !== undefined) node.textContent = text;
  return node;
};
const word = status => data.words[status] || status;
const state = object => object.operation === 'delete' ? 'to be deleted' : word(object.status);
const many = (count, noun) => count + ' ' + noun + (count === 1 ? '' : 's');
const badge = (kind, text) => make('span', 'badge ' + kind, text);

/* --- Copying ------------------------------------------------------------------------------------------------------ */

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
const place = (link, text, name) => {
  const node = make('a', name, text);
  node.href = '#' + link;
  return node;
};

/* --- One object --------------------------------------------------------------------------------------------------- */

const side = (lines, label, nothing) => {
  const cell = make('td', 'side');
  cell.dataset.side = label;
  if (lines === null) cell.classList.add('empty');
  if (!lines || !lines.length) cell.append(make('span', 'void', lines ? 'nothing' : nothing));
  for (const [mark, text] of lines || [])
    cell.append(make(...({'-': ['del', 'minus'], '+': ['ins', 'plus']}[mark] || ['span', '']), text));
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
const story = object => [object.who, object.change === 'new' ? 'New in this report.' : '',
  object.seen ? 'First reported on ' + object.seen + '.' : ''].filter(Boolean).join(' ');
const told = object => make('p', 'told', story(object));
/* Which mail tests something breaks; their names stand in it in full. */
const breaks = names => make('p', 'breaks', 'Breaks ' + names.map(name => 'mail test ' + name).join(', ') + '.');
const card = (object, level, alone) => {
  const box = make('article', 'object');
  const head = make('div', 'head');
  const name = make(level);
  name.append(make('small', '', object.title), document.createTextNode(object.name));
  head.append(badge(object.status, state(object)), name);
  if (alone && object.change === 'new') head.append(badge('fresh', 'new'));
  if (alone) {
    box.id = object.link;
    box.tabIndex = -1;
    const link = place(object.link, 'Link', 'place');
    link.setAttribute('aria-label', 'Link to ' + object.title + ' ' + object.name);
    head.append(link);
    if (object.where) head.append(make('span', 'quiet', object.where));
  }
  box.append(head);
  if (alone && object.breaks.length) box.append(breaks(object.breaks));
  if (alone && story(object)) box.append(told(object));
  if (object.reason && object.status !== 'extra') box.append(make('p', '', object.reason));
  if (object.steps.length) box.append(...checklist(object));
  else if (object.rows.length) box.append(comparison(object));
  if (object.moves.length) box.append(make('p', 'quiet', object.moves.join(', ')));
  return box;
};
return {at, badge, breaks, card, copyButton, data, make, many, place, state, story, told, word};
})();
