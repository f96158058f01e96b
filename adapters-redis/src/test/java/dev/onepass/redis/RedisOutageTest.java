// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onepass.embedded.EmbeddedRedis;
import dev.onepass.embedded.RedisPersistence;
import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.lease.Lease;
import dev.onepass.ports.ledger.Balance;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;

/** Redis absent, killed, hung, restarted, or of another mind about the password. */
class RedisOutageTest {

  private static final Uid UID = new Uid(1001);
  private static final List<Uid> UIDS = List.of(UID);
  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void redisNeedNotBeThereToConnect() {
    RedisConfig nowhere;
    try (EmbeddedRedis server = EmbeddedRedis.temporary()) {
      nowhere = RedisConfig.of(server.host() + ":" + server.port(), "", 0);
    }
    try (RedisAdapter adapter = RedisAdapter.connect(nowhere)) {
      assertUnavailable(adapter::ping);
    }
  }

  @Test
  void everyCallSaysSoWhenRedisIsGone() {
    try (RedisServer redis = new RedisServer()) {
      redis.server.kill();

      assertUnavailable(() -> redis.adapter.balances().view(UIDS));
      assertUnavailable(() -> redis.adapter.balances().put(List.of(Balance.none(UID)), 1));
      assertUnavailable(() -> redis.adapter.balances().invalidate());
      assertUnavailable(() -> redis.adapter.leases().tryAcquire(List.of("a"), LONG));
      assertThatCode(() -> redis.adapter.balances().generation()).doesNotThrowAnyException();
    }
  }

  @Test
  void aHungRedisIsSoonNoLongerWaitedFor() throws IOException, InterruptedException {
    try (RedisServer redis = new RedisServer()) {
      redis.signal("-STOP");
      try {
        for (int i = 0; i < 3; i++) {
          assertUnavailable(redis.adapter::ping);
        }

        assertThatThrownBy(redis.adapter::ping).hasMessageContaining("has not answered lately");
      } finally {
        redis.signal("-CONT");
      }
      redis.awaitAnswer();
    }
  }

  @Test
  void callsGoOnAfterARestart() {
    try (RedisServer redis = new RedisServer()) {
      BalanceCache cache = redis.adapter.balances();
      redis.server.kill();
      for (int i = 0; i < 10; i++) {
        assertUnavailable(() -> cache.view(UIDS));
      }

      redis.server.restart();
      redis.awaitAnswer();

      cache.put(List.of(Balance.none(UID)), cache.view(UIDS).generation());
      assertThat(cache.view(UIDS).found()).containsKey(UID);
      assertThat(redis.adapter.leases().tryAcquire(List.of("a"), LONG)).hasSize(1);
    }
  }

  @Test
  void aRestartFromAnOldSnapshotServesNoOldBalance(@TempDir Path dataDir) {
    EmbeddedRedis server = EmbeddedRedis.start(dataDir, RedisPersistence.SNAPSHOTS, progress -> {});
    try (RedisServer redis = new RedisServer(server)) {
      BalanceCache cache = redis.adapter.balances();
      long generation = cache.view(UIDS).generation();
      cache.put(List.of(new Balance(UID, Money.of("1.00"), 1)), generation);
      takeSnapshot(redis);
      cache.put(List.of(new Balance(UID, Money.of("2.00"), 2)), generation);
      assertThat(cache.view(UIDS).found().get(UID).version()).isEqualTo(2);

      server.kill();
      server.restart();
      redis.awaitAnswer();

      assertThat(cache.view(UIDS).found()).isEmpty();
      assertThat(cache.generation()).isNotEqualTo(generation);
      try (RedisClient fresh = RedisClient.create(server.uri())) {
        assertThat(fresh.get("onepass:balance:1001")).isEqualTo(generation + "|1|1.00");
      }
    }
  }

  @Test
  void aWrongPasswordIsToldWithoutThePassword() {
    try (RedisServer redis = new RedisServer();
        RedisAdapter stranger = RedisAdapter.connect(redis.config("hunter2", 0))) {
      assertThatThrownBy(stranger::ping)
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("WRONGPASS")
          .hasMessageNotContaining("hunter2");
    }
  }

  /** What a primary does that was taken out of service as planned: it stays up as a replica. */
  @Test
  void aServerThatBecomesAReplicaIsLeftAndUsedAgainOnceItIsThePrimary() {
    try (RedisServer redis = new RedisServer()) {
      BalanceCache cache = redis.adapter.balances();
      command(redis, Protocol.Command.REPLICAOF, "127.0.0.1", "1");

      assertUnavailable(() -> cache.put(List.of(Balance.none(UID)), 1));
      assertUnavailable(cache::invalidate);
      assertUnavailable(() -> redis.adapter.leases().tryAcquire(List.of("a"), LONG));
      assertThatThrownBy(redis.adapter::ping).hasMessageContaining("has not answered lately");

      command(redis, Protocol.Command.REPLICAOF, "NO", "ONE");
      redis.awaitAnswer();
      cache.invalidate();
      assertThat(redis.adapter.leases().tryAcquire(List.of("a"), LONG)).hasSize(1);
    }
  }

