// SPDX-License-Identifier: Apache-2.0
package dev.onepass.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What someone reads who has added the starter and set nothing. */
@ExtendWith(OutputCaptureExtension.class)
class RefusalToStartTest {

  @EnableAutoConfiguration
  static class Application {}

  @Test
  void anApplicationWithoutADatabaseIsToldWhatToSet(CapturedOutput output) {
    var application = new SpringApplication(Application.class);
    application.setWebApplicationType(WebApplicationType.NONE);

    assertThatThrownBy(application::run).isNotNull();

    assertThat(output)
        .contains("APPLICATION FAILED TO START")
        .contains("One-Pass needs the property onepass.mysql.dsn, which is not set.")
        .contains("Set onepass.mysql.dsn: the database that the ledger is kept in")
        .contains("dev.onepass.memory.MemoryDatabase");
  }
}
