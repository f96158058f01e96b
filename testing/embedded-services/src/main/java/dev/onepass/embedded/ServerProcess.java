// SPDX-License-Identifier: Apache-2.0
package dev.onepass.embedded;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A running server that ends with this JVM.
 *
 * <p>The JVM starts a shell, which forks a watcher and then becomes the server, keeping its process
 * number. The watcher reads a pipe nobody writes to. When the JVM ends, by whatever means, the
 * system closes the pipe and the watcher asks the server to stop. Both run in a session of their
 * own where {@code setsid} exists, so that a Ctrl-C meant for the JVM, which may still have work to
 * finish, does not take the server from under it.
 */
final class ServerProcess {

  /**
   * Before it signals, the watcher checks that the server is still its parent: a process number
   * whose owner died is given away again, its children are not. XFSZ: that a file may grow no more
   * (ulimit -f) is an error for the server to answer with, like a full disk, and not one to die of.
   */
  private static final String LIFELINE =
      """
      exec 3<&0 </dev/null
      (
        trap '' HUP INT QUIT TERM
        read -r _ <&3
        read -r _ _ _ parent _ </proc/self/stat
        [ "$parent" = "$$" ] && kill -TERM "$$"
      ) >/dev/null 2>&1 &
      exec 3<&-
      trap '' XFSZ
      exec "$@"
      """;

  // Crash recovery may take a while. A start that is given up loses nothing: the next one recovers
  // again.
  private static final Duration START_PATIENCE = Duration.ofMinutes(3);
  private static final Duration STOP_PATIENCE = Duration.ofMinutes(1);
  private static final long POLL_MILLIS = 5;

  private final Process process;

  private ServerProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts the server and returns once it is ready.
   *
   * @return nothing if somebody else has the port
   * @throws EmbeddedServiceException if it ends, or is not ready in time; nothing is left running
   *     then
   */
  static Optional<ServerProcess> start(ServerProgram program, ServerDirectory directory, int port)
      throws IOException, InterruptedException {
    directory.turnLog();
    ServerProcess server = new ServerProcess(spawn(program.prepare(directory, port), directory));
    boolean ready = false;
    try {
      ProcessRecord record =
          ProcessRecord.of(server.pid()).orElse(new ProcessRecord(server.pid(), 0));
      record.write(directory.processRecord());
      ready = server.awaitReady(program, directory.log());
      return ready ? Optional.of(server) : Optional.empty();
    } finally {
      if (!ready) {
        server.kill();
      }
    }
  }

  private static Process spawn(List<String> command, ServerDirectory directory) throws IOException {
    List<String> all = new ArrayList<>();
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      all.add("/usr/bin/setsid");
    }
    all.addAll(List.of("/bin/sh", "-c", LIFELINE, "sh"));
    all.addAll(command);
    return new ProcessBuilder(all)
        .directory(directory.path().toFile())
        .redirectErrorStream(true)
        .redirectOutput(directory.log().toFile())
        .start();
  }

  private boolean awaitReady(ServerProgram program, Path log)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (!Files.readString(log, ISO_8859_1).contains(program.readyMark())) {
      if (process.waitFor(POLL_MILLIS, MILLISECONDS)) {
        if (StartFailure.isPortTaken(Files.readString(log, ISO_8859_1))) {
          return false;
        }
        throw StartFailure.explain(program.name(), program.setting(), log, process.exitValue());
      }
      if (System.nanoTime() - start > START_PATIENCE.toNanos()) {
        throw new EmbeddedServiceException(
            "The embedded %s was not ready after %d s; see %s."
                .formatted(program.name(), START_PATIENCE.toSeconds(), log));
      }
    }
    return true;
  }

  long pid() {
    return process.pid();
  }

  boolean isRunning() {
    return process.isAlive();
  }

  /** Kills the server and returns when it is gone; an interrupt does not cut that short. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /**
   * Asks the server to finish and waits for it, through interrupts too; kills it if it does not in
   * a minute.
   */
  void stop() {
    // By its handle: Process.destroy() would also close the pipe, and the watcher signal a second
    // time.
    process.toHandle().destroy();
    process
        .onExit()
        .thenAccept(ended -> {})
        .completeOnTimeout(null, STOP_PATIENCE.toMillis(), MILLISECONDS)
        .join();
    kill();
  }
}
