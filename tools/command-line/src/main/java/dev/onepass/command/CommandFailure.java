// SPDX-License-Identifier: Apache-2.0
package dev.onepass.command;

/** A command could not do what it was asked to. The message is for people, and says it all. */
public final class CommandFailure extends RuntimeException {

  /** With what was wrong and what to do. */
  public CommandFailure(String message) {
    super(message);
  }

  /** With what led to it. */
  public CommandFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
