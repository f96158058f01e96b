// SPDX-License-Identifier: Apache-2.0
package dev.onepass.spring;

import dev.onepass.memory.InMemoryBatches;
import dev.onepass.memory.InMemoryLedger;
import dev.onepass.memory.MemoryDatabase;
import dev.onepass.ports.time.Timekeeper;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The stores in memory. */
@Configuration(proxyBeanMethods = false)
class Memory {

  @Bean
  MemoryDatabase database(Timekeeper time) {
    return new MemoryDatabase(time);
  }

  @Bean
  InMemoryLedger ledger(MemoryDatabase database) {
    return database.ledger();
  }

  @Bean
  InMemoryBatches batches(MemoryDatabase database) {
    return database.batches();
  }
}
