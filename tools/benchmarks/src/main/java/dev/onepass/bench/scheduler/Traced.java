// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.scheduler;

import dev.onepass.domain.limit.CallResult;
import dev.onepass.domain.limit.ConcurrencyLimit;
import dev.onepass.domain.limit.ForwardingLimit;
import java.util.ArrayList;
import java.util.List;

/** Writes down every so often what a limit was, and how many answers came. */
final class Traced extends ForwardingLimit {

  /**
   * What was written down.
   *
   * @param atNanos the end of the time that it speaks for
   * @param limit at that moment
   * @param goodPerNano definite answers in that time
   */
  record Sample(long atNanos, int limit, double goodPerNano) {}

  private final long everyNanos;
  private final List<Sample> samples = new ArrayList<>();
  private long good;

  Traced(ConcurrencyLimit limit, long everyNanos) {
    super(limit);
    this.everyNanos = everyNanos;
  }

  List<Sample> samples() {
    return samples;
  }

  @Override
  public void answered(long call, CallResult answer, boolean backlog, long nowNanos) {
    advance(nowNanos);
    good += answer == CallResult.DEFINITE ? 1 : 0;
    super.answered(call, answer, backlog, nowNanos);
  }

  private void advance(long nowNanos) {
    while (nowNanos >= (samples.size() + 1) * everyNanos) {
      long end = (samples.size() + 1) * everyNanos;
      samples.add(new Sample(end, limit(), good / (double) everyNanos));
      good = 0;
    }
  }
}
