// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

/**
 * One life of a node: from its start to its crash or stop. What it had in memory, on its way or
 * planned goes with it. Not thread-safe.
 */
final class NodeProcess {

  final String name;
  private boolean alive = true;
  private long frozenUntilNanos;
  private long wallOffsetNanos;
  private int operations;
  private int invalidations;
  private int reads;
  private boolean inTransaction;

  NodeProcess(String name, long wallOffsetNanos) {
    this.name = name;
    this.wallOffsetNanos = wallOffsetNanos;
  }

  /** Of which node it is a life. */
  String node() {
    return name.substring(0, name.indexOf('.'));
  }

  boolean isAlive() {
    return alive;
  }

  void die() {
    alive = false;
  }

  /**
   * @throws Death if the process is no more: whoever runs in it runs no further
   */
  void requireAlive() {
    if (!alive) {
      throw new Death(name);
    }
  }

  /** Nothing in it happens until then. */
  void freezeUntil(long nanos) {
    frozenUntilNanos = nanos;
  }

  long frozenUntilNanos() {
    return frozenUntilNanos;
  }

  void jumpClock(long nanos) {
    wallOffsetNanos += nanos;
  }

  long wallOffsetNanos() {
    return wallOffsetNanos;
  }

  /** Operators' commands that are being carried out. */
  int operations() {
    return operations;
  }

  /** Whether the cache is being invalidated, other than by an operator's command. */
  boolean isInvalidating() {
    return invalidations > 0;
  }

  void enterInvalidation() {
    invalidations++;
  }

  void leaveInvalidation() {
    invalidations--;
  }

  void enterOperation() {
    operations++;
  }

  void leaveOperation() {
    operations--;
  }

  /** Whether it holds locks in the database, with which nobody may get in between. */
  boolean isInTransaction() {
    return inTransaction;
  }

  void inTransaction(boolean now) {
    inTransaction = now;
  }

  int reads() {
    return reads;
  }

  void enterRead() {
    reads++;
  }

  void leaveRead() {
    reads--;
  }

  @Override
  public String toString() {
    return name;
  }

  /** Unwinds what a process that died was in the middle of. An error, lest anyone handles it. */
  static final class Death extends Error {

    Death(String name) {
      super(name + " died", null, false, false);
    }
  }
}
