// SPDX-License-Identifier: Apache-2.0
package dev.onepass.thirdparty;

import dev.onepass.simulator.SimulatorOptions;
import dev.onepass.simulator.ThirdPartySimulator;
import dev.onepass.testkit.contract.PaymentTrouble;
import dev.onepass.thirdparty.ScriptedServer.Drop;
import dev.onepass.thirdparty.ScriptedServer.Received;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The simulator behind a way on which exactly the next call meets exactly the trouble ordered. */
final class TroubledThirdParty implements AutoCloseable {

  final ThirdPartySimulator bank;
  private final ScriptedServer way;
  private final HttpClient onwards = HttpClient.newHttpClient();
  private final AtomicReference<@Nullable PaymentTrouble> trouble = new AtomicReference<>();
  private final AtomicReference<@Nullable Duration> throttle = new AtomicReference<>();
  private final AtomicInteger announcementsToFail = new AtomicInteger();

  TroubledThirdParty() throws IOException {
    bank = ThirdPartySimulator.start(SimulatorOptions.defaults());
    way = new ScriptedServer(this::answer);
  }

  ThirdPartyConfig config() {
    return way.config();
  }

  void trouble(PaymentTrouble next) {
    trouble.set(next);
  }

  void throttle(Duration retryAfter) {
    throttle.set(retryAfter);
  }

  void failAnnouncements(int count) {
    announcementsToFail.set(count);
  }

  @Override
  public void close() throws IOException {
    way.close();
    bank.close();
  }

  private void answer(Received request, OutputStream out) throws Exception {
    if (request.target().startsWith("/pay")) {
      pay(request, out);
    } else if (announcementsToFail.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      out.write(ScriptedServer.http(504, "", ""));
    } else {
      out.write(forward(request));
    }
  }

  private void pay(Received request, OutputStream out) throws Exception {
    Duration wait = throttle.getAndSet(null);
    PaymentTrouble next = trouble.getAndSet(null);
    if (wait != null) {
      out.write(ScriptedServer.http(429, "Retry-After: " + wait.toSeconds() + "\r\n", ""));
    } else if (next == null) {
      out.write(forward(request));
    } else {
      if (next.isApplied()) {
        forward(request);
      }
      befall(next, out);
    }
  }

  private void befall(PaymentTrouble next, OutputStream out) throws Exception {
    switch (next) {
      case SERVER_ERROR_NOT_APPLIED, SERVER_ERROR_APPLIED ->
          out.write(ScriptedServer.http(504, "", ""));
      case SILENCE_APPLIED -> way.hang();
      case BROKEN_NOT_APPLIED, BROKEN_APPLIED -> throw new Drop();
      case UNREADABLE_APPLIED -> out.write(ScriptedServer.http(200, "", "<html>oops"));
      case FOREIGN_NOT_APPLIED ->
          out.write(ScriptedServer.http(200, "", ScriptedServer.envelope(200, "another")));
    }
  }

  private byte[] forward(Received request) throws Exception {
    HttpRequest.Builder copy =
        HttpRequest.newBuilder(destination(request.target()))
            .POST(BodyPublishers.ofString(request.body()));
    for (String header :
        List.of("Content-Type", "X-KSY-KINGSTAR-ID", "X-KSY-TOKEN", "X-KSY-REQUEST-ID")) {
      copy.header(header, request.header(header));
    }
    HttpResponse<String> answer = onwards.send(copy.build(), BodyHandlers.ofString());
    return ScriptedServer.http(answer.statusCode(), "", answer.body());
  }

  private URI destination(String target) {
    String query = target.contains("?") ? target.substring(target.indexOf('?')) : "";
    if (target.startsWith("/pay")) {
      return bank.payUri();
    }
    return target.startsWith("/begin")
        ? bank.batchPayBeginUri()
        : URI.create(bank.batchPayFinishUri() + query);
  }
}
