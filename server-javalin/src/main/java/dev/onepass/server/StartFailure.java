// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server;

/**
 * The server cannot start for what is around it: a database that is down or refuses it, a port that
 * is taken. The message is one line for operators: the key of the setting, what is wrong, and what
 * to do. It holds no secret.
 */
public final class StartFailure extends RuntimeException {

  StartFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
