// SPDX-License-Identifier: Apache-2.0
/**
 * The scheduler's laboratory: sweeps in virtual time against models of a third party that queues,
 * refuses, collapses, limits its rate, fails or goes away. A {@link
 * dev.onepass.bench.scheduler.Simulation} plays one {@link dev.onepass.bench.scheduler.Client}
 * against one server; {@link dev.onepass.bench.scheduler.Laboratory} plays every contestant in
 * every cell, beside an oracle that knows in hindsight what the best limit would have been.
 */
@NullMarked
package dev.onepass.bench.scheduler;

import org.jspecify.annotations.NullMarked;
