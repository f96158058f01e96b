// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain;

import dev.onepass.domain.ledger.Checkpoint;
import dev.onepass.domain.ledger.CheckpointOutcome;
import dev.onepass.domain.model.ReconciliationReport;
import dev.onepass.domain.model.ReconciliationReport.Finding;
import dev.onepass.domain.model.ReconciliationReport.Verdict;
import dev.onepass.domain.model.SettledPayment;
import dev.onepass.domain.sweep.plan.PaymentRef;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.BatchStore;
import dev.onepass.ports.batch.ItemStore;
import dev.onepass.ports.ledger.Journal;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Compares the third party's own statement with the journal of a batch, and credits what has
 * settled outside without anybody having heard of it.
 *
 * <p>Which payments of a statement are the batch's is told by their transaction ids alone, since
 * these are a pure function of batch, account and position: whatever else the statement holds is
 * left aside. A credit is written as the sweep's next checkpoint, and so is made once, whoever
 * applies the same statement how often. An account that is still being swept, or about to be asked
 * for again, is left alone. Thread-safe; blocks for the database, and throws {@link
 * dev.onepass.ports.error.UnavailableException} if that does not answer; repeating is safe.
 */
public final class Reconciliation {

  private static final int PAGE = 1_000;

  /** What a plan may have beside its two rows of halves: their tops, their ends and the heads. */
  private static final int FURTHER_STAGES = 8;

  private final BatchStore batches;
  private final ItemStore items;
  private final Journal journal;
  private final Function<Checkpoint, CompletionStage<CheckpointOutcome>> checkpoints;
  private final Money maxPayAmount;
  private final Executor executor;
  private final Consumer<BatchId> changed;

  /**
   * @param checkpoints writes one
   * @param maxPayAmount the largest amount that was asked for in one payment
   * @param executor for {@code changed}
   * @param changed hears of a batch of which something was credited; may block
   */
  Reconciliation(
      BatchStore batches,
      ItemStore items,
      Journal journal,
      Function<Checkpoint, CompletionStage<CheckpointOutcome>> checkpoints,
      Money maxPayAmount,
      Executor executor,
      Consumer<BatchId> changed) {
    this.batches = batches;
    this.items = items;
    this.journal = journal;
    this.checkpoints = checkpoints;
    this.maxPayAmount = maxPayAmount;
    this.executor = executor;
    this.changed = changed;
  }

  /**
   * Compares, and changes nothing.
   *
   * @param statement all payments that settled, of the batch's accounts at least; in any order, and
   *     repetitions collapse
   * @return empty if there is no such batch
   * @throws IllegalArgumentException if one transaction id stands for two payments
   */
  public Optional<ReconciliationReport> compare(
      BatchId batch, Collection<SettledPayment> statement) {
    return all(batch, statement).map(all -> report(batch, statement, all, all.findings()));
  }

