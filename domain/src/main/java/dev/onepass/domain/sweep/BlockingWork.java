// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs what blocks on the executor, and posts what it came to back into the mailbox: always, be it
 * an Error that ended it. Used from within the mailbox.
 */
final class BlockingWork {

  private final Executor executor;
  private final Mailbox mailbox;
  private int outstanding;

  /**
   * @param executor never throws, and runs everything that it is given
   */
  BlockingWork(Executor executor, Mailbox mailbox) {
    this.executor = executor;
    this.mailbox = mailbox;
  }

  /**
   * Runs a piece of work.
   *
   * @param then hears in the mailbox what it came to; to tell of a failure and to try again is up
   *     to it
   */
  <T> void call(Supplier<T> work, Consumer<Outcome<T>> then) {
    outstanding++;
    executor.execute(
        () -> {
          Outcome<T> outcome = outcome(work);
          mailbox.post(
              () -> {
                outstanding--;
                then.accept(outcome);
              });
        });
  }

  /** The same for work without a result. */
  void run(Runnable work, Consumer<Outcome<Boolean>> then) {
    call(
        () -> {
          work.run();
          return true;
        },
        then);
  }

  /** Whether all of it has come back. */
  boolean isIdle() {
    return outstanding == 0;
  }

  private static <T> Outcome<T> outcome(Supplier<T> work) {
    try {
      return Outcome.of(work.get(), null);
    } catch (RuntimeException | Error e) {
      return Outcome.of(null, e);
    }
  }
}
