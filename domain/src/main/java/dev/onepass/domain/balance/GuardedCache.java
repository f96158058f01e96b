// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.balance;

import dev.onepass.domain.balance.OutageWatch.Look;
import dev.onepass.domain.event.OnePassListener;
import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.ports.cache.BalanceCache.View;
import dev.onepass.ports.error.OverloadedException;
import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.time.Timekeeper;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The balance cache as the rest may use it: whatever happens to the cache, nothing fails or waits
 * for it twice, and no balance from before a lost write is ever read.
 *
 * <p>A cache that did not take a write is not asked any more, neither by readers nor by writers,
 * until it has been invalidated after its return. That is tried now and then, on the executor, when
 * somebody would have liked to use the cache. A new guard begins like that, because the process
 * before it may have died between a commit and the write to the cache; but if other servers use the
 * cache and all of them are well, it joins them, and the cache keeps what it knows. See {@link
 * CacheCompany}. Everyone who reads or changes balances through one store shares one guard.
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

  private final BalanceCache cache;
  private final Trust trust;
  private final CacheReads reads;
  private final @Nullable OutageWatch watch;
  private final @Nullable CacheCompany company;
  private final BackgroundTask renewal;
  private final BackgroundTask look;
  private final ReentrantLock renewing = new ReentrantLock();

  /**
   * @param listener hears when the cache is trusted, and when no longer
   * @param executor runs the attempts to return to the cache, which may block
   */
  public GuardedCache(
      BalanceCache cache,
      CacheSharing sharing,
      OnePassListener listener,
      Timekeeper timekeeper,
      Executor executor) {
    this.cache = cache;
    trust = new Trust(timekeeper, listener);
    reads = new CacheReads(timekeeper);
    renewal = new BackgroundTask(executor, this::tryRenew);
    look = new BackgroundTask(executor, this::tryLook);
    watch = sharing.outages() == null ? null : new OutageWatch(sharing.outages(), timekeeper);
    company =
        sharing.members() == null || watch == null
            ? null
            : new CacheCompany(
                new Membership(sharing.members(), sharing.self(), timekeeper),
                cache,
                trust,
                watch,
                renewal,
                timekeeper,
                executor);
  }

  /** As the other one, for a cache that no other server uses and nobody hears of. */
  public GuardedCache(BalanceCache cache, Timekeeper timekeeper, Executor executor) {
    this(cache, CacheSharing.ALONE, OnePassListener.NONE, timekeeper, executor);
  }

  /** Begins to use a cache that others may use, without waiting for it; so does who reads it. */
  public void join() {
    if (company != null) {
      returnSoon();
    }
  }

  /**
   * Does nothing more in the background, and tells the other servers that this one makes no changes
   * any more; to be called after the last.
   *
   * @return completes when that is done, or cannot be done; the others find out after a while
   */
  public CompletionStage<@Nullable Void> leave() {
    CompletableFuture<@Nullable Void> quiet =
        renewal.end().thenCombine(look.end(), (one, other) -> null);
    return company == null ? quiet : quiet.thenCombine(company.leave(), (one, other) -> null);
  }

  /** Whether the cache is in use at present. */
  public boolean isTrusted() {
    return trust.isFull();
  }

  /**
   * What the cache knows of these accounts; nothing while it is not trusted, or may have missed
   * what another server did.
   */
  public Map<Uid, Balance> view(Collection<Uid> uids) {
    return trust.isFull() && !isHeardByAll() ? Map.of() : inspect(uids);
  }

  /**
   * The same for who need not wait for it.
   *
   * @return completes at once, or in a thread of the cache's that must not be held up; never fails
   */
  public CompletionStage<Map<Uid, Balance>> viewAsync(Collection<Uid> uids) {
    if (!mayRead() || !isHeardByAll()) {
      return CompletableFuture.completedFuture(Map.of());
    }
    try {
      return cache.viewAsync(uids).handle(this::found);
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(found(null, e));
    }
  }

  /** What the cache knows, be it out of date: for who compares. Nothing while it is not trusted. */
  public Map<Uid, Balance> inspect(Collection<Uid> uids) {
    if (!mayRead()) {
      return Map.of();
    }
    try {
      return found(cache.view(uids), null);
    } catch (RuntimeException e) {
      return found(null, e);
    }
  }

  private boolean mayRead() {
    if (!trust.isFull()) {
      returnSoon();
      return false;
    }
    return !reads.pause();
  }

  /** What a read brought; one that failed has found nothing. */
  private Map<Uid, Balance> found(@Nullable View view, @Nullable Throwable failure) {
    if (view != null) {
      reads.answered();
      return view.found();
    }
    // As it is told to whoever waits for a stage that rests on the one that failed.
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    // Too many ask here: the cache itself is well.
    if (cause != null && !(cause instanceof OverloadedException)) {
      reads.failed(cause);
    }
    return Map.of();
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
    if (trust.keepsWriteOut()) {
      returnSoon();
      return false;
    }
    try {
      cache.put(balances, generation);
      return true;
    } catch (RuntimeException e) {
      trust.lose(e);
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
   * @throws UnavailableException if it does not answer
   */
  public void renew() {
    renewing.lock();
    try {
      // What is reported, and who falls silent, later than this is seen by the next look.
      @Nullable Look before = watch == null ? null : watch.look();
      Set<String> silent = company == null ? Set.of() : company.silent();
      // Twice: the first proves that it answers, so that writers may be let on to it again; the
      // second comes after the last write that was still kept from it.
      cache.invalidate();
      long losses = trust.admitWrites();
      cache.invalidate();
      if (watch != null && before != null) {
        watch.accept(before);
      }
      if (company != null) {
        company.remove(silent);
        company.begin();
      }
      trust.admitReads(losses);
    } catch (RuntimeException e) {
      trust.lose(e);
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
    look.runSoon();
    return usable;
  }

  /** Looks, and has the cache forget what others changed unheard. */
  private void tryLook() {
    if (watch == null) {
      return;
    }
    try {
      Look seen = watch.look();
      if (watch.tellsOfChanges(seen)) {
        renewal.runSoon();
      } else {
        watch.accept(seen);
      }
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "could not look for what others changed", e);
    }
  }

  private void returnSoon() {
    if (company != null && company.isJoining()) {
      company.begin();
    } else if (trust.isRetryDue()) {
      renewal.runSoon();
    }
  }

  private void tryRenew() {
    try {
      renew();
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "the balance cache is still away", e);
    }
  }
}
