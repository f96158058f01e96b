// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onepass.client.OnePassClient;
import dev.onepass.ports.model.Money;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the server says about its accounts, in cents by uid. */
final class LocalBooks {

  private static final int PAGE = 10_000;

  private final OnePassClient server;

  LocalBooks(OnePassClient server) {
    this.server = server;
  }

  /** Balances as anybody gets them, which may be from the cache. */
  Map<Long, Long> balances(List<Long> uids) {
    return cents(server.balances(uids));
  }

  /** Balances as the database has them. */
  Map<Long, Long> storedBalances(List<Long> uids) {
    return cents(server.storedBalances(uids));
  }

  private static Map<Long, Long> cents(Map<Long, BigDecimal> balances) {
    Map<Long, Long> cents = new LinkedHashMap<>();
    balances.forEach((uid, amount) -> cents.put(uid, new Money(amount).cents()));
    return cents;
  }

  /** The sum of the balances that the database has. */
  Money total(List<Long> uids) {
    return Money.ofCents(storedBalances(uids).values().stream().mapToLong(Long::longValue).sum());
  }

  /** What the journal credited to each account for a batch. */
  Map<Long, Long> creditedBy(String batch) {
    Map<Long, Long> cents = new LinkedHashMap<>();
    String path = OnePassClient.batchPath(batch) + "/report?limit=" + PAGE + "&after=";
    for (JsonNode after = null; after == null || !after.isNull(); ) {
      JsonNode page =
          server.requireOk(server.get(path + (after == null ? "0" : after.asText()))).data();
      page.get("lines")
          .forEach(line -> cents.put(line.get("uid").asLong(), cents(line.get("credited"))));
      after = page.get("next");
    }
    return cents;
  }

  /** Whether balance, journal and cache of an account all say so. */
  boolean isValid(long uid, long expectedCents) {
    return server
        .post(
            "/onePass/validateBalance",
            Map.of("uid", uid, "expectedAmount", Money.ofCents(expectedCents).amount()))
        .isOk();
  }

  private static long cents(JsonNode amount) {
    return new Money(amount.decimalValue()).cents();
  }
}
