// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.ports.error.OnePassException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs what blocks on the executor, and posts its outcome back. Used from within the mailbox. */
final class BlockingWork {

  private static final Logger LOG = System.getLogger(SweepEngine.class.getName());

  private final Executor executor;
  private final Mailbox mailbox;
  private int outstanding;

  BlockingWork(Executor executor, Mailbox mailbox) {
    this.executor = executor;
    this.mailbox = mailbox;
  }

  /**
   * Runs a piece of work.
   *
   * @param then gets its result in the mailbox, or null if there is none; to try again is up to it
   */
  <T> void run(Supplier<T> work, Consumer<@Nullable T> then) {
    outstanding++;
    executor.execute(
        () -> {
          T result = result(work);
          mailbox.post(
              () -> {
                outstanding--;
                then.accept(result);
              });
        });
  }

  /** The same for work without a result, when nobody cares how it went. */
  void run(Runnable work) {
    run(
        () -> {
          work.run();
          return true;
        },
        done -> {});
  }

  /** Whether all of it has come back. */
  boolean isIdle() {
    return outstanding == 0;
  }

  private static <T> @Nullable T result(Supplier<T> work) {
    try {
      return work.get();
    } catch (OnePassException e) {
      LOG.log(Level.DEBUG, "will try again", e);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "will try again, but this is a bug", e);
    }
    return null;
  }
}
