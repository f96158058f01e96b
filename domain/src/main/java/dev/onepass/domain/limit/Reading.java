// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.limit;

/**
 * The figures of a window.
 *
 * @param elapsed nanoseconds since it was opened
 * @param area permits used, added up over that time
 * @param rate definite answers a nanosecond
 * @param anyTime permit time for each answer
 * @param stretch permit time for each definite answer, as a multiple of what it is without load
 */
record Reading(double elapsed, double area, double rate, double anyTime, double stretch) {}
