// SPDX-License-Identifier: Apache-2.0
package dev.onepass.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A database server run as a process of this JVM's own, on 127.0.0.1 and a free port, with its data
 * in a directory.
 *
 * <p>The process ends when this JVM does, even by {@code kill -9}, with the clean stop it would
 * have had from {@link #close()}; {@code close} waits for that stop. {@link #pid()}, {@link
 * #kill()} and {@link #restart()} are for tests that need the server to fail. Thread-safe.
 */
public abstract sealed class EmbeddedServer implements AutoCloseable
    permits EmbeddedMariaDb, EmbeddedRedis {

  static final String HOST = "127.0.0.1";

  private static final int PORTS_TRIED_MAX = 20;
  private static final Duration ORPHAN_PATIENCE = Duration.ofMinutes(1);
  private static final Duration SAME_PORT_PATIENCE = Duration.ofSeconds(30);
  private static final long SAME_PORT_RETRY_MILLIS = 100;

  private final ServerProgram program;
  private final ServerDirectory directory;
  private final Thread closeAtExit = new Thread(this::close, "embedded-server-close");
  private final int port;
  private ServerProcess process;
  private boolean closed;

  /** Starts the server; takes the directory over, and closes it if that fails. */
  EmbeddedServer(ServerProgram program, ServerDirectory directory, Consumer<String> progress)
      throws IOException, InterruptedException {
    this.program = program;
    this.directory = directory;
    boolean ready = false;
    try {
      stopOrphan(progress);
      progress.accept("Starting %s in %s".formatted(program.name(), directory.path()));
      Started started = startOnFreePort();
      this.process = started.process();
      this.port = started.port();
      ready = true;
    } finally {
      if (!ready) {
        directory.close();
      }
    }
    if (directory.isTemporary()) {
      Runtime.getRuntime().addShutdownHook(closeAtExit);
    }
    progress.accept("%s is ready on %s:%d".formatted(program.name(), HOST, port));
  }

  @FunctionalInterface
  interface Start<S> {
    S run() throws IOException, InterruptedException;
  }

  /** Runs a start, and tells its failures in this package's words. */
  static <S> S starting(String name, Start<S> start) {
    try {
      return start.run();
    } catch (IOException failure) {
      throw new EmbeddedServiceException(
          "The embedded %s did not start: %s".formatted(name, failure), failure);
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new EmbeddedServiceException(
          "Interrupted while starting the embedded " + name, interruption);
    }
  }

  private record Started(ServerProcess process, int port) {}

  /**
   * The address it listens on.
   *
   * @return always 127.0.0.1
   */
  public final String host() {
    return HOST;
  }

  /**
   * The port it listens on, the same through every {@link #restart()}.
   *
   * @return the port
   */
  public final int port() {
    return port;
  }

  /**
   * The password it asks for; made at random for a new directory and kept in it, readable by its
   * owner alone.
   *
   * @return the password
   */
  public final String password() {
    return directory.password();
  }

  /**
   * The number of the server's process, the one running now or the last that ran.
   *
   * @return the process number
   */
  public final synchronized long pid() {
    return process.pid();
  }

  /** Whether the server's process is there; false after {@link #kill()}, or if it ended itself. */
  public final synchronized boolean isRunning() {
    return process.isRunning();
  }

  /** Kills the server's process as a crash would (SIGKILL), and returns when it is gone. */
  public final synchronized void kill() {
    process.kill();
  }

  /**
   * Starts the server again on the same port and data, after stopping it if it runs.
   *
   * @throws EmbeddedServiceException if it does not start, or somebody else keeps its port for 30 s
   * @throws IllegalStateException after {@link #close()}
   */
  public final synchronized void restart() {
    if (closed) {
      throw new IllegalStateException(program.name() + " in " + directory.path() + " is closed");
    }
    process.stop();
    process = starting(program.name(), this::startOnSamePort);
  }

  /**
   * Stops the server cleanly, waits until its process is gone, and frees the directory, or deletes
   * it if it is a temporary one. Does nothing the second time.
   *
   * @throws EmbeddedServiceException if files could not be removed
   */
  @Override
  public final synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    process.stop();
    try {
      directory.close();
    } catch (IOException failure) {
      throw new EmbeddedServiceException(
          "Could not clear %s: %s".formatted(directory.path(), failure), failure);
    } finally {
      forgetCloseAtExit();
    }
  }

  private void stopOrphan(Consumer<String> progress) throws IOException, InterruptedException {
    Optional<ProcessRecord> record = ProcessRecord.read(directory.processRecord());
    if (record.isPresent() && record.get().serves(directory.path())) {
      progress.accept(
          "Stopping %s, process %d, left behind by a run that was killed"
              .formatted(program.name(), record.get().pid()));
      record.get().stop(ORPHAN_PATIENCE);
    }
  }

  private Started startOnFreePort() throws IOException, InterruptedException {
    for (int attempt = 0; attempt < PORTS_TRIED_MAX; attempt++) {
      int candidate = LocalPort.probablyFree();
      Optional<ServerProcess> started = ServerProcess.start(program, directory, candidate);
      if (started.isPresent()) {
        return new Started(started.get(), candidate);
      }
    }
    throw new EmbeddedServiceException(
        "The embedded %s found each of %d ports taken.".formatted(program.name(), PORTS_TRIED_MAX));
  }

  private ServerProcess startOnSamePort() throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (System.nanoTime() - start < SAME_PORT_PATIENCE.toNanos()) {
      Optional<ServerProcess> started = ServerProcess.start(program, directory, port);
      if (started.isPresent()) {
        return started.get();
      }
      Thread.sleep(SAME_PORT_RETRY_MILLIS);
    }
    throw new EmbeddedServiceException(
        "%s cannot start again: somebody else listens on port %d.".formatted(program.name(), port));
  }

  private void forgetCloseAtExit() {
    try {
      Runtime.getRuntime().removeShutdownHook(closeAtExit);
    } catch (IllegalStateException exitHasBegun) {
      // The hook is what runs this, or will find nothing to do.
    }
  }
}
