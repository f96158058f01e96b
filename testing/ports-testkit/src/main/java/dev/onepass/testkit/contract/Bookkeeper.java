// SPDX-License-Identifier: Apache-2.0
package dev.onepass.testkit.contract;

import static dev.onepass.testkit.data.TransferBuilder.aTransfer;
import static java.util.stream.Collectors.toSet;

import dev.onepass.ports.batch.ItemCheckpoint;
import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.LedgerChanges;
import dev.onepass.ports.ledger.LedgerDecision.Decided;
import dev.onepass.ports.ledger.LedgerReads;
import dev.onepass.ports.ledger.LedgerSnapshot;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.ports.ledger.Recorded;
import dev.onepass.ports.ledger.Refusal;
import dev.onepass.ports.ledger.Transfer;
import dev.onepass.ports.ledger.TransferKind;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import dev.onepass.testkit.data.TransferBuilder;
import dev.onepass.testkit.race.Retry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** Keeps a ledger store's books by the plainest rules there are. Thread-safe. */
final class Bookkeeper {

  private final LedgerStore ledger;

  Bookkeeper(LedgerStore ledger) {
    this.ledger = ledger;
  }

  /** Credits an account from the external world; opens it if need be. */
  Balance deposit(Uid uid, long cents) {
    return deposit("deposit:" + UUID.randomUUID(), uid, cents);
  }

  Balance deposit(String id, Uid uid, long cents) {
    return Retry.onConflict(
        () ->
            ledger.transact(
                reads(Set.of(uid), Set.of()),
                snapshot -> {
                  TransferBuilder deposit =
                      aTransfer().id(id).kind(TransferKind.OPENING).to(of(snapshot, uid));
                  Transfer transfer = deposit.cents(cents).build();
                  return new Decided<>(posting(transfer), transfer.creditAfter());
                }));
  }

  /** Credits an account for a batch, as the sweep does. */
  Transfer sweep(RequestId id, Uid uid, long cents) {
    return Retry.onConflict(
        () ->
            ledger.transact(
                reads(Set.of(uid), Set.of(id)),
                snapshot -> {
                  Transfer transfer =
                      aTransfer()
                          .id(id)
                          .kind(TransferKind.SWEEP)
                          .to(of(snapshot, uid))
                          .cents(cents)
                          .build();
                  return new Decided<>(posting(transfer), transfer);
                }));
  }

  /** Moves money or refuses to, once for each id; repeats what conflicts. */
  Recorded transfer(String id, Uid debit, Uid credit, long cents) {
    return Retry.onConflict(() -> tryTransfer(id, debit, credit, cents, () -> {}));
  }

  /**
   * As {@link #transfer}, without repeating it.
   *
   * @param inBetween runs after the decision was shown the snapshot, before it is written
   */
  Recorded tryTransfer(String id, Uid debit, Uid credit, long cents, Runnable inBetween) {
    RequestId requestId = new RequestId(id);
    return ledger.transact(
        reads(Set.of(debit, credit), Set.of(requestId)),
        snapshot -> {
          inBetween.run();
          Recorded earlier = snapshot.recorded().get(requestId);
          return earlier != null
              ? new Decided<>(LedgerChanges.NONE, earlier)
              : decide(snapshot, aTransfer().id(requestId).cents(cents), debit, credit);
        });
  }

  private static Decided<Recorded> decide(
      LedgerSnapshot snapshot, TransferBuilder request, Uid debit, Uid credit) {
    request.from(of(snapshot, debit)).to(of(snapshot, credit));
    Map<Uid, Balance> balances = snapshot.balances();
    if (!balances.containsKey(debit)) {
      return refusing(request.refused(Refusal.Reason.DEBIT_ACCOUNT_NOT_FOUND));
    }
    if (!balances.containsKey(credit)) {
      return refusing(request.refused(Refusal.Reason.CREDIT_ACCOUNT_NOT_FOUND));
    }
    Refusal poor = request.refused(Refusal.Reason.INSUFFICIENT_BALANCE);
    if (poor.available().isLessThan(poor.amount())) {
      return refusing(poor);
    }
    Transfer transfer = request.build();
    return new Decided<>(posting(transfer), transfer);
  }

  private static Decided<Recorded> refusing(Refusal refusal) {
    return new Decided<>(
        new LedgerChanges(List.of(), List.of(refusal), List.of(), List.of(), List.of()), refusal);
  }

  /** What was recorded of these ids. */
  Map<RequestId, Recorded> recorded(String... ids) {
    Set<RequestId> wanted = Stream.of(ids).map(RequestId::new).collect(toSet());
    return snapshot(reads(Set.of(), wanted)).recorded();
  }

  /** The account as committed; none if it does not exist. */
  Balance balance(Uid uid) {
    return ledger.balances(List.of(uid)).getOrDefault(uid, Balance.none(uid));
  }

  Money journalTotal(Uid uid) {
    LedgerReads reads =
        new LedgerReads(
            Set.of(uid), Set.of(), Set.of(), Map.of(uid, LedgerReads.FROM_THE_BEGINNING));
    return snapshot(reads).journalTotals().getOrDefault(uid, Money.ofCents(-1));
  }

  long fence(ItemKey key) {
    LedgerReads reads = new LedgerReads(Set.of(), Set.of(), Set.of(key));
    return snapshot(reads).fences().getOrDefault(key, -1L);
  }

  /** Writes checkpoints unless the item was claimed anew; returns whether they were written. */
  boolean checkpoint(ItemCheckpoint checkpoint) {
    ItemKey key = checkpoint.item().key();
    LedgerReads reads = new LedgerReads(Set.of(), Set.of(), Set.of(key));
    return Retry.onConflict(
        () ->
            ledger.transact(
                reads,
                snapshot -> {
                  Long fence = snapshot.fences().get(key);
                  return fence != null && fence == checkpoint.item().fence()
                      ? new Decided<>(writing(checkpoint), true)
                      : new Decided<>(LedgerChanges.NONE, false);
                }));
  }

  /** What a transaction would be shown. */
  LedgerSnapshot snapshot(LedgerReads reads) {
    return Retry.onConflict(
        () -> ledger.transact(reads, snapshot -> new Decided<>(LedgerChanges.NONE, snapshot)));
  }

  /** Writes changes whatever was read, as a careless decision would. */
  void write(LedgerChanges changes) {
    Set<Uid> touched = changes.balances().stream().map(Balance::uid).collect(toSet());
    ledger.transact(reads(touched, Set.of()), snapshot -> new Decided<>(changes, true));
  }

  static LedgerReads reads(Set<Uid> accounts, Set<RequestId> ids) {
    return new LedgerReads(accounts, ids, Set.of());
  }

  static Balance of(LedgerSnapshot snapshot, Uid uid) {
    return snapshot.balances().getOrDefault(uid, Balance.none(uid));
  }

  /** The journal rows, with the balances they leave. */
  static LedgerChanges posting(Transfer... transfers) {
    Map<Uid, Balance> after = new TreeMap<>();
    for (Transfer transfer : transfers) {
      after.put(transfer.credit(), transfer.creditAfter());
      if (transfer.debitAfter() != null) {
        after.put(transfer.debit(), transfer.debitAfter());
      }
    }
    return new LedgerChanges(List.of(transfers), List.of(), after.values(), List.of(), List.of());
  }

  static LedgerChanges writing(ItemCheckpoint... checkpoints) {
    return new LedgerChanges(List.of(), List.of(), List.of(), List.of(checkpoints), List.of());
  }
}
