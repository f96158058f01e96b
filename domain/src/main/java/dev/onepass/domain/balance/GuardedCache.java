// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.balance;

import dev.onepass.domain.supervision.Once;
import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.ports.cache.CacheOutages;
import dev.onepass.ports.error.OverloadedException;
import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.time.Timekeeper;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The balance cache as the rest may use it: whatever happens to the cache, nothing fails or waits
 * for it twice, and no balance from before a lost write is ever read.
 *
 * <p>A cache that did not take a write is not asked any more, neither by readers nor by writers,
 * until it has been invalidated after its return. That is tried now and then, on the executor, when
 * somebody would have liked to use the cache. A new guard begins like that, because the process
 * before it may have died between a commit and the write to the cache. Everyone who reads or
 * changes balances through one store shares one guard.
 *
 * <p>A read that was not answered loses nothing: readers leave the cache alone for a second, and it
 * keeps what it knows, for the other servers too.
 *
 * <p>Of several servers one may lose the cache while others have it. If they are given somewhere to
 * tell each other, none serves what is more than two seconds older than what anyone was told; see
 * {@link OutageWatch}. Thread-safe.
 */
public final class GuardedCache {

  private static final Logger LOG = System.getLogger(GuardedCache.class.getName());
  private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

  private enum Trust {
    /** It may have missed writes, and may not answer: not used. */
    NONE,
    /** It answers, and is being invalidated: written, not read. */
    WRITE_ONLY,
    FULL
  }

  private final BalanceCache cache;
  private final Timekeeper timekeeper;
  private final Executor executor;
  private final @Nullable OutageWatch watch;

  private final ReentrantLock renewing = new ReentrantLock();
  private final AtomicBoolean renewalDue = new AtomicBoolean();
  private final AtomicBoolean lookDue = new AtomicBoolean();
  private final CacheReads reads;
  private volatile Trust trust = Trust.NONE;
  private volatile long retryNanos;
  // Guarded by this.
  private long failures;

  /** As the other one, for a cache that no other server uses. */
  public GuardedCache(BalanceCache cache, Timekeeper timekeeper, Executor executor) {
    this(cache, null, timekeeper, executor);
  }

  /**
   * @param outages where servers that share the cache tell that they have lost it; null if there
   *     are no others
   * @param executor runs the attempts to return to the cache, which may block
   */
  public GuardedCache(
      BalanceCache cache,
      @Nullable CacheOutages outages,
      Timekeeper timekeeper,
      Executor executor) {
    this.cache = cache;
    this.watch = outages == null ? null : new OutageWatch(outages, timekeeper);
    this.timekeeper = timekeeper;
    this.executor = executor;
    this.reads = new CacheReads(timekeeper);
    this.retryNanos = timekeeper.nanoTime();
  }

  /** Whether the cache is in use at present. */
  public boolean isTrusted() {
    return trust == Trust.FULL;
  }

  /**
   * What the cache knows of these accounts; nothing while it is not trusted, or may have missed
   * what another server did.
   */
  public Map<Uid, Balance> view(Collection<Uid> uids) {
    return trust == Trust.FULL && !isHeardByAll() ? Map.of() : inspect(uids);
  }

  /** What the cache knows, be it out of date: for who compares. Nothing while it is not trusted. */
  public Map<Uid, Balance> inspect(Collection<Uid> uids) {
    if (trust != Trust.FULL) {
      renewSoon();
      return Map.of();
    }
    if (reads.pause()) {
      return Map.of();
    }
    try {
      Map<Uid, Balance> found = cache.view(uids).found();
      reads.answered();
      return found;
    } catch (OverloadedException e) {
      // Too many ask here; the cache itself is well.
      return Map.of();
    } catch (RuntimeException e) {
      reads.failed(e);
      return Map.of();
    }
  }

  /** To be taken before the database is read or changed, and given to {@link #put}. */
  public long generation() {
    return cache.generation();
  }

