// SPDX-License-Identifier: Apache-2.0
package dev.onepass.spring;

import dev.onepass.mysql.MySqlAdapter;
import dev.onepass.redis.RedisAdapter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Tells the actuator, if there is one, how the database and the cache are. */
@AutoConfiguration(
    after = {OnePassMySqlAutoConfiguration.class, OnePassRedisAutoConfiguration.class})
@ConditionalOnBean(MySqlAdapter.class)
class OnePassHealthAutoConfiguration {

  @Bean
  SignsOfLife onePassSignsOfLife(MySqlAdapter mysql, ObjectProvider<RedisAdapter> redis) {
    RedisAdapter cache = redis.getIfAvailable();
    return new SignsOfLife(mysql::ping, cache == null ? null : cache::ping);
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = "org.springframework.boot.actuate.health.HealthIndicator")
  static class OnBoot3 {

    @Bean
    org.springframework.boot.actuate.health.HealthIndicator onePassHealthIndicator(
        SignsOfLife signs) {
      return () -> {
        SignsOfLife.State state = signs.ask();
        var health = new org.springframework.boot.actuate.health.Health.Builder();
        return (state.up() ? health.up() : health.down()).withDetails(state.details()).build();
      };
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = "org.springframework.boot.health.contributor.HealthIndicator")
  static class OnBoot4 {

    @Bean
    org.springframework.boot.health.contributor.HealthIndicator onePassHealthIndicator(
        SignsOfLife signs) {
      return () -> {
        SignsOfLife.State state = signs.ask();
        var health = new org.springframework.boot.health.contributor.Health.Builder();
        return (state.up() ? health.up() : health.down()).withDetails(state.details()).build();
      };
    }
  }
}
