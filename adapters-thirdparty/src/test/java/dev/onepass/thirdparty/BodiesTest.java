// SPDX-License-Identifier: Apache-2.0
package dev.onepass.thirdparty;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.thirdparty.Payment;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import okhttp3.RequestBody;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodiesTest {

  private static final JsonMapper JSON = new JsonMapper();

  private static String text(RequestBody body) throws IOException {
    Buffer sink = new Buffer();
    body.writeTo(sink);
    assertThat(body.contentLength()).isEqualTo(sink.size());
    return sink.readUtf8();
  }

  @ParameterizedTest
  @CsvSource({"1, 0.01", "10, 0.10", "100, 1.00", "1000000, 10000.00", "524288, 5242.88"})
  void amountsHaveExactlyTwoDecimals(long cents, String written) throws IOException {
    RequestBody body = Bodies.payment(new Payment("t", new Uid(1001), Money.ofCents(cents)));

    assertThat(text(body))
        .isEqualTo("{\"transactionId\":\"t\",\"uid\":1001,\"amount\":%s}".formatted(written));
  }

  @Test
  void idsOfAnyCharactersComeThroughWhole() throws IOException {
    StringBuilder all = new StringBuilder();
    for (char c = '!'; c < 0x7f; c++) {
      all.append(c);
    }
    Payment payment = new Payment(all.toString(), new Uid(1), Money.ofCents(1));

    JsonNode pay = JSON.readTree(text(Bodies.payment(payment)));
    JsonNode finish = JSON.readTree(text(Bodies.batchPayId(new BatchId(all.substring(20, 84)))));

    assertThat(pay.get("transactionId").textValue()).isEqualTo(all.toString());
    assertThat(finish.get("batchPayId").textValue()).isEqualTo(all.substring(20, 84));
  }

  @Test
  void beginListsEveryUid() throws IOException {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      List<Uid> uids =
          LongStream.generate(() -> random.nextLong() >>> random.nextInt(1, 64))
              .limit(random.nextInt(100))
              .mapToObj(Uid::new)
              .toList();

      JsonNode body = JSON.readTree(text(new BeginBody(new BatchId("b\"1"), uids)));

      assertThat(body.get("batchPayId").textValue()).isEqualTo("b\"1");
      List<Uid> listed = new java.util.ArrayList<>();
      body.get("uids").forEach(uid -> listed.add(new Uid(uid.longValue())));
      assertThat(listed).as("seed %d", seed).isEqualTo(uids);
    }
  }
}
