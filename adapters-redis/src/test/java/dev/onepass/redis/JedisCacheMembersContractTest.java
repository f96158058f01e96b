// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import dev.onepass.ports.cache.CacheMembers;
import dev.onepass.testkit.contract.CacheMembersContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

class JedisCacheMembersContractTest extends CacheMembersContract {

  private static RedisServer redis;

  @BeforeAll
  static void start() {
    redis = new RedisServer();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @BeforeEach
  void forgetEverything() {
    redis.client.flushAll();
  }

  @Override
  protected CacheMembers members() {
    return redis.adapter.members();
  }
}
