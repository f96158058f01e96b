// SPDX-License-Identifier: Apache-2.0
package dev.onepass.spring;

import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.ports.cache.CacheMembers;
import dev.onepass.ports.cache.StatusCache;
import dev.onepass.ports.lease.LeaseStore;
import dev.onepass.redis.RedisAdapter;
import dev.onepass.redis.RedisConfig;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The caches and leases in Redis, if the application has one: nothing needs them. */
@AutoConfiguration(before = OnePassAutoConfiguration.class)
@EnableConfigurationProperties(OnePassProperties.class)
@ConditionalOnProperty("onepass.redis.address")
class OnePassRedisAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  RedisAdapter onePassRedis(OnePassProperties properties) {
    OnePassProperties.Redis given = properties.redis();
    return RedisAdapter.connect(
        RedisConfig.of(String.valueOf(given.address()), given.password(), given.database()));
  }

  @Bean
  @ConditionalOnMissingBean
  BalanceCache onePassBalanceCache(RedisAdapter redis) {
    return redis.balances();
  }

  @Bean
  @ConditionalOnMissingBean
  StatusCache onePassStatusCache(RedisAdapter redis) {
    return redis.statuses();
  }

  @Bean
  @ConditionalOnMissingBean
  LeaseStore onePassLeaseStore(RedisAdapter redis) {
    return redis.leases();
  }

  @Bean
  @ConditionalOnMissingBean
  CacheMembers onePassCacheMembers(RedisAdapter redis) {
    return redis.members();
  }
}
