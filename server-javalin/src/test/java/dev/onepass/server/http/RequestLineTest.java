// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestLineTest {

  @Test
  void aLineHasItsFieldsInOrder() {
    String line =
        RequestLine.line(
            "r-1",
            "POST",
            "/onePass/userTrade",
            422,
            7,
            "10.0.0.1",
            ErrorCode.INSUFFICIENT_BALANCE);

    assertThat(line)
        .isEqualTo(
            "requestId=r-1 method=POST path=/onePass/userTrade status=422 millis=7 client=10.0.0.1"
                + " error=INSUFFICIENT_BALANCE");
  }

  @Test
  void nothingThatWasSentCanForgeALineOrAField() {
    String line =
        RequestLine.line(
            "a\nb", "G\tT", "/x status=200\r\nrequestId=\"y\u2028", 400, 1, "::1", null);

    assertThat(line)
        .isEqualTo(
            "requestId=a?b method=G?T path=/x?status?200??requestId??y? status=400 millis=1"
                + " client=::1");
  }

  @Test
  void whatIsMissingOrEndlessIsShort() {
    String line = RequestLine.line(null, null, "/" + "x".repeat(5_000), 400, 1, null, null);

    assertThat(line).startsWith("requestId=- method=- path=/xxx").hasSizeLessThan(300);
  }

  @Test
  void aFieldIsThereOnlyWithAValueThatCannotForgeAnother() {
    assertThat(RequestLine.field("batchPayId", "b-1")).isEqualTo(" batchPayId=b-1");
    assertThat(RequestLine.field("batchPayId", "b status=200\n"))
        .isEqualTo(" batchPayId=b?status?200?");
    assertThat(RequestLine.field("traceId", null)).isEmpty();
  }
}
