// SPDX-License-Identifier: Apache-2.0
package dev.onepass.memory;

import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.thirdparty.PayAnswer;
import dev.onepass.ports.thirdparty.Payment;
import dev.onepass.ports.thirdparty.PaymentGateway;
import dev.onepass.ports.time.SystemTimekeeper;
import dev.onepass.ports.time.Timekeeper;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The third party in the heap: external accounts, and payments that are idempotent by their
 * transaction id. Fair unless told otherwise by a {@link Fate} for each call.
 *
 * <p>Thread-safe. Never answers from within a call: every stage completes on the timekeeper's
 * thread, also one without delay, so a chain of calls cannot grow the stack.
 */
public final class InMemoryThirdParty implements PaymentGateway {

  /** The most that one payment can move. */
  public static final Money PAYMENT_MAX = Money.ofCents(1_000_000);

  private static final int ANNOUNCEMENT_ATTEMPTS = 3;

  private final Timekeeper timekeeper;
  private final Map<Uid, Money> accounts = new HashMap<>();
  private final Map<String, Payment> settled = new HashMap<>();
  private final Set<BatchId> begun = new LinkedHashSet<>();
  private final Set<BatchId> finished = new LinkedHashSet<>();
  private volatile Function<Payment, Fate> script = payment -> Fate.FAIR;
  private volatile BooleanSupplier announcementsFail = () -> false;
  private long calls;

  /** On the machine's clock. */
  public InMemoryThirdParty() {
    this(new SystemTimekeeper());
  }

  /**
   * @param timekeeper on whose thread calls are answered
   */
  public InMemoryThirdParty(Timekeeper timekeeper) {
    this.timekeeper = timekeeper;
  }

  /** Opens an external account, or adds to one. */
  public synchronized void deposit(Uid uid, Money amount) {
    accounts.merge(uid, amount, Money::plus);
  }

  /** What the external account holds; zero if there is none. */
  public synchronized Money balance(Uid uid) {
    return accounts.getOrDefault(uid, Money.ZERO);
  }

  /** What all external accounts hold. */
  public synchronized Money total() {
    return accounts.values().stream().reduce(Money.ZERO, Money::plus);
  }

  /** Payment calls so far, whatever became of them. */
  public synchronized long calls() {
    return calls;
  }

  /** The batches whose begin was confirmed, oldest first. */
  public synchronized List<BatchId> begun() {
    return List.copyOf(begun);
  }

  /** The batches whose finish was confirmed, oldest first. */
  public synchronized List<BatchId> finished() {
    return List.copyOf(finished);
  }

  /** Decides from now on what becomes of each payment call; asked once a call, one at a time. */
  public void script(Function<Payment, Fate> fates) {
    this.script = fates;
  }

  /**
   * Decides from now on whether an announcement goes unconfirmed; asked once for each of the three
   * attempts that are made before giving up.
   */
  public void announcementsFail(BooleanSupplier fails) {
    this.announcementsFail = fails;
  }

  @Override
  public CompletionStage<PayAnswer> pay(Payment payment) {
    Fate fate = fate(payment);
    CompletableFuture<PayAnswer> truth = new CompletableFuture<>();
    if (fate.appliedIn() != null) {
      timekeeper.after(fate.appliedIn(), () -> truth.complete(apply(payment)));
    }
    CompletableFuture<PayAnswer> answer = new CompletableFuture<>();
    PayAnswer told = fate.answer();
    timekeeper.after(fate.answeredIn(), () -> answer.complete(told != null ? told : truth.join()));
    return answer;
  }

  @Override
  public CompletionStage<Void> begin(BatchId batch, List<Uid> uids) {
    return announce(begun, batch);
  }

  @Override
  public CompletionStage<Void> finish(BatchId batch) {
    return announce(finished, batch);
  }

  private synchronized Fate fate(Payment payment) {
    calls++;
    return script.apply(payment);
  }

  private synchronized PayAnswer apply(Payment payment) {
    Payment earlier = settled.get(payment.transactionId());
    if (earlier != null) {
      return earlier.equals(payment)
          ? new PayAnswer.Settled()
          : new PayAnswer.Rejected(409, "the transaction id belongs to another payment");
    }
    if (!payment.amount().isPositive() || PAYMENT_MAX.isLessThan(payment.amount())) {
      return new PayAnswer.Rejected(400, "the amount is out of range");
    }
    Money held = accounts.get(payment.uid());
    if (held == null) {
      return new PayAnswer.UnknownAccount();
    }
    if (held.isLessThan(payment.amount())) {
      return new PayAnswer.Insufficient();
    }
    accounts.put(payment.uid(), held.minus(payment.amount()));
    settled.put(payment.transactionId(), payment);
    return new PayAnswer.Settled();
  }

  private CompletionStage<Void> announce(Set<BatchId> confirmed, BatchId batch) {
    CompletableFuture<Void> stage = new CompletableFuture<>();
    timekeeper.after(Duration.ZERO, () -> confirm(confirmed, batch, stage));
    return stage;
  }

  private void confirm(Set<BatchId> confirmed, BatchId batch, CompletableFuture<Void> stage) {
    for (int attempt = 0; attempt < ANNOUNCEMENT_ATTEMPTS; attempt++) {
      if (!announcementsFail.getAsBoolean()) {
        add(confirmed, batch);
        stage.complete(null);
        return;
      }
    }
    stage.completeExceptionally(
        new UnavailableException(
            UnavailableException.Dependency.THIRD_PARTY, batch + ": not confirmed", null));
  }

  private synchronized void add(Set<BatchId> confirmed, BatchId batch) {
    confirmed.add(batch);
  }
}
