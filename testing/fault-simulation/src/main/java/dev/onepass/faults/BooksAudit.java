// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import dev.onepass.memory.InMemoryLedger;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.LedgerChanges;
import dev.onepass.ports.ledger.LedgerDecision.Decided;
import dev.onepass.ports.ledger.LedgerReads;
import dev.onepass.ports.ledger.Recorded;
import dev.onepass.ports.ledger.Transfer;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds what the database stores against what the model says it must. */
final class BooksAudit {

  private final InMemoryLedger stored;
  private final LedgerModel model;
  private final Judge judge;

  BooksAudit(InMemoryLedger stored, LedgerModel model, Judge judge) {
    this.stored = stored;
    this.model = model;
    this.judge = judge;
  }

  /** What a transaction wrote is there, and all balances are as before or as it said. */
  void afterCommit(LedgerChanges changes) {
    balances();
    Set<RequestId> ids = new HashSet<>();
    Set<Uid> touched = new HashSet<>();
    changes.refusals().forEach(refusal -> ids.add(refusal.requestId()));
    for (Transfer transfer : changes.transfers()) {
      ids.add(transfer.requestId());
      touched.add(transfer.credit());
      touched.add(transfer.debit());
    }
    records(ids);
    touched.stream().filter(uid -> !uid.isExternal()).forEach(this::journal);
  }

  /** Everything is there, and nothing else. */
  void whole() {
    balances();
    model.uids().forEach(this::journal);
  }

  private void balances() {
    Map<Uid, Balance> all = new HashMap<>();
    stored.eachBalance(100, page -> page.forEach(balance -> all.put(balance.uid(), balance)));
    judge.require(
        all.keySet().equals(Set.copyOf(model.uids())),
        "the accounts are those that held money",
        all,
        model.uids());
    for (Balance balance : all.values()) {
      Uid uid = balance.uid();
      judge.require(
          balance.amount().cents() == model.cents(uid) && balance.version() == model.version(uid),
          "a stored balance is what its journal adds up to",
          balance,
          model.cents(uid),
          model.version(uid));
    }
  }

  private void journal(Uid uid) {
    List<Transfer> rows = new ArrayList<>(stored.page(uid, Long.MAX_VALUE, 1_000_000));
    Collections.reverse(rows);
    judge.require(
        rows.equals(model.journal(uid)),
        "the journal holds what was committed, in order, for ever",
        uid,
        rows,
        model.journal(uid));
  }

  private void records(Collection<RequestId> ids) {
    LedgerReads reads = new LedgerReads(Set.of(), Set.copyOf(ids), Set.of());
    Map<RequestId, Recorded> found =
        stored.transact(reads, snapshot -> new Decided<>(LedgerChanges.NONE, snapshot.recorded()));
    for (RequestId id : ids) {
      judge.require(
          java.util.Objects.equals(found.get(id), model.recorded(id)),
          "what was decided of a request is on record with its effect",
          id,
          found.get(id),
          model.recorded(id));
    }
  }
}
