// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep.account;

import dev.onepass.domain.sweep.plan.PaymentRef;
import dev.onepass.domain.sweep.plan.StageProgress;
import dev.onepass.domain.sweep.plan.Stragglers;
import dev.onepass.domain.sweep.plan.SweepPlan;
import dev.onepass.domain.sweep.plan.SweepProgress;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.thirdparty.PayAnswer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sweep of one account: says which payment to ask for next, and what the answers prove. Exact
 * in every order in which calls take effect.
 *
 * <p>What is known of the external balance is one number, the <em>bound</em>: less than that
 * remains. An insufficient answer for an amount lowers the bound to it. A settled payment lowers it
 * by its amount, but only if it was first sent after the answer that the bound stems from, since
 * otherwise the money may have left before; a payment that an earlier claim may have sent never
 * does. An amount that the bound rules out is not asked for. When the plan has been gone through
 * and the bound is not down to one cent, which takes calls that overtook each other or a crash, it
 * is gone through again, below the bound.
 *
 * <p>Every id is reserved durably before it is used, and after a crash every reserved id without a
 * recorded answer is asked again, whatever the answers before it. Not thread-safe.
 */
public final class AccountSweep implements Sweep {

  /** Calls of a descent that may be out beside each other: more gain nothing. */
  private static final int PIPELINE_MAX = 8;

  /** How many further calls one that settled is worth: few rounds up, few calls in vain. */
  private static final int BULK_GROWTH = 4;

  /** Calls that settled for each that is worth another account's turn. */
  private static final int RUN_AHEAD = 16;

  private final SweepPlan plan;
  private int pass;
  private List<StageProgress> stages;
  private int cursor;

  private final Bound bound = new Bound();
  private long tick;

  /** Payments sent and without a definite answer, each with the tick of its sending. */
  private final Map<PaymentRef, Long> open = new HashMap<>();

  /** Payments of which some request may still be on its way. */
  private final Set<PaymentRef> lost = new HashSet<>();

  /** Those that were refused nevertheless. */
  private final Set<PaymentRef> stragglers;

  /** Those of the open of a limited amount, and the last such amount that was sent. */
  private int openLimited;

  private long lastLimitedCents;
  private boolean pipelined;
  private boolean overtaken;
  private int settledInRow;
  private long creditable;
  private @Nullable ItemState ending;
  private String note = "";

  public AccountSweep(SweepProgress progress) {
    plan = progress.plan();
    stragglers = new LinkedHashSet<>(progress.stragglers().refs());
    pass = progress.pass();
    stages = progress.stages();
  }

  @Override
  public @Nullable PaymentRef next(boolean spare) {
    if (!open.isEmpty() && !spare && !startsDescent()) {
      return null;
    }
    for (int stage = 0; stage < stages.size(); stage++) {
      if (stages.get(stage).hasInherited()) {
        return send(stage);
      }
    }
    skipRuledOut();
    if (ending != null || cursor == stages.size() || !stages.get(cursor).hasNext()) {
      return null;
    }
    return mayAdd(stages.get(cursor)) ? send(cursor) : null;
  }

  /** Bulk calls that are still out when the account is known to hold less delay nothing. */
  private boolean startsDescent() {
    skipRuledOut();
    return cursor < stages.size() && !stages.get(cursor).isRepeated() && openLimited == 0;
  }

  /**
   * Of a repeated amount some for each that settled of late. Beside a limited one smaller ones: if
   * the calls take effect in the order in which they are sent, the answers are those that each
   * would have had if it had waited for the one before.
   */
  private boolean mayAdd(StageProgress stage) {
    if (stage.isRepeated()) {
      return openLimited == 0 && open.size() <= BULK_GROWTH * settledInRow;
    }
    return openLimited == 0 || (openLimited < PIPELINE_MAX && stage.cents() < lastLimitedCents);
  }

  private void skipRuledOut() {
    while (cursor < stages.size()
        && (bound.cents() <= stages.get(cursor).cents() || stages.get(cursor).isUsedUp())) {
      cursor++;
    }
  }

  private PaymentRef send(int stage) {
    PaymentRef ref = new PaymentRef(pass, stage, stages.get(stage).takeNext());
    open.put(ref, ++tick);
    if (!stages.get(stage).isRepeated()) {
      pipelined |= openLimited > 0;
      openLimited++;
      lastLimitedCents = stages.get(stage).cents();
    }
    return ref;
  }

