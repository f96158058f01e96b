// SPDX-License-Identifier: Apache-2.0
package dev.onepass.embedded;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {

  @ParameterizedTest
  @CsvSource({"Mac OS X, aarch64", "Windows 11, amd64", "Linux, aarch64"})
  void whereNoJarHoldsTheProgramTheWayOutIsNamed(String system, String processor) {
    assertThatThrownBy(
            () -> new Platform(system, processor).require(Set.of("amd64"), "MariaDB", "mysql.dsn"))
        .isInstanceOf(EmbeddedServiceException.class)
        .hasMessageContaining("needs Linux on amd64; this is " + system + " on " + processor)
        .hasMessageContaining("mysql.dsn");
  }

  @Test
  void linuxOnX86IsAccepted() {
    assertThatCode(
            () -> new Platform("Linux", "amd64").require(Set.of("amd64"), "MariaDB", "mysql.dsn"))
        .doesNotThrowAnyException();
  }
}
