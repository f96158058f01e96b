// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.progress;

import dev.onepass.client.BatchStatus;
import dev.onepass.command.Terminal;

/** Shows how far a batch is. For one thread. */
public interface Progress extends AutoCloseable {

  /** What suits where it is shown. */
  static Progress on(Terminal terminal, String name, long total) {
    return terminal.isInteractive()
        ? new ProgressInBar(terminal, name, total)
        : new ProgressInLines(terminal, System::nanoTime);
  }

  /** Nothing, for those who asked for a result alone. */
  static Progress silent() {
    return status -> {};
  }

  /** Shows the state of this moment. */
  void show(BatchStatus status);

  /** Leaves the last state on the screen. */
  @Override
  default void close() {}
}
