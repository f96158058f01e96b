// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(args);
  }

  static Stream<String> badUsages() {
    return Stream.of(
        "",
        "sweeep",
        "--bogus",
        "demo --users 0",
        "demo --users many",
        "demo --users 1000001",
        "demo --faults 504=2",
        "demo --faults nonsense=2%",
        "demo --json /no/such/directory/books.json",
        "serve --port 65536",
        "serve --config /no/such/file",
        "sweep",
        "sweep batch",
        "sweep batch x",
        "sweep batch 0",
        "sweep batch -- -1",
        "sweep bätch 1",
        "sweep batch 1 --server localhost:40008",
        "sweep batch --uids-file /no/such/file",
        "reconcile",
        "reconcile --batch payday-1",
        "reconcile --statement march.csv",
        "reconcile --batch päyday --statement march.csv",
        "simulate --port -1",
        "simulate --users -1",
        "simulate --throttle -1",
        "simulate --latency 3",
        "simulate --latency 20ms~9",
        "simulate --capacity 4:5:6",
        "simulate --slow 200%:2s",
        "simulate --kingstar-id 1",
        "simulate-faults --seeds 0",
        "simulate-faults --events -1",
        "simulate-faults --json /no/such/directory/faults.json",
        "bench",
        "bench nothing",
        "bench transfers --seconds 0",
        "bench http --rounds none",
        "bench batch --rounds 0",
        "bench cluster --rounds 0",
        "torture --minutes 0",
        "torture --only rain");
  }

  @Test
  void aClusterWithoutMySqlSaysHowToGetOne(@TempDir Path empty) {
    int code = run("bench", "cluster", "--mysql-home", empty.toString());

    assertThat(code).isEqualTo(1);
    assertThat(err.toString().lines())
        .hasSize(1)
        .first()
        .asString()
        .contains("no mysqld below " + empty, "mysql-server-core", "--mysql-home");
  }

  @ParameterizedTest
  @MethodSource("badUsages")
  void badUsageIsToldInOneLineAndExitsTwo(String args) {
    int code = run(args.isEmpty() ? new String[0] : args.split(" "));

    assertThat(code).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1).first().asString().startsWith("onepass");
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "serve",
        "sweep",
        "simulate",
        "simulate-faults",
        "bench",
        "torture",
        "completion"
      })
  void everyCommandExplainsItselfWithExamples(String command) {
    assertThat(run(command, "--help")).isZero();

    assertThat(out.toString()).contains("Usage: onepass " + command, "Examples:");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void everyCommandIsInTheHelp() {
    assertThat(run("--help")).isZero();

    assertThat(out.toString())
        .contains("demo", "serve", "sweep", "simulate", "simulate-faults", "bench", "torture")
        .contains("Examples:");
  }

  @Test
  void aTypingErrorGetsASuggestion() {
    run("serv");

    assertThat(err.toString()).contains("did you mean serve?");
  }

  @Test
  void aServerThatIsNotThereIsAFailureInOneLine() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
      // Accepts, and answers nothing that makes sense.
      Thread answering = new Thread(() -> hangUp(socket));
      answering.setDaemon(true);
      answering.start();

      assertThat(run("sweep", "batch", "1", "--server", "http://127.0.0.1:" + port)).isEqualTo(1);
    }

    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains("no answer from http://127.0.0.1:" + port);
  }

  private static void hangUp(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        socket.accept().close();
      } catch (IOException closed) {
        return;
      }
    }
  }

  @Test
  void aDemoKeepsOutOfADirectoryThatIsInUse(@TempDir Path directory) throws IOException {
    java.nio.file.Files.writeString(directory.resolve("books"), "of somebody else");

    assertThat(run("demo", "--data", directory.toString())).isEqualTo(1);

    assertThat(err.toString()).contains("is not empty");
    assertThat(directory).isDirectoryContaining("glob:**books");
  }
}
