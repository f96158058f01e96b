// SPDX-License-Identifier: Apache-2.0
package dev.onepass.faults;

import dev.onepass.ports.ledger.AuditEntry;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.ledger.LedgerChanges;
import dev.onepass.ports.ledger.Recorded;
import dev.onepass.ports.ledger.Refusal;
import dev.onepass.ports.ledger.Refusal.Reason;
import dev.onepass.ports.ledger.Transfer;
import dev.onepass.ports.ledger.TransferKind;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
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
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what was committed to what the books must be, and judges whether each commit was allowed.
 * Knows the rules of a ledger, and nothing of how One-Pass keeps it.
 */
final class LedgerModel {

  private static final class Account {
    long cents;
    long version;

    /** By how much somebody changed the stored balance by hand, and nobody repaired it. */
    long drift;

    final List<Transfer> journal = new ArrayList<>();
    final Set<Balance> history = new HashSet<>();
    long sweptCents;
  }

  private final Map<Uid, Account> accounts = new TreeMap<>();
  private final Map<RequestId, Recorded> recorded = new HashMap<>();
  private final Map<String, Long> sweptByItem = new HashMap<>();
  private final Map<String, Integer> creditsByItem = new HashMap<>();
  private final Judge judge;

  LedgerModel(Judge judge) {
    this.judge = judge;
  }

  /** A transaction was committed. */
  void committed(LedgerChanges changes) {
    Set<Uid> existed = Set.copyOf(accounts.keySet());
    changes.transfers().forEach(this::posted);
    changes.refusals().forEach(refusal -> refused(refusal, existed));
    Set<Uid> audited = new HashSet<>();
    changes.audits().stream().map(AuditEntry::uid).forEach(audited::add);
    changes.balances().forEach(balance -> written(balance, audited.contains(balance.uid())));
  }

  private void posted(Transfer transfer) {
    isNew(transfer);
    long cents = transfer.amount().cents();
    judge.require(cents > 0, "amounts are above zero", transfer);
    if (transfer.kind() == TransferKind.TRADE) {
      Account source = accounts.get(transfer.debit());
      judge.require(source != null, "money leaves only accounts that exist", transfer);
      judge.require(accounts.containsKey(transfer.credit()), "trades open no accounts", transfer);
      if (source != null) {
        change(source, transfer.debit(), -cents, transfer, transfer.debitAfter());
      }
    } else {
      judge.require(transfer.debit().isExternal(), "sweeps bring money from outside", transfer);
      Account target = accounts.computeIfAbsent(transfer.credit(), uid -> new Account());
      if (transfer.kind() == TransferKind.SWEEP) {
        target.sweptCents += cents;
        String item = itemOf(transfer.requestId());
        sweptByItem.merge(item, cents, Long::sum);
        creditsByItem.merge(item, 1, Integer::sum);
      }
    }
    Account target = accounts.get(transfer.credit());
    if (target != null) {
      change(target, transfer.credit(), cents, transfer, transfer.creditAfter());
    }
  }

  private void isNew(Recorded record) {
    Recorded earlier = recorded.putIfAbsent(record.requestId(), record);
    judge.require(earlier == null, "a request id is decided once", record, earlier);
  }

  private void change(
      Account account, Uid uid, long cents, Transfer transfer, @Nullable Balance after) {
    account.cents += cents;
    account.version++;
    account.journal.add(transfer);
    judge.require(account.cents >= 0, "no balance goes below zero", uid, transfer);
    if (account.cents >= 0) {
      Balance expected = new Balance(uid, Money.ofCents(account.cents), account.version);
      account.history.add(expected);
      judge.require(
          expected.equals(after), "a transfer says what it left behind", transfer, expected);
    }
  }

  private void refused(Refusal refusal, Set<Uid> existed) {
    isNew(refusal);
    boolean justified =
        switch (refusal.reason()) {
          case DEBIT_ACCOUNT_NOT_FOUND -> !existed.contains(refusal.debit());
          case CREDIT_ACCOUNT_NOT_FOUND -> !existed.contains(refusal.credit());
          case INSUFFICIENT_BALANCE -> refusal.available().isLessThan(refusal.amount());
          case BALANCE_LIMIT -> false;
        };
    judge.require(justified, "a refusal has its reason", refusal);
    Account source = accounts.get(refusal.debit());
    if (source != null && refusal.reason() == Reason.INSUFFICIENT_BALANCE) {
      judge.require(
          source.history.stream().anyMatch(b -> b.amount().equals(refusal.available())),
          "a refusal says what was there",
          refusal);
    }
  }

  private void written(Balance balance, boolean audited) {
    Account account = accounts.get(balance.uid());
    if (account == null) {
      judge.fail("an account exists once it held money", balance);
      return;
    }
    if (audited) {
      account.cents -= account.drift;
      account.drift = 0;
      account.version++;
      account.history.add(balance);
    }
    judge.require(
        balance.amount().cents() == account.cents && balance.version() == account.version,
        "a balance follows its journal",
        balance,
        account.cents,
        account.version);
  }

  /** Somebody changed a stored balance by hand. */
  void corrupted(Balance now) {
    Account account = accounts.get(now.uid());
    if (account != null) {
      account.drift += now.amount().cents() - account.cents;
      account.cents = now.amount().cents();
      account.history.add(now);
    }
  }

  /** What identifies the item that a sweep's credit is for. */
  private static String itemOf(RequestId credit) {
    return credit.value().substring(0, credit.value().lastIndexOf(':'));
  }

  private static String itemOf(BatchId batch, Uid uid) {
    return RequestId.sweepPrefix(batch) + uid;
  }

  long sweptCents(BatchId batch, Uid uid) {
    return sweptByItem.getOrDefault(itemOf(batch, uid), 0L);
  }

  int credits(BatchId batch, Uid uid) {
    return creditsByItem.getOrDefault(itemOf(batch, uid), 0);
  }

  /** All that sweeps have credited to an account. */
  long sweptCents(Uid uid) {
    Account account = accounts.get(uid);
    return account == null ? 0 : account.sweptCents;
  }

  boolean exists(Uid uid) {
    return accounts.containsKey(uid);
  }

  Collection<Uid> uids() {
    return Collections.unmodifiableSet(accounts.keySet());
  }

  @Nullable Recorded recorded(RequestId id) {
    return recorded.get(id);
  }

  long cents(Uid uid) {
    Account account = accounts.get(uid);
    return account == null ? 0 : account.cents;
  }

  long version(Uid uid) {
    Account account = accounts.get(uid);
    return account == null ? 0 : account.version;
  }

  /** What the journal comes to, whatever somebody made of the stored balance. */
  long journalCents(Uid uid) {
    Account account = accounts.get(uid);
    return account == null ? 0 : account.cents - account.drift;
  }

  /** Whether the stored balance differs from the journal because somebody changed it by hand. */
  boolean isDrifting(Uid uid) {
    Account account = accounts.get(uid);
    return account != null && account.drift != 0;
  }

  /** Whether the account once had this balance, at this version. */
  boolean everWas(Balance balance) {
    Account account = accounts.get(balance.uid());
    return balance.equals(Balance.none(balance.uid()))
        || (account != null && account.history.contains(balance));
  }

  List<Transfer> journal(Uid uid) {
    Account account = accounts.get(uid);
    return account == null ? List.of() : Collections.unmodifiableList(account.journal);
  }
}
