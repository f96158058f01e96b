// SPDX-License-Identifier: Apache-2.0
// Small drawings: how far a batch is, how its concurrency moved, and what its calls came to.
import { make } from './api.js';
import { grouped, say } from './words.js';

const STATES = ['swept', 'missing', 'rejected', 'unresolved', 'open'];
const ANSWERS = ['settled', 'insufficient', 'refused', 'throttled', 'inDoubt'];
const HEIGHT = 150;
const LEFT = 48;
const ROOM = 16;
const POINTS_MAX = 600;

export { ANSWERS, STATES };

/** The accounts of a batch by state, as one bar. */
export function drawBar(svg, counts, total) {
  let x = 0;
  svg.replaceChildren(...STATES.map((state) => {
    const width = total ? 100 * counts[state] / total : 0;
    const part = make('svg:rect', { class: state, x, y: 0, width, height: 1 });
    x += width;
    return part;
  }));
}

/** Keeps the points bounded however long a batch runs: every second one goes when there are too many. */
export function addPoint(points, point) {
  points.push(point);
  return points.length > POINTS_MAX ? points.filter((_, index) => index % 2 === 0) : points;
}

/** @param points `{seconds, limit, flight, answers}`, oldest first */
export function drawConcurrency(svg, points) {
  plot(svg, points, (point) => Math.max(point.limit, point.flight), (place) =>
    ['flight', 'limit'].map((name) => make('svg:polyline', { class: name, points: points.map((point) => place(point, point[name])).join(' ') })));
}

/** What the answers of each second were, piled up; the points are those of the concurrency. */
export function drawAnswers(svg, points) {
  const upTo = (point, count) => ANSWERS.slice(0, count).reduce((sum, kind) => sum + point.answers[kind], 0);
  plot(svg, points, (point) => upTo(point, ANSWERS.length), (place) => ANSWERS.map((kind, index) => {
    const edge = (count) => points.map((point) => place(point, upTo(point, count)));
    return make('svg:polygon', { class: kind, points: [...edge(index + 1), ...edge(index).reverse()].join(' ') });
  }));
}

/**
 * @param most the highest value of a point
 * @param shapes gives what to draw; it is given a function from a point and a value to their place
 */
function plot(svg, points, most, shapes) {
  // As wide as it is shown, so that its letters are not stretched.
  const width = Math.max(svg.clientWidth, 200);
  svg.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
  if (points.length < 2) {
    svg.replaceChildren(make('svg:text', { x: width / 2, y: HEIGHT / 2, 'text-anchor': 'middle' }, say('chartEmpty')));
    return;
  }
  const start = points[0].seconds;
  const span = Math.max(points.at(-1).seconds - start, 0.001);
  const top = roundUp(points.reduce((high, point) => Math.max(high, most(point)), 1));
  const x = (seconds) => LEFT + (width - LEFT - 10) * (seconds - start) / span;
  const y = (value) => HEIGHT - ROOM - (HEIGHT - ROOM - 12) * value / top;
  const scale = [0, top / 2, top].flatMap((value) => [
    make('svg:line', { class: 'grid', x1: LEFT, x2: width - 10, y1: y(value), y2: y(value) }),
    make('svg:text', { x: LEFT - 6, y: y(value) + 4, 'text-anchor': 'end' }, grouped(value)),
  ]);
  svg.replaceChildren(...scale, ...shapes((point, value) => `${x(point.seconds).toFixed(1)},${y(value).toFixed(1)}`),
    make('svg:text', { x: LEFT, y: HEIGHT - 3 }, say('seconds', 0)),
    make('svg:text', { x: width - 10, y: HEIGHT - 3, 'text-anchor': 'end' }, say('seconds', span.toFixed(1))));
}

/** The next of 2, 4, 10, 20, 40, 100 and so on. */
function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 10].map((step) => step * power).find((step) => step >= value && step >= 2);
}
