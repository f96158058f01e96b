// SPDX-License-Identifier: Apache-2.0
// Shows the routes of /openapi.json, each with a form to try it.
import { make, rememberToken, send, token } from './api.js';

const description = await (await fetch('/openapi.json')).json();
const schemaOf = (thing) => thing?.content && Object.values(thing.content)[0];

/** Follows a reference; what stands beside it goes before what it leads to. */
function resolved(thing) {
  if (!thing?.$ref) return thing ?? {};
  const { $ref, ...beside } = thing;
  const target = $ref.slice(2).split('/').reduce((at, key) => at[key], description);
  return { ...resolved(target), ...beside };
}

/** Prose with `code` in it. */
function prose(text = '') {
  return text.trim().replace(/([^\n])\n(?=[^\n])/g, '$1 ').split('`')
    .map((part, index) => (index % 2 ? make('code', {}, part) : part));
}

/** An amount has two decimals, which a number on its way through here has lost. */
function pretty(value) {
  return JSON.stringify(value, null, 2)?.replace(/("(?:swept|inDoubt|taken|credited|amount|balance|expected|expectedAmount|stored|journal|cached|available|required)": \d+)(\.\d)?(?=[,\n])/g,
    (_, whole, tenths) => `${whole}${tenths ?? '.0'}0`);
}

/** A schema as a list of its fields. */
function fields(schema, depth = 0) {
  const { allOf = [], properties = {}, items, oneOf } = resolved(schema);
  if (depth > 5) return [];
  const inner = [...allOf, ...(oneOf ?? []), ...(items ? [items] : [])].flatMap((part) => fields(part, depth));
  return [...inner, ...Object.entries(properties).flatMap(([name, property]) => {
    const { type, description: text, format, enum: values, ...rest } = resolved(property);
    const kind = [[type ?? (rest.oneOf && 'number or string')].flat().join(' or '), format, values && values.join(' | ')].filter(Boolean).join(', ');
    const row = make('tr', {}, make('td', {}, '\u2003'.repeat(depth), make('code', {}, name)), make('td', {}, kind), make('td', {}, ...prose(text)));
    return [row, ...fields(property, depth + 1)];
  })];
}

function table(titles, rows) {
  return make('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': titles.join(', ') }, make('table', {},
    make('thead', {}, make('tr', {}, ...titles.map((title) => make('th', { scope: 'col' }, title)))), make('tbody', {}, ...rows)));
}

function answer(status, response) {
  const { description: text, headers = {}, ...rest } = resolved(response);
  const media = schemaOf(rest);
  const rows = media ? fields(media.schema) : [];
  const example = media?.example;
  return make('details', {}, make('summary', {}, make('strong', {}, status), ' ', ...prose(text)), make('div', { class: 'inside' },
    Object.keys(headers).length ? make('p', { class: 'faint' }, 'Headers: ', ...prose(Object.entries(headers).map(([name, header]) =>
      `\`${name}\`: ${resolved(header).description}`).join(' '))) : null,
    example === undefined ? null : make('pre', {}, typeof example === 'string' ? example : pretty(example)),
    rows.length ? table(['Field', 'Type', 'Meaning'], rows) : null));
}

function hint({ in: place, required, schema, description: text = '' }) {
  const { type, enum: values, minimum, maximum, default: fallback } = resolved(schema);
  const bounds = maximum === undefined ? null : `${minimum} to ${maximum}`;
  return [required ? 'required' : null, place, values ? values.join(' | ') : type, bounds,
    fallback === undefined ? null : `default ${fallback}`, text.replaceAll('`', '')].filter(Boolean).join(', ');
}

async function run(method, path, form, parameters, output) {
  const query = new URLSearchParams();
  const headers = {};
  let target = path;
  for (const parameter of parameters) {
    const value = form.elements[parameter.name].value;
    if (value === '') continue;
    if (parameter.in === 'path') target = target.replace(`{${parameter.name}}`, encodeURIComponent(value));
    else if (parameter.in === 'query') query.set(parameter.name, value);
    else headers[parameter.name] = value;
  }
  const started = performance.now();
  const response = await send(method, query.size ? `${target}?${query}` : target, { headers, body: form.elements.body?.value });
  const first = `HTTP ${response.status}, ${Math.round(performance.now() - started)} ms`;
  const shown = ['x-ksy-request-id', 'retry-after', 'idempotent-replayed', 'preference-applied', 'etag']
    .filter((name) => response.headers.has(name)).map((name) => `${name}: ${response.headers.get(name)}`);
  const head = [first, ...shown].join('\n');
  let text = '';
  output.hidden = false;
  // A stream is shown as it comes.
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text = (text + part.value).slice(0, 100_000);
    output.textContent = `${head}\n\n${text}`;
  }
  output.textContent = `${head}\n\n${text}`;
}

function tryIt(method, path, operation, parameters) {
  const output = make('pre', { role: 'status', hidden: '' });
  const inputs = parameters.map((parameter) => make('label', {}, make('code', {}, parameter.name), ` ${hint(parameter)}`,
    make('input', { name: parameter.name, required: parameter.required ? '' : null, autocomplete: 'off',
      value: parameter.required ? parameter.example : '' })));
  const media = schemaOf(operation.requestBody);
  const body = media && make('label', {}, 'Body', make('textarea', { name: 'body', rows: 5, spellcheck: 'false' }, pretty(media.example)));
  const button = make('button', { class: 'main' }, 'Send');
  const form = make('form', {}, ...inputs, body, button);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      await run(method, path, form, parameters, output);
    } catch (problem) {
      output.hidden = false;
      output.textContent = problem.message;
    }
    button.disabled = false;
  });
  return [form, output];
}

function route(path, method, operation) {
  const parameters = (operation.parameters ?? []).map(resolved);
  const media = schemaOf(operation.requestBody);
  const rows = media ? fields(media.schema) : [];
  return make('details', { id: operation.operationId },
    make('summary', {}, make('code', { class: 'method' }, method.toUpperCase()), make('code', {}, path), ` ${operation.summary}`),
    make('div', { class: 'inside' },
      operation.description ? make('p', { class: 'text' }, ...prose(operation.description)) : null,
      ...(rows.length ? [make('h3', {}, 'Body'), table(['Field', 'Type', 'Meaning'], rows)] : []),
      make('h3', {}, 'Answers'),
      ...Object.entries(operation.responses).sort().map(([status, response]) => answer(status, response)),
      make('h3', {}, 'Try it'),
      ...tryIt(method.toUpperCase(), path, operation, parameters)));
}

document.querySelector('#text').append(...prose(description.info.description));
const tokenField = document.querySelector('#token');
tokenField.value = token();
tokenField.form.addEventListener('submit', (event) => event.preventDefault());
tokenField.addEventListener('input', () => rememberToken(tokenField.value.trim()));
const routes = Object.entries(description.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })));
document.querySelector('main').append(...description.tags.map((tag) => make('section', { class: 'card' },
  make('h2', {}, tag.name), make('p', { class: 'faint' }, tag.description),
  ...routes.filter(({ operation }) => operation.tags[0] === tag.name)
    .map(({ path, method, operation }) => route(path, method, operation)))));
document.querySelector(location.hash || 'nothing')?.setAttribute('open', '');
