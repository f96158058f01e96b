// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

/** A request that is not as the protocol has it; the message tells the caller what is wrong. */
final class Refusal extends Exception {

  private final int code;

  Refusal(String message) {
    this(400, message);
  }

  Refusal(int code, String message) {
    // No stack trace: bad input is nobody's bug here, and there may be much of it.
    super(message, null, false, false);
    this.code = code;
  }

  /** The code for the envelope. */
  int code() {
    return code;
  }

  /** What the caller is told. */
  String reason() {
    return String.valueOf(getMessage());
  }
}
