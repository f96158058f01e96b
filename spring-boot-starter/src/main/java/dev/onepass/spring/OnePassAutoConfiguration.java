// SPDX-License-Identifier: Apache-2.0
package dev.onepass.spring;

import dev.onepass.domain.OnePass;
import dev.onepass.domain.OnePassBuilder;
import dev.onepass.domain.event.OnePassListener;
import dev.onepass.domain.model.LedgerSettings;
import dev.onepass.domain.model.LimitBounds;
import dev.onepass.domain.model.SweepSettings;
import dev.onepass.ports.SharedCache;
import dev.onepass.ports.Storage;
import dev.onepass.ports.batch.BatchStore;
import dev.onepass.ports.batch.ItemStore;
import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.ports.cache.CacheMembers;
import dev.onepass.ports.cache.CacheOutages;
import dev.onepass.ports.cache.StatusCache;
import dev.onepass.ports.lease.LeaseStore;
import dev.onepass.ports.ledger.Journal;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.thirdparty.PaymentGateway;
import dev.onepass.ports.time.SystemTimekeeper;
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
      ObjectProvider<CacheMembers> members,
      ObjectProvider<OnePassListener> listener,
      OnePassProperties properties) {
    OnePassBuilder builder =
        OnePass.builder()
            .storage(new Storage(ledger, journal, batches, items, outages.getIfAvailable()))
            .gateway(gateway)
            .timekeeper(timekeeper)
            .executor(workers.executor())
            .listener(listener.getIfAvailable(() -> OnePassListener.NONE))
            .ledgerSettings(
                LedgerSettings.DEFAULT.withMaxAmount(money(properties.transfer().maxAmount())))
            .sweepSettings(sweep(properties.batch()))
            .concurrency(
                new LimitBounds(
                    properties.batch().minConcurrency(), properties.batch().maxConcurrency()));
    SharedCache cache =
        cache(
            balances.getIfAvailable(),
            statuses.getIfAvailable(),
            leases.getIfAvailable(),
            members.getIfAvailable());
    return (cache == null ? builder : builder.cache(cache)).build();
  }

  @Bean
  OnePassLifecycle onePassLifecycle(OnePass onePass) {
    return new OnePassLifecycle(onePass);
  }

  private static @Nullable SharedCache cache(
      @Nullable BalanceCache balances,
      @Nullable StatusCache statuses,
      @Nullable LeaseStore leases,
      @Nullable CacheMembers members) {
    if (balances != null && statuses != null && leases != null) {
      return new SharedCache(balances, statuses, leases, members);
    }
    if (balances != null || statuses != null || leases != null) {
      throw new IllegalStateException(
          "One-Pass takes a BalanceCache, a StatusCache and a LeaseStore, or none of them: declare"
              + " the others, too");
    }
    return null;
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
