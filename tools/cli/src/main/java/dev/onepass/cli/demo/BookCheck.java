// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.demo;

import static java.util.stream.Collectors.toMap;

import dev.onepass.client.BatchStatus;
import dev.onepass.simulator.Books;
import dev.onepass.simulator.bank.AccountBook;
import java.util.List;
import java.util.Map;

/** Holds the books of both sides against each other, cent by cent. */
final class BookCheck {

  /** Each validation is a request of its own; of a large demo, a sample is enough. */
  private static final int VALIDATED_MAX = 200;

  private final Books external;
  private final LocalBooks local;
  private final Checks checks;

  BookCheck(Stage stage, Checks checks) {
    this.external = stage.thirdParty().books();
    this.local = new LocalBooks(stage.server());
    this.checks = checks;
  }

  /**
   * Checks a batch that has ended.
   *
   * @return the balances at One-Pass, in cents by uid
   */
  Map<Long, Long> afterSweep(DemoUsers users, BatchStatus end, String batch) {
    List<Long> uids = users.uids();
    List<AccountBook> accounts = external.accounts(0, uids.size());
    checks.add(
        "the batch is finished, begun and finished at the third party too",
        end.isFinished()
            && external.batchesBegun().contains(batch)
            && external.batchesFinished().contains(batch));
    checks.add("no payment is in doubt", end.inDoubt().signum() == 0);
    checks.add(
        "every external account holds 0.00",
        accounts.size() == uids.size()
            && accounts.stream().allMatch(account -> account.balanceCents() == 0));
    Map<Long, Long> left =
        accounts.stream().collect(toMap(AccountBook::uid, AccountBook::settledCents));
    checks.add("what left each of them is what it held", left.equals(users.centsByUid()));
    checks.add("the journal credited each user just that", left.equals(local.creditedBy(batch)));
    Map<Long, Long> balances = local.storedBalances(uids);
    checks.add("every balance holds just that", left.equals(balances));
    return balances;
  }

  /** Checks the balances against what they should be after the trades. */
  void afterTrades(Map<Long, Long> expected) {
    List<Long> uids = List.copyOf(expected.keySet());
    checks.add(
        "every balance is what the trades made of it", local.storedBalances(uids).equals(expected));
    checks.add("so is every balance that the cache serves", local.balances(uids).equals(expected));
    checks.add(
        "balance, journal and cache agree (of %d accounts)"
            .formatted(Math.min(VALIDATED_MAX, uids.size())),
        expected.entrySet().stream()
            .limit(VALIDATED_MAX)
            .allMatch(entry -> local.isValid(entry.getKey(), entry.getValue())));
    checks.add("the third party's books are conserved", external.totals().conserved());
  }
}
