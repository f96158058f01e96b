// SPDX-License-Identifier: Apache-2.0
package dev.onepass.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FaultyNetworkTest {

  private final BlockingQueue<Integer> heard = new LinkedBlockingQueue<>();
  private ServerSocket server;
  private FaultyNetwork network;

  /** A server that answers each byte with the next one. */
  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread serving = new Thread(this::serve);
    serving.setDaemon(true);
    serving.start();
    network = FaultyNetwork.to("127.0.0.1", server.getLocalPort());
  }

  @AfterEach
  void stop() throws IOException {
    network.close();
    server.close();
  }

  @Test
  void passesOnInBothDirections() throws IOException {
    try (Socket caller = call()) {
      assertThat(ask(caller, 7)).isEqualTo(8);
      assertThat(ask(caller, 8)).isEqualTo(9);
    }
  }

  @Test
  void cutsConnectionsAndTakesNewOnes() throws IOException {
    try (Socket caller = call()) {
      assertThat(ask(caller, 7)).isEqualTo(8);
      network.cut();

      assertThatThrownBy(() -> requireAnswer(caller, 7)).isInstanceOf(IOException.class);
    }
    try (Socket caller = call()) {
      assertThat(ask(caller, 7)).isEqualTo(8);
    }
  }

  @Test
  void losesAnswersToWhatTheServerHasHeard() throws Exception {
    try (Socket caller = call()) {
      assertThat(ask(caller, 1)).isEqualTo(2);
      network.swallowAnswers();
      caller.getOutputStream().write(7);
      assertThat(heard.take()).isEqualTo(1);
      assertThat(heard.take()).isEqualTo(7);
      network.cut();

      assertThatThrownBy(() -> requireAnswer(caller, 8)).isInstanceOf(IOException.class);
    }
    try (Socket caller = call()) {
      assertThat(ask(caller, 7)).as("cut, it swallows no more").isEqualTo(8);
    }
  }

  @Test
  void isLateInBothDirectionsWhileItIsSlow() throws IOException {
    try (Socket caller = call()) {
      assertThat(ask(caller, 7)).isEqualTo(8);
      network.slowDown(Duration.ofMillis(30), Integer.MAX_VALUE);
      long start = System.nanoTime();
      assertThat(ask(caller, 8)).isEqualTo(9);

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(60));
    }
  }

  @Test
  void carriesNoMoreThanItIsToldWhileItIsSlow() throws IOException {
    network.slowDown(Duration.ZERO, 20);
    try (Socket caller = call()) {
      long start = System.nanoTime();
      assertThat(ask(caller, 7)).isEqualTo(8);

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(100));
    }
  }

  @Test
  void sparesWhoeverCallsAfterItSpedUp() throws IOException {
    network.slowDown(Duration.ofDays(1), 1);
    network.speedUp();
    try (Socket caller = call()) {
      assertThat(ask(caller, 7)).isEqualTo(8);
    }
  }

  @Test
  void hangsUpWhileItIsDown() throws IOException {
    network.goDown();
    assertThatThrownBy(
            () -> {
              try (Socket caller = call()) {
                requireAnswer(caller, 7);
              }
            })
        .isInstanceOf(IOException.class);

    network.comeBack();
    try (Socket caller = call()) {
      assertThat(ask(caller, 7)).isEqualTo(8);
    }
  }

  private Socket call() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), network.port());
  }

  private static int ask(Socket caller, int number) throws IOException {
    caller.getOutputStream().write(number);
    return caller.getInputStream().read();
  }

  /** An end of the stream is no answer either. */
  private static void requireAnswer(Socket caller, int number) throws IOException {
    if (ask(caller, number) < 0) {
      throw new IOException("hung up");
    }
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket caller = server.accept()) {
        for (int b = caller.getInputStream().read(); b >= 0; b = caller.getInputStream().read()) {
          heard.add(b);
          caller.getOutputStream().write(b + 1);
        }
      } catch (IOException e) {
        // The caller or the test is done.
      }
    }
  }
}
