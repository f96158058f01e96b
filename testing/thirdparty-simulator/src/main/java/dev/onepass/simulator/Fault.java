// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import java.util.Arrays;
import java.util.Optional;

/**
 * A fault that can be ordered for a pay call. Each happens to a well-formed call with the
 * probability that {@link Faults} gives it, and at most one happens to a call.
 *
 * <p>An <em>applied</em> fault spoils the answer only: the payment has been judged, and has moved
 * money if the account held it.
 */
public enum Fault {
  /** HTTP 504, nothing applied. */
  GATEWAY_TIMEOUT("504", false),
  /** HTTP 504, though applied. */
  APPLIED_GATEWAY_TIMEOUT("applied504", true),
  /** The connection is closed without an answer, nothing applied. */
  DROP("drop", false),
  /** The connection is closed without an answer, though applied. */
  APPLIED_DROP("dropApplied", true),
  /** An answer that bears the request id of somebody else; applied. */
  FOREIGN_REQUEST_ID("foreignId", true),
  /** HTTP 200 with a body that is no JSON, nothing applied. */
  GARBAGE("garbage", false),
  /** HTTP 200 with a body that is no JSON, though applied. */
  APPLIED_GARBAGE("garbageApplied", true),
  /** HTTP 429 with {@code Retry-After}, nothing applied. */
  THROTTLE("throttle", false),
  /** The right answer, {@link Faults#slowFor()} late. */
  SLOW("slow", true),
  /** No answer until {@link Faults#swallowFor()} is over, nothing applied. */
  SWALLOW("swallow", false),
  /** No answer until {@link Faults#swallowFor()} is over, though applied. */
  APPLIED_SWALLOW("swallowApplied", true);

  private final String key;
  private final boolean applied;

  Fault(String key, boolean applied) {
    this.key = key;
    this.applied = applied;
  }

  /** Its name in {@link Faults#parse} and in the books. */
  public String key() {
    return key;
  }

  /** Whether the payment is judged all the same. */
  public boolean applied() {
    return applied;
  }

  static Optional<Fault> of(String key) {
    return Arrays.stream(values()).filter(fault -> fault.key.equals(key)).findFirst();
  }
}