  @Override
  public void answered(PaymentRef ref, PayAnswer answer) {
    Long sent = open.remove(ref);
    if (sent == null || !answer.isDefinite()) {
      throw new IllegalArgumentException("not to be taken for " + ref + ": " + answer);
    }
    StageProgress stage = stages.get(ref.stage());
    if (!stage.isRepeated()) {
      openLimited--;
    }
    boolean settled = answer instanceof PayAnswer.Settled;
    boolean mayBeElsewhere = lost.remove(ref) || stage.isInherited(ref.index());
    if (mayBeElsewhere && !settled) {
      stragglers.add(ref);
    }
    creditable += stage.answer(ref.index(), settled);
    if (settled) {
      settledInRow++;
      overtaken |= pipelined && bound.isKnown() && ref.index() > 0 && !stage.isRepeated();
      if (!stage.isInherited(ref.index())) {
        bound.settled(stage.cents(), sent);
      }
    } else if (answer instanceof PayAnswer.Insufficient) {
      settledInRow = 0;
      bound.refused(stage.cents(), ++tick);
    } else if (answer instanceof PayAnswer.Rejected rejected) {
      end(ItemState.REJECTED, rejected.code() + " " + rejected.message());
    } else {
      end(ItemState.MISSING, "");
    }
    if (ending == null && open.isEmpty()) {
      beginPassIfIncomplete();
    }
  }

  @Override
  public void lostSightOf(PaymentRef ref) {
    lost.add(ref);
  }

  private void end(ItemState state, String why) {
    if (ending == null) {
      ending = state;
      note = why;
    }
  }

  private void beginPassIfIncomplete() {
    skipRuledOut();
    if (cursor == stages.size() && bound.cents() > 1 && noneInherited()) {
      pass++;
      cursor = 0;
      stages = SweepProgress.start(plan, 0).stages();
    }
  }

  private boolean noneInherited() {
    return stages.stream().noneMatch(StageProgress::hasInherited);
  }

  @Override
  public boolean isDone() {
    skipRuledOut();
    return open.isEmpty()
        && noneInherited()
        && (ending != null || (cursor == stages.size() && bound.cents() <= 1));
  }

  @Override
  public ItemState state() {
    if (!isDone()) {
      return ItemState.OPEN;
    }
    return ending != null ? ending : ItemState.SWEPT;
  }

  @Override
  public boolean needsReservation() {
    skipRuledOut();
    return ending == null && cursor < stages.size() && stages.get(cursor).runsLow();
  }

  @Override
  public long creditable() {
    return creditable;
  }

  @Override
  public SweepProgress checkpoint() {
    if (needsReservation()) {
      for (StageProgress stage : stages.subList(cursor, plan.partEnd(cursor))) {
        if (stage.runsLow() && stage.cents() < bound.cents()) {
          stage.want();
        }
      }
    }
    creditable = 0;
    return new SweepProgress(
        pass,
        plan,
        stages.stream().map(StageProgress::answered).toList(),
        stages.stream().map(StageProgress::wanted).toList(),
        Stragglers.of(stragglers.stream().filter(this::isRecorded).toList()));
  }

  /** Whether its answer is part of what is stored: otherwise it is asked for again anyway. */
  private boolean isRecorded(PaymentRef ref) {
    return ref.pass() < pass || ref.index() < stages.get(ref.stage()).answered();
  }

  @Override
  public void reserved(SweepProgress stored) {
    if (stored.pass() == pass) {
      for (int i = 0; i < stages.size(); i++) {
        stages.get(i).reserve(stored.reserved().get(i));
      }
    }
  }

  @Override
  public long cents(PaymentRef ref) {
    return plan.stages().get(ref.stage()).cents();
  }

  @Override
  public long openCents() {
    return open.keySet().stream().mapToLong(this::cents).sum();
  }

  @Override
  public String note() {
    return note;
  }

  @Override
  public boolean isInBulk() {
    skipRuledOut();
    return cursor < stages.size() && stages.get(cursor).isRepeated();
  }

  @Override
  public boolean mayBeAddedTo() {
    return isInBulk() || !noneInherited();
  }

  @Override
  public boolean mayRunAhead() {
    return isInBulk() && open.size() <= settledInRow / RUN_AHEAD;
  }

  @Override
  public boolean wasPipelined() {
    return pipelined;
  }

  @Override
  public boolean wasOvertaken() {
    return overtaken;
  }

  @Override
  public int remainingStages() {
    return stages.size() - cursor;
  }
}
