// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.torture;

import dev.onepass.client.ClientException;
import dev.onepass.client.OnePassClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/** The batches of a torture, each of new accounts with new money. For one thread. */
final class Sweeps {

  /** The accounts of batches that are meant to be stuck have this number, or a greater one. */
  static final long STUCK_FROM = 1_000_000_000;

  private static final int ACCOUNTS = 20;
  private static final long CENTS_MIN = 14_48;
  private static final long CENTS_MAX = 30_000_00;
  private static final long RETRY_NANOS = Duration.ofMillis(200).toNanos();
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final World world;
  private final Random random;
  private final Map<Long, Long> funded = new LinkedHashMap<>();
  private final List<String> unfinished = new ArrayList<>();
  private long uids;
  private long stuck = STUCK_FROM;
  private int batches;

  Sweeps(World world, Random random) {
    this.world = world;
    this.random = random;
  }

  /** What each account held outside, in cents. */
  Map<Long, Long> funded() {
    return funded;
  }

  int batches() {
    return batches;
  }

  /** Has some server accept a batch of {@value #ACCOUNTS}, however often it must be asked. */
  void begin() {
    begin(ACCOUNTS);
  }

  /** As {@link #begin()}, with so many accounts; returns the batch's id. */
  String begin(int count) {
    uids += count;
    return begin(LongStream.rangeClosed(uids - count + 1, uids).boxed().toList());
  }

  /** Begins so many batches, each of one account from {@link #STUCK_FROM} on. */
  void beginStuck(int count) {
    for (int i = 0; i < count; i++) {
      begin(List.of(stuck++));
    }
  }

  private String begin(List<Long> accounts) {
    String id = "torture-" + ++batches;
    for (long uid : accounts) {
      long cents = random.nextLong(CENTS_MIN, CENTS_MAX);
      world.thirdParty().fund(uid, cents);
      funded.put(uid, cents);
    }
    unfinished.add(id);
    insist(
        server -> {
          server.startBatch(id, accounts);
          return true;
        });
    return id;
  }

  /** Waits until this one is finished, by itself. */
  void await(String id) {
    insist(server -> server.batch(id).isFinished());
  }

  /** Waits until every batch is finished, by itself. */
  void await() {
    for (String id : unfinished) {
      await(id);
    }
    unfinished.clear();
  }

  @FunctionalInterface
  private interface Wish {
    boolean isGranted(OnePassClient server);
  }

  private void insist(Wish wish) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < PATIENCE.toNanos()) {
      try {
        if (wish.isGranted(world.anyNode().client())) {
          return;
        }
      } catch (ClientException later) {
        // Whoever was asked is dead or has no database; another time, or another one.
      }
      LockSupport.parkNanos(RETRY_NANOS);
    }
    throw new IllegalStateException("not within " + PATIENCE + ": " + unfinished);
  }
}