  /**
   * Compares, as {@link #compare} does, and credits what is missing here.
   *
   * @return completes when all is decided; the report says what was credited
   */
  public CompletionStage<Optional<ReconciliationReport>> apply(
      BatchId batch, Collection<SettledPayment> statement) {
    Optional<All> all = all(batch, statement);
    if (all.isEmpty()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    CompletionStage<List<Finding>> credited = CompletableFuture.completedFuture(List.of());
    for (Compared compared : all.get().differing()) {
      credited =
          credited.thenCompose(
              before -> credit(compared).thenApply(verdict -> and(before, compared, verdict)));
    }
    return credited.thenApplyAsync(
        findings -> {
          ReconciliationReport report = report(batch, statement, all.get(), findings);
          if (findings.stream().anyMatch(finding -> finding.verdict() == Verdict.CREDITED)) {
            changed.accept(batch);
          }
          return Optional.of(report);
        },
        executor);
  }

  private static List<Finding> and(List<Finding> before, Compared compared, Verdict verdict) {
    List<Finding> findings = new ArrayList<>(before);
    findings.add(compared.finding(verdict));
    return findings;
  }

  private static ReconciliationReport report(
      BatchId batch, Collection<SettledPayment> statement, All all, List<Finding> findings) {
    long payments = statement.stream().map(SettledPayment::transactionId).distinct().count();
    return new ReconciliationReport(
        batch, all.accounts(), all.payments(), payments - all.payments(), findings);
  }

  private Optional<All> all(BatchId batch, Collection<SettledPayment> statement) {
    if (batches.find(batch).isEmpty()) {
      return Optional.empty();
    }
    Map<Uid, Map<String, Money>> byAccount = byAccount(statement);
    long accounts = 0;
    long payments = 0;
    List<Compared> differing = new ArrayList<>();
    List<BatchItem> page = items.page(batch, null, Uid.EXTERNAL, PAGE);
    while (!page.isEmpty()) {
      for (Compared compared : compare(batch, page, byAccount)) {
        accounts++;
        payments += compared.payments();
        if (compared.verdict() != Verdict.AGREES) {
          differing.add(compared);
        }
      }
      page = items.page(batch, null, page.get(page.size() - 1).key().uid(), PAGE);
    }
    return Optional.of(new All(accounts, payments, differing));
  }

  private static Map<Uid, Map<String, Money>> byAccount(Collection<SettledPayment> statement) {
    Map<Uid, Map<String, Money>> byAccount = new HashMap<>();
    Map<String, SettledPayment> seen = new HashMap<>();
    for (SettledPayment payment : statement) {
      SettledPayment before = seen.putIfAbsent(payment.transactionId(), payment);
      if (before != null && !before.equals(payment)) {
        throw new IllegalArgumentException(
            "one transaction id, two payments: " + before + " and " + payment);
      }
      byAccount
          .computeIfAbsent(payment.uid(), uid -> new HashMap<>())
          .put(payment.transactionId(), payment.amount());
    }
    return byAccount;
  }

  private List<Compared> compare(
      BatchId batch, List<BatchItem> page, Map<Uid, Map<String, Money>> byAccount) {
    Map<Uid, Money> credited =
        journal.swept(batch, page.stream().map(item -> item.key().uid()).toList());
    return page.parallelStream()
        .map(
            item -> {
              Uid uid = item.key().uid();
              List<Money> ours = ours(item, byAccount.getOrDefault(uid, Map.of()), stagesMax());
              Money settled = ours.stream().reduce(Money.ZERO, Money::plus);
              return new Compared(
                  item, ours.size(), settled, credited.getOrDefault(uid, Money.ZERO));
            })
        .toList();
  }

  /**
   * The amounts of those payments that the item's sweep has asked for. All that it can have asked
   * for is gone through: each pass takes a call at least, and each payment one. That is a matter of
   * milliseconds for an account of a hundred calls, and of a minute for one of some thousands.
   */
  private static List<Money> ours(BatchItem item, Map<String, Money> statement, int stagesMax) {
    Map<UUID, Money> unmatched = new HashMap<>();
    statement.forEach((id, amount) -> uuid(id).ifPresent(uuid -> unmatched.put(uuid, amount)));
    List<Money> ours = new ArrayList<>();
    for (int pass = 0; pass <= item.calls() + 1; pass++) {
      for (int index = 0; index <= item.calls() - pass + 1; index++) {
        for (int stage = 0; stage < stagesMax; stage++) {
          if (unmatched.isEmpty()) {
            return ours;
          }
          Money amount = unmatched.remove(new PaymentRef(pass, stage, index).uuid(item.key()));
          if (amount != null) {
            ours.add(amount);
          }
        }
      }
    }
    return ours;
  }

  /** More amounts than any plan has: a guess that is halved to its end, then the largest one. */
  private int stagesMax() {
    return 2 * Long.SIZE - 2 * Long.numberOfLeadingZeros(maxPayAmount.cents()) + FURTHER_STAGES;
  }

  /** Empty for what is no id of ours, whatever else it may be. */
  private static Optional<UUID> uuid(String transactionId) {
    try {
      return Optional.of(UUID.fromString(transactionId));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private CompletionStage<Verdict> credit(Compared compared) {
    if (compared.verdict() != Verdict.MISSING_HERE) {
      return CompletableFuture.completedFuture(compared.verdict());
    }
    Money credit = compared.settled().minus(compared.credited());
    BatchItem item = compared.item();
    BatchItem credited =
        new BatchItem(
            item.key(),
            item.state(),
            item.fence(),
            "",
            item.checkpoints() + 1,
            item.swept().plus(credit),
            item.inDoubt(),
            item.calls(),
            item.attempts(),
            "credited " + credit + " by the third party's statement");
    return checkpoints
        .apply(new Checkpoint(credited, credit, Duration.ZERO))
        .thenApply(
            outcome -> outcome == CheckpointOutcome.WRITTEN ? Verdict.CREDITED : Verdict.UNDER_WAY);
  }

  /** What a batch came to. */
  private record All(long accounts, long payments, List<Compared> differing) {

    List<Finding> findings() {
      return differing.stream().map(compared -> compared.finding(compared.verdict())).toList();
    }
  }

  /** An item, and what the two sides say of it. */
  private record Compared(BatchItem item, int payments, Money settled, Money credited) {

    Verdict verdict() {
      if (!item.isClosed()) {
        return Verdict.UNDER_WAY;
      }
      int order = settled.compareTo(credited);
      return order == 0 ? Verdict.AGREES : order > 0 ? Verdict.MISSING_HERE : Verdict.MISSING_THERE;
    }

    Finding finding(Verdict verdict) {
      return new Finding(item.key().uid(), settled, credited, verdict);
    }
  }
}
