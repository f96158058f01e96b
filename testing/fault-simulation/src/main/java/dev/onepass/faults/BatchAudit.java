// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import dev.onepass.memory.InMemoryBatches;
import dev.onepass.ports.batch.Batch;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.BatchProgress;
import dev.onepass.ports.batch.ItemKey;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.thirdparty.Payment;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Holds what the database says of batches against what was accepted, paid and credited. */
final class BatchAudit {

  private static final int ALL = 1_000;
  private static final int WRITES_BETWEEN_LOOKS_AT_ALL = 64;

  private final InMemoryBatches stored;
  private final LedgerModel model;
  private final Bank bank;
  private final Judge judge;
  private final Occurrences occurrences;

  /** Batches that a caller was told are accepted, and their accounts. */
  private final Map<BatchId, Set<Uid>> acknowledged = new TreeMap<>();

  private final Map<ItemKey, BatchItem> lastSeen = new HashMap<>();

  /** Batches of which a caller has had items resumed. */
  private final Set<BatchId> resumed = new HashSet<>();

  /** Items that were opened again, and are not final since. */
  private final Set<ItemKey> reopened = new HashSet<>();

  private boolean reconciling;
  private long writes;

  /** What had been deposited outside before an item was first claimed. */
  private final Map<ItemKey, Long> depositedBefore = new HashMap<>();

  BatchAudit(
      InMemoryBatches stored, LedgerModel model, Bank bank, Judge judge, Occurrences occurrences) {
    this.stored = stored;
    this.model = model;
    this.bank = bank;
    this.judge = judge;
    this.occurrences = occurrences;
  }

  /** A caller was told that a batch of these accounts is accepted. */
  void acknowledged(BatchId id, Set<Uid> uids) {
    Set<Uid> earlier = acknowledged.putIfAbsent(id, uids);
    judge.require(
        earlier == null || earlier.equals(uids), "a batch id means one set of accounts", id);
    judge.require(stored.find(id).isPresent(), "a batch is durable before it is acknowledged", id);
    if (stored.find(id).isPresent()) {
      Set<Uid> items = new TreeSet<>();
      items(id).forEach(item -> items.add(item.key().uid()));
      judge.require(items.equals(uids), "a batch has the accounts it was accepted with", id, items);
    }
  }

  /** A caller was told that the id belongs to a batch of other accounts. */
  void deniedAsReused(BatchId id, Set<Uid> uids) {
    judge.require(!uids.equals(acknowledged.get(id)), "a batch is not denied to its own", id);
  }

  /** Something was written for these batches: looks at all their items, and now and then at all. */
  void afterWrite(Collection<BatchId> changed) {
    boolean everything = ++writes % WRITES_BETWEEN_LOOKS_AT_ALL == 0;
    look(everything ? stored.newest(ALL) : batches(changed));
  }

  private List<Batch> batches(Collection<BatchId> ids) {
    return ids.stream().distinct().map(stored::find).flatMap(Optional::stream).toList();
  }

  private void look(Collection<Batch> batches) {
    for (Batch batch : batches) {
      Map<ItemState, Long> counts = new EnumMap<>(ItemState.class);
      long calls = 0;
      for (BatchItem item : items(batch.id())) {
        BatchItem before = lastSeen.put(item.key(), item);
        if (!item.equals(before)) {
          changed(before, item);
        }
        counts.merge(item.state(), 1L, Long::sum);
        calls += item.calls();
      }
      finishedRightly(batch);
      BatchProgress progress = stored.progress(batch.id());
      for (ItemState state : ItemState.values()) {
        judge.require(
            progress.count(state) == counts.getOrDefault(state, 0L),
            "a batch's numbers are those of its items",
            progress,
            counts);
      }
      judge.require(progress.calls() == calls, "a batch's calls are those of its items", progress);
    }
  }

  /** A caller is about to have items of a batch resumed. */
  void beforeResume(BatchId batch) {
    resumed.add(batch);
  }

