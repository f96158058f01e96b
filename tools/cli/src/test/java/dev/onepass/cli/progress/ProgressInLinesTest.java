// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.client.BatchStatus;
import dev.onepass.command.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressInLinesTest {

  private final StringWriter out = new StringWriter();
  private long nanos = -3;

  private Progress progress() {
    return new ProgressInLines(new Terminal(new PrintWriter(out, true), false, false), () -> nanos);
  }

  private void elapse(long seconds) {
    nanos += TimeUnit.SECONDS.toNanos(seconds);
  }

  private static BatchStatus settled(long settled) {
    return new BatchStatus(
        "RUNNING",
        "FAST",
        1000,
        1000 - settled,
        0,
        0,
        0,
        new BigDecimal("1234567.89"),
        BigDecimal.ZERO,
        4321,
        42,
        Instant.EPOCH,
        Optional.empty());
  }

  @Test
  void aLineTellsRateAndTimeLeft() {
    Progress progress = progress();
    elapse(10);

    progress.show(settled(200));

    assertThat(out.toString().strip())
        .isEqualTo(
            "200 of 1,000 accounts, 20/s, 40 s left; 1,234,567.89 swept, 4,321 calls, 42 at once");
  }

  @Test
  void linesComeEveryFiveSeconds() {
    Progress progress = progress();

    progress.show(settled(0));
    elapse(4);
    progress.show(settled(1));
    elapse(1);
    progress.show(settled(2));
    elapse(4);
    progress.show(settled(3));
    elapse(1);
    progress.show(settled(4));

    assertThat(out.toString().lines()).hasSize(2);
  }

  @Test
  void withoutAnAccountSettledNobodyKnowsTheTimeLeft() {
    Progress progress = progress();
    elapse(5);

    progress.show(settled(0));

    assertThat(out.toString()).contains("? left");
  }
}
