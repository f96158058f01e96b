// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import dev.onepass.ports.error.ConflictException;
import dev.onepass.ports.error.OverloadedException;
import dev.onepass.ports.error.UnavailableException;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.http.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place that decides which answer an exception gets. */
final class ErrorMapper {

  private static final Logger LOG = LoggerFactory.getLogger(ErrorMapper.class);

  private ErrorMapper() {}

  static void answer(Throwable thrown, Exchange exchange) {
    ApiException failure = failureOf(thrown);
    if (failure.error() == ErrorCode.INTERNAL) {
      LOG.error(
          "a bug: requestId={} path={}", exchange.requestId(), exchange.edge().path(), thrown);
    }
    if (thrown instanceof MethodNotAllowedResponse other) {
      exchange.setHeader("Allow", other.getDetails().getOrDefault("availableMethods", ""));
    }
    if (failure.error() == ErrorCode.BODY_TOO_LARGE) {
      // What is still to come of the body would be taken for the next request.
      exchange.setHeader("Connection", "close");
    }
    exchange.fail(failure);
  }

  private static ApiException failureOf(Throwable thrown) {
    if (thrown instanceof CompletionException && thrown.getCause() != null) {
      return failureOf(thrown.getCause());
    }
    if (thrown instanceof ApiException failure) {
      return failure;
    }
    if (thrown instanceof OverloadedException || thrown instanceof ConflictException) {
      return ApiException.of(ErrorCode.OVERLOADED);
    }
    if (thrown instanceof UnavailableException unavailable) {
      return ApiException.of(ErrorCode.DEPENDENCY_DOWN)
          .with("dependency", unavailable.dependency().name());
    }
    if (thrown instanceof HttpResponseException response) {
      return ofStatus(response.getStatus());
    }
    if (thrown instanceof HttpException malformed) {
      return ofStatus(malformed.getCode());
    }
    return ApiException.of(ErrorCode.INTERNAL);
  }

  /** What a status that a library chose means in the contract, which has no 405 for instance. */
  static ApiException ofStatus(int status) {
    return switch (status) {
      case 404, 405 -> ApiException.of(ErrorCode.NO_SUCH_ROUTE);
      case 413 -> ApiException.of(ErrorCode.BODY_TOO_LARGE);
      case 503 -> ApiException.of(ErrorCode.OVERLOADED);
      case 505 -> Invalid.http();
      default -> status < 500 ? Invalid.http() : ApiException.of(ErrorCode.INTERNAL);
    };
  }
}
