// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep.account;

import dev.onepass.domain.sweep.plan.PaymentRef;
import dev.onepass.domain.sweep.plan.SweepProgress;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.thirdparty.PayAnswer;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is asked of the third party for one account, and adds up its answers. Not
 * thread-safe.
 */
public sealed interface Sweep permits AccountSweep, SecondLook {

  /**
   * The next payment to send, or null if there is none to send now: an answer or a reservation must
   * come first, or nothing is left to ask.
   *
   * @param spare whether a call costs nobody else a turn, so that it may be sent beside others of
   *     this account on the chance that it is of use
   */
  @Nullable PaymentRef next(boolean spare);

  /**
   * Takes a definite answer.
   *
   * @throws IllegalArgumentException if the answer is not definite or the payment not open
   */
  void answered(PaymentRef ref, PayAnswer answer);

  /** A call was sent, and nobody knows what became of it: it may yet take effect. */
  void lostSightOf(PaymentRef ref);

  /** Whether every payment has its answer and nothing is left to ask for. */
  boolean isDone();

  /** What the item is now. */
  ItemState state();

  /** Why it ended as it did; empty if there is nothing to say. */
  String note();

  /** The cents that settled payments brought and no checkpoint has credited. */
  long creditable();

  /**
   * What to store now. Credits {@link #creditable}, which begins anew. {@link #reserved} follows
   * once it is stored.
   */
  SweepProgress checkpoint();

  /** Whether to write a checkpoint for the sake of more ids. */
  boolean needsReservation();

  /** A checkpoint is stored: the ids that it reserves may be used. */
  void reserved(SweepProgress stored);

  long cents(PaymentRef ref);

  /** The sum of the payments that were sent and have no definite answer. */
  long openCents();

  /** Whether the account may still be asked for a repeated amount: nobody knows how often. */
  boolean isInBulk();

  /** Whether payments could be sent beside others of this account, whatever their order. */
  boolean mayBeAddedTo();

  /**
   * Whether the account has shown itself so large that it should not have to wait for permits to
   * spare: as long as it was in bulk, it may be expected to go on being.
   */
  boolean mayRunAhead();

  /** Whether payments of a descent were sent without waiting for the one before. */
  boolean wasPipelined();

  /**
   * Whether such payments took effect in another order: the last cent, asked for again, was there
   * although the answers say otherwise if read in the order of sending.
   */
  boolean wasOvertaken();

  /** How many payments are still to come, as far as is known: what it takes to finish, in calls. */
  int remainingStages();
}
