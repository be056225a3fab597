# Copyright (c) 2026 mailops contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""page.js as Python. `make generate` writes it; change page.js instead."""

from __future__ import annotations

TEXT = r"""(() => {
const {at, badge, breaks, card, copyButton, data, make, many, place, state, story, told, word} = cards;

/* --- Filters ------------------------------------------------------------------------------------------------------ */

const filter = {account: '', status: '', change: '', type: '', text: ''};
const haystack = object => object.text || (object.text = [object.title, object.name, object.where, object.reason,
  object.who, ...object.breaks, ...object.steps, ...object.rows.flatMap(([name, before, after]) => [name,
    ...(before || []).map(line => line[1]), ...(after || []).map(line => line[1])])].join('\n').toLowerCase());
const ofAccount = account => account.text || (account.text = [account.name, account.region || '', account.error,
  ...account.notes, ...account.sections.flat(2)].join('\n').toLowerCase());
const stateFits = object =>
  (!filter.status || object.status === filter.status) && (!filter.type || object.type === filter.type) &&
  (!filter.change || object.change === filter.change);
/* The objects of an account that fit, or null where the account itself does not. */
const fitting = account => {
  if (filter.account && account.status !== filter.account) return null;
  const narrow = filter.status || filter.type || filter.change;
  const named = !filter.text || ofAccount(account).includes(filter.text);
  if (named && !narrow) return account.objects;
  const objects = account.objects.filter(object =>
    stateFits(object) && (named || haystack(object).includes(filter.text)));
  return objects.length ? objects : null;
};

/* --- Accounts ----------------------------------------------------------------------------------------------------- */

const listed = lines => {
  const list = make('ul', 'notes');
  for (const text of lines) list.append(make('li', '', text));
  return list;
};
const fill = account => {
  const inside = account.node.lastChild;
  inside.textContent = '';
  if (account.error) inside.append(make('p', 'wrong', account.error));
  const advice = make('p', '', account.advice + ' ');
  advice.append(place(account.link, 'Link to this account', 'place'));
  inside.append(advice);
  if (account.notes.length) inside.append(listed(account.notes));
  for (const [heading, lines, next] of account.sections) {
    inside.append(make('h4', 'part', heading), listed(lines));
    if (next) inside.append(make('p', 'next', next));
  }
  for (const object of fitting(account) || []) inside.append(card(object, 'h4', true));
  const calm = account.summary.in_sync;
  if (calm && !filter.status && !filter.type && !filter.change)
    inside.append(make('p', 'quiet', many(calm, 'object') + ' in sync' +
      (account.calm.length ? ': ' + account.calm.join(', ') : '')));
  account.drawn = JSON.stringify(filter);
};
const refresh = account => {
  if (account.node.open && account.drawn !== JSON.stringify(filter)) fill(account);
};
const calm = make('details', 'calm');
calm.append(make('summary'), make('div', 'inside'));
for (const account of data.accounts) {
  const node = make('details', 'account');
  node.id = account.link;
  const head = make('summary');
  head.append(badge(account.status, word(account.status)), make('h3', '', account.name));
  if (account.change === 'new') head.append(badge('fresh', 'new'));
  if (account.region) head.append(make('span', 'quiet', account.region));
  head.append(make('span', 'quiet gap', account.error));
  for (const status of data.statuses)
    if (status !== 'in_sync' && account.summary[status])
      head.append(badge(status, account.summary[status] + ' ' + word(status)));
  node.append(head, make('div', 'inside'));
  node.addEventListener('toggle', () => refresh(account));
  account.node = node;
  (account.status === 'ok' ? calm.lastChild : at('list')).append(node);
}
at('list').append(calm);

const show = () => {
  let shown = 0, objects = 0, quiet = 0, beyond = 0;
  for (const account of data.accounts) {
    const found = fitting(account);
    account.node.hidden = !found;
    if (!found) continue;
    shown += 1;
    objects += found.length;
    if (account.status === 'ok') {
      quiet += 1;
      if (account.objects.length || account.sections.length) beyond += 1;
    }
    refresh(account);
  }
  calm.hidden = !quiet;
  calm.firstChild.textContent = many(quiet, 'account') + ' in sync' +
    (beyond ? ', ' + beyond + ' with remarks that are not drift' : '');
  if (Object.values(filter).some(Boolean) && quiet) calm.open = true;
  at('count').textContent = shown + ' of ' + many(data.accounts.length, 'account') + ', ' +
    many(objects, 'object') + ' that ' + (objects === 1 ? 'is' : 'are') + ' not in sync';
  at('none').hidden = shown > 0;
  at('clear').hidden = !Object.values(filter).some(Boolean);
  for (const button of document.querySelectorAll('[data-filter]'))
    button.setAttribute('aria-pressed', String(filter[button.dataset.filter] === button.dataset.value));
};
const filterButton = (name, value, kind) => {
  const button = make('button', kind);
  button.type = 'button';
  button.dataset.filter = name;
  button.dataset.value = value;
  button.addEventListener('click', () => {
    filter[name] = filter[name] === value ? '' : value;
    show();
  });
  return button;
};
const tile = (value, text, count) => {
  const button = filterButton('account', value, 'tile ' + value + (count ? '' : ' zero'));
  button.append(make('b', '', String(count)), ' ', make('span', '', text));
  at('tiles').append(button);
};
const clear = () => {
  Object.assign(filter, {account: '', status: '', change: '', type: '', text: ''});
  at('find').value = at('type').value = '';
  show();
};
const chip = (name, value, text, count) => {
  const button = filterButton(name, value, '');
  button.append(text, make('b', '', String(count)));
  at('chips').append(button);
};

/* --- What needs a decision ---------------------------------------------------------------------------------------- */

const where = new Map();
for (const account of data.accounts) {
  where.set(account.link, {account});
  for (const object of account.objects) where.set(object.link, {account, object});
}
const mark = node => {
  for (const former of document.querySelectorAll('.meant')) former.classList.remove('meant');
  node.classList.add('meant');
};
const links = (texts, places, most) => {
  const list = make('span', 'links');
  texts.slice(0, most).forEach((text, index) => list.append(index ? ', ' : '', place(places[index], text)));
  if (texts.length > most) list.append(' and ', place('accounts', (texts.length - most) + ' more'));
  return list;
};
/* Words with a word of a command among them, which stands in backticks. */
const withCode = words => {
  const line = make('p', 'does');
  line.append(...words.split('`').map((part, index) => index % 2 ? make('code', '', part) : part));
  return line;
};
const below = (accounts, places) => {
  const line = make('p', 'next', 'Further down on this page: ');
  line.append(links(accounts, places, 1000));
  return line;
};
/* Who changed it in which account. */
const stories = decision => {
  const objects = decision.links.map(link => where.get(link).object);
  if (objects.length > 12 || !objects.some(story)) return below(decision.accounts, decision.links);
  const list = make('ul', 'notes');
  decision.links.forEach((link, index) => {
    const item = make('li');
    const unknown = objects[index].who ? '' : 'Not known who changed it. ';
    item.append(place(link, where.get(link).account.name), ': ' + unknown + story(objects[index]));
    list.append(item);
  });
  return list;
};
/* The line of an object among the decisions, to which a mail test that it breaks points. */
const rows = new Map();
const toRow = (link, event) => {
  const node = rows.get(link);
  if (!node) return;
  event.preventDefault();
  node.open = true;
  mark(node);
  node.firstChild.focus({preventScroll: true});
  node.scrollIntoView({block: 'nearest'});
};
const causes = decision => {
  const list = make('p', 'next', decision.advice + ' What breaks it: ');
  decision.causes.forEach(([text, link], index) => {
    const named = link ? place(link, text) : text;
    if (link) named.addEventListener('click', event => toRow(link, event));
    list.append(index ? ', ' : '', named);
  });
  if (decision.more_causes) list.append(' and ' + decision.more_causes + ' more');
  return list;
};
const decided = decision => {
  const node = make('details', 'decision');
  const head = make('summary');
  const about = make('span', 'about');
  if (decision.title) about.append(make('small', '', decision.title), make('b', '', decision.name));
  const why = decision.title && decision.status === 'mail' ? decision.what : '';
  if (!decision.title) about.append(decision.what);
  else if (!why && decision.what !== state(decision)) about.append(': ', make('span', 'differs', decision.what));
  const count = decision.accounts.length;
  const text = make('span', 'what');
  text.append(about, ' ', make('span', 'quiet who', (count > 1 ? count + ' accounts: ' : '') +
    decision.accounts.slice(0, 12).join(', ') + (count > 12 ? ', \u2026' : '')));
  if (why) text.append(' ', make('span', 'why', why));
  if (decision.cause) text.append(' ', make('span', 'cause', decision.cause));
  if (decision.breaks.length) text.append(' ', badge('breaks', 'breaks ' +
    (decision.breaks.length === 1 ? 'a mail test' : many(decision.breaks.length, 'mail test'))));
  /* Of several accounts, how many: the numbers add up to what the page says of the last report. */
  if (decision.new) text.append(' ', badge('fresh', count > 1 ? decision.new + ' new' : 'new'));
  if (decision.history) text.append(' ', make('span', 'since', decision.history));
  head.append(badge(decision.status, state(decision)), text);
  for (const link of decision.links) rows.set(link, node);
  const inside = make('div', 'inside');
  node.append(head, inside);
  node.addEventListener('toggle', () => {
    if (inside.firstChild) return;
    if (decision.breaks.length) inside.append(breaks(decision.breaks));
    if (decision.causes.length) inside.append(causes(decision));
    else if (decision.advice) inside.append(make('p', 'next', decision.advice));
    const first = where.get(decision.links[0]).object;
    if (first && count === 1 && story(first)) inside.append(told(first));
    for (const [words, command] of decision.commands) {
      const row = make('div', 'command');
      row.append(make('code', '', command), copyButton('Copy', command, 'Copy the command'));
      inside.append(withCode(words), row);
    }
    if (decision.place) inside.append(make('p', 'quiet', 'The test is ' + decision.place + '.'));
    if (first && count > 1) inside.append(stories(decision));
    else inside.append(below(decision.accounts, decision.links));
    if (first && decision.equal) inside.append(card(first, 'h3', false));
    else if (first && count > 1) inside.append(make('p', 'quiet', 'The values are not the same in all of them.'));
  });
  return node;
};
const SOON = 50;
const decisions = (all, more, heading, note) => {
  if (!all.length) return;
  const list = make('div', 'decisions');
  if (heading) at('decisions').append(make('h3', 'part', heading), make('p', 'quiet', note));
  list.append(...all.slice(0, SOON).map(decided));
  at('decisions').append(list);
  if (all.length <= SOON && !more) return;
  const rest = make('button', 'rest', 'Show ' + (all.length - SOON) + ' more');
  rest.type = 'button';
  const end = () => {
    if (more) list.append(make('p', 'quiet', 'and ' + more + ' more, in the accounts below'));
    rest.remove();
  };
  rest.addEventListener('click', () => {
    const nodes = all.slice(SOON).map(decided);
    list.append(...nodes);
    end();
    nodes[0].firstChild.focus();
  });
  if (all.length > SOON) at('decisions').append(rest);
  else end();
};
const urgent = data.accounts.filter(account => account.status !== 'ok');
at('need-title').textContent = !urgent.length ? 'Nothing needs a decision' :
  many(urgent.length, 'account') + ' need' + (urgent.length === 1 ? 's' : '') + ' a decision';
for (const [status, text, most] of [['error', 'Could not be checked: ', 0],
  ['drift', 'Differs from the site file: ', 0], ['ok', 'In sync: ', 12]]) {
  const found = data.accounts.filter(account => account.status === status);
  if (!found.length || (most && found.length > most)) continue;
  const line = make('p', 'names', text);
  line.append(links(found.map(account => account.name), found.map(account => account.link), 100));
  at('names').append(line);
}
if (data.unknown) at('names').append(make('p', 'quiet', data.unknown));
decisions(data.decisions, data.more[0], '', '');
decisions(data.later, data.more[1], data.later_title, data.later_note);

/* --- Places that a link points to --------------------------------------------------------------------------------- */

const follow = () => {
  const found = where.get(location.hash.slice(1));
  if (!found) return;
  const fits = fitting(found.account);
  if (!fits || (found.object && !fits.includes(found.object))) clear();
  if (found.account.status === 'ok') calm.open = true;
  found.account.node.open = true;
  refresh(found.account);
  const node = found.object ? at(found.object.link) : found.account.node;
  mark(node);
  (found.object ? node : node.firstChild).focus({preventScroll: true});
  node.scrollIntoView();
  /* What was out of sight has its true height only now. */
  requestAnimationFrame(() => requestAnimationFrame(() => node.scrollIntoView()));
};
window.addEventListener('hashchange', follow);

/* --- Print -------------------------------------------------------------------------------------------------------- */

const FULL = 300;
const oneLine = lines => lines === null ? '' : lines.map(line => line[0] + line[1]).join(', ') || 'nothing';
const briefRow = ([name, before, after]) =>
  name + ' ' + [oneLine(before), oneLine(after)].filter(Boolean).join(' \u2192 ');
const brief = object => state(object) + '  ' + object.title + ' ' + object.name +
  (object.rows.length ? ': ' + object.rows.map(briefRow).join('; ') : '') +
  object.steps.map((text, index) => '\n      ' + (index + 1) + '. ' + text).join('');
const worth = account => !account.node.hidden && (account.status !== 'ok' || account.objects.length);
let closed = [];
window.addEventListener('beforeprint', () => {
  const told = data.accounts.filter(worth);
  const paper = make('section', 'paper');
  paper.id = 'paper';
  const short = told.reduce((sum, account) => sum + fitting(account).length, 0) > FULL;
  document.body.classList.toggle('short', short);
  if (short) for (const account of told) {
    const lines = [account.error, ...account.notes, ...account.sections.flat(2), ...fitting(account).map(brief)];
    paper.append(make('h3', '', account.name + ': ' + word(account.status)),
      make('pre', '', lines.filter(Boolean).join('\n')));
  }
  closed = short ? [] : told.filter(account => !account.node.open);
  if (!short && told.some(account => account.status === 'ok') && !calm.open) closed.push({node: calm});
  for (const account of closed) {
    account.node.open = true;
    if (account.link) refresh(account);
  }
  const quiet = data.accounts.filter(account => account.status === 'ok' && !account.node.hidden);
  if (quiet.length)
    paper.append(make('h3', '', 'In sync'), make('p', '', quiet.map(account => account.name).join(', ')));
  at('accounts').append(paper);
});
window.addEventListener('afterprint', () => {
  for (const account of closed) account.node.open = false;
  document.body.classList.remove('short');
  if (at('paper')) at('paper').remove();
});

/* --- The controls ------------------------------------------------------------------------------------------------- */

const totals = data.totals;
tile('', totals.accounts === 1 ? 'account' : 'accounts', totals.accounts);
tile('error', 'not checked' +
  (totals.unusable ? ', ' + many(totals.unusable, 'unusable file') : ''), totals.error);
tile('drift', 'with drift', totals.drift);
tile('ok', 'in sync', totals.ok);
for (const status of data.statuses)
  if (status !== 'in_sync' && totals.objects[status]) chip('status', status, word(status), totals.objects[status]);
const objects = data.accounts.flatMap(account => account.objects);
const fresh = objects.filter(object => object.change === 'new').length;
if (fresh) chip('change', 'new', 'new', fresh);
const types = [...new Set(objects.map(object => object.type))].sort();
at('type').append(new Option('All types', ''), ...types.map(type => new Option(type.replaceAll('_', ' '), type)));
at('type').addEventListener('change', event => { filter.type = event.target.value; show(); });
at('find').addEventListener('input', event => { filter.text = event.target.value.trim().toLowerCase(); show(); });
at('clear').addEventListener('click', () => { clear(); at('find').focus(); });
const openAll = wanted => {
  calm.open = wanted && !calm.hidden;
  for (const account of data.accounts) if (!account.node.hidden) account.node.open = wanted;
};
at('open').addEventListener('click', () => openAll(true));
at('close').addEventListener('click', () => openAll(false));
at('print').addEventListener('click', () => window.print());

const dark = () => (document.documentElement.dataset.theme ||
  (matchMedia('(prefers-color-scheme:dark)').matches ? 'dark' : 'light')) === 'dark';
const nameTheme = () => { at('theme').textContent = dark() ? 'Light' : 'Dark'; };
at('theme').addEventListener('click', () => {
  document.documentElement.dataset.theme = dark() ? 'light' : 'dark';
  nameTheme();
});
matchMedia('(prefers-color-scheme:dark)').addEventListener('change', nameTheme);
nameTheme();

at('when').textContent = 'Read on ' + data.generated + '.';
if (data.versus) {
  at('versus').hidden = false;
  at('versus').firstElementChild.textContent = data.versus + '.';
  for (const text of data.gone.length ? data.gone : ['Nothing is gone since then.'])
    at('versus').lastElementChild.append(make('li', '', text));
}
show();
follow();
/* What a search looks through is put together while nobody waits. */
const prepare = (index = 0) => {
  const until = Math.min(index + 25, data.accounts.length);
  for (const account of data.accounts.slice(index, until)) {
    ofAccount(account);
    account.objects.forEach(haystack);
  }
  if (until < data.accounts.length) setTimeout(prepare, 0, until);
};
setTimeout(prepare, 50);
})();
"""
