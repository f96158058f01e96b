// SPDX-License-Identifier: Apache-2.0
package dev.onepass.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * MariaDB and Redis side by side, with their data below one directory that one JVM at a time may
 * use. Thread-safe.
 */
public final class EmbeddedServices implements AutoCloseable {

  private final DirectoryLock lock;
  private final EmbeddedMariaDb mariaDb;
  private final EmbeddedRedis redis;

  private EmbeddedServices(DirectoryLock lock, EmbeddedMariaDb mariaDb, EmbeddedRedis redis) {
    this.lock = lock;
    this.mariaDb = mariaDb;
    this.redis = redis;
  }

  /**
   * Starts both at once, with their data in the directories {@code mariadb} and {@code redis}.
   *
   * @param dataDir where the data is kept; made if absent, readable by its owner alone
   * @param options memory and durability of MariaDB
   * @param progress is told what is being done, for people to read; two threads may call it at once
   * @return both, running
   * @throws EmbeddedServiceException if the directory is in use by another JVM, or one of them does
   *     not start; neither runs then
   */
  public static EmbeddedServices start(
      Path dataDir, MariaDbOptions options, Consumer<String> progress) {
    DirectoryLock lock = lock(dataDir);
    CompletableFuture<EmbeddedRedis> redisStart = startRedis(dataDir.resolve("redis"), progress);
    try {
      EmbeddedMariaDb mariaDb =
          EmbeddedMariaDb.start(dataDir.resolve("mariadb"), options, progress);
      return new EmbeddedServices(lock, mariaDb, redisBeside(mariaDb, redisStart));
    } catch (RuntimeException failure) {
      redisStart.thenAccept(EmbeddedRedis::close).exceptionally(alreadyTold -> null).join();
      release(lock);
      throw failure;
    }
  }

  /**
   * The database.
   *
   * @return running until {@link #close()}
   */
  public EmbeddedMariaDb mariaDb() {
    return mariaDb;
  }

  /**
   * The cache.
   *
   * @return running until {@link #close()}
   */
  public EmbeddedRedis redis() {
    return redis;
  }

  /**
   * Stops both cleanly, waits for their ends, and frees the directory. Does nothing the second
   * time.
   */
  @Override
  public void close() {
    try {
      redis.close();
    } finally {
      try {
        mariaDb.close();
      } finally {
        release(lock);
      }
    }
  }

  private static CompletableFuture<EmbeddedRedis> startRedis(
      Path dataDir, Consumer<String> progress) {
    return CompletableFuture.supplyAsync(
        () -> EmbeddedRedis.start(dataDir, RedisPersistence.APPEND_ONLY, progress),
        task -> new Thread(task, "embedded-redis-start").start());
  }

  private static EmbeddedRedis redisBeside(
      EmbeddedMariaDb mariaDb, CompletableFuture<EmbeddedRedis> redisStart) {
    try {
      return redisStart.join();
    } catch (CompletionException failure) {
      mariaDb.close();
      throw failure.getCause() instanceof EmbeddedServiceException told ? told : failure;
    }
  }

  private static DirectoryLock lock(Path dataDir) {
    try {
      FileTrees.createPrivate(dataDir.toAbsolutePath());
      return DirectoryLock.acquire(dataDir.toRealPath());
    } catch (IOException failure) {
      throw new EmbeddedServiceException(
          "Cannot use the data directory " + dataDir + ": " + failure, failure);
    }
  }

  private static void release(DirectoryLock lock) {
    try {
      lock.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
