// SPDX-License-Identifier: Apache-2.0
package dev.onepass.thirdparty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.onepass.ports.thirdparty.PayAnswer;
import dev.onepass.ports.thirdparty.PayAnswer.InDoubt;
import dev.onepass.ports.thirdparty.PayAnswer.Rejected;
import dev.onepass.ports.thirdparty.PayAnswer.Settled;
import dev.onepass.ports.thirdparty.PayAnswer.Throttled;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import okio.ByteString;

/** The third party's answers: a payment counts only on the whole and very word of it. */
class ClassifierFuzzTest {

  private static final String ID = "9f1c";
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-23T10:00:00Z"), ZoneOffset.UTC);

  /** Another reader of JSON, by trees, that is as strict. */
  private static final JsonMapper OTHER_READER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final ResponseClassifier classifier = new ResponseClassifier(CLOCK);

  @FuzzTest(maxDuration = "3m")
  void onlyTheWholeWordSettlesAPayment(byte[] body) {
    PayAnswer answer = classify(200, null, body);

    assertThat(answer instanceof Settled).isEqualTo(saysSettled(body));
    assertFitForALog(answer);
    if (answer instanceof Settled) {
      for (int length = 0;
          length < new String(body, ISO_8859_1).stripTrailing().length();
          length++) {
        assertThat(classify(200, null, Arrays.copyOf(body, length))).isInstanceOf(InDoubt.class);
      }
    }
  }

  @FuzzTest(maxDuration = "3m")
  void noStatusButOkSettlesAPayment(FuzzedDataProvider data) {
    int status = data.consumeInt(100, 999);
    String retryAfter = data.consumeBoolean() ? data.consumeString(40) : null;
    byte[] body = data.consumeRemainingAsBytes();

    PayAnswer answer = classify(status, retryAfter, body);

    assertThat(answer instanceof Settled).isEqualTo(status == 200 && saysSettled(body));
    assertFitForALog(answer);
    if (answer instanceof Throttled throttled) {
      assertThat(throttled.retryAfter()).isBetween(Duration.ZERO, RetryAfter.LONGEST);
    }
  }

  private PayAnswer classify(int status, String retryAfter, byte[] body) {
    return classifier.classify(new HttpReply(status, retryAfter, "", ByteString.of(body)), ID);
  }

  private static boolean saysSettled(byte[] body) {
    try {
      JsonNode tree = OTHER_READER.readTree(body);
      return tree.isObject()
          && tree.path("code").isInt()
          && tree.path("code").intValue() == 200
          && tree.path("requestId").isTextual()
          && tree.path("requestId").textValue().equals(ID);
    } catch (IOException e) {
      return false;
    }
  }

  private static void assertFitForALog(PayAnswer answer) {
    String words = "";
    if (answer instanceof InDoubt doubt) {
      words = doubt.message();
    } else if (answer instanceof Rejected rejected) {
      words = rejected.message();
    }
    assertThat(words).hasSizeLessThanOrEqualTo(200);
    assertThat(words.codePoints())
        .allMatch(
            c ->
                switch (Character.getType(c)) {
                  case Character.CONTROL,
                      Character.FORMAT,
                      Character.SURROGATE,
                      Character.LINE_SEPARATOR,
                      Character.PARAGRAPH_SEPARATOR ->
                      false;
                  default -> true;
                });
  }
}
