// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.torture;

import dev.onepass.client.OnePassClient;
import dev.onepass.command.CommandFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A One-Pass server as a process of its own, of the same program as this one. It keeps its log in a
 * file, and ends with this process unless that is killed. For one thread, but for the client.
 */
final class Node implements AutoCloseable {

  private static final Pattern LISTENING = Pattern.compile("listening on \\S+ port (\\d+)");
  private static final Duration START_PATIENCE = Duration.ofMinutes(2);
  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(20);
  private static final long POLL_MILLIS = 20;

  private final List<String> command;
  private final Map<String, String> settings;
  private final Path directory;
  private int starts;
  private Process process;
  private volatile OnePassClient client;

  /** Starts a server. */
  Node(List<String> command, Map<String, String> settings, Path directory) throws IOException {
    this.command = command;
    this.settings = settings;
    this.directory = Files.createDirectories(directory);
    this.process = spawn();
    this.client = awaitClient();
  }

  /** Calls the server as it runs now. */
  OnePassClient client() {
    return client;
  }

  void kill() {
    process.destroyForcibly().onExit().join();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  void freeze() {
    SystemTool.signal("STOP", process.pid());
  }

  void thaw() {
    SystemTool.signal("CONT", process.pid());
  }

  /** Starts it again if it is dead. */
  void revive() throws IOException {
    if (!isAlive()) {
      process = spawn();
      client = awaitClient();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }

  private Process spawn() throws IOException {
    starts++;
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(settings);
    return builder
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(log().toFile())
        .start();
  }

  private Path log() {
    return directory.resolve("server-" + starts + ".log");
  }

  private OnePassClient awaitClient() throws IOException {
    long start = System.nanoTime();
    while (System.nanoTime() - start < START_PATIENCE.toNanos()) {
      Matcher listening = LISTENING.matcher(Files.readString(log(), StandardCharsets.ISO_8859_1));
      if (listening.find()) {
        URI uri = URI.create("http://127.0.0.1:" + listening.group(1));
        return new OnePassClient(uri, Optional.empty(), ANSWER_PATIENCE);
      }
      if (isDeadAfter(POLL_MILLIS)) {
        break;
      }
    }
    kill();
    throw new CommandFailure("a server did not start; see " + log());
  }

  private boolean isDeadAfter(long millis) {
    try {
      return process.waitFor(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted", e);
    }
  }
}
