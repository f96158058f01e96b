// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** The log: whatever was sent, each request leaves one line of the same fields. */
class RequestLineFuzzTest {

  @FuzzTest(maxDuration = "3m")
  void nothingThatWasSentMakesAnotherLineOrField(FuzzedDataProvider data) {
    String id = data.consumeString(300);
    String method = data.consumeString(300);
    String client = data.consumeString(300);
    String path = data.consumeRemainingAsString();

    String line = RequestLine.line(id, method, path, 400, 1, client, ErrorCode.INVALID_REQUEST);

    assertThat(line)
        .matches(
            "requestId=[^ =\"]* method=[^ =\"]* path=[^ =\"]* status=400 millis=1"
                + " client=[^ =\"]* error=INVALID_REQUEST")
        .hasSizeLessThan(1_000);
    assertThat(line.chars()).allMatch(c -> ' ' <= c && c <= '~');
  }
}
