// SPDX-License-Identifier: Apache-2.0
package dev.onepass.client;

/**
 * A request got no answer, or none that is of use. If it was to change something, nobody knows
 * whether it did: repeat it under the same key. The message is for people.
 */
public final class ClientException extends RuntimeException {

  private final boolean passing;

  ClientException(String message, boolean passing) {
    super(message);
    this.passing = passing;
  }

  ClientException(String message, boolean passing, Throwable cause) {
    super(message, cause);
    this.passing = passing;
  }

  /** Whether the same request may well succeed later: nobody answered, or too much was going on. */
  public boolean isPassing() {
    return passing;
  }
}
