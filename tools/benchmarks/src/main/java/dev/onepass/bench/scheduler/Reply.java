// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.scheduler;

/** What the third party answered to one call. */
enum Reply {
  PAID,
  INSUFFICIENT,
  FAILED,
  THROTTLED,
  TIMED_OUT
}
