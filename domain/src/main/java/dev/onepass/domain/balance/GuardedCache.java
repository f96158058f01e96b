// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.balance;

import dev.onepass.ports.cache.BalanceCache;
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

/**
 * The balance cache as the rest may use it: whatever happens to the cache, nothing fails or waits
 * for it twice, and no balance from before a lost write is ever read.
 *
 * <p>A cache that did not answer may have missed a write. From then on it is not asked any more,
 * neither by readers nor by writers, until it has been invalidated after its return. That is tried
 * now and then, on the executor, when somebody would have liked to use the cache. A new guard
 * begins like that, because the process before it may have died between a commit and the write to
 * the cache. Everyone who reads or changes balances through one store shares one guard.
 * Thread-safe.
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

  private final ReentrantLock renewing = new ReentrantLock();
  private final AtomicBoolean renewalDue = new AtomicBoolean();
  private volatile Trust trust = Trust.NONE;
  private volatile long retryNanos;
  // Guarded by this.
  private long failures;

  /**
   * @param executor runs the attempts to return to the cache, which may block
   */
  public GuardedCache(BalanceCache cache, Timekeeper timekeeper, Executor executor) {
    this.cache = cache;
    this.timekeeper = timekeeper;
    this.executor = executor;
    this.retryNanos = timekeeper.nanoTime();
  }

  /** Whether the cache is in use at present. */
  public boolean isTrusted() {
    return trust == Trust.FULL;
  }

  /** What the cache knows of these accounts; nothing while it is not trusted. */
  public Map<Uid, Balance> view(Collection<Uid> uids) {
    if (trust != Trust.FULL) {
      renewSoon();
      return Map.of();
    }
    try {
      return cache.view(uids).found();
    } catch (RuntimeException e) {
      distrust(e);
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
   * Makes the cache forget everything, and trusts it again.
   *
   * @throws dev.onepass.ports.error.UnavailableException if it does not answer
   */
  public void renew() {
    renewing.lock();
    try {
      // Twice: the first proves that it answers, so that writers may be let on to it again; the
      // second comes after the last write that was still kept from it.
      cache.invalidate();
      long failuresBefore = admitWrites();
      cache.invalidate();
      admitReads(failuresBefore);
    } catch (RuntimeException e) {
      distrust(e);
      throw e;
    } finally {
      renewing.unlock();
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
    if (timekeeper.nanoTime() - retryNanos >= 0 && renewalDue.compareAndSet(false, true)) {
      try {
        executor.execute(this::tryRenew);
      } catch (RejectedExecutionException e) {
        // Closing down: the cache is not needed any more.
        renewalDue.set(false);
      }
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
