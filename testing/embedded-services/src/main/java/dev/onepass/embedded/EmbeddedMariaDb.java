// SPDX-License-Identifier: Apache-2.0
package dev.onepass.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * MariaDB, run by this JVM on 127.0.0.1.
 *
 * <p>Its one account may do everything, and only from this machine. No binary log is kept;
 * performance schema and TLS are off; all else, the isolation level too, is MariaDB's default.
 * Thread-safe.
 *
 * <pre>{@code
 * try (EmbeddedMariaDb database = EmbeddedMariaDb.temporary()) {
 *   Connection connection =
 *       DriverManager.getConnection(database.jdbcUrl("ledger"), database.user(), database.password());
 * }
 * }</pre>
 */
public final class EmbeddedMariaDb extends EmbeddedServer {

  private static final Pattern DATABASE_NAME = Pattern.compile("[A-Za-z0-9_]{1,64}");

  private EmbeddedMariaDb(
      MariaDbProgram program, ServerDirectory directory, Consumer<String> progress)
      throws IOException, InterruptedException {
    super(program, directory, progress);
  }

  /**
   * Starts MariaDB on the data in a directory, with the default options.
   *
   * @param dataDir where the data is kept; made if absent, readable by its owner alone
   * @return the running server
   * @throws EmbeddedServiceException if the directory is in use by another JVM, or the server does
   *     not start
   */
  public static EmbeddedMariaDb start(Path dataDir) {
    return start(dataDir, MariaDbOptions.DEFAULT, message -> {});
  }

  /**
   * Starts MariaDB on the data in a directory. What a killed run left behind there is stopped
   * first, and InnoDB recovers what was committed.
   *
   * @param dataDir where the data is kept; made if absent, readable by its owner alone
   * @param options memory and durability; may differ from one start to the next
   * @param progress is told, on the calling thread, what is being done
   * @return the running server
   * @throws EmbeddedServiceException if the directory is in use by another JVM, or the server does
   *     not start
   */
  public static EmbeddedMariaDb start(
      Path dataDir, MariaDbOptions options, Consumer<String> progress) {
    return starting(
        MariaDbProgram.NAME,
        () ->
            new EmbeddedMariaDb(
                program(options, progress), ServerDirectory.open(dataDir), progress));
  }

  /**
   * Starts an empty MariaDB for tests, with {@link MariaDbOptions#FOR_TESTS}. Its directory, below
   * the one for temporary files, is deleted on {@link #close()} or else when the JVM exits; after a
   * {@code kill -9} it stays.
   *
   * @return the running server
   * @throws EmbeddedServiceException if the server does not start
   */
  public static EmbeddedMariaDb temporary() {
    return temporary(MariaDbOptions.FOR_TESTS);
  }

  /**
   * As {@link #temporary()}, with other options.
   *
   * @param options memory and durability
   * @return the running server
   * @throws EmbeddedServiceException if the server does not start
   */
  public static EmbeddedMariaDb temporary(MariaDbOptions options) {
    Consumer<String> silent = message -> {};
    return starting(
        MariaDbProgram.NAME,
        () ->
            new EmbeddedMariaDb(
                program(options, silent), ServerDirectory.temporary("onepass-mariadb-"), silent));
  }

  private static MariaDbProgram program(MariaDbOptions options, Consumer<String> progress)
      throws IOException, InterruptedException {
    return new MariaDbProgram(MariaDbDistribution.locate(ProgramCache.ofUser(), progress), options);
  }

  /**
   * The address of a database for MySQL Connector/J, without user and password.
   *
   * @param database its name, of letters, digits and underscores; the first connection makes it if
   *     absent
   * @return a {@code jdbc:mysql:} URL
   * @throws IllegalArgumentException if the name has other characters or more than 64
   */
  public String jdbcUrl(String database) {
    if (!DATABASE_NAME.matcher(database).matches()) {
      throw new IllegalArgumentException(
          "not a database name of 1 to 64 letters, digits and underscores: " + database);
    }
    return "jdbc:mysql://%s:%d/%s?createDatabaseIfNotExist=true&sslMode=DISABLED"
        .formatted(host(), port(), database);
  }

  /**
   * The account's name.
   *
   * @return always {@code onepass}
   */
  public String user() {
    return MariaDbProgram.USER;
  }
}
