// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.limit;

/**
 * What a probe is compared with, and what follows.
 *
 * @param failures share of calls that failed, if that is the question
 * @param nanos time of a call
 * @param limit limit to go on with
 * @param ifSlower limit to go on with if the service turns out to be slower by itself
 */
record Before(double failures, double nanos, double limit, double ifSlower) {}
