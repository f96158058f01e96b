// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import dev.onepass.ports.rate.RateLimit;
import dev.onepass.server.config.Settings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.eclipse.jetty.server.Request;

/**
 * Checks a request before it gets to its route: the door. Cheap, and in an order in which nobody
 * without a token costs much.
 */
final class Admission {

  private final Hosts hosts;
  private final Origins origins;
  private final RateLimit rate;
  private final ConcurrencyLimit concurrency;
  private final Tokens tokens;

  Admission(Settings settings, RateLimit rate) {
    this.hosts = new Hosts(settings);
    this.origins = new Origins(settings.access().origins(), settings.advertised());
    this.rate = rate;
    this.concurrency = new ConcurrencyLimit(settings.limits().concurrency());
    this.tokens = new Tokens(settings.access().tokens());
  }

  /**
   * @return whether the request goes on; if not, it is answered
   * @throws ApiException if the request must not go on
   */
  boolean admits(Exchange exchange) {
    exchange.setHeader("X-Content-Type-Options", "nosniff");
    String path = exchange.edge().path();
    if (path.equals("/health") || path.startsWith("/health/")) {
      return true;
    }
    hosts.require(exchange.header("Host"));
    if (origins.answers(exchange)) {
      return false;
    }
    if (path.equals("/metrics")) {
      // Neither counted nor turned away: when there is too much of all else, it is needed most.
      tokens.require(exchange);
      return true;
    }
    limit(exchange);
    if (path.startsWith("/onePass/")) {
      exchange.setHeader("Cache-Control", "no-store");
      tokens.require(exchange);
      exchange.requireRequestId();
    }
    return true;
  }

  private void limit(Exchange exchange) {
    if (!rate.admits(ClientAddress.name(client(exchange.edge().request())))) {
      throw ApiException.of(ErrorCode.RATE_LIMITED);
    }
    exchange.occupy(
        concurrency.tryEnter().orElseThrow(() -> ApiException.of(ErrorCode.OVERLOADED)));
  }

  private static InetAddress client(Request request) {
    SocketAddress remote = request.getConnectionMetaData().getRemoteSocketAddress();
    return remote instanceof InetSocketAddress inet
        ? inet.getAddress()
        : InetAddress.getLoopbackAddress();
  }
}
