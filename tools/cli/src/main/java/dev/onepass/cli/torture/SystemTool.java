// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.torture;

import dev.onepass.command.CommandFailure;
import java.io.IOException;

/** Programs of the system, for what Java cannot do to a process. */
final class SystemTool {

  private SystemTool() {}

  /** Sends a signal; Java knows of no others than those that end a process. */
  static void signal(String name, long pid) {
    run("kill", "-" + name, Long.toString(pid));
  }

  /**
   * Runs a program and waits for it.
   *
   * @throws CommandFailure if there is none, or it fails
   */
  static void run(String... command) {
    try {
      int status = new ProcessBuilder(command).start().waitFor();
      if (status != 0) {
        throw new CommandFailure(String.join(" ", command) + " failed with " + status);
      }
    } catch (IOException e) {
      throw new CommandFailure("no " + command[0] + " command on this machine", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted", e);
    }
  }
}
