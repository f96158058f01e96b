// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Knows whose pages may call the server from a browser, and tells browsers so (CORS). A page of
 * anybody else is refused even where its browser would send the request without asking, for a
 * server on a developer's machine needs no token.
 */
final class Origins {

  private static final String ANY = "*";

  private final List<String> allowed;
  private final @Nullable String own;

  /**
   * @param allowed origins such as {@code https://ops.example.com}; {@code *} for all
   * @param advertised the server's address as others know it; its own pages come from there
   */
  Origins(List<String> allowed, Optional<URI> advertised) {
    this.allowed = List.copyOf(allowed);
    this.own = advertised.map(uri -> uri.getScheme() + "://" + uri.getAuthority()).orElse(null);
  }

  /**
   * Sets the headers that a browser wants.
   *
   * @return whether the request was only the browser's question, which is answered by now
   * @throws ApiException if the request comes from a page that may not call
   */
  boolean answers(Exchange exchange) {
    String origin = exchange.header("Origin");
    if (origin == null) {
      return false;
    }
    boolean granted = allowed.contains(ANY) || allowed.contains(origin);
    if (!granted && !isOwn(origin, exchange.header("Host"))) {
      throw Invalid.origin();
    }
    if (granted) {
      exchange.setHeader("Access-Control-Allow-Origin", origin);
      exchange.setHeader("Vary", "Origin");
      exchange.setHeader(
          "Access-Control-Expose-Headers",
          "Idempotent-Replayed, Retry-After, " + Exchange.REQUEST_ID);
    }
    return granted && answersPreflight(exchange);
  }

  private boolean isOwn(String origin, @Nullable String host) {
    return origin.equals(own)
        || origin.equalsIgnoreCase("http://" + host)
        || origin.equalsIgnoreCase("https://" + host);
  }

  private static boolean answersPreflight(Exchange exchange) {
    if (!exchange.edge().method().equals("OPTIONS")
        || exchange.header("Access-Control-Request-Method") == null) {
      return false;
    }
    exchange.setHeader("Access-Control-Allow-Methods", "GET, POST");
    exchange.setHeader(
        "Access-Control-Allow-Headers",
        "Content-Type, X-KSY-TOKEN, Authorization, Idempotency-Key, Prefer, "
            + Exchange.REQUEST_ID);
    exchange.setHeader("Access-Control-Max-Age", "3600");
    exchange.edge().send(204, null, new byte[0]);
    return true;
  }
}
