// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server;

import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import dev.onepass.domain.OnePass;
import dev.onepass.domain.model.LedgerSettings;
import dev.onepass.domain.model.LimitBounds;
import dev.onepass.domain.model.SweepSettings;
import dev.onepass.memory.InMemoryRateLimit;
import dev.onepass.mysql.MySqlAdapter;
import dev.onepass.mysql.MySqlConfig;
import dev.onepass.ports.SharedCache;
import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.rate.RateLimit;
import dev.onepass.ports.time.SystemTimekeeper;
import dev.onepass.ports.time.Timekeeper;
import dev.onepass.redis.RedisAdapter;
import dev.onepass.redis.RedisConfig;
import dev.onepass.server.config.Settings;
import dev.onepass.server.http.Readiness;
import dev.onepass.server.http.Threads;
import dev.onepass.server.metrics.BatchFigures;
import dev.onepass.server.metrics.MeteredBalanceCache;
import dev.onepass.server.metrics.MeteredGateway;
import dev.onepass.server.metrics.MeteredLeases;
import dev.onepass.server.metrics.MeteredLedgerStore;
import dev.onepass.server.metrics.OnePassMeters;
import dev.onepass.simulator.SimulatorOptions;
import dev.onepass.simulator.ThirdPartySimulator;
import dev.onepass.thirdparty.HttpPaymentGateway;
import dev.onepass.thirdparty.ThirdPartyConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds One-Pass on what the settings ask for: the only class that knows every adapter. What is
 * started here is stopped in the opposite order, also if something further on does not start.
 */
final class Wiring implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);
  private static final String EMBEDDED_DATABASE = "onepass";
  private static final Duration RATE_WINDOW = Duration.ofSeconds(1);

  /** About as long as a load balancer takes to notice. */
  private static final Duration STOP_NOTICE = Duration.ofSeconds(5);

  private final Closing closing;
  private final AdapterConfigs configs;
  private final Settings settings;
  private final SystemTimekeeper time;
  private final OnePass onePass;
  private final Readiness readiness;
  private final RateLimit rate;
  private @Nullable ThirdPartySimulator simulator;

  private Wiring(Settings settings, MeterRegistry meters, Closing closing) {
    this.settings = settings;
    this.closing = closing;
    configs = AdapterConfigs.of(settings);
    time = closing.later("clock", new SystemTimekeeper());
    ExecutorService executor = Threads.workers();
    closing.later("workers", executor::shutdown);
    Embedded embedded = closing.later("embedded services", Embedded.start(settings));
    MySqlAdapter mysql = closing.later("database", connect(mysql(embedded)));
    mysql.meter(new MicrometerMetricsTrackerFactory(meters));
    RedisAdapter redis = closing.later("cache", RedisAdapter.connect(redis(embedded)));
    meters.gauge("onepass.cache.near.accounts", redis, RedisAdapter::nearAccounts);
    rate = rate(redis);
    var gateway =
        new MeteredGateway(
            closing.later("third party", HttpPaymentGateway.open(thirdParty())), meters);
    onePass =
        OnePass.builder()
            .storage(mysql.storage().withLedger(new MeteredLedgerStore(mysql.ledger(), meters)))
            .cache(
                new SharedCache(
                    new MeteredBalanceCache(redis.balances(), meters),
                    redis.statuses(),
                    new MeteredLeases(redis.leases(), meters),
                    redis.members()))
            .gateway(gateway)
            .timekeeper(time)
            .executor(executor)
            .ledgerSettings(LedgerSettings.DEFAULT.withMaxAmount(settings.maxTransfer()))
            .sweepSettings(sweep(settings.batch()))
            .listener(new OnePassMeters(meters))
            .concurrency(
                new LimitBounds(
                    settings.batch().minConcurrency(), settings.batch().maxConcurrency()))
            .build();
    meters.gauge("onepass.ledger.unanswered", onePass, OnePass::unanswered);
    closing.later(
        "batch figures",
        BatchFigures.start(mysql.batches()::unfinished, onePass, time, executor, meters));
    readiness =
        new Readiness(
            List.of(
                new Readiness.Dependency("database", true, answers(mysql::ping)),
                new Readiness.Dependency("cache", false, answers(redis::ping)),
                new Readiness.Dependency("thirdParty", false, gateway::isAnswering)),
            time,
            executor,
            STOP_NOTICE);
  }

  /**
   * Starts what is embedded and connects to what is not; waits a while for a database that does not
   * answer yet.
   *
   * @throws RuntimeException if something needed cannot be had; nothing is left running then
   */
  static Wiring start(Settings settings, MeterRegistry meters) {
    var closing = new Closing();
    try {
      return new Wiring(settings, meters, closing);
    } catch (RuntimeException e) {
      closing.close();
      throw e;
    }
  }

  OnePass onePass() {
    return onePass;
  }

  Readiness readiness() {
    return readiness;
  }

  RateLimit rate() {
    return rate;
  }

  Timekeeper time() {
    return time;
  }

  /** The built-in third party; empty if the settings name another. */
  Optional<ThirdPartySimulator> simulator() {
    return Optional.ofNullable(simulator);
  }

  @Override
  public void close() {
    closing.close();
  }

  private MySqlConfig mysql(Embedded embedded) {
    return embedded
        .mariaDb()
        .map(
            own ->
                MySqlConfig.of(own.jdbcUrl(EMBEDDED_DATABASE))
                    .withCredentials(own.user(), own.password()))
        .or(configs::mysql)
        .orElseThrow();
  }

  private static MySqlAdapter connect(MySqlConfig config) {
    try {
      return MySqlAdapter.connect(config);
    } catch (UnavailableException | IllegalStateException e) {
      throw new StartFailure("mysql.dsn: " + e.getMessage(), e);
    }
  }

  private RedisConfig redis(Embedded embedded) {
    return embedded
        .redis()
        .map(own -> RedisConfig.of(own.host() + ":" + own.port(), own.password(), 0))
        .or(configs::redis)
        .orElseThrow();
  }

  private RateLimit rate(RedisAdapter redis) {
    int perSecond = settings.limits().ratePerSecond();
    if (perSecond == 0) {
      return caller -> true;
    }
    RateLimit own = new InMemoryRateLimit(perSecond, RATE_WINDOW, time);
    return settings.limits().shared()
        ? new SharedRateLimit(redis.rateLimit(perSecond, RATE_WINDOW), own)
        : own;
  }

  private ThirdPartyConfig thirdParty() {
    return configs
        .thirdParty()
        .orElseGet(() -> AdapterConfigs.thirdParty(settings, startSimulator()));
  }

  private Settings.ThirdParty startSimulator() {
    try {
      ThirdPartySimulator own =
          ThirdPartySimulator.start(
              SimulatorOptions.defaults().withMaxPayCents(settings.batch().maxPay().cents()));
      simulator = closing.later("third-party simulator", own);
      LOG.warn("no api in the settings: sweeping the built-in simulator at {}", own.baseUri());
      return new Settings.ThirdParty(own.payUri(), own.batchPayBeginUri(), own.batchPayFinishUri());
    } catch (IOException e) {
      throw new UncheckedIOException("the third-party simulator did not start", e);
    }
  }

  private static SweepSettings sweep(Settings.Batch batch) {
    // Process and machine: what an operator looks for who reads it in the database.
    return SweepSettings.of(ManagementFactory.getRuntimeMXBean().getName())
        .withMaxPayAmount(batch.maxPay())
        .withFastPhase(batch.fastPhase());
  }

  private static BooleanSupplier answers(Runnable ping) {
    return () -> {
      ping.run();
      return true;
    };
  }
}
