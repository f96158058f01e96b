// SPDX-License-Identifier: Apache-2.0
// The right side: an account's balance and journal, trades, and validation.
import { call, envelope, make, newId, offer, once, send, parse, Failure } from './api.js';
import { grouped, moment, say } from './words.js';

const PAGE = 20;
const [account, trade, validate] = ['account', 'trade', 'validate'].map((id) => document.getElementById(id));
const journal = document.querySelector('#journal');
const older = document.querySelector('#older');
let shown = { uid: '', lines: [], next: null };
let intent = { body: '', id: '' };

function tell(form, text, kind = '') {
  const message = form.querySelector('[role=status]');
  message.className = form === account && kind !== 'bad' ? 'balance' : `message ${kind}`;
  message.textContent = text;
}

/** Runs what a form is for, once at a time, and tells what went wrong. */
function onSubmit(form, action) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    once(form.querySelector('button.main'), () => action(form.elements), (problem) => tell(form, problem.message, 'bad'));
  });
}

async function look({ uid, database }) {
  shown = { uid: uid.value, lines: [], next: null };
  draw();
  const [line] = await call('GET', `/onePass/queryUserAmount?uids=${uid.value}${database.checked ? '&source=db' : ''}`);
  if (line.amount === undefined) {
    tell(account, say('noAccount'), 'bad');
    return;
  }
  tell(account, grouped(line.amount));
  await page(shown.uid, null);
}

async function page(uid, after) {
  const more = await call('GET', `/onePass/transfers?uid=${uid}&limit=${PAGE}${after === null ? '' : `&after=${after}`}`);
  if (shown.uid !== uid) return;
  shown = { uid, lines: [...shown.lines, ...more.transfers], next: more.next };
  draw();
}

function row(line) {
  const credited = String(line.targetUid) === shown.uid;
  const other = String(credited ? line.sourceUid : line.targetUid);
  return make('tr', { title: line.requestId },
    make('td', {}, moment(line.at)),
    make('td', {}, say(line.kind)),
    make('td', {}, other === '0' ? say('outside') : other),
    make('td', { class: `number ${credited ? 'good' : ''}` }, `${credited ? '+' : '−'}${grouped(line.amount)}`),
    make('td', { class: 'number' }, grouped(line.balance)));
}

/** Draws the journal anew, as after a change of language. */
export function draw() {
  journal.hidden = shown.lines.length === 0;
  journal.querySelector('tbody').replaceChildren(...shown.lines.map(row));
  offer(older, shown.next !== null, journal.querySelector('.scroll'));
}

async function pay({ source, target, amount }) {
  const body = `{"sourceUid":${source.value},"targetUid":${target.value},"amount":"${amount.value}"}`;
  // The same wish keeps its id until its outcome is known, so that pressing twice pays once.
  if (intent.body !== body) intent = { body, id: newId('console-') };
  try {
    const response = await send('POST', '/onePass/userTrade', { body, headers: { 'Idempotency-Key': intent.id } });
    const answer = parse(await response.text());
    if (!response.ok) throw new Failure(response.status, answer.msg, answer.data);
    const paid = say('paid', grouped(answer.data.amount), answer.data.sourceUid, answer.data.targetUid);
    const replayed = response.headers.has('Idempotent-Replayed');
    tell(trade, replayed ? `${paid} (${say('replayed')})` : paid, 'good');
  } catch (problem) {
    if (!(problem instanceof Failure) || problem.open) {
      tell(trade, `${problem.message}. ${say('tryAgain')}`, 'warn');
      return;
    }
    intent = { body: '', id: '' };
    throw problem;
  }
  intent = { body: '', id: '' };
  const { value } = account.elements.uid;
  if (shown.uid === value && [source.value, target.value].includes(value)) account.requestSubmit();
}

async function compare({ uid, expected, repair }) {
  const body = `{"uid":${uid.value},"expectedAmount":"${expected.value}","repair":${repair.checked}}`;
  const facts = validate.querySelector('dl');
  facts.hidden = true;
  const { data } = await envelope('POST', '/onePass/validateBalance', { body });
  tell(validate, say(data.valid ? 'valid' : 'invalid'), data.valid ? 'good' : 'bad');
  const lines = ['expected', 'stored', 'journal', 'cached'].map((name) =>
    [say(name), data[name] === null ? say('unknown') : grouped(data[name])]);
  if (data.repaired.length) lines.push([say('repaired'), data.repaired.map((what) => say(what)).join(', ')]);
  facts.replaceChildren(...lines.map(([name, value]) => make('div', {}, make('dt', {}, name), make('dd', {}, value))));
  facts.hidden = false;
}

export function start() {
  onSubmit(account, look);
  onSubmit(trade, pay);
  onSubmit(validate, compare);
  older.addEventListener('click', () =>
    once(older, () => page(shown.uid, shown.next), (problem) => tell(account, problem.message, 'bad')));
}
