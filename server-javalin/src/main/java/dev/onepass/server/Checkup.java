// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server;

import dev.onepass.mysql.DatabaseReport;
import dev.onepass.mysql.MySqlAdapter;
import dev.onepass.mysql.MySqlConfig;
import dev.onepass.ports.error.UnavailableException;
import dev.onepass.redis.RedisAdapter;
import dev.onepass.redis.RedisConfig;
import dev.onepass.server.config.ConfigException;
import dev.onepass.server.config.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Tries what a server would use, without starting one: nothing is changed, made, paid or announced.
 * Used by one thread, once.
 */
public final class Checkup {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration CLOCK_DIFFERENCE_MAX = Duration.ofSeconds(2);
  private static final int PORT_HTTP = 80;
  private static final int PORT_HTTPS = 443;

  /** How it is with something. */
  public enum Verdict {
    WELL,
    /** It works, but an operator should know. */
    WARNING,
    /** A server would not start, or not do its work. */
    WRONG
  }

  /**
   * Something that was looked at.
   *
   * @param key the setting, such as {@code mysql.dsn}
   * @param words what was seen and what to do; without secrets
   */
  public record Finding(String key, Verdict verdict, String words) {}

  private final List<Finding> findings = new ArrayList<>();

  private Checkup() {}

  /**
   * @return what was found, in the order of the configuration
   * @throws ConfigException if a setting cannot be what it is
   */
  public static List<Finding> of(Settings settings) {
    AdapterConfigs configs = AdapterConfigs.of(settings);
    Checkup checkup = new Checkup();
    checkup.port(settings.listen());
    settings
        .thirdParty()
        .ifPresentOrElse(
            checkup::thirdParty, () -> checkup.well("api.payUrl", "the built-in simulator"));
    configs
        .mysql()
        .ifPresentOrElse(
            checkup::database, () -> checkup.well("mysql.dsn", "the embedded database"));
    configs
        .redis()
        .ifPresentOrElse(checkup::cache, () -> checkup.well("redis.addr", "the embedded cache"));
    if (settings.mysql().isEmpty() || settings.redis().isEmpty()) {
      checkup.directory(settings.dataDir());
    }
    return checkup.findings;
  }

  private void port(Settings.Listen listen) {
    InetSocketAddress address = new InetSocketAddress(listen.host(), listen.port());
    try (ServerSocket free = new ServerSocket()) {
      free.bind(address);
      well("server.port", "%s port %d is free".formatted(listen.host(), listen.port()));
    } catch (IOException e) {
      add(
          "server.port",
          Verdict.WRONG,
          "cannot listen at %s, port %d: %s"
              .formatted(listen.host(), listen.port(), e.getMessage()));
    }
  }

  private void database(MySqlConfig config) {
    DatabaseReport report = MySqlAdapter.look(config);
    if (!report.product().isEmpty()) {
      well("mysql.dsn", report.product() + " at " + config.jdbcUrl());
      Duration ahead = report.clockAhead();
      boolean apart = ahead.abs().compareTo(CLOCK_DIFFERENCE_MAX) > 0;
      add(
          "mysql.dsn",
          apart ? Verdict.WARNING : Verdict.WELL,
          "its clock is %d ms %s this machine's%s"
              .formatted(
                  ahead.abs().toMillis(),
                  ahead.isNegative() ? "behind" : "ahead of",
                  apart ? "; have both follow a time server" : ""));
    }
    report.warnings().forEach(warning -> add("mysql.dsn", Verdict.WARNING, warning));
    report.faults().forEach(fault -> add("mysql.dsn", Verdict.WRONG, fault));
  }

  private void cache(RedisConfig config) {
    try (RedisAdapter redis = RedisAdapter.connect(config)) {
      redis.ping();
      redis.balances().view(List.of());
      well("redis.addr", config.toString());
      redis
          .evictionPolicy()
          .ifPresent(
              policy ->
                  add(
                      "redis.addr",
                      RedisAdapter.isFit(policy) ? Verdict.WELL : Verdict.WARNING,
                      RedisAdapter.isFit(policy)
                          ? "its maxmemory-policy is " + policy
                          : "its maxmemory-policy is %s; set volatile-ttl or noeviction"
                              .formatted(policy)));
    } catch (UnavailableException e) {
      // A server works without it.
      add("redis.addr", Verdict.WARNING, e.getMessage() + "; a server goes on without it, slower");
    }
  }

  private void thirdParty(Settings.ThirdParty urls) {
    Map<String, URI> byKey =
        new TreeMap<>(
            Map.of(
                "api.payUrl", urls.pay(),
                "api.batchPayBeginUrl", urls.begin(),
                "api.batchPayFinishUrl", urls.finish()));
    byKey.forEach(this::reach);
  }

  /** Opens a connection, encrypted where the URL says so, and sends nothing. */
  private void reach(String key, URI url) {
    boolean tls = "https".equals(url.getScheme());
    int port = url.getPort() > 0 ? url.getPort() : tls ? PORT_HTTPS : PORT_HTTP;
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(url.getHost(), port), (int) PATIENCE.toMillis());
      if (tls) {
        shakeHands(socket, url.getHost(), port);
      }
      well(key, "%s port %d answers%s".formatted(url.getHost(), port, tls ? " by TLS" : ""));
    } catch (IOException e) {
      add(
          key,
          Verdict.WRONG,
          "%s port %d does not answer: %s".formatted(url.getHost(), port, e.getMessage()));
    }
  }

  private static void shakeHands(Socket plain, String host, int port) throws IOException {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    try (SSLSocket encrypted = (SSLSocket) factory.createSocket(plain, host, port, true)) {
      encrypted.setSoTimeout((int) PATIENCE.toMillis());
      encrypted.startHandshake();
    }
  }

  private void directory(Path directory) {
    Path existing = directory.toAbsolutePath();
    while (existing.getParent() != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    boolean usable = Files.isDirectory(existing) && Files.isWritable(existing);
    add(
        "embedded.dataDir",
        usable ? Verdict.WELL : Verdict.WRONG,
        usable
            ? directory + " can be written"
            : existing + " cannot be written by this user, or is no folder; give another");
  }

  private void well(String key, String words) {
    add(key, Verdict.WELL, words);
  }

  private void add(String key, Verdict verdict, String words) {
    findings.add(new Finding(key, verdict, words));
  }
}