  /**
   * Offers balances that were read or committed.
   *
   * @return whether the cache took note of them; if not, it will forget all it knows before anyone
   *     reads it again
   */
  public boolean put(Collection<Balance> balances, long generation) {
    if (balances.isEmpty()) {
      return true;
    }
    if (trust == Trust.NONE) {
      renewSoon();
      return false;
    }
    try {
      cache.put(balances, generation);
      return true;
    } catch (RuntimeException e) {
      distrust(e);
      return false;
    }
  }

  /**
   * Offers balances that this process has just committed; to be called before anyone is told of
   * them.
   *
   * @throws UnavailableException if the cache took no note, and the other servers cannot be told
   */
  public void committed(Collection<Balance> balances, long generation) {
    boolean heard = put(balances, generation);
    if (watch != null) {
      watch.committed(heard);
    }
  }

  /**
   * Makes the cache forget everything, and trusts it again.
   *
   * @throws dev.onepass.ports.error.UnavailableException if it does not answer
   */
  public void renew() {
    renewing.lock();
    try {
      // What is reported later is seen by the next look.
      OutageWatch.@Nullable Look look = watch == null ? null : watch.look();
      // Twice: the first proves that it answers, so that writers may be let on to it again; the
      // second comes after the last write that was still kept from it.
      cache.invalidate();
      long failuresBefore = admitWrites();
      cache.invalidate();
      if (watch != null && look != null) {
        watch.accept(look);
      }
      admitReads(failuresBefore);
    } catch (RuntimeException e) {
      distrust(e);
      throw e;
    } finally {
      renewing.unlock();
    }
  }

  /** Whether no server changes balances behind the cache's back, as far as can be known. */
  private boolean isHeardByAll() {
    if (watch == null || watch.isFresh()) {
      return true;
    }
    boolean usable = watch.isUsable();
    lookSoon(watch);
    return usable;
  }

  private void lookSoon(OutageWatch by) {
    runOnce(lookDue, () -> tryLook(by));
  }

  /** Has a task run that takes the flag down, unless it is up or the executor takes no task. */
  private void runOnce(AtomicBoolean due, Runnable task) {
    if (due.compareAndSet(false, true)) {
      Once once = new Once(task);
      try {
        executor.execute(once);
      } catch (RejectedExecutionException | OutOfMemoryError e) {
        // Whoever uses the cache next tries again. Some executors throw although they took it.
        if (once.revoke()) {
          due.set(false);
        }
      }
    }
  }

  /** Looks, and has the cache forget what others changed unheard. */
  private void tryLook(OutageWatch by) {
    try {
      OutageWatch.Look look = by.look();
      if (by.tellsOfChanges(look)) {
        renew();
      } else {
        by.accept(look);
      }
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "the cache could not be made to forget", e);
    } finally {
      lookDue.set(false);
    }
  }

  private synchronized long admitWrites() {
    if (trust == Trust.NONE) {
      trust = Trust.WRITE_ONLY;
    }
    return failures;
  }

  private synchronized void admitReads(long failuresBefore) {
    if (failures == failuresBefore && trust != Trust.FULL) {
      trust = Trust.FULL;
      LOG.log(Level.INFO, "the balance cache is in use");
    }
  }

  private synchronized void distrust(RuntimeException failure) {
    failures++;
    retryNanos = timekeeper.nanoTime() + RETRY_PAUSE.toNanos();
    if (trust != Trust.NONE) {
      trust = Trust.NONE;
      // An outage needs no stack trace; anything else is a bug and does.
      Throwable cause = failure instanceof UnavailableException ? null : failure;
      LOG.log(Level.WARNING, "reading past the balance cache until it is back: " + failure, cause);
    }
  }

  private void renewSoon() {
    if (timekeeper.nanoTime() - retryNanos >= 0) {
      runOnce(renewalDue, this::tryRenew);
    }
  }

  private void tryRenew() {
    try {
      renew();
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "the balance cache is still away", e);
    } finally {
      renewalDue.set(false);
    }
  }
}