  @Test
  void aFullMemoryIsToldAndTheServerGivenAPause() {
    try (RedisServer redis = new RedisServer()) {
      command(redis, Protocol.Command.CONFIG, "SET", "maxmemory", "1");
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> redis.adapter.leases().tryAcquire(List.of("a"), LONG))
            .isInstanceOf(UnavailableException.class)
            .hasMessageContainingAll("OOM", "raise maxmemory");
      }
      assertThatThrownBy(redis.adapter::ping).hasMessageContaining("has not answered lately");

      command(redis, Protocol.Command.CONFIG, "SET", "maxmemory", "0");
      redis.awaitAnswer();
      assertThat(redis.adapter.leases().tryAcquire(List.of("a"), LONG)).hasSize(1);
    }
  }

  @Test
  void aUserWhoMayTooLittleIsTold() {
    try (RedisServer redis = new RedisServer()) {
      command(
          redis,
          Protocol.Command.ACL,
          "SETUSER",
          "teller",
          "on",
          ">hunter2",
          "~*",
          "+@all",
          "-info");
      RedisConfig usual = redis.config("", 0);
      RedisConfig teller = usual.agreeing(RedisUrl.of("redis://teller:hunter2@h"));
      try (RedisAdapter limited = RedisAdapter.connect(teller)) {
        limited.ping();
        assertThatThrownBy(() -> limited.balances().view(UIDS))
            .isInstanceOf(UnavailableException.class)
            .hasMessageContainingAll("NOPERM", "INFO among it")
            .hasMessageNotContaining("hunter2");

        command(redis, Protocol.Command.ACL, "SETUSER", "teller", "+info");
        limited.balances().view(UIDS);
        assertThat(limited.evictionPolicy()).contains("noeviction");
      }
    }
  }

  /** The list is that of docs/operations.md. */
  @Test
  void theDocumentedRightsAreEnough() throws IOException {
    Matcher rights =
        Pattern.compile("`((?:\\+@?[a-z|]+ ?)+)`")
            .matcher(Files.readString(Path.of("../docs/operations.md")));
    assertThat(rights.find()).isTrue();
    List<String> user =
        new ArrayList<>(List.of("SETUSER", "teller", "on", ">hunter2", "~onepass:*"));
    user.addAll(List.of(rights.group(1).split(" ")));
    try (RedisServer redis = new RedisServer()) {
      command(redis, Protocol.Command.ACL, user.toArray(String[]::new));
      RedisConfig teller =
          redis
              .config("", 0)
              .withNearAccounts(10)
              .agreeing(RedisUrl.of("redis://teller:hunter2@h/1"));
      try (RedisAdapter limited = RedisAdapter.connect(teller)) {
        limited.ping();
        Patience.until("balances are kept near", limited::isNear);
        long generation = limited.balances().view(UIDS).generation();
        limited.balances().put(List.of(Balance.none(UID)), generation);
        limited.balances().invalidate();
        assertThat(limited.balances().view(UIDS).found()).isEmpty();
        List<Lease> held = limited.leases().tryAcquire(List.of("a"), LONG);
        assertThat(limited.leases().renew(held, LONG)).isEmpty();
        limited.leases().release(held);
        assertThat(limited.statuses().get(new BatchId("b"))).isEmpty();
        assertThat(limited.rateLimit(1, LONG).admits("a")).isTrue();
        assertThat(limited.evictionPolicy()).isPresent();
      }
    }
  }

  @Test
  void deploymentsWithAPrefixEachShareADatabase() {
    try (RedisServer redis = new RedisServer();
        RedisAdapter other =
            RedisAdapter.connect(redis.config(redis.server.password(), 0).withPrefix("test:"))) {
      redis.adapter.leases().tryAcquire(List.of("a"), LONG);

      assertThat(other.leases().tryAcquire(List.of("a"), LONG)).hasSize(1);
      assertThat(redis.client.keys("test:*")).isNotEmpty();
    }
  }

  @Test
  void databasesAreWorldsApart() {
    try (RedisServer redis = new RedisServer();
        RedisAdapter other = redis.connect(5)) {
      redis.adapter.leases().tryAcquire(List.of("a"), LONG);

      assertThat(other.leases().tryAcquire(List.of("a"), LONG)).hasSize(1);
    }
  }

  @Test
  void aClosedAdapterIsUnavailable() {
    try (RedisServer redis = new RedisServer()) {
      redis.adapter.close();

      assertUnavailable(redis.adapter::ping);
    }
  }

  private static void assertUnavailable(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            UnavailableException.class,
            e -> assertThat(e.dependency()).isEqualTo(UnavailableException.Dependency.CACHE));
  }

  private static void takeSnapshot(RedisServer redis) {
    command(redis, Protocol.Command.SAVE);
  }

  private static void command(RedisServer redis, Protocol.Command command, String... arguments) {
    try (Connection connection = redis.client.getPool().getResource()) {
      connection.executeCommand(new CommandArguments(command).addObjects((Object[]) arguments));
    }
  }
}
