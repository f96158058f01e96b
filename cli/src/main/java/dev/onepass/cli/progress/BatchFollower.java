// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.progress;

import dev.onepass.client.BatchStatus;
import dev.onepass.client.OnePassClient;
import dev.onepass.command.CommandFailure;
import java.util.concurrent.TimeUnit;

/** Watches a batch until the server is done with it, or has put off what is left. */
public final class BatchFollower {

  private static final long PAUSE_MS = 100;

  private final OnePassClient server;

  /** Follows batches of that server. */
  public BatchFollower(OnePassClient server) {
    this.server = server;
  }

  /** Shows the progress of the batch; returns where it ended. */
  public BatchStatus follow(String id, Progress progress) {
    BatchStatus status = server.batch(id);
    progress.show(status);
    while (!status.isFinished() && !status.isWaiting()) {
      pause();
      status = server.batch(id);
      progress.show(status);
    }
    return status;
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted; the server goes on with the batch", e);
    }
  }
}
