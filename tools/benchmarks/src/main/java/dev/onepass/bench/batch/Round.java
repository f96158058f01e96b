// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.batch;

/**
 * One batch, measured.
 *
 * @param acceptSeconds until the server had it durably
 * @param seconds until it had ended
 * @param calls payment calls that reached the third party
 * @param floor calls that it takes without any knowledge
 * @param conserved whether the books of both sides agree to the cent
 */
record Round(double acceptSeconds, double seconds, long calls, long floor, boolean conserved) {

  double callsOverFloor() {
    return (double) calls / floor;
  }

  double callsPerSecond() {
    return calls / seconds;
  }
}
