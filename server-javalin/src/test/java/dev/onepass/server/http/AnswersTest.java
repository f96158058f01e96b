// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.SerializedString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written and read by hand means what data binding says. */
class AnswersTest {

  private static final String GOOD =
      "{\"sourceUid\": 1001, \"targetUid\": 1002, \"amount\": 100.50}";

  @ParameterizedTest
  @ValueSource(strings = {"r-1", "a\"b\\c", "</script>", "~!@#$%^&*()"})
  void anEnvelopeByHandIsTheOneOfDataBinding(String requestId) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("uid", Long.MAX_VALUE);
    data.put("amount", new BigDecimal("0.10"));

    byte[] byHand =
        Answers.ok(
            new SerializedString("交易成功"),
            requestId,
            10,
            json -> {
              json.writeStartObject();
              json.writeFieldName("uid");
              json.writeNumber(Long.MAX_VALUE);
              json.writeFieldName("amount");
              json.writeNumber(new BigDecimal("0.10"));
              json.writeEndObject();
            });

    assertThat(new String(byHand, UTF_8))
        .isEqualTo(new String(Json.bytes(new Envelope(200, "交易成功", requestId, data)), UTF_8));
  }

  @Test
  void aUsualTradeIsReadByHand() {
    assertThat(TradeRequest.readUsual(GOOD.getBytes(UTF_8))).isNotNull();
    assertThat(TradeRequest.readUsual(GOOD.replace("100.50", "7").getBytes(UTF_8))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "null",
        "{\"sourceUid\":1,\"targetUid\":2,\"amount\":1} {}",
        "{\"sourceUid\":1,\"targetUid\":2,\"amount\":1,\"amount\":2}",
        "{\"sourceUid\":1,\"targetUid\":2,\"amount\":1,\"remark\":2}",
        "{\"sourceUid\":1,\"targetUid\":2,\"amount\":\"1\"}",
        "{\"sourceUid\":1,\"targetUid\":2,\"amount\":1.001}",
        "{\"sourceUid\":1,\"targetUid\":2,\"amount\":1e999999999}",
        "{\"sourceUid\":1,\"targetUid\":2,\"amount\":-1.00}x",
        "{\"sourceUid\":1,\"targetUid\":9223372036854775808,\"amount\":1}"
      })
  void whatIsUnusualIsLeftToDataBinding(String body) {
    assertThat(TradeRequest.readUsual(body.getBytes(UTF_8))).isNull();
  }

  /** Whatever is read by hand, data binding reads the same, be it strict or not. */
  @Test
  void noBodyIsReadOtherwiseThanDataBindingWould() throws IOException {
    Random random = new Random(1);
    byte[] alphabet = "{}[]\",:.0123456789eE+-sourceUidtagmn \\u\n".getBytes(UTF_8);
    int read = 0;
    for (int round = 0; round < 200_000; round++) {
      byte[] body = GOOD.getBytes(UTF_8);
      int edits = random.nextInt(3);
      for (int i = 0; i <= edits; i++) {
        body[random.nextInt(body.length)] = alphabet[random.nextInt(alphabet.length)];
      }
      TradeRequest byHand = TradeRequest.readUsual(body);
      if (byHand != null) {
        read++;
        for (boolean strict : List.of(true, false)) {
          assertThat(Json.read(new ByteArrayInputStream(body), TradeRequest.class, strict))
              .as(new String(body, UTF_8))
              .isEqualTo(byHand);
        }
      }
    }
    assertThat(read).isGreaterThan(1_000);
  }
}
