// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TraceIdTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String CALL = "b7ad6b7169203331";
  private static final String VALID = "00-" + TRACE + "-" + CALL + "-01";

  @Test
  void aValidHeaderNamesTheTrace() {
    assertThat(TraceId.of(List.of(VALID))).isEqualTo(TRACE);
  }

  @Test
  void aVersionToComeMayHaveMoreToSay() {
    assertThat(TraceId.of(List.of("01" + VALID.substring(2)))).isEqualTo(TRACE);
    assertThat(TraceId.of(List.of("01" + VALID.substring(2) + "-what else"))).isEqualTo(TRACE);
    assertThat(TraceId.of(List.of("01" + VALID.substring(2) + "more"))).isNull();
  }

  @Test
  void whatIsNotValidToTheLetterIsNone() {
    List<String> invalid =
        List.of(
            "",
            "00",
            VALID + "-",
            VALID + "-more",
            VALID + "\n",
            " " + VALID,
            "ff" + VALID.substring(2),
            VALID.toUpperCase(java.util.Locale.ROOT),
            VALID.replace(TRACE, "0".repeat(32)),
            VALID.replace(CALL, "0".repeat(16)),
            VALID.replace(TRACE, TRACE.substring(1)),
            VALID.replace('-', '_'),
            VALID.replace("-01", "-0x"));

    assertThat(invalid).allSatisfy(sent -> assertThat(TraceId.of(List.of(sent))).isNull());
  }

  @Test
  void noneOrSeveralAreNone() {
    assertThat(TraceId.of(List.of())).isNull();
    assertThat(TraceId.of(List.of(VALID, VALID))).isNull();
  }
}
