// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code onepass serve} as a user starts it, in a directory of its own, but on a free port. */
final class ServeProcess implements AutoCloseable {

  private static final Pattern LISTENING = Pattern.compile("listening on \\S+ port (\\d+)");
  private static final String READY = "try: onepass sweep";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Process process;
  private final Path log;
  private final int port;

  private ServeProcess(Process process, Path log) throws IOException, InterruptedException {
    this.process = process;
    this.log = log;
    this.port = awaitPort();
  }

  static ServeProcess start(Path directory) throws IOException, InterruptedException {
    return start(directory, Map.of());
  }

  static ServeProcess start(Path directory, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path log = directory.resolve("serve.log");
    List<String> command =
        Stream.concat(ServerCommand.ofThisProgram().stream(), Stream.of("--port", "0")).toList();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    return new ServeProcess(process, log);
  }

  int port() {
    return port;
  }

  /** Asks it to end, as Ctrl-C does, and waits. */
  @Override
  public void close() {
    process.destroy();
    try {
      process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new AssertionError("serve did not end within " + PATIENCE, e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private int awaitPort() throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (System.nanoTime() - start < PATIENCE.toNanos()) {
      String text = Files.readString(log, UTF_8);
      Matcher listening = LISTENING.matcher(text);
      if (text.contains(READY) && listening.find()) {
        return Integer.parseInt(listening.group(1));
      }
      if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    process.destroyForcibly();
    throw new AssertionError("serve does not listen: " + Files.readString(log, UTF_8));
  }
}
