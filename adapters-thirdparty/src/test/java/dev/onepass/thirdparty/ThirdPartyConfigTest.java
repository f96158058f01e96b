// SPDX-License-Identifier: Apache-2.0
package dev.onepass.thirdparty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThirdPartyConfigTest {

  private static final URI URL = URI.create("http://bank/pay");

  @Test
  void theTokenIsNeverPrinted() {
    assertThat(ThirdPartyConfig.of(URL, URL, URL, "me", "hunter2").toString())
        .contains("http://bank/pay", "me")
        .doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://bank/pay", "bank/pay", "/pay", "http:pay"})
  void aUrlThatIsNoneIsNamedAtOnce(String url) {
    assertThatThrownBy(() -> ThirdPartyConfig.of(URL, URI.create(url), URL, "me", "t"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("batchPayBegin URL")
        .hasMessageContaining(url);
  }

  @Test
  void aTokenThatNoHeaderCanCarryIsRefusedWithoutPrintingIt() {
    assertThatThrownBy(() -> ThirdPartyConfig.of(URL, URL, URL, "me", "hunter2\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("token")
        .hasMessageNotContaining("hunter2");
  }
}
