// SPDX-License-Identifier: Apache-2.0
package dev.onepass.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of its own that starts the services, commits a row, and then waits to be killed or told to
 * exit.
 */
final class ServicesInAnotherJvm implements AutoCloseable {

  private final Process jvm;
  private final BufferedReader output;
  private final List<Long> serverPids;

  ServicesInAnotherJvm(Path dataDir) throws IOException {
    jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ServicesInAnotherJvm.class.getName(),
                dataDir.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    output = jvm.inputReader();
    serverPids = List.of(Long.valueOf(line()), Long.valueOf(line()));
  }

  /** The processes of MariaDB and Redis. */
  List<ProcessHandle> servers() {
    return serverPids.stream().map(pid -> ProcessHandle.of(pid).orElseThrow()).toList();
  }

  long pid() {
    return jvm.pid();
  }

  /** SIGKILL: the JVM runs nothing more. */
  void kill() {
    jvm.destroyForcibly().onExit().join();
  }

  /** Lets the main method return, without a word to the services. */
  void exit() throws IOException, InterruptedException {
    jvm.getOutputStream().close();
    if (!jvm.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("the JVM does not exit");
    }
  }

  private String line() throws IOException {
    String line = output.readLine();
    if (line == null) {
      throw new AssertionError("the JVM ended early");
    }
    return line;
  }

  @Override
  public void close() {
    kill();
  }

  public static void main(String[] arguments) throws Exception {
    EmbeddedServices services =
        EmbeddedServices.start(Path.of(arguments[0]), MariaDbOptions.DEFAULT, message -> {});
    Sql.execute(
        services.mariaDb(),
        "CREATE TABLE IF NOT EXISTS kept (id INT AUTO_INCREMENT PRIMARY KEY)",
        "INSERT INTO kept VALUES ()");
    System.out.println(services.mariaDb().pid());
    System.out.println(services.redis().pid());
    int end = System.in.read();
    if (end != -1) {
      throw new AssertionError("nobody writes to this");
    }
  }
}
