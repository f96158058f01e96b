// SPDX-License-Identifier: Apache-2.0
// The left side: the newest batches, one of them in detail and live, and a form to start another.
import { breakable, call, follow, make, newId, offer, once } from './api.js';
import { duration, grouped, moment, say } from './words.js';
import { addPoint, ANSWERS, drawAnswers, drawBar, drawConcurrency, STATES } from './chart.js';

const LIST_MILLIS = 2000;
const LIST_LENGTH = 12;
const PAGE = 20;
const REPORT_PAGE = 10000;
const UIDS_MAX = 1_000_000;
const UID_MAX = 2n ** 63n - 1n;
const get = (id) => document.getElementById(id);
const path = (id, what = '') => `/onePass/batchPay/${encodeURIComponent(id)}${what}`;

let list = [];
let statuses = new Map();
let chosen = null;

function tell(element, text, kind = '') {
  element.className = `message ${kind}`;
  element.textContent = text;
  element.hidden = false;
}

/** Reads the list, and for those that run how far they are. */
export async function refresh() {
  const message = get('list-message');
  try {
    list = await call('GET', `/onePass/batchPay?limit=${LIST_LENGTH}`);
    const running = list.filter((batch) => batch.state === 'RUNNING' && batch.batchPayId !== chosen?.id);
    const read = await Promise.all(running.map((batch) => call('GET', path(batch.batchPayId))));
    statuses = new Map(read.map((status) => [status.batchPayId, status]));
    message.hidden = true;
    if (!chosen && list.length) choose(list[0].batchPayId);
  } catch (problem) {
    tell(message, problem.message, 'bad');
  }
  drawList();
}

async function keepRefreshing() {
  if (!document.hidden) await refresh();
  setTimeout(keepRefreshing, LIST_MILLIS);
}

function stateOf(batch) {
  const status = batch.batchPayId === chosen?.id ? chosen.status : statuses.get(batch.batchPayId);
  if (!status || status.state === 'FINISHED') return say(status?.state ?? batch.state);
  const left = status.counts.open + status.counts.unresolved;
  return `${say(status.phase)} ${Math.floor(100 * (status.total - left) / status.total)} %`;
}

function drawList() {
  get('list').hidden = list.length === 0;
  get('no-batches').hidden = list.length > 0 || !get('list-message').hidden;
  const body = get('list').tBodies[0];
  // Whoever uses the keyboard must not lose their place each time the list is drawn.
  const focused = body.contains(document.activeElement) ? document.activeElement.textContent : null;
  body.replaceChildren(...list.map((batch) => {
    const id = batch.batchPayId;
    const pick = make('button', { type: 'button', class: 'pick', 'aria-pressed': id === chosen?.id, onclick: () => choose(id) }, ...breakable(id));
    return make('tr', { class: id === chosen?.id ? 'chosen' : null },
      make('td', {}, pick), make('td', {}, stateOf(batch)),
      make('td', { class: 'number' }, grouped(batch.total)), make('td', {}, moment(batch.acceptedAt)));
  }));
  if (focused !== null) [...body.querySelectorAll('button')].find((button) => button.textContent === focused)?.focus();
}

function choose(id) {
  chosen?.stop.abort();
  chosen = { id, status: null, points: [], items: [], next: null, stop: new AbortController() };
  get('detail-message').textContent = '';
  get('stream-message').hidden = true;
  watch(chosen);
  readItems(chosen, null);
  drawList();
}

/** Follows a batch to its end, through lost connections. */
async function watch(mine) {
  while (!mine.stop.signal.aborted) {
    try {
      await follow(path(mine.id, '/events'), mine.stop.signal, (status) => show(mine, status));
      if (mine.status?.state === 'FINISHED') return;
    } catch (problem) {
      if (problem.name === 'AbortError') return;
      if (problem.status === 400 || problem.status === 404) {
        if (mine === chosen) tell(get('stream-message'), problem.message, 'bad');
        return;
      }
    }
    if (mine === chosen) tell(get('stream-message'), say('lost'), 'warn');
    await new Promise((resolve) => { setTimeout(resolve, LIST_MILLIS); });
  }
}

function show(mine, status) {
  if (mine !== chosen) return;
  const unresolved = mine.status?.counts.unresolved;
  mine.status = status;
  get('stream-message').hidden = true;
  if (status.state === 'RUNNING') {
    mine.points = addPoint(mine.points, {
      seconds: performance.now() / 1000, limit: status.concurrency, flight: status.inFlight, answers: status.answersPerSecond });
  }
  drawStatus();
  if (unresolved !== undefined && unresolved !== status.counts.unresolved) readItems(mine, null);
}

/** Draws everything anew, as after a change of language. */
export function draw() {
  drawList();
  if (chosen) drawItems();
  if (chosen?.status) drawStatus();
}

function drawStatus() {
  const { status, points } = chosen;
  get('detail').hidden = false;
  get('detail-title').replaceChildren(...breakable(status.batchPayId));
  get('detail-state').textContent = say(status.phase);
  get('reason').hidden = !status.reason;
  get('reason').textContent = status.reason ? say('waits', status.reason, grouped(status.attempts)) : '';
  drawBar(get('bar'), status.counts, status.total);
  const counts = STATES.map((state) => [state, `${say(`state_${state}`)} ${grouped(status.counts[state])}`]);
  get('bar').setAttribute('aria-label', counts.map(([, text]) => text).join(', '));
  drawLegend(get('counts'), counts);
  get('facts').replaceChildren(...facts(status).map(([name, value]) =>
    make('div', {}, make('dt', {}, say(name)), make('dd', {}, value))));
  // Of what was over before anyone looked nothing can be drawn.
  get('charts').hidden = status.state === 'FINISHED' && points.length < 2;
  drawConcurrency(get('chart'), points);
  drawAnswers(get('answers'), points);
  drawLegend(get('answers-legend'), ANSWERS.map((kind) => [kind, `${say(`answer_${kind}`)} ${grouped(status.answersPerSecond[kind])}`]));
  drawResume();
}

