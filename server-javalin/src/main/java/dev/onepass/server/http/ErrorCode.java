// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

/** What can be wrong, for programs. Each has one HTTP status, which is the envelope's code too. */
enum ErrorCode {
  INVALID_REQUEST(400, "请求无效", "The request is not valid"),
  UNAUTHENTICATED(401, "缺少令牌或令牌错误", "The X-KSY-TOKEN is missing or wrong"),
  ACCOUNT_NOT_FOUND(404, "用户不存在", "There is no such account"),
  BATCH_NOT_FOUND(404, "批次不存在", "There is no such batch"),
  NO_SUCH_ROUTE(404, "没有这个接口", "There is no such route"),
  REQUEST_ID_REUSED(409, "请求号已用于其他内容", "The request id was used before for another transfer"),
  BATCH_ID_REUSED(409, "批次号已用于其他用户", "The batch id was used before for other uids"),
  IN_PROGRESS(
      409,
      "同一请求正在处理，请稍后用同一请求号查询",
      "A request with this id is in progress; repeat it to learn its outcome"),
  BODY_TOO_LARGE(413, "请求体过大", "The body is too large"),
  INSUFFICIENT_BALANCE(422, "余额不足", "The balance is insufficient"),
  BALANCE_LIMIT(422, "收款方余额超出上限", "The credited account cannot hold that much"),
  RATE_LIMITED(429, "请求过于频繁，请稍后再试", "Too many requests from this address; try again later"),
  OVERLOADED(503, "系统繁忙，请稍后再试", "Too much is going on; nothing was done, try again later"),
  DEPENDENCY_DOWN(
      503,
      "依赖的服务暂不可用，操作结果未知；请稍后用同一请求号重试，即可得知结果",
      "A service that this depends on does not answer, and what became of the request is not known;"
          + " repeat it with the same id to learn"),
  INTERNAL(500, "系统内部错误", "Something is wrong here; the log has more under this requestId");

  private final int status;
  private final String chinese;
  private final String english;

  ErrorCode(int status, String chinese, String english) {
    this.status = status;
    this.chinese = chinese;
    this.english = english;
  }

  int status() {
    return status;
  }

  Text text() {
    return new Text(chinese, english);
  }

  /** Whether the same request may well succeed a little later. */
  boolean isPassing() {
    return this == RATE_LIMITED || this == OVERLOADED || this == DEPENDENCY_DOWN;
  }
}
