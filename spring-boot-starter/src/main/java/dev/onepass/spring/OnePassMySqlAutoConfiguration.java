// SPDX-License-Identifier: Apache-2.0
package dev.onepass.spring;

import dev.onepass.mysql.MySqlAdapter;
import dev.onepass.mysql.MySqlConfig;
import dev.onepass.ports.batch.BatchStore;
import dev.onepass.ports.batch.ItemStore;
import dev.onepass.ports.cache.CacheOutages;
import dev.onepass.ports.ledger.Journal;
import dev.onepass.ports.ledger.LedgerStore;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/** The stores in MySQL or MariaDB; connects only if a store is left that no bean provides. */
@AutoConfiguration(before = OnePassAutoConfiguration.class)
@EnableConfigurationProperties(OnePassProperties.class)
@Conditional(OnePassMySqlAutoConfiguration.AnyStoreIsMissing.class)
class OnePassMySqlAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  MySqlAdapter onePassMySql(OnePassProperties properties) {
    OnePassProperties.MySql given = properties.mysql();
    String dsn =
        MissingSettingException.require(
            given.dsn(),
            "onepass.mysql.dsn",
            "the database that the ledger is kept in, as in"
                + " jdbc:mysql://localhost:3306/onepass or user:password@tcp(localhost:3306)/onepass",
            "In tests, declare the stores of dev.onepass.memory.MemoryDatabase as beans instead.");
    MySqlConfig config = MySqlConfig.of(dsn);
    return MySqlAdapter.connect(
        given.user() == null ? config : config.withCredentials(given.user(), given.password()));
  }

  @Bean
  @ConditionalOnMissingBean
  CacheOutages onePassCacheOutages(MySqlAdapter mysql) {
    return mysql.cacheOutages();
  }

  @Bean
  @ConditionalOnMissingBean
  LedgerStore onePassLedgerStore(MySqlAdapter mysql) {
    return mysql.ledger();
  }

  @Bean
  @ConditionalOnMissingBean
  Journal onePassJournal(MySqlAdapter mysql) {
    return mysql.journal();
  }

  @Bean
  @ConditionalOnMissingBean
  BatchStore onePassBatchStore(MySqlAdapter mysql) {
    return mysql.batches();
  }

  @Bean
  @ConditionalOnMissingBean
  ItemStore onePassItemStore(MySqlAdapter mysql) {
    return mysql.items();
  }

  static final class AnyStoreIsMissing extends AnyNestedCondition {

    AnyStoreIsMissing() {
      super(ConfigurationPhase.REGISTER_BEAN);
    }

    @ConditionalOnMissingBean(LedgerStore.class)
    static final class NoLedgerStore {}

    @ConditionalOnMissingBean(Journal.class)
    static final class NoJournal {}

    @ConditionalOnMissingBean(BatchStore.class)
    static final class NoBatchStore {}

    @ConditionalOnMissingBean(ItemStore.class)
    static final class NoItemStore {}
  }
}
