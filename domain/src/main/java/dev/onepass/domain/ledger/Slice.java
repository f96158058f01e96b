// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.ledger;

import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.error.ConflictException;
import dev.onepass.ports.error.OverloadedException;
import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.ledger.LedgerReads;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Commands of one transaction, and what became of the tries at it. */
final class Slice {

  private static final int CONFLICTS_MAX = 8;
  private static final Duration CONFLICT_PAUSE_FIRST = Duration.ofMillis(2);
  private static final Duration CONFLICT_PAUSE_MAX = Duration.ofMillis(200);
  private static final Duration OUTAGE_PAUSE_FIRST = Duration.ofMillis(50);
  private static final Duration OUTAGE_PAUSE_MAX = Duration.ofSeconds(2);

  final List<Pending<?>> commands;
  private boolean looks;
  private int conflicts;
  private int outages;
  // A try that may have been committed stays in doubt until another one succeeds.
  private @Nullable UnavailableException doubt;

  Slice(List<Pending<?>> commands) {
    this.commands = commands;
  }

  /** What must be read before the commands can be decided. */
  LedgerReads reads() {
    Set<Uid> accounts = new HashSet<>();
    Set<RequestId> ids = new HashSet<>();
    Set<ItemKey> items = new HashSet<>();
    for (Pending<?> command : commands) {
      command.addReads(accounts, items);
      if (looks) {
        command.addRequestId(ids);
      }
    }
    return new LedgerReads(accounts, ids, items);
  }

  /** Whether the request ids are looked for before anything is decided. */
  boolean looksUpIds() {
    return looks;
  }

  /** Has the request ids looked for from now on. */
  void lookUpIds() {
    looks = true;
  }

  /** Decides the commands one after the other; returns what tells their callers. */
  List<Runnable> decide(GroupBooks books) {
    List<Runnable> answers = new ArrayList<>(commands.size());
    for (Pending<?> command : commands) {
      answers.add(command.decide(books));
    }
    return answers;
  }

  /**
   * How many commands, from those that have waited longest on, were submitted before a moment. They
   * are in the order of their submission, but for those that were submitted at the same time.
   */
  int submittedBefore(long nanos) {
    int count = 0;
    while (count < commands.size() && commands.get(count).submittedNanos - nanos < 0) {
      count++;
    }
    return count;
  }

  /** Notes a failed try: how long to wait before the next one; empty if there shall be none. */
  Optional<Duration> pauseAfter(Throwable failure) {
    looks = true;
    if (failure instanceof ConflictException) {
      conflicts++;
      return conflicts < CONFLICTS_MAX
          ? Optional.of(growing(CONFLICT_PAUSE_FIRST, conflicts, CONFLICT_PAUSE_MAX))
          : Optional.empty();
    }
    if (failure instanceof UnavailableException unavailable) {
      outages++;
      doubt = unavailable;
      return Optional.of(growing(OUTAGE_PAUSE_FIRST, outages, OUTAGE_PAUSE_MAX));
    }
    return Optional.empty();
  }

  Slice first(int count) {
    return part(0, count);
  }

  Slice allBut(int first) {
    return part(first, commands.size());
  }

  /** The last word to the callers; each is told the same. */
  List<Runnable> giveUp(Throwable failure) {
    Throwable told = toldAs(failure);
    List<Runnable> answers = new ArrayList<>(commands.size());
    for (Pending<?> command : commands) {
      answers.add(() -> command.answer.completeExceptionally(told));
    }
    return answers;
  }

  private Throwable toldAs(Throwable failure) {
    if (doubt != null) {
      return failure == doubt ? doubt : because(doubt, failure);
    }
    return failure instanceof ConflictException
        ? because(
            new OverloadedException(
                "gave way to other transactions %d times; nothing was done".formatted(conflicts)),
            failure)
        : failure;
  }

  private static Throwable because(Throwable told, Throwable failure) {
    told.addSuppressed(failure);
    return told;
  }

  private Slice part(int from, int to) {
    Slice part = new Slice(commands.subList(from, to));
    part.doubt = doubt;
    part.looks = looks;
    part.outages = outages;
    return part;
  }

  private static Duration growing(Duration first, int count, Duration max) {
    Duration pause = first.multipliedBy(1L << Math.min(count - 1, 20));
    return pause.compareTo(max) < 0 ? pause : max;
  }
}
