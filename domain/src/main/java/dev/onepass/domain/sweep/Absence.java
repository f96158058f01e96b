// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import dev.onepass.domain.supervision.Repeated;
import dev.onepass.ports.thirdparty.PayAnswer;
import dev.onepass.ports.time.Timekeeper;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Tells operators that the third party seems to be away, so that few calls are made, and that it is
 * back. Accounts that nobody answers for look the same while no other is called; so it tells at
 * growing intervals. Used from within the mailbox.
 */
final class Absence {

  private static final Logger LOG = System.getLogger(SweepEngine.class.getName());

  private final Repeated absences;
  private boolean away;

  Absence(Timekeeper time) {
    absences = new Repeated(time);
  }

  /** Takes an answer, and whether the third party seems to be away since. */
  void heard(PayAnswer answer, boolean isAway) {
    if (isAway && !away && absences.isToBeTold()) {
      LOG.log(
          Level.WARNING,
          "the third party answers no call: few are made until it does; the last: {0}",
          words(answer));
    } else if (!isAway && away && absences.ended()) {
      LOG.log(Level.INFO, "the third party answers calls again");
    }
    away = isAway;
  }

  private static String words(PayAnswer answer) {
    return answer instanceof PayAnswer.InDoubt doubt
        ? doubt.cause() + ": " + doubt.message()
        : answer.toString();
  }
}
