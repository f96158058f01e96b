// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.progress;

import dev.onepass.client.BatchStatus;
import dev.onepass.client.ClientException;
import dev.onepass.client.OnePassClient;
import dev.onepass.command.CommandFailure;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Watches a batch until the server is done with it, or has put off what is left. A server that does
 * not answer for a while, as one that is started anew, is asked again: the batch goes on without
 * us.
 */
public final class BatchFollower {

  private static final long PAUSE_MS = 100;
  private static final long AGAIN_MS = 1_000;
  private static final int FAILURES_MAX = 300;

  private final OnePassClient server;
  private final Consumer<String> notes;
  private final LongConsumer pause;

  /**
   * Follows batches of that server.
   *
   * @param notes is told when the server falls silent, and when it answers again
   */
  public BatchFollower(OnePassClient server, Consumer<String> notes) {
    this(server, notes, BatchFollower::sleep);
  }

  /**
   * @param pause waits for so many milliseconds
   */
  BatchFollower(OnePassClient server, Consumer<String> notes, LongConsumer pause) {
    this.server = server;
    this.notes = notes;
    this.pause = pause;
  }

  /**
   * Shows the progress of the batch; returns where it ended.
   *
   * @throws ClientException if the server refuses, or does not answer for five minutes
   */
  public BatchStatus follow(String id, Progress progress) {
    BatchStatus status = ask(id);
    progress.show(status);
    while (!status.isFinished() && !status.isWaiting()) {
      pause.accept(PAUSE_MS);
      status = ask(id);
      progress.show(status);
    }
    return status;
  }

  private BatchStatus ask(String id) {
    for (int failures = 0; ; failures++) {
      try {
        BatchStatus status = server.batch(id);
        if (failures > 0) {
          notes.accept("the server answers again");
        }
        return status;
      } catch (ClientException e) {
        if (!e.isPassing() || failures == FAILURES_MAX) {
          throw e;
        }
        if (failures == 0) {
          notes.accept(e.getMessage() + "; the batch goes on, asking again each second");
        }
        pause.accept(AGAIN_MS);
      }
    }
  }

  private static void sleep(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted; the server goes on with the batch", e);
    }
  }
}
