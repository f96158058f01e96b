// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.balance;

import dev.onepass.domain.balance.OutageWatch.Look;
import dev.onepass.domain.supervision.Repeated;
import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.ports.time.Timekeeper;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Has a server that starts join those that use the cache already, and keeps an eye on them from
 * then on. If all of them are alive, and one trusts the cache, it is as good for the newcomer. If
 * one falls silent, it may have died between a commit and the write to the cache, which then has to
 * forget what it knows. Thread-safe.
 */
final class CacheCompany {

  private static final Logger LOG = System.getLogger(GuardedCache.class.getName());

  private final Membership membership;
  private final BalanceCache cache;
  private final Trust trust;
  private final OutageWatch watch;
  private final BackgroundTask renewal;
  private final Timekeeper timekeeper;
  private final Repeated failures;
  private final Executor executor;
  private final BackgroundTask tick;
  private final AtomicBoolean begun = new AtomicBoolean();
  private volatile boolean joining = true;
  private volatile boolean left;
  // Of the tick.
  private @Nullable Look look;

  /**
   * @param renewal makes the cache forget everything, and trusts it again
   */
  CacheCompany(
      Membership membership,
      BalanceCache cache,
      Trust trust,
      OutageWatch watch,
      BackgroundTask renewal,
      Timekeeper timekeeper,
      Executor executor) {
    this.membership = membership;
    this.cache = cache;
    this.trust = trust;
    this.watch = watch;
    this.renewal = renewal;
    this.timekeeper = timekeeper;
    this.failures = new Repeated(timekeeper);
    this.executor = executor;
    this.tick = new BackgroundTask(executor, this::tick);
  }

  /** Begins to join and to sign, unless that has begun. */
  void begin() {
    if (begun.compareAndSet(false, true)) {
      tick.runSoon();
      goOn();
    }
  }

  private void goOn() {
    timekeeper.after(
        Membership.INTERVAL,
        () -> {
          if (!left) {
            tick.runSoon();
            goOn();
          }
        });
  }

  /** Whether it is still open whether the cache has to forget. */
  boolean isJoining() {
    return joining;
  }

  /** Those that may have died with changes that the cache has not heard of. */
  Set<String> silent() {
    return membership.silent();
  }

  /** Forgets members that the cache owes nothing any more. */
  void remove(Set<String> silent) {
    membership.remove(silent);
  }

  /**
   * Says that this server makes no changes any more, if the cache has heard of all it made; does
   * not block.
   *
   * @return completes when that is done, or cannot be done
   */
  CompletionStage<@Nullable Void> leave() {
    left = true;
    BackgroundTask goodbye = new BackgroundTask(executor, this::sayGoodbye);
    return tick.end()
        .thenCompose(
            quiet -> {
              goodbye.runSoon();
              return goodbye.end();
            });
  }

  private void sayGoodbye() {
    if (trust.isFull()) {
      try {
        membership.leave();
      } catch (RuntimeException e) {
        LOG.log(Level.DEBUG, "left the balance cache without a word", e);
      }
    }
  }

  private void tick() {
    try {
      if (joining) {
        join();
      } else if (trust.isFull()) {
        membership.sign(true, watch.reports());
        if (!membership.silent().isEmpty()) {
          LOG.log(
              Level.INFO,
              "the balance cache is made to forget, as servers that used it are gone: {0}",
              membership.silent());
          renewal.runSoon();
        }
      }
      failures.ended();
    } catch (RuntimeException e) {
      if (joining) {
        giveUp();
      }
      if (failures.isToBeTold()) {
        LOG.log(Level.WARNING, "cannot tell who uses the balance cache: " + e);
      }
    }
  }

  private void join() {
    if (trust.isFull()) {
      joining = false;
      return;
    }
    Look first = look;
    if (first == null) {
      first = watch.look();
      look = first;
      // Whatever is written from now on is written under the present generation.
      cache.view(List.of());
    }
    membership.sign(false, 0);
    // Only now: should this process die, its sign is there.
    if (trust.admitWrites() > 0 || !isCalm(first)) {
      giveUp();
      return;
    }
    switch (membership.finding(first.seen() == null ? 0 : first.seen().reports())) {
      case TOO_EARLY -> {}
      case VOUCHED_FOR -> {
        watch.accept(first);
        joining = false;
        trust.admitReads(0);
      }
      case UNKNOWN -> giveUp();
    }
  }

  /** Whether the database told, and nobody was changing balances unheard just then. */
  private static boolean isCalm(Look look) {
    return look.seen() != null && !look.seen().current();
  }

  private void giveUp() {
    joining = false;
    renewal.runSoon();
  }
}
