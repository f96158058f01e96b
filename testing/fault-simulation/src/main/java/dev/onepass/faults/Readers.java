// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import dev.onepass.domain.BalanceReader;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Clients who ask for balances, and operators who validate them and load the cache. */
final class Readers {

  /** More at once would wait for each other, which is not what is simulated here. */
  private static final int READS_AT_ONCE = 4;

  private final World world;
  private final Errands errands;
  private final List<Uid> uids;

  Readers(World world, Errands errands, List<Uid> uids) {
    this.world = world;
    this.errands = errands;
    this.uids = uids;
  }

  /** Reads all balances at some node. */
  void read() {
    boolean pastCache = world.dice.chance(0.3);
    errands.until(
        "read balances",
        at -> {
          if (at.process().reads() >= READS_AT_ONCE) {
            return false;
          }
          at.process().enterRead();
          try {
            read(at, pastCache);
          } finally {
            at.process().leaveRead();
          }
          return true;
        });
  }

  /** Reads all balances there, and checks them. */
  void read(Node.Running at, boolean pastCache) {
    world.occurred(Occurrence.BALANCE_READ);
    Map<Uid, Long> atLeast = pastCache ? versions() : world.servingAudit.known(at.process());
    BalanceReader reader = at.onePass().balances();
    Map<Uid, Balance> balances = pastCache ? reader.readPastCache(uids) : reader.read(uids);
    world.note("reads", at.process(), balances);
    world.servingAudit.served(at.process(), uids, balances, atLeast);
  }

  /** The versions that are stored now. */
  Map<Uid, Long> versions() {
    Map<Uid, Long> versions = new HashMap<>();
    uids.forEach(uid -> versions.put(uid, world.model.version(uid)));
    return versions;
  }

  /** Does something that operators do. */
  void operate() {
    Uid uid = world.dice.pick(uids);
    boolean load = world.dice.chance(0.2);
    errands.until("operate", at -> operate(at, () -> load ? load(at) : validate(at, uid)));
  }

  private boolean operate(Node.Running at, BooleanSupplier work) {
    NodeProcess process = at.process();
    if (process.isInvalidating()) {
      return false;
    }
    process.enterOperation();
    try {
      return work.getAsBoolean();
    } finally {
      process.leaveOperation();
    }
  }

  private boolean load(Node.Running at) {
    at.onePass().balances().loadCache();
    world.occurred(Occurrence.CACHE_LOADED);
    return true;
  }

  /** Validates an account, and repairs it; true. */
  boolean validate(Node.Running at, Uid uid) {
    Money expected = Money.ofCents(Math.max(0, world.model.cents(uid)));
    at.onePass()
        .validation()
        .validate(uid, expected, true)
        .ifPresent(
            report -> {
              world.note("validates", at.process(), report);
              world.occurred(Occurrence.BALANCE_VALIDATED);
              if (!report.repaired().isEmpty()) {
                world.occurred(Occurrence.BALANCE_REPAIRED);
              }
            });
    return true;
  }
}
