// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The requests of the reference document, letter by letter, get the answers that stand there. */
class ReferenceCallerTest {

  private final Server server = Server.with();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void batchPay() {
    Server.Answer answer =
        server.post(
            "/onePass/batchPay",
            """
            {
                "batchPayId": "batch_20240723_001",
                "uids": [1001, 1002, 1003, 1004, 1005]
            }
            """);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(fields(answer.json())).containsExactlyInAnyOrder("msg", "code", "requestId", "data");
    assertThat(answer.json().get("msg").asText()).isEqualTo("ok");
    assertThat(answer.json().get("code").asInt()).isEqualTo(200);
    assertThat(answer.json().get("requestId").asText()).hasSize(36);
    assertThat(answer.data().isNull()).isTrue();
  }

  @Test
  void userTrade() {
    server.fund(Map.of(1001L, "500.00", 1002L, "0.01"));

    Server.Answer answer =
        server.post(
            "/onePass/userTrade",
            """
            {
                "sourceUid": 1001,
                "targetUid": 1002,
                "amount": "100.50"
            }
            """);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("code").asInt()).isEqualTo(200);
    assertThat(answer.json().get("msg").asText()).isEqualTo("交易成功");
    assertThat(fields(answer.data()))
        .containsExactlyInAnyOrder("sourceUid", "targetUid", "amount", "timestamp");
    assertThat(answer.text()).contains("\"amount\":100.50,");
    assertThat(answer.data().get("timestamp").asLong()).isGreaterThan(1_600_000_000L);
    assertThat(answer.data().get("timestamp").asLong()).isLessThan(100_000_000_000L);
  }

  @Test
  void queryUserAmount() {
    server.fund(Map.of(1001L, "50000.00", 1002L, "30000.00"));

    Server.Answer answer = server.post("/onePass/queryUserAmount", "[1001, 1002, 1003]");

    assertThat(answer.json().get("code").asInt()).isEqualTo(200);
    assertThat(answer.json().get("msg").asText()).isEqualTo("ok");
    assertThat(answer.text())
        .contains(
            "\"data\":[{\"uid\":1001,\"amount\":50000.00},{\"uid\":1002,\"amount\":30000.00},"
                + "{\"uid\":1003,\"msg\":\"用户不存在\"}]");
  }

  @Test
  void health() {
    Server.Answer answer = server.get("/health");

    assertThat(fields(answer.json())).containsExactly("status", "service", "timestamp");
    assertThat(answer.json().get("status").asText()).isEqualTo("healthy");
    assertThat(answer.json().get("service").asText()).isEqualTo("one-pass");
    assertThat(answer.json().get("timestamp").isIntegralNumber()).isTrue();
  }

  @Test
  void initRedisCache() {
    server.fund(Map.of(1001L, "1.00"));

    Server.Answer answer = server.post("/onePass/initRedisCache", "");

    assertThat(answer.json().get("msg").asText()).isEqualTo("Redis缓存初始化成功");
    assertThat(answer.data().get("loaded").asLong()).isEqualTo(1);
    assertThat(fields(answer.data())).containsExactly("loaded", "millis");
  }

  @Test
  void validateBalance() {
    server.fund(Map.of(1001L, "50000.00"));
    String request =
        """
        {
            "uid": 1001,
            "expectedAmount": 50000.00
        }
        """;

    Server.Answer passed = server.post("/onePass/validateBalance", request);
    Server.Answer failed =
        server.post("/onePass/validateBalance", request.replace("50000.00", "50000.01"));

    assertThat(passed.status()).isEqualTo(200);
    assertThat(passed.json().get("code").asInt()).isEqualTo(200);
    assertThat(passed.json().get("msg").asText()).isEqualTo("余额验证通过");
    assertThat(failed.status()).isEqualTo(200);
    assertThat(failed.json().get("code").asInt()).isEqualTo(400);
    assertThat(failed.json().get("msg").asText()).isEqualTo("余额验证失败");
  }

  private static List<String> fields(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
