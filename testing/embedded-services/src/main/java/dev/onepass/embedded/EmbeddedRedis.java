// SPDX-License-Identifier: Apache-2.0
package dev.onepass.embedded;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Redis, run by this JVM on 127.0.0.1, in protected mode and with a password. Thread-safe.
 *
 * <pre>{@code
 * try (EmbeddedRedis redis = EmbeddedRedis.temporary();
 *     JedisPooled client = new JedisPooled(redis.uri())) {
 *   client.set("greeting", "hello");
 * }
 * }</pre>
 */
public final class EmbeddedRedis extends EmbeddedServer {

  private EmbeddedRedis(RedisProgram program, ServerDirectory directory, Consumer<String> progress)
      throws IOException, InterruptedException {
    super(program, directory, progress);
  }

  /**
   * Starts Redis on the data in a directory, {@link RedisPersistence#APPEND_ONLY}.
   *
   * @param dataDir where the data is kept; made if absent, readable by its owner alone
   * @return the running server
   * @throws EmbeddedServiceException if the directory is in use by another JVM, or the server does
   *     not start
   */
  public static EmbeddedRedis start(Path dataDir) {
    return start(dataDir, RedisPersistence.APPEND_ONLY, message -> {});
  }

  /**
   * Starts Redis on the data in a directory. What a killed run left behind there is stopped first.
   *
   * @param dataDir where the data is kept; made if absent, readable by its owner alone
   * @param persistence how the data is kept
   * @param progress is told, on the calling thread, what is being done
   * @return the running server
   * @throws EmbeddedServiceException if the directory is in use by another JVM, or the server does
   *     not start
   */
  public static EmbeddedRedis start(
      Path dataDir, RedisPersistence persistence, Consumer<String> progress) {
    return starting(
        RedisProgram.NAME,
        () ->
            new EmbeddedRedis(
                store(persistence.configuration(), progress),
                ServerDirectory.open(dataDir),
                progress));
  }

  /**
   * Starts an empty Redis for tests, {@link RedisPersistence#APPEND_ONLY}, so that it keeps its
   * data through {@link #restart()}. Its directory, below the one for temporary files, is deleted
   * on {@link #close()} or else when the JVM exits; after a {@code kill -9} it stays.
   *
   * @return the running server
   * @throws EmbeddedServiceException if the server does not start
   */
  public static EmbeddedRedis temporary() {
    Consumer<String> silent = message -> {};
    return starting(
        RedisProgram.NAME,
        () ->
            new EmbeddedRedis(
                store(RedisPersistence.APPEND_ONLY.configuration(), silent),
                ServerDirectory.temporary("onepass-redis-"),
                silent));
  }

  /**
   * Starts one of several servers that work together, {@link RedisPersistence#APPEND_ONLY}.
   *
   * @param dataDir where the data is kept; made if absent, readable by its owner alone
   * @param password one for all of them, if the directory has none yet
   * @param settings lines of {@code redis.conf}, such as {@code cluster-enabled yes}
   * @return the running server
   * @throws EmbeddedServiceException if the directory is in use by another JVM, or the server does
   *     not start
   */
  public static EmbeddedRedis startOneOfSeveral(
      Path dataDir, String password, List<String> settings) {
    String all =
        RedisPersistence.APPEND_ONLY.configuration()
            + "masterauth "
            + password
            + "\n"
            + String.join("\n", settings)
            + "\n";
    return starting(
        RedisProgram.NAME,
        () -> {
          Consumer<String> silent = message -> {};
          return new EmbeddedRedis(
              store(all, silent), ServerDirectory.open(dataDir, password), silent);
        });
  }

  /** Starts a sentinel, whose settings its file has from then on. */
  static EmbeddedRedis startSentinel(Path dataDir, String password, List<String> settings) {
    return starting(
        RedisProgram.NAME,
        () -> {
          Consumer<String> silent = message -> {};
          return new EmbeddedRedis(
              RedisProgram.locate(
                  ProgramCache.ofUser(),
                  RedisProgram.Role.SENTINEL,
                  String.join("\n", settings) + "\n",
                  silent),
              ServerDirectory.open(dataDir, password),
              silent);
        });
  }

  private static RedisProgram store(String settings, Consumer<String> progress)
      throws IOException, InterruptedException {
    return RedisProgram.locate(ProgramCache.ofUser(), RedisProgram.Role.STORE, settings, progress);
  }

  /**
   * The address with the password in it, as Jedis takes it. Not for logs.
   *
   * @return a {@code redis:} URI
   */
  public URI uri() {
    return URI.create("redis://:%s@%s:%d".formatted(password(), host(), port()));
  }
}
