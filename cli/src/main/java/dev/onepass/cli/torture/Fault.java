// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.torture;

import java.time.Duration;

/** What is done to one of the parts, and how it is undone. */
public enum Fault {
  KILL_SERVER("a server is killed (-9)") {
    @Override
    void strike(Arena arena) {
      arena.anyNode().kill();
    }
  },
  KILL_ALL_SERVERS("all servers are killed (-9)") {
    @Override
    void strike(Arena arena) {
      arena.nodes().forEach(Node::kill);
    }
  },
  FREEZE_SERVER("a server is frozen past its leases") {
    @Override
    void strike(Arena arena) throws InterruptedException {
      Node node = arena.anyNode();
      node.freeze();
      Thread.sleep(PAST_LEASES.toMillis());
      node.thaw();
    }
  },
  KILL_DATABASE("the database is killed (-9)") {
    @Override
    void strike(Arena arena) {
      arena.database().kill();
    }
  },
  CUT_DATABASE("connections to the database are cut, answers lost") {
    @Override
    void strike(Arena arena) throws InterruptedException {
      arena.network().swallowAnswers();
      Thread.sleep(SWALLOWING.toMillis());
      arena.network().cut();
    }
  },
  KILL_CACHE("Redis is killed (-9)") {
    @Override
    void strike(Arena arena) {
      arena.cache().kill();
    }
  },
  FLUSH_CACHE("Redis forgets everything") {
    @Override
    void strike(Arena arena) {
      arena.flushCache();
    }
  },
  KILL_ALL("servers, database and Redis are killed (-9)") {
    @Override
    void strike(Arena arena) {
      arena.nodes().forEach(Node::kill);
      arena.database().kill();
      arena.cache().kill();
    }
  };

  private static final Duration PAST_LEASES = Duration.ofSeconds(10);
  private static final Duration SWALLOWING = Duration.ofMillis(200);

  private final String words;

  Fault(String words) {
    this.words = words;
  }

  /** For people. */
  public String words() {
    return words;
  }

  /** Does it. What it leaves dead, the arena starts again. */
  abstract void strike(Arena arena) throws InterruptedException;
}
