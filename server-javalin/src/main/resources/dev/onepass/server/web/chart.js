// SPDX-License-Identifier: Apache-2.0
// Two small drawings: how far a batch is, and how its concurrency moved.
import { make } from './api.js';

const STATES = ['swept', 'missing', 'rejected', 'unresolved', 'open'];
const HEIGHT = 150;
const LEFT = 42;
const ROOM = 16;
const POINTS_MAX = 600;

export { STATES };

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

/** @param points `{seconds, limit, flight}`, oldest first */
export function drawChart(svg, points, emptyText) {
  // As wide as it is shown, so that its letters are not stretched.
  const width = Math.max(svg.clientWidth, 200);
  svg.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
  if (points.length < 2) {
    svg.replaceChildren(make('svg:text', { x: width / 2, y: HEIGHT / 2, 'text-anchor': 'middle' }, emptyText));
    return;
  }
  const start = points[0].seconds;
  const span = Math.max(points.at(-1).seconds - start, 0.001);
  const top = roundUp(points.reduce((most, point) => Math.max(most, point.limit, point.flight), 1));
  const x = (seconds) => LEFT + (width - LEFT - 10) * (seconds - start) / span;
  const y = (value) => HEIGHT - ROOM - (HEIGHT - ROOM - 12) * value / top;
  const line = (name) => make('svg:polyline', {
    class: name === 'limit' ? 'limit' : 'flight',
    points: points.map((point) => `${x(point.seconds).toFixed(1)},${y(point[name]).toFixed(1)}`).join(' '),
  });
  const scale = [0, top / 2, top].flatMap((value) => [
    make('svg:line', { class: 'grid', x1: LEFT, x2: width - 10, y1: y(value), y2: y(value) }),
    make('svg:text', { x: LEFT - 6, y: y(value) + 4, 'text-anchor': 'end' }, String(value)),
  ]);
  svg.replaceChildren(...scale, line('flight'), line('limit'),
    make('svg:text', { x: LEFT, y: HEIGHT - 3 }, '0 s'),
    make('svg:text', { x: width - 10, y: HEIGHT - 3, 'text-anchor': 'end' }, `${span.toFixed(1)} s`));
}

/** The next of 2, 4, 10, 20, 40, 100 and so on. */
function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 10].map((step) => step * power).find((step) => step >= value && step >= 2);
}
