// SPDX-License-Identifier: Apache-2.0
package dev.onepass.client;

/**
 * A request got no answer, or none that is of use. If it was to change something, nobody knows
 * whether it did: repeat it under the same key. The message is for people.
 */
public final class ClientException extends RuntimeException {

  ClientException(String message) {
    super(message);
  }

  ClientException(String message, Throwable cause) {
    super(message, cause);
  }
}
