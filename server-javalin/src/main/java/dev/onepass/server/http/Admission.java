// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import dev.onepass.ports.rate.RateLimit;
import dev.onepass.server.config.Settings;
import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;

/**
 * What a request passes before its route: the door. Cheap, and in an order in which nobody without
 * a token costs much.
 */
final class Admission {

  private static final String PERMIT = Admission.class.getName() + ".permit";

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
   * @throws ApiException if the request must not go on
   */
  void admit(Context context) {
    Exchange exchange = Exchange.of(context);
    context.header("X-Content-Type-Options", "nosniff");
    String path = context.path();
    if (path.equals("/health") || path.startsWith("/health/")) {
      return;
    }
    hosts.require(context);
    if (origins.answers(context)) {
      context.skipRemainingHandlers();
      return;
    }
    if (path.equals("/metrics")) {
      // Neither counted nor turned away: when there is too much of all else, it is needed most.
      tokens.require(context);
      return;
    }
    limit(context);
    if (path.startsWith("/onePass/")) {
      context.header("Cache-Control", "no-store");
      tokens.require(context);
      exchange.requireRequestId();
    }
  }

  /**
   * Gives the request's place to others, though it goes on: for what only waits, and has a limit of
   * its own.
   */
  static void leave(Context context) {
    ConcurrencyLimit.Permit permit = context.attribute(PERMIT);
    if (permit != null) {
      permit.release();
    }
  }

  private void limit(Context context) {
    Request request = ServletContextRequest.getServletContextRequest(context.req());
    if (!rate.admits(ClientAddress.name(client(request)))) {
      throw ApiException.of(ErrorCode.RATE_LIMITED);
    }
    ConcurrencyLimit.Permit permit =
        concurrency.tryEnter().orElseThrow(() -> ApiException.of(ErrorCode.OVERLOADED));
    context.attribute(PERMIT, permit);
    // Called whatever becomes of the request, be it that the client goes away.
    Request.addCompletionListener(request, failure -> permit.release());
  }

  private static InetAddress client(Request request) {
    SocketAddress remote = request.getConnectionMetaData().getRemoteSocketAddress();
    return remote instanceof InetSocketAddress inet
        ? inet.getAddress()
        : InetAddress.getLoopbackAddress();
  }
}
