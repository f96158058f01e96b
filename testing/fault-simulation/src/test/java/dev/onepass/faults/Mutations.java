// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import static dev.onepass.faults.Mutation.edit;

import dev.onepass.faults.Mutation.Edit;
import java.util.List;

/** Mistakes that were made in programs like this one, or could be. */
final class Mutations {

  /** Takes the fence down, on both sides of the port. */
  private static final Edit[] NO_FENCE = {
    edit(
        "domain/ledger/CheckpointRules", "if (!books.isHeld(checkpoint.item())) {", "if (false) {"),
    edit(
        "adapters-memory/ItemTable",
        "if (row == null || row.item().fence() != item.fence()) {\n      throw",
        "if (row == null) {\n      throw")
  };

  /** What keeps two records from sharing a request id in the database. */
  private static final Edit NO_UNIQUE_KEY =
      edit(
          "adapters-memory/JournalTable",
          "if (byRequest.containsKey(id) || !inThisTransaction.add(id)) {",
          "if (false) {");

  private static final String TRANSACTION_ID = "ref.transactionId(account.key())";

  private Mutations() {}

  static List<Mutation> all() {
    return List.of(
        Mutation.of(
            "a credit without its progress",
            edit(
                "domain/ledger/CheckpointRules",
                "    books.write(new ItemCheckpoint(checkpoint.item(), checkpoint.availableIn()));",
                "    if (!checkpoint.credit().isPositive()) {"
                    + "books.write(new ItemCheckpoint(checkpoint.item(), checkpoint.availableIn()));}")),
        Mutation.of(
            "a progress without its credit",
            edit(
                "domain/ledger/CheckpointRules",
                "if (checkpoint.credit().isPositive()) {",
                "if (checkpoint.credit().cents() > 20) {")),
        Mutation.of(
            "a new transaction id on a retry",
            edit(
                "domain/scheduler/PayCall",
                TRANSACTION_ID,
                TRANSACTION_ID + " + (failures == 0 ? \"\" : \"-\" + failures)")),
        Mutation.of(
            "one transaction id for every repetition of an amount",
            edit("domain/sweep/plan/PaymentRef", "\" \" + stage + \" \" + index", "\" \" + stage")),
        Mutation.of("no fence", NO_FENCE),
        Mutation.of(
            "claims are ignored, and so are fences",
            NO_FENCE[0],
            NO_FENCE[1],
            edit(
                "adapters-memory/ItemTable",
                "&& time.isPast(waiting.first().availableAt())",
                "&& true")),
        Mutation.of(
            "a cache without versions",
            edit(
                "adapters-memory/InMemoryBalanceCache",
                "return replaces ? offered : kept;",
                "return offered;")),
        Mutation.of(
            "a cache that keeps what was read before it began anew",
            edit(
                "adapters-memory/InMemoryBalanceCache",
                "seenGeneration == generation ? balance : null",
                "balance")),
        Mutation.of(
            "a server that trusts the cache of one before it, which may be dead",
            edit(
                "domain/balance/Membership",
                "return Finding.TOO_EARLY;",
                "return Finding.VOUCHED_FOR;")),
        Mutation.of(
            "a cache that is read on after a lost write",
            edit(
                "domain/balance/GuardedCache",
                "      cache.put(balances, generation);\n      return true;\n    } catch (RuntimeException e) {\n      trust.lose(e);",
                "      cache.put(balances, generation);\n      return true;\n    } catch (RuntimeException e) {")),
        Mutation.of(
            "balances are cached before they are committed",
            edit(
                "domain/ledger/GroupWriter",
                "return new Decided<>(books.changes(), new Committed(answers, books.balances()));",
                "cache.put(books.balances(), cache.generation());"
                    + "return new Decided<>(books.changes(), new Committed(answers, books.balances()));")),
        Mutation.of(
            "a resume that stops at the first insufficient",
            edit(
                "domain/sweep/account/AccountSweep",
                "if (stages.get(stage).hasInherited()) {",
                "if (!bound.isKnown() && stages.get(stage).hasInherited()) {"),
            edit(
                "domain/sweep/account/AccountSweep",
                "return stages.stream().noneMatch(StageProgress::hasInherited);",
                "return true;")),
        Mutation.of(
            "a resume that asks for nothing again",
            edit(
                "domain/sweep/plan/StageProgress",
                "this.next = answered;",
                "this.next = reserved;"),
            edit(
                "domain/sweep/plan/StageProgress",
                "this.answered = answered;",
                "this.answered = reserved;")),
        Mutation.of(
            "ids that are used before they are reserved",
            edit("domain/sweep/plan/StageProgress", "return next < reserved;", "return true;")),
        Mutation.of(
            "money that is credited before the payments in front of it are known",
            edit(
                "domain/sweep/account/AccountSweep",
                "creditable += stage.answer(ref.index(), settled);",
                "stage.answer(ref.index(), settled); creditable += settled ? stage.cents() : 0;")),
        Mutation.of(
            "a proof from payments that may have been made before",
            edit(
                "domain/sweep/account/AccountSweep",
                "if (!stage.isInherited(ref.index())) {",
                "if (true) {"),
            edit("domain/sweep/account/Bound", "isKnown() && sent > since", "isKnown()")),
        Mutation.of(
            "in doubt is as good as settled",
            edit(
                "domain/sweep/PaymentCalls",
                "dispatcher.answered(call, answer, now);",
                "dispatcher.answered(call, answer instanceof PayAnswer.InDoubt"
                    + " ? new PayAnswer.Settled() : answer, now);")),
        Mutation.of(
            "in doubt is as good as refused",
            edit(
                "domain/sweep/PaymentCalls",
                "dispatcher.answered(call, answer, now);",
                "dispatcher.answered(call, answer instanceof PayAnswer.InDoubt"
                    + " ? new PayAnswer.Insufficient() : answer, now);")),
        Mutation.of(
            "what is in doubt is not shown",
            edit(
                "domain/sweep/account/SweptAccount",
                "Money.ofCents(sweep.openCents())",
                "Money.ZERO")),
        Mutation.of(
            "a batch that ends while accounts are being swept",
            edit("domain/sweep/Claim", "store.progress(batch).unsettled() == 0", "true")),
        Mutation.of(
            "a batch that is not announced",
            edit(
                "domain/sweep/BatchRun",
                "batch.begunAt() == null ? Step.BEGIN : Step.WORK",
                "Step.WORK")),
        Mutation.of(
            "a batch that is acknowledged before it is durable",
            edit(
                "domain/Batches",
                "Batch stored = batches.accept(wanted, distinct);",
                "Batch stored = wanted; time.after(Duration.ofMillis(1), () -> batches.accept(wanted, distinct));")),
        Mutation.of(
            "leases that are kept of a claim that came to nothing",
            edit(
                "domain/sweep/Claim",
                "      store.release(busy, pause);\n    } catch (RuntimeException e) {",
                "      store.release(busy, pause);\n    } catch (java.util.EmptyStackException e) {")),
        Mutation.of(
            "an executor that refuses a task has forgotten it",
            edit(
                "domain/supervision/SupervisedExecutor",
                "time.after(PAUSES.after(attempt), () -> offer(task, attempt + 1));",
                "")),
        Mutation.of(
            "a task that was queued although the executor threw is run twice",
            edit(
                "domain/supervision/Once",
                "return taken.compareAndSet(false, true);",
                "taken.set(true); return true;")),
        Mutation.of(
            "a gateway that throws throws into the engine",
            edit(
                "domain/sweep/Guarded",
                "      return CompletableFuture.failedFuture(e);",
                "      throw e;")),
        Mutation.of(
            "a gateway that falls silent is waited for for ever",
            edit(
                "domain/sweep/CallsInFlight",
                "return oldest != null && oldest.untilNanos - nowNanos <= 0 ? oldest.call : null;",
                "return null;")),
        Mutation.of(
            "a gate that is never tried again",
            edit(
                "domain/sweep/Gate",
                "(state == State.CLOSED && nextTryNanos - nowNanos <= 0)",
                "false")),
        Mutation.of(
            "a probe of the gate that fails is the last",
            edit(
                "domain/sweep/Gate",
                "wasOpen ? inARow >= IN_A_ROW : state == State.PROBING",
                "wasOpen && inARow >= IN_A_ROW")),
        Mutation.of(
            "what is turned away is as good as refused",
            edit(
                "domain/sweep/PaymentCalls",
                "dispatcher.answered(call, answer, now);",
                "dispatcher.answered(call, answer instanceof PayAnswer.TurnedAway"
                    + " ? new PayAnswer.Insufficient() : answer, now);")),
        Mutation.of(
            "an answer counts although it was given up",
            edit(
                "domain/sweep/PaymentCalls",
                "if (!calls.answered(call)) {",
                "if (!calls.answered(call) & outcome.result() == null) {")),
        Mutation.of(
            "a batch that rests is never due again",
            edit(
                "adapters-memory/InMemoryBatches",
                "tables.due.set(batch.id(), next.get());",
                "tables.due.never(batch.id());")),
        Mutation.of(
            "payments that are put aside stay there",
            edit(
                "domain/sweep/account/SweptAccount",
                "    return waiting;",
                "    return List.of();")),
        Mutation.of(
            "a note that no column holds",
            edit(
                "ports/batch/BatchItem",
                "note = Texts.cut(note, NOTE_LENGTH_MAX);",
                "note = note + \"\";")),
        Mutation.of(
            "a batch that waits for room and is never asked again",
            edit(
                "domain/sweep/Claims",
                "    runs.pollForRoom(ASKED_FOR_ROOM).forEach(this::claim);",
                "")),
        Mutation.of(
            "an announcement that failed is not repeated",
            edit(
                "domain/sweep/Announcements",
                "    run.later(time.nanoTime(), pause.toNanos());\n    runs.place(run);\n    String reason",
                "    String reason")),
        Mutation.of(
            "an account that is swept anew uses its old ids",
            edit("domain/sweep/plan/SweepProgress", "calls == 0 ? 0 : (int) calls + 1", "0")),
        Mutation.of(
            "who waits for a batch that another node finishes is not told",
            edit(
                "domain/FinishWaiters",
                "time.after(LOOK_AGAIN, () -> executor.execute(this::lookAtAll));",
                "")),
        Mutation.of(
            "who waits is told of an end that is not confirmed",
            edit(
                "domain/FinishWaiters",
                "} else if (batch.get().isFinished()) {",
                "} else if (batch.get().begunAt() != null) {")),
        Mutation.of(
            "a transfer is not looked up before it is made",
            edit("domain/ledger/TransferRules", "if (earlier != null) {", "if (false) {"),
            NO_UNIQUE_KEY),
        Mutation.of(
            "a credit of unknown outcome is not looked up before it is repeated",
            edit("domain/ledger/CheckpointRules", "if (earlier != null) {", "if (false) {"),
            NO_UNIQUE_KEY),
        Mutation.of(
            "a request that is not on record with its effect",
            edit(
                "adapters-memory/JournalTable",
                "      byRequest.put(transfer.requestId(), transfer);",
                "")),
        Mutation.of(
            "a refusal that is not on record",
            edit("domain/ledger/GroupBooks", "    refusals.add(refusal);", "")),
        Mutation.of(
            "a request id that means whatever it meant first",
            edit(
                "domain/ledger/TransferRules",
                "if (!earlier.isFor(command.source(), command.target(), command.amount())) {",
                "if (false) {")),
        Mutation.of(
            "a balance below zero",
            edit(
                "domain/ledger/TransferRules",
                "if (source.amount().isLessThan(command.amount())) {",
                "if (false) {"),
            edit("ports/ledger/Balance", "if (amount.isNegative()) {", "if (false) {")),
        Mutation.of(
            "a balance that is overwritten with what was swept",
            edit(
                "domain/ledger/CheckpointRules",
                "Balance before = found == null ? Balance.none(uid) : found;",
                "Balance before = found == null ? Balance.none(uid)"
                    + " : new Balance(uid, dev.onepass.ports.model.Money.ZERO, found.version());")),
        Mutation.of(
            "a repair that nobody can tell from what it repaired",
            edit(
                "domain/BalanceValidation",
                "new Balance(uid, total, found.version() + 1)",
                "new Balance(uid, total, found.version())")),
        Mutation.of(
            "a refusal that is believed though an earlier request is out of sight",
            edit(
                "domain/sweep/account/AccountSweep",
                "if (mayBeElsewhere && !settled) {",
                "if (false) {")),
        Mutation.of(
            "a refusal that is believed though a dead node may have asked too",
            edit(
                "domain/sweep/account/AccountSweep",
                "lost.remove(ref) || stage.isInherited(ref.index())",
                "lost.remove(ref)")),
        Mutation.of(
            "a payment that both the sweep and the second look ask for again",
            edit(
                "domain/sweep/account/AccountSweep",
                "stragglers.stream().filter(this::isRecorded).toList()",
                "stragglers")),
        Mutation.of(
            "a second look that credits and does not note it",
            edit(
                "domain/sweep/account/SecondLook",
                "      late += cents(ref);\n      left.remove(ref);",
                "      late += cents(ref);")));
  }
}
