// SPDX-License-Identifier: Apache-2.0
/**
 * Finds out from the answers alone how many payment calls may be in flight at once. A sweep asks a
 * {@link dev.onepass.domain.limit.ConcurrencyLimit} how many calls it may start, tells it of every
 * start and every answer, and asks it when a failed call may be repeated. Nothing here reads a
 * clock, starts a thread or draws a random number: the caller passes the time in, so the same
 * history gives the same decisions on the real clock and in a simulation. The arithmetic is
 * statistics in {@code double}; no amount of money passes through this package.
 */
@NullMarked
package dev.onepass.domain.limit;

import org.jspecify.annotations.NullMarked;
