// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep.account;

import dev.onepass.domain.sweep.plan.PaymentRef;
import dev.onepass.domain.sweep.plan.Stragglers;
import dev.onepass.domain.sweep.plan.SweepProgress;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.thirdparty.PayAnswer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the {@link Stragglers} of an account again, long after its sweep has ended. One that has
 * settled meanwhile, or settles now, is credited. One that is refused is done with, unless again a
 * request may be on its way, of this look or of one that did not come to its end: then there is
 * another look.
 *
 * <p>Like the ids of a sweep these are reserved before they are used: it is stored that a look has
 * begun before the first is asked for. The item stays in the state that the sweep ended in. Not
 * thread-safe.
 */
public final class SecondLook implements Sweep {

  private final SweepProgress progress;
  private final ItemState state;

  private final Deque<PaymentRef> unasked;
  private final Set<PaymentRef> open = new HashSet<>();
  private final Set<PaymentRef> lost = new HashSet<>();

  /** What is to be looked at again if nothing more is heard of it. */
  private final Set<PaymentRef> left;

  private boolean reserved;
  private long creditable;
  private long late;

  /**
   * @param state what the sweep ended in
   */
  public SecondLook(SweepProgress progress, ItemState state) {
    this.progress = progress;
    this.state = state;
    this.unasked = new ArrayDeque<>(progress.stragglers().refs());
    this.left = new LinkedHashSet<>(progress.stragglers().refs());
  }

  @Override
  public @Nullable PaymentRef next(boolean spare) {
    PaymentRef next = reserved && (open.isEmpty() || spare) ? unasked.poll() : null;
    if (next != null) {
      open.add(next);
    }
    return next;
  }

  @Override
  public void answered(PaymentRef ref, PayAnswer answer) {
    if (!answer.isDefinite() || !open.remove(ref)) {
      throw new IllegalArgumentException("not to be taken for " + ref + ": " + answer);
    }
    if (answer instanceof PayAnswer.Settled) {
      creditable += cents(ref);
      late += cents(ref);
      left.remove(ref);
    } else if (!lost.contains(ref) && !progress.stragglers().underway()) {
      left.remove(ref);
    }
  }

  @Override
  public void lostSightOf(PaymentRef ref) {
    lost.add(ref);
  }

  @Override
  public boolean isDone() {
    return unasked.isEmpty() && open.isEmpty();
  }

  @Override
  public ItemState state() {
    return state;
  }

  @Override
  public String note() {
    return late == 0 ? "" : "a payment settled after it had been refused";
  }

  @Override
  public long creditable() {
    return creditable;
  }

  @Override
  public SweepProgress checkpoint() {
    creditable = 0;
    Stragglers stragglers = Stragglers.of(left);
    return progress.with(isDone() ? stragglers : stragglers.asked());
  }

  @Override
  public boolean needsReservation() {
    return !reserved;
  }

  @Override
  public void reserved(SweepProgress stored) {
    reserved = true;
  }

  @Override
  public long cents(PaymentRef ref) {
    return progress.plan().stages().get(ref.stage()).cents();
  }

  @Override
  public long openCents() {
    return open.stream().mapToLong(this::cents).sum();
  }

  @Override
  public boolean isInBulk() {
    return false;
  }

  @Override
  public boolean mayBeAddedTo() {
    return true;
  }

  @Override
  public boolean mayRunAhead() {
    return false;
  }

  @Override
  public boolean wasPipelined() {
    return false;
  }

  @Override
  public boolean wasOvertaken() {
    return false;
  }

  @Override
  public int remainingStages() {
    return unasked.size();
  }
}