  private void changed(@Nullable BatchItem before, BatchItem item) {
    if (before != null && before.state().isFinal() && item.state() == ItemState.OPEN) {
      reopened(before, item);
      return;
    }
    Uid uid = item.key().uid();
    BatchId batch = item.key().batch();
    judge.require(
        before == null
            || (before.fence() <= item.fence()
                && (!before.state().isFinal() || before.state() == item.state())),
        "a final item stays so, and fences grow",
        before,
        item);
    judge.require(
        before == null || !before.isClosed() || reconciling,
        "a closed item stays as it is",
        before,
        item);
    judge.require(
        item.swept().cents() == model.sweptCents(batch, uid)
            && item.checkpoints() == model.credits(batch, uid),
        "an item counts what the journal credited for it",
        item,
        model.sweptCents(batch, uid));
    judge.require(
        model.sweptCents(uid) <= bank.heardCents(uid),
        "only what is known to have settled is credited, and once",
        item,
        bank.heardCents(uid));
    if (item.fence() > 0) {
      depositedBefore.putIfAbsent(item.key(), bank.depositedCents(uid));
    }
    if (item.state().isFinal() && (before == null || !before.state().isFinal())) {
      ended(item);
    }
    if (item.isClosed()) {
      judge.require(item.inDoubt().isZero(), "what is closed has nothing in doubt", item);
    }
    boolean unresolvedNow =
        item.state() == ItemState.UNRESOLVED
            && (before == null || before.attempts() < item.attempts());
    if (unresolvedNow) {
      occurrences.count(Occurrence.ITEM_UNRESOLVED);
      judge.require(item.inDoubt().isPositive(), "what is in doubt is shown", item);
    }
  }

  /** From now on what has settled unheard is credited by the third party's statement. */
  void reconciling() {
    reconciling = true;
  }

  private void reopened(BatchItem before, BatchItem item) {
    occurrences.count(Occurrence.ITEM_REOPENED);
    reopened.add(item.key());
    judge.require(
        resumed.contains(item.key().batch()) && item.equals(before.reopened()),
        "a final item stays so unless it is resumed, and keeps its past then",
        before,
        item);
  }

  private void ended(BatchItem item) {
    Uid uid = item.key().uid();
    reopened.remove(item.key());
    occurrences.count(
        switch (item.state()) {
          case SWEPT -> Occurrence.ITEM_SWEPT;
          case MISSING -> Occurrence.ITEM_MISSING;
          default -> Occurrence.ITEM_REJECTED;
        });
    judge.require(item.inDoubt().isZero(), "what is swept has nothing in doubt", item);
    if (item.state() == ItemState.SWEPT) {
      long since = bank.depositedCents(uid) - depositedBefore.getOrDefault(item.key(), 0L);
      judge.require(
          bank.held(uid) <= since,
          "a swept account is empty but for what was deposited meanwhile",
          item,
          bank.held(uid),
          since);
    }
    boolean lastOfAccount =
        lastSeen.values().stream()
            .allMatch(other -> !other.key().uid().equals(uid) || other.state().isFinal());
    if (lastOfAccount) {
      judge.require(
          bank.unanswered(uid) == 0,
          "what is final has a definite answer to every payment ever asked for",
          item,
          bank.unanswered(uid));
    }
  }

  private void finishedRightly(Batch batch) {
    if (batch.begunAt() != null) {
      judge.require(bank.isBegun(batch.id()), "begun is what the third party knows of", batch);
    }
    if (batch.isFinished()) {
      judge.require(bank.isFinished(batch.id()), "finished is what the third party knows", batch);
      judge.require(
          allFinal(batch.id()),
          "a finished batch has no open item but those that were resumed",
          batch);
    }
  }

  /** A node is about to ask for a payment. */
  void beforePayment(Payment payment) {
    boolean announced =
        stored.newest(ALL).stream()
            .anyMatch(
                batch ->
                    batch.begunAt() != null
                        && items(batch.id()).stream()
                            .anyMatch(item -> item.key().uid().equals(payment.uid())));
    judge.require(announced, "no payment is asked for before its batch is begun", payment);
  }

  /** A node is about to tell the third party that a batch has ended. */
  void beforeFinish(BatchId batch) {
    judge.require(
        allFinal(batch), "a batch is finished when all its items are final", items(batch));
  }

  private boolean allFinal(BatchId batch) {
    return items(batch).stream()
        .allMatch(item -> item.state().isFinal() || reopened.contains(item.key()));
  }

  private List<BatchItem> items(BatchId batch) {
    return stored.page(batch, null, Uid.EXTERNAL, ALL);
  }

  /** Whether an account is being swept, as far as is stored. */
  boolean isUnderSweep(Uid uid) {
    return lastSeen.values().stream()
        .anyMatch(
            item -> item.key().uid().equals(uid) && item.fence() > 0 && !item.state().isFinal());
  }

  /** Whether all that was ever accepted is finished, and no payment is to be asked for again. */
  boolean allDone() {
    return stored.newest(ALL).stream()
        .noneMatch(batch -> !batch.isFinished() || batch.secondLook());
  }

  /** What was acknowledged is there in the end. */
  void inTheEnd() {
    look(stored.newest(ALL));
    acknowledged.forEach(
        (id, uids) ->
            judge.require(
                stored.find(id).filter(Batch::isFinished).isPresent(),
                "an accepted batch is finished by itself",
                id,
                uids));
  }

  @Override
  public String toString() {
    return stored.unfinished() + " " + lastSeen.values();
  }
}
