// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.onepass.domain.OnePass;
import dev.onepass.domain.model.CacheLoad;
import dev.onepass.domain.model.ValidationReport;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The routes about balances: asking, loading the cache, comparing with the journal. */
final class BalanceHandler {

  private static final int UIDS_MAX = 100_000;

  private static final SerializableString OK = new SerializedString("ok");

  private final OnePass onePass;
  private final CacheLoading loading;

  BalanceHandler(OnePass onePass) {
    this.onePass = onePass;
    this.loading = new CacheLoading(onePass.balances()::loadCache);
  }

  private record Loaded(long loaded, long millis) {}

  private record ValidationRequest(
      @Nullable Uid uid, @Nullable Money expectedAmount, @Nullable Boolean repair) {}

  private record Validated(
      Uid uid,
      Money expected,
      Money stored,
      Money journal,
      @Nullable Money cached,
      boolean valid,
      List<ValidationReport.Repair> repaired) {}

  /** {@code POST /onePass/queryUserAmount}. */
  void query(Exchange exchange) {
    byte[] body = Body.bytes(exchange, Body.QUERY_BYTES_MAX);
    UidQuery usual = UidQuery.readUsual(body);
    UidQuery query = usual != null ? usual : Body.parse(exchange, body, UidQuery.class);
    answer(exchange, query.uids());
  }

  /** {@code GET /onePass/queryUserAmount?uids=1001,1002}. */
  void queryByUrl(Exchange exchange) {
    String uids = Body.required("uids", exchange.edge().query("uids"));
    answer(
        exchange,
        Arrays.stream(uids.split(",")).map(uid -> Parameters.uid("uids", uid.strip())).toList());
  }

  private void answer(Exchange exchange, List<Uid> uids) {
    if (uids.size() > UIDS_MAX) {
      throw Invalid.count("uids", 0, UIDS_MAX);
    }
    boolean pastCache = Parameters.oneOf(exchange, "source", List.of(Source.values())).isPresent();
    if (pastCache) {
      answer(exchange, uids, onePass.balances().readPastCache(uids));
    } else {
      exchange.later(
          onePass.balances().readAsync(uids), balances -> answer(exchange, uids, balances));
    }
  }

  private static void answer(Exchange exchange, List<Uid> uids, Map<Uid, Balance> balances) {
    exchange.send(200, Answers.ok(OK, exchange.requestId(), BalanceLines.of(uids, balances)));
  }

  /** Where balances may be asked to come from. */
  private enum Source {
    DB
  }

  /** {@code POST /onePass/initRedisCache}. */
  void loadCache(Exchange exchange) {
    CacheLoad load = loading.get();
    exchange.ok("Redis缓存初始化成功", new Loaded(load.loaded(), load.took().toMillis()));
  }

  /** {@code POST /onePass/validateBalance}. */
  void validate(Exchange exchange) {
    ValidationRequest request = Body.read(exchange, ValidationRequest.class, Body.SMALL_BYTES_MAX);
    Uid uid = Body.required("uid", request.uid());
    Money expected = Body.required("expectedAmount", request.expectedAmount());
    boolean repair = Objects.requireNonNullElse(request.repair(), false);
    ValidationReport report =
        onePass
            .validation()
            .validate(uid, expected, repair)
            .orElseThrow(() -> ApiException.of(ErrorCode.ACCOUNT_NOT_FOUND).with("uid", uid));
    // As in the reference, a failed validation is a success of the request.
    exchange.answer(
        200,
        report.valid() ? 200 : 400,
        report.valid() ? "余额验证通过" : "余额验证失败",
        new Validated(
            report.uid(),
            report.expected(),
            report.stored(),
            report.journal(),
            report.cached(),
            report.valid(),
            report.repaired()));
  }
}
