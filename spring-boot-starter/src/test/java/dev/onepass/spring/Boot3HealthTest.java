// SPDX-License-Identifier: Apache-2.0
package dev.onepass.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.ports.error.UnavailableException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The health as Boot 3's actuator is told it. */
class Boot3HealthTest {

  private static void down() {
    throw new UnavailableException(UnavailableException.Dependency.DATABASE, "no answer", null);
  }

  private static Health health(SignsOfLife signs) {
    Health[] health = new Health[1];
    new ApplicationContextRunner()
        .withUserConfiguration(OnePassHealthAutoConfiguration.OnBoot3.class)
        .withUserConfiguration(OnePassHealthAutoConfiguration.OnBoot4.class)
        .withBean(SignsOfLife.class, () -> signs)
        .run(context -> health[0] = context.getBean(HealthIndicator.class).health());
    return health[0];
  }

  @Test
  void whatAnswersIsUp() {
    Health health = health(new SignsOfLife(() -> {}, () -> {}));

    assertThat(health.getStatus()).isEqualTo(Status.UP);
    assertThat(health.getDetails()).isEqualTo(Map.of("database", "up", "cache", "up"));
  }

  @Test
  void withoutItsDatabaseOnePassIsDown() {
    Health health = health(new SignsOfLife(Boot3HealthTest::down, null));

    assertThat(health.getStatus()).isEqualTo(Status.DOWN);
    assertThat(health.getDetails()).isEqualTo(Map.of("database", "no answer"));
  }

  @Test
  void aCacheThatIsDownIsToldAndLeavesOnePassUp() {
    Health health = health(new SignsOfLife(() -> {}, Boot3HealthTest::down));

    assertThat(health.getStatus()).isEqualTo(Status.UP);
    assertThat(health.getDetails()).containsEntry("cache", "no answer");
  }
}
