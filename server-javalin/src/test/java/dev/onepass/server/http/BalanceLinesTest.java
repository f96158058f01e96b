// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.SerializedString;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Balances are written, and queries read, by hand as data binding writes and reads them. */
class BalanceLinesTest {

  @Test
  void writesWhatJacksonWrites() {
    Random random = new Random(1);
    for (int round = 0; round < 2_000; round++) {
      List<Uid> uids = new ArrayList<>();
      Map<Uid, Balance> balances = new HashMap<>();
      for (int i = random.nextInt(5); i > 0; i--) {
        Uid uid = new Uid(1 + (random.nextLong() >>> (1 + random.nextInt(62))));
        uids.add(uid);
        if (random.nextInt(4) > 0) {
          long cents = (random.nextLong() >>> 1) % (Money.MAX.cents() >> random.nextInt(50));
          balances.put(uid, new Balance(uid, Money.ofCents(cents), 1));
        }
      }
      assertThat(written(uids, balances)).isEqualTo(byJackson(uids, balances));
    }
  }

  @Test
  void writesTheLeastAndTheMost() {
    Uid largest = new Uid(Long.MAX_VALUE);
    Uid least = new Uid(1);
    Map<Uid, Balance> balances =
        Map.of(
            largest, new Balance(largest, Money.MAX, 1), least, new Balance(least, Money.ZERO, 1));
    assertThat(written(List.of(largest, least, largest, new Uid(7)), balances))
        .isEqualTo(
            "[{\"uid\":9223372036854775807,\"amount\":9999999999999.99},{\"uid\":1,\"amount\":0.00},"
                + "{\"uid\":9223372036854775807,\"amount\":9999999999999.99},"
                + "{\"uid\":7,\"msg\":\"用户不存在\"}]");
    assertThat(written(List.of(), Map.of())).isEqualTo("[]");
  }

  @Test
  void theEnvelopeAroundThemIsAsEverywhere() {
    byte[] data = "[{\"uid\":7}]".getBytes(UTF_8);
    assertThat(new String(Answers.ok(new SerializedString("ok"), "id-1", data), UTF_8))
        .isEqualTo(
            new String(
                Json.bytes(new Envelope(200, "ok", "id-1", List.of(Map.of("uid", 7)))), UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1, 2,1]", "[]", "{\"uids\":[1001]}", " {\"uids\" : [ ] } "})
  void aUsualQueryIsReadByHand(String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    assertThat(UidQuery.readUsual(bytes))
        .isNotNull()
        .isEqualTo(Json.read(new ByteArrayInputStream(bytes), UidQuery.class, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "7",
        "null",
        "{}",
        "[1",
        "[1]]",
        "[1] 2",
        "[-1]",
        "[0]",
        "[1.0]",
        "[\"1\"]",
        "[[1]]",
        "[9223372036854775808]",
        "{\"uids\":[1],\"uids\":[2]}",
        "{\"uids\":[1],\"more\":2}",
        "{\"uids\":null}",
        "{\"uid\":[1]}"
      })
  void whatIsUnusualIsLeftToDataBinding(String body) {
    assertThat(UidQuery.readUsual(body.getBytes(UTF_8))).isNull();
  }

  /** Whatever is read by hand, data binding reads the same, be it strict or not. */
  @Test
  void noQueryIsReadOtherwiseThanDataBindingWould() throws IOException {
    Random random = new Random(2);
    byte[] alphabet = "{}[]\",:.0123456789eE+-uids \\u\n".getBytes(UTF_8);
    int read = 0;
    for (int round = 0; round < 100_000; round++) {
      byte[] body =
          (random.nextBoolean() ? "{\"uids\":[1001,22,7]}" : "[31,9007199254740993]")
              .getBytes(UTF_8);
      for (int edits = random.nextInt(3); edits >= 0; edits--) {
        body[random.nextInt(body.length)] = alphabet[random.nextInt(alphabet.length)];
      }
      UidQuery byHand = UidQuery.readUsual(body);
      if (byHand != null) {
        read++;
        for (boolean strict : List.of(true, false)) {
          assertThat(Json.read(new ByteArrayInputStream(body), UidQuery.class, strict))
              .as(new String(body, UTF_8))
              .isEqualTo(byHand);
        }
      }
    }
    assertThat(read).isGreaterThan(1_000);
  }

  private static String written(List<Uid> uids, Map<Uid, Balance> balances) {
    return new String(BalanceLines.of(uids, balances), UTF_8);
  }

  private static String byJackson(List<Uid> uids, Map<Uid, Balance> balances) {
    List<Object> lines = new ArrayList<>();
    for (Uid uid : uids) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("uid", uid);
      Balance balance = balances.get(uid);
      if (balance == null) {
        line.put("msg", "用户不存在");
      } else {
        line.put("amount", balance.amount());
      }
      lines.add(line);
    }
    return new String(Json.bytes(lines), UTF_8);
  }
}
