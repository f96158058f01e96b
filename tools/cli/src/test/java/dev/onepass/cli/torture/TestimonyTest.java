// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.cli.torture.history.Sighting;
import dev.onepass.cli.torture.history.Span;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TestimonyTest {

  private final Testimony told = new Testimony();

  @Test
  void whatADyingDatabaseShowedIsNoTestimony() {
    Sighting before = seen(Duration.ofSeconds(3), Duration.ofSeconds(2));
    Sighting dying = seen(Duration.ofSeconds(3), Duration.ofMillis(150));

    told.databaseDied();

    assertThat(told.stored()).containsExactly(before).doesNotContain(dying);
  }

  @Test
  void whatWasAcknowledgedIsTestimonyAtAnyTime() {
    Intent refused = new Intent("refused", 1, 2, 5);
    Span justNow = told.since(told.now());

    told.refused(refused, 3, justNow);
    told.databaseDied();

    assertThat(told.fates()).containsEntry(refused, Intent.Fate.REFUSED);
    assertThat(told.stored()).as("but not the balance that it told").isEmpty();
  }

  private Sighting seen(Duration beginAgo, Duration endAgo) {
    long now = told.now();
    Sighting sighting =
        new Sighting(1, 100, new Span(now - beginAgo.toNanos(), now - endAgo.toNanos()));
    told.sawStored(sighting);
    return sighting;
  }
}
