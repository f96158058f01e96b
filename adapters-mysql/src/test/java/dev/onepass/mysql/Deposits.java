// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.LedgerChanges;
import dev.onepass.ports.ledger.LedgerDecision.Decided;
import dev.onepass.ports.ledger.LedgerReads;
import dev.onepass.ports.ledger.LedgerSnapshot;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.ports.ledger.Transfer;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import dev.onepass.testkit.data.TransferBuilder;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The plainest ledger transactions. */
final class Deposits {

  private Deposits() {}

  static Balance deposit(LedgerStore ledger, String id, Uid uid, long cents) {
    return ledger.transact(
        reads(id, uid),
        snapshot -> {
          Transfer transfer =
              TransferBuilder.aTransfer().id(id).to(of(snapshot, uid)).cents(cents).build();
          return new Decided<>(posting(transfer), transfer.creditAfter());
        });
  }

  static boolean transfer(LedgerStore ledger, String id, Uid from, Uid to, long cents) {
    return ledger.transact(
        reads(id, from, to),
        snapshot -> {
          if (snapshot.recorded().containsKey(new RequestId(id))) {
            return new Decided<>(LedgerChanges.NONE, false);
          }
          Transfer transfer =
              TransferBuilder.aTransfer()
                  .id(id)
                  .from(of(snapshot, from))
                  .to(of(snapshot, to))
                  .cents(cents)
                  .build();
          return new Decided<>(posting(transfer), true);
        });
  }

  static LedgerChanges posting(Transfer transfer) {
    List<Balance> after =
        Stream.of(transfer.creditAfter(), transfer.debitAfter())
            .filter(balance -> balance != null)
            .toList();
    return new LedgerChanges(List.of(transfer), List.of(), after, List.of(), List.of());
  }

  static LedgerReads reads(String id, Uid... accounts) {
    return new LedgerReads(Set.of(accounts), Set.of(new RequestId(id)), Set.of());
  }

  static Balance of(LedgerSnapshot snapshot, Uid uid) {
    return snapshot.balances().getOrDefault(uid, Balance.none(uid));
  }
}