/** What is listed can be tried again unless it is swept, or will be anyway. */
function isResumable() {
  const state = get('items-state').value;
  return ['unresolved', 'rejected', 'missing'].includes(state) && chosen?.status?.counts[state] > 0;
}

function drawResume() {
  get('resume').setAttribute('aria-disabled', !isResumable());
}

function drawLegend(element, entries) {
  element.replaceChildren(...entries.map(([kind, text]) => make('li', {},
    make('svg:svg', { viewBox: '0 0 10 10', 'aria-hidden': 'true' }, make('svg:rect', { class: kind, width: 10, height: 10, rx: 2 })), text)));
}

function facts(status) {
  const took = (Date.parse(status.finishedAt) - Date.parse(status.startedAt ?? status.acceptedAt)) / 1000;
  const always = [['swept', grouped(status.swept)], ['inDoubt', grouped(status.inDoubt)], ['calls', grouped(status.calls)]];
  return status.state === 'FINISHED'
    ? [...always, ['took', duration(took)], ['accepted', moment(status.acceptedAt)], ['finishedAt', moment(status.finishedAt)]]
    : [...always, ['rate', grouped(status.callsPerSecond)], ['concurrency', `${status.inFlight} / ${status.concurrency}`],
      ['eta', duration(status.etaSeconds)]];
}

async function readItems(mine, after) {
  const state = get('items-state').value;
  try {
    const page = await call('GET', path(mine.id, `/items?state=${state}&limit=${PAGE}${after === null ? '' : `&after=${after}`}`));
    if (mine !== chosen || state !== get('items-state').value) return;
    mine.items = after === null ? page.items : [...mine.items, ...page.items];
    mine.next = page.next;
    drawItems();
  } catch (problem) {
    tell(get('detail-message'), problem.message, 'bad');
  }
}

function drawItems() {
  get('items').hidden = chosen.items.length === 0;
  get('no-items').hidden = chosen.items.length > 0;
  offer(get('items-more'), chosen.next !== null, get('items').parentElement);
  get('items').tBodies[0].replaceChildren(...chosen.items.map((item) => make('tr', {},
    make('td', {}, String(item.uid)),
    ...[item.swept, item.inDoubt, item.calls, item.attempts].map((value) => make('td', { class: 'number' }, grouped(value))),
    make('td', {}, item.note))));
}

async function resume() {
  const mine = chosen;
  if (!isResumable()) return;
  const { resumed } = await call('POST', path(mine.id, `/resume?state=${get('items-state').value}`));
  tell(get('detail-message'), say('resumed', grouped(resumed)), 'good');
  readItems(mine, null);
}

/** Reads the whole conservation report, page by page. */
async function check() {
  const { id } = chosen;
  const bad = [];
  let checked = 0;
  let after = 0;
  let countsAddUp = true;
  while (after !== null && id === chosen.id) {
    const report = await call('GET', path(id, `/report?limit=${REPORT_PAGE}&after=${after}`));
    const wrong = report.lines.filter((line) => !line.conserved);
    bad.push(...wrong.map((line) => line.uid));
    countsAddUp &&= report.conserved || wrong.length > 0;
    checked += report.lines.length;
    after = report.next;
    if (id === chosen.id) tell(get('detail-message'), say('checking', grouped(checked)));
  }
  if (id !== chosen.id) return;
  const good = bad.length === 0 && countsAddUp;
  const text = good ? say('conserved', grouped(checked)) : say('notConserved', grouped(bad.length), bad.slice(0, 20).join(', '));
  tell(get('detail-message'), text, good ? 'good' : 'bad');
}

/** Reads numbers and ranges of them, in any order and however set apart. */
function uidsIn(text) {
  const uids = new Set();
  for (const part of text.replace(/\s*-\s*/g, '-').split(/[\s,;，；、]+/).filter(Boolean)) {
    const [, from, to = from] = /^([1-9]\d{0,18})(?:-([1-9]\d{0,18}))?$/.exec(part) ?? [];
    const [first, last] = [BigInt(from ?? 0), BigInt(to ?? 0)];
    if (!from || last < first || last > UID_MAX) throw new Error(say('badUids', part.slice(0, 40)));
    if (last - first >= UIDS_MAX) throw new Error(say('tooMany'));
    for (let uid = first; uid <= last; uid++) uids.add(uid);
    if (uids.size > UIDS_MAX) throw new Error(say('tooMany'));
  }
  return [...uids];
}

async function startBatch(form) {
  const id = form.elements.id.value;
  const uids = uidsIn(form.elements.uids.value);
  await call('POST', '/onePass/batchPay', { body: `{"batchPayId":${JSON.stringify(id)},"uids":[${uids}]}` });
  tell(form.querySelector('.message'), say('started', id, grouped(uids.length)), 'good');
  form.elements.id.value = newId('ops-');
  choose(id);
  await refresh();
}

const guarded = (button, message, action) => once(button, action, (problem) => tell(message, problem.message, 'bad'));

export function start() {
  const form = get('start');
  form.elements.id.value = newId('ops-');
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    guarded(form.querySelector('button'), form.querySelector('.message'), () => startBatch(form));
  });
  for (const [id, action] of [['resume', resume], ['check', check]]) {
    get(id).addEventListener('click', () => guarded(get(id), get('detail-message'), action));
  }
  get('items-state').addEventListener('change', () => { drawResume(); readItems(chosen, null); });
  get('items-more').addEventListener('click', () => readItems(chosen, chosen.next));
  keepRefreshing();
}
