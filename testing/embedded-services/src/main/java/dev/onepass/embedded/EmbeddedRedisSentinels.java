// SPDX-License-Identifier: Apache-2.0
package dev.onepass.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/**
 * A Redis with a replica, watched by three sentinels, which make the replica the primary within
 * seconds of the primary's death. What is killed and restarted becomes the replica. For tests:
 * everything is deleted on {@link #close()}. Thread-safe.
 */
public final class EmbeddedRedisSentinels implements AutoCloseable {

  /** The name by which the sentinels know the primary. */
  public static final String PRIMARY = "onepass";

  private static final int SENTINELS = 3;
  private static final int QUORUM = 2;

  private final Path root;
  private final String password = UUID.randomUUID().toString();
  private final Deque<EmbeddedRedis> running = new ArrayDeque<>();
  private final List<EmbeddedRedis> stores = new ArrayList<>();
  private final List<EmbeddedRedis> sentinels = new ArrayList<>();

  private EmbeddedRedisSentinels(Path root) {
    this.root = root;
  }

  /**
   * Starts all five.
   *
   * @throws EmbeddedServiceException if one does not start; none is left running then
   */
  public static EmbeddedRedisSentinels temporary() {
    EmbeddedRedisSentinels all = new EmbeddedRedisSentinels(temporaryDirectory());
    boolean ready = false;
    try {
      all.start();
      ready = true;
      return all;
    } finally {
      if (!ready) {
        all.close();
      }
    }
  }

  private void start() {
    EmbeddedRedis first = store("store-1", List.of());
    store("store-2", List.of("replicaof %s %d".formatted(first.host(), first.port())));
    for (int i = 1; i <= SENTINELS; i++) {
      sentinels.add(
          later(
              EmbeddedRedis.startSentinel(
                  root.resolve("sentinel-" + i), password, watching(first))));
    }
  }

  private List<String> watching(EmbeddedRedis first) {
    return List.of(
        "sentinel monitor %s %s %d %d".formatted(PRIMARY, first.host(), first.port(), QUORUM),
        "sentinel auth-pass %s %s".formatted(PRIMARY, password),
        "sentinel down-after-milliseconds %s 1000".formatted(PRIMARY),
        "sentinel failover-timeout %s 6000".formatted(PRIMARY));
  }

  private EmbeddedRedis store(String name, List<String> settings) {
    EmbeddedRedis store =
        later(EmbeddedRedis.startOneOfSeveral(root.resolve(name), password, settings));
    stores.add(store);
    return store;
  }

  private EmbeddedRedis later(EmbeddedRedis started) {
    running.push(started);
    return started;
  }

  /** The two that hold data; which is the primary, the sentinels know. */
  public List<EmbeddedRedis> stores() {
    return List.copyOf(stores);
  }

  /** The three that watch. */
  public List<EmbeddedRedis> sentinels() {
    return List.copyOf(sentinels);
  }

  /** What all of them ask for. */
  public String password() {
    return password;
  }

  @Override
  public void close() {
    running.forEach(EmbeddedRedis::close);
    running.clear();
    try {
      FileTrees.delete(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("onepass-sentinels-").toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
