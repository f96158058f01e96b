// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

class WarmUpTest {

  private final List<String> served = new CopyOnWriteArrayList<>();
  private final CountDownLatch arrived = new CountDownLatch(1);

  @Test
  void whoeverComesEarlyIsServedAfterTheFirstRequestFromWithin() throws Exception {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    server.addConnector(connector);
    WarmUp warmUp = new WarmUp();
    warmUp.setHandler(new Recording());
    server.setHandler(new Arrivals(warmUp));
    server.start();
    try {
      URI uri = URI.create("http://localhost:" + connector.getLocalPort() + "/early");
      CompletableFuture<HttpResponse<String>> early =
          HttpClient.newHttpClient()
              .sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(served).isEmpty();

      warmUp.run(server);

      assertThat(early.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      assertThat(served).containsExactly("/health/live", "/early");
    } finally {
      server.stop();
    }
  }

  private final class Recording extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      served.add(request.getHttpURI().getPath());
      callback.succeeded();
      return true;
    }
  }

  private final class Arrivals extends Handler.Wrapper {
    Arrivals(Handler inner) {
      super(inner);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      if (request.getHttpURI().getPath().equals("/early")) {
        arrived.countDown();
      }
      return super.handle(request, response, callback);
    }
  }
}
