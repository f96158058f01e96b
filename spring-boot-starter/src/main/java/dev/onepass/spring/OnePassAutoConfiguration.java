// SPDX-License-Identifier: Apache-2.0
package dev.onepass.spring;

import dev.onepass.domain.OnePass;
import dev.onepass.domain.ledger.LedgerSettings;
import dev.onepass.domain.limit.LimitBounds;
import dev.onepass.domain.sweep.SweepSettings;
import dev.onepass.memory.SystemTimekeeper;
import dev.onepass.ports.batch.BatchStore;
import dev.onepass.ports.batch.ItemStore;
import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.ports.cache.CacheOutages;
import dev.onepass.ports.cache.StatusCache;
import dev.onepass.ports.lease.LeaseStore;
import dev.onepass.ports.ledger.Journal;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.thirdparty.PaymentGateway;
import dev.onepass.ports.time.Timekeeper;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Makes {@link OnePass} of the beans that its ports are, and starts and stops it. */
@AutoConfiguration
@EnableConfigurationProperties(OnePassProperties.class)
class OnePassAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean(Timekeeper.class)
  SystemTimekeeper onePassTimekeeper() {
    return new SystemTimekeeper();
  }

  @Bean
  Workers onePassWorkers(@Qualifier(Workers.EXECUTOR) ObjectProvider<Executor> executor) {
    return Workers.on(executor.getIfAvailable());
  }

  @Bean
  @ConditionalOnMissingBean
  OnePass onePass(
      LedgerStore ledger,
      Journal journal,
      BatchStore batches,
      ItemStore items,
      PaymentGateway gateway,
      Timekeeper timekeeper,
      Workers workers,
      ObjectProvider<BalanceCache> balances,
      ObjectProvider<StatusCache> statuses,
      ObjectProvider<CacheOutages> outages,
      ObjectProvider<LeaseStore> leases,
      OnePassProperties properties) {
    OnePass.Builder builder =
        OnePass.builder()
            .ledger(ledger, journal)
            .batches(batches, items)
            .gateway(gateway)
            .timekeeper(timekeeper)
            .executor(workers.executor())
            .ledgerSettings(
                LedgerSettings.DEFAULT.withMaxAmount(money(properties.transfer().maxAmount())))
            .sweepSettings(sweep(properties.batch()))
            .concurrency(
                new LimitBounds(
                    properties.batch().minConcurrency(), properties.batch().maxConcurrency()));
    outages.ifAvailable(builder::outages);
    leases.ifAvailable(builder::leases);
    return withCaches(builder, balances.getIfAvailable(), statuses.getIfAvailable()).build();
  }

  @Bean
  OnePassLifecycle onePassLifecycle(OnePass onePass) {
    return new OnePassLifecycle(onePass);
  }

  private static OnePass.Builder withCaches(
      OnePass.Builder builder, @Nullable BalanceCache balances, @Nullable StatusCache statuses) {
    if (balances != null && statuses != null) {
      return builder.caches(balances, statuses);
    }
    if (balances != null || statuses != null) {
      throw new IllegalStateException(
          "One-Pass takes a BalanceCache and a StatusCache, or none: declare the other one, too");
    }
    return builder;
  }

  private static SweepSettings sweep(OnePassProperties.Batch batch) {
    // Process and machine: what an operator looks for who reads it in the database.
    return SweepSettings.of(ManagementFactory.getRuntimeMXBean().getName())
        .withMaxPayAmount(money(batch.maxPayAmount()))
        .withFastPhase(batch.fastPhase());
  }

  private static Money money(BigDecimal amount) {
    return Money.of(amount.toPlainString());
  }
}
