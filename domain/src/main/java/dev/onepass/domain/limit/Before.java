// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.limit;

/**
 * The state before a probe, to compare it with, and the limits to go on with.
 *
 * @param failures share of calls that failed, if that is the question
 * @param nanos time of a call
 * @param limit limit to go on with
 * @param ifSlower limit to go on with if the service turns out to be slower by itself
 */
record Before(double failures, double nanos, double limit, double ifSlower) {}
