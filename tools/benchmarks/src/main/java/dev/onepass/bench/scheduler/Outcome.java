// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.scheduler;

/**
 * How a run ended.
 *
 * @param finished whether every account was drained in the time allowed
 * @param nanos makespan
 * @param calls payment calls sent
 * @param overload calls that failed because of the load: refusals and timeouts, not chance faults
 */
record Outcome(boolean finished, long nanos, long calls, long overload) {}
