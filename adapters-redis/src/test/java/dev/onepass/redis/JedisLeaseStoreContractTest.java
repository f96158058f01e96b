// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import dev.onepass.ports.lease.LeaseStore;
import dev.onepass.testkit.contract.LeaseStoreContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

class JedisLeaseStoreContractTest extends LeaseStoreContract {

  private static RedisServer redis;
  private static RedisAdapter another;

  @BeforeAll
  static void start() {
    redis = new RedisServer();
    another = redis.connect(0);
  }

  @AfterAll
  static void stop() {
    another.close();
    redis.close();
  }

  @BeforeEach
  void forgetEverything() {
    redis.client.flushAll();
  }

  @Override
  protected LeaseStore leases() {
    return redis.adapter.leases();
  }

  @Override
  protected LeaseStore anotherNode() {
    return another.leases();
  }

  @Override
  protected void elapse(Duration duration) {
    redis.elapse(duration);
  }
}
