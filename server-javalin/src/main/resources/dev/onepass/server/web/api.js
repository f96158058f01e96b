// SPDX-License-Identifier: Apache-2.0
// The routes, as the pages see them. Amounts and long numbers stay text, for a binary number cannot hold them.

const TOKEN = 'onepass.token';
let askForToken = async () => false;
let language = 'en';

export const token = () => sessionStorage.getItem(TOKEN) ?? '';
export const rememberToken = (text) =>
  text ? sessionStorage.setItem(TOKEN, text) : sessionStorage.removeItem(TOKEN);
/** `ask` resolves to whether there is a new token to try. */
export const onMissingToken = (ask) => { askForToken = ask; };
export const speak = (code) => { language = code; };

/** An answer that was not what was asked for, or none at all (`status` 0). */
export class Failure extends Error {
  constructor(status, message, data) {
    super(message);
    this.status = status;
    this.data = data;
  }
  /** Whether nobody knows if the request was carried out, so that it is to be repeated under the same id. */
  get open() {
    return this.status === 0 || this.status >= 500 || this.status === 429 || this.data?.error === 'IN_PROGRESS';
  }
}

/** JSON with every number that is no small integer as text, digit by digit. */
export function parse(text) {
  const kept = text.replace(/("(?:[^"\\]|\\.)*")|-?\d+\.\d+|-?\d{16,}/g,
    (number, string) => string ?? `"${number}"`);
  return JSON.parse(kept);
}

/** An id that nobody else has; works where a page is not in a secure context, too. */
export function newId(prefix) {
  const bytes = crypto.getRandomValues(new Uint8Array(9));
  return prefix + Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export async function send(method, path, { body, headers = {}, signal } = {}) {
  const all = { 'Accept-Language': language, ...headers };
  if (token()) all['X-KSY-TOKEN'] = token();
  if (body !== undefined) all['Content-Type'] = 'application/json';
  const sent = token();
  let response;
  try {
    response = await fetch(path, { method, body, signal, headers: all, cache: 'no-store' });
  } catch (problem) {
    if (problem.name === 'AbortError') throw problem;
    throw new Failure(0, String(problem.message));
  }
  if (response.status !== 401) return response;
  // Another request may have got a token from the reader by now.
  if (token() !== sent || await askForToken()) return send(method, path, { body, headers, signal });
  return response;
}

/** The whole envelope, which a few callers want. */
export async function envelope(method, path, options) {
  const response = await send(method, path, options);
  let answer;
  try {
    answer = parse(await response.text());
  } catch {
    throw new Failure(response.ok ? 0 : response.status, `HTTP ${response.status}`);
  }
  if (!response.ok) throw new Failure(response.status, answer.msg, answer.data);
  return answer;
}

export const call = async (method, path, options) => (await envelope(method, path, options)).data;

/** Server-sent events through fetch, since an EventSource cannot send the token. Ends with the stream. */
export async function follow(path, signal, onEvent) {
  const response = await send('GET', path, { signal, headers: { Accept: 'text/event-stream' } });
  if (!response.ok) throw new Failure(response.status, `HTTP ${response.status}`);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split(/\r?\n\r?\n/);
    rest = blocks.pop();
    for (const block of blocks) {
      const data = block.split(/\r?\n/).filter((line) => line.startsWith('data:'));
      if (data.length) onEvent(parse(data.map((line) => line.slice(5)).join('\n')));
    }
  }
}

const underWay = new WeakSet();

/** Runs what a button is for, once at a time. The button is not disabled for it, which would take the focus away. */
export async function once(button, action, onProblem) {
  if (underWay.has(button)) return;
  underWay.add(button);
  button.setAttribute('aria-busy', 'true');
  try {
    await action();
  } catch (problem) {
    onProblem(problem);
  } finally {
    button.removeAttribute('aria-busy');
    underWay.delete(button);
  }
}

/** Shows a button or not; a focus that it had goes to what it was for. */
export function offer(button, wanted, content) {
  if (!wanted && document.activeElement === button) content.focus();
  button.hidden = !wanted;
}

/** The parts of an id, with a place to break after each sign, so that no word is broken. */
export const breakable = (id) => id.split(/(?<=[-_.:/])/).flatMap((part, index) => (index ? [make('wbr'), part] : [part]));

/** An element with attributes, listeners (`onclick`) and children; text is only ever text. */
export function make(tag, attributes = {}, ...children) {
  const [name, space] = tag.startsWith('svg:')
    ? [tag.slice(4), 'http://www.w3.org/2000/svg'] : [tag, 'http://www.w3.org/1999/xhtml'];
  const element = document.createElementNS(space, name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}
