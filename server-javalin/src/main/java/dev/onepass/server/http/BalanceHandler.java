// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.onepass.domain.OnePass;
import dev.onepass.domain.model.CacheLoad;
import dev.onepass.domain.model.ValidationReport;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The routes about balances: asking, loading the cache, comparing with the journal. */
final class BalanceHandler {

  private static final int UIDS_MAX = 100_000;

  private final OnePass onePass;
  private final CacheLoading loading;

  BalanceHandler(OnePass onePass) {
    this.onePass = onePass;
    this.loading = new CacheLoading(onePass.balances()::loadCache);
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Line(Uid uid, @Nullable Money amount, @Nullable String msg) {}

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
  void query(Context context) {
    answer(context, Body.read(context, UidQuery.class, Body.QUERY_BYTES_MAX).uids());
  }

  /** {@code GET /onePass/queryUserAmount?uids=1001,1002}. */
  void queryByUrl(Context context) {
    String uids = Body.required("uids", context.queryParam("uids"));
    answer(
        context,
        Arrays.stream(uids.split(",")).map(uid -> Parameters.uid("uids", uid.strip())).toList());
  }

  private void answer(Context context, List<Uid> uids) {
    if (uids.size() > UIDS_MAX) {
      throw Invalid.count("uids", 0, UIDS_MAX);
    }
    boolean pastCache = Parameters.oneOf(context, "source", List.of(Source.values())).isPresent();
    Map<Uid, Balance> balances =
        pastCache ? onePass.balances().readPastCache(uids) : onePass.balances().read(uids);
    Exchange.of(context).ok(uids.stream().map(uid -> line(uid, balances.get(uid))).toList());
  }

  /** Where balances may be asked to come from. */
  private enum Source {
    DB
  }

  private static Line line(Uid uid, @Nullable Balance balance) {
    return balance == null ? new Line(uid, null, "用户不存在") : new Line(uid, balance.amount(), null);
  }

  /** {@code POST /onePass/initRedisCache}. */
  void loadCache(Context context) {
    CacheLoad load = loading.get();
    Exchange.of(context).ok("Redis缓存初始化成功", new Loaded(load.loaded(), load.took().toMillis()));
  }

  /** {@code POST /onePass/validateBalance}. */
  void validate(Context context) {
    ValidationRequest request = Body.read(context, ValidationRequest.class, Body.SMALL_BYTES_MAX);
    Uid uid = Body.required("uid", request.uid());
    Money expected = Body.required("expectedAmount", request.expectedAmount());
    boolean repair = Objects.requireNonNullElse(request.repair(), false);
    ValidationReport report =
        onePass
            .validation()
            .validate(uid, expected, repair)
            .orElseThrow(() -> ApiException.of(ErrorCode.ACCOUNT_NOT_FOUND).with("uid", uid));
    // As in the reference, a failed validation is a success of the request.
    Exchange.of(context)
        .answer(
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
