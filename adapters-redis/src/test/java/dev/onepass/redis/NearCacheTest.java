// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Balances kept in the process, on a real Redis that tells what changes, or does not. */
class NearCacheTest {

  private static final Uid ONE = new Uid(1);
  private static final Uid NOBODY = new Uid(9);
  private static final Balance BALANCE = new Balance(ONE, Money.of("1.00"), 1);

  @Test
  void whatIsKnownIsNotFetchedAgainUntilItChanges() {
    try (RedisServer redis = new RedisServer();
        RedisAdapter near = redis.connectNear(100)) {
      BalanceCache cache = near.balances();
      put(cache, BALANCE, Balance.none(NOBODY));
      List<Uid> both = List.of(ONE, NOBODY);
      cache.view(both);
      long fetched = fetched(redis);

      for (int i = 0; i < 10; i++) {
        assertThat(cache.view(both).found())
            .isEqualTo(Map.of(ONE, BALANCE, NOBODY, Balance.none(NOBODY)));
      }
      assertThat(fetched(redis)).isEqualTo(fetched);
      assertThat(near.nearAccounts()).isEqualTo(2);

      put(redis.adapter.balances(), BALANCE.plus(Money.of("0.50")));
      assertThat(cache.view(both).found().get(ONE).amount()).isEqualTo(Money.of("1.50"));
      assertThat(fetched(redis)).isGreaterThan(fetched);
    }
  }

  @Test
  void anExpiredEntryIsForgottenHereToo() {
    try (RedisServer redis = new RedisServer();
        RedisAdapter near = redis.connectNear(100)) {
      put(near.balances(), Balance.none(NOBODY));
      assertThat(near.balances().view(List.of(NOBODY)).found()).isNotEmpty();

      redis.elapse(Duration.ofSeconds(11));

      assertThat(near.balances().view(List.of(NOBODY)).found()).isEmpty();
    }
  }

  @Test
  void manyAtOnceAreReadFromRedis() {
    try (RedisServer redis = new RedisServer();
        RedisAdapter near = redis.connectNear(100)) {
      List<Uid> many = LongStream.rangeClosed(1, 5_000).mapToObj(Uid::new).toList();
      put(near.balances(), BALANCE);

      assertThat(near.balances().view(many).found()).containsOnly(Map.entry(ONE, BALANCE));
      assertThat(near.balances().viewAsync(many).toCompletableFuture().join().found()).hasSize(1);
    }
  }

  @Test
  void aUserWhoMayNotHearOfChangesReadsFromRedis() {
    try (RedisServer redis = new RedisServer()) {
      try (Jedis admin = new Jedis(redis.server.uri())) {
        admin.aclSetUser("teller", "on", ">hunter2", "~*", "+@all", "-client");
      }
      RedisConfig teller =
          redis
              .config("", 0)
              .withNearAccounts(100)
              .agreeing(RedisUrl.of("redis://teller:hunter2@h"));
      try (RedisAdapter deaf = RedisAdapter.connect(teller)) {
        for (int version = 1; version < 20; version++) {
          Balance balance = new Balance(ONE, Money.ofCents(version), version);
          put(redis.adapter.balances(), balance);
          assertThat(deaf.balances().view(List.of(ONE)).found()).containsValue(balance);
        }
        assertThat(deaf.isNear()).isFalse();
        assertThat(deaf.nearAccounts()).isZero();
      }
    }
  }

  @Test
  void aLostConnectionLosesNothing() {
    try (RedisServer redis = new RedisServer();
        RedisAdapter near = redis.connectNear(100)) {
      put(near.balances(), BALANCE);
      near.balances().view(List.of(ONE));

      redis.dropConnections();
      Patience.until("the loss is noticed, or made good", () -> near.nearAccounts() == 0);
      put(redis.connect(0).balances(), BALANCE.plus(Money.of("1.00")));

      Patience.until("balances are kept near again", near::isNear);
      assertThat(near.balances().view(List.of(ONE)).found().get(ONE).version()).isEqualTo(2);
    }
  }

  @Test
  void aRedisThatFallsSilentIsNotWaitedForLong() throws Exception {
    try (RedisServer redis = new RedisServer();
        RedisAdapter near = redis.connectNear(100)) {
      put(near.balances(), BALANCE);
      redis.signal("-STOP");
      try {
        assertThat(near.balances().viewAsync(List.of(ONE)).toCompletableFuture().join().found())
            .isEmpty();
        assertThatThrownBy(() -> near.balances().view(List.of(ONE)))
            .isInstanceOf(UnavailableException.class);
      } finally {
        redis.signal("-CONT");
      }
      Patience.until("balances are kept near again", near::isNear);
    }
  }

  /** Jedis would connect anew at the next command, and Redis would tell that connection nothing. */
  @Test
  void aConnectionThatWasBrokenOffIsNotOpenedAgain() throws Exception {
    try (RedisServer redis = new RedisServer()) {
      JedisClientConfig config =
          DefaultJedisClientConfig.builder()
              .protocol(RedisProtocol.RESP3)
              .password(redis.server.password())
              .build();
      HostAndPort address = new HostAndPort(redis.server.host(), redis.server.port());
      CommandArguments ping = new CommandArguments(Protocol.Command.PING);
      try (TrackingConnection connection =
          new TrackingConnection(
              address, config, List.of("onepass:"), Duration.ofSeconds(10), key -> {})) {
        connection.send(ping);
        assertThat(connection.reply()).isEqualTo("PONG".getBytes(StandardCharsets.US_ASCII));
        connection.forceDisconnect();
        assertThatThrownBy(() -> connection.send(ping))
            .isInstanceOf(JedisConnectionException.class);
      }
    }
  }

  private static void put(BalanceCache cache, Balance... balances) {
    cache.put(List.of(balances), cache.view(List.of()).generation());
  }

  /** How many MGETs Redis has answered. */
  private static long fetched(RedisServer redis) {
    try (Jedis own = new Jedis(redis.server.uri())) {
      Matcher calls =
          Pattern.compile("cmdstat_mget:calls=(\\d+)").matcher(own.info("commandstats"));
      return calls.find() ? Long.parseLong(calls.group(1)) : 0;
    }
  }
}
