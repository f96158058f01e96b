// SPDX-License-Identifier: Apache-2.0
package dev.onepass.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.domain.OnePass;
import dev.onepass.domain.event.OnePassListener;
import dev.onepass.domain.model.TransferCommand;
import dev.onepass.domain.model.TransferOutcome;
import dev.onepass.memory.InMemoryBalanceCache;
import dev.onepass.memory.InMemoryLeases;
import dev.onepass.memory.InMemoryLedger;
import dev.onepass.memory.InMemoryThirdParty;
import dev.onepass.memory.MemoryDatabase;
import dev.onepass.mysql.MySqlAdapter;
import dev.onepass.ports.cache.BalanceCache;
import dev.onepass.ports.cache.StatusCache;
import dev.onepass.ports.lease.LeaseStore;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.thirdparty.PaymentGateway;
import dev.onepass.ports.time.SystemTimekeeper;
import dev.onepass.ports.time.Timekeeper;
import dev.onepass.redis.RedisAdapter;
import dev.onepass.thirdparty.HttpPaymentGateway;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Which bean is there under which condition. */
class ConditionsTest {

  private final ApplicationContextRunner bare =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  OnePassAutoConfiguration.class,
                  OnePassMySqlAutoConfiguration.class,
                  OnePassRedisAutoConfiguration.class,
                  OnePassThirdPartyAutoConfiguration.class,
                  OnePassHealthAutoConfiguration.class));

  private final ApplicationContextRunner inMemory =
      bare.withUserConfiguration(Memory.class).withBean(InMemoryThirdParty.class);

  @Test
  void theTestsRunOnTheBootThatTheyAreMeantFor() {
    assertThat(SpringBootVersion.getVersion()).isEqualTo(System.getProperty("boot.version"));
  }

  @Test
  void withAllStoresAsBeansNoDatabaseIsNeeded() {
    inMemory.run(
        context ->
            assertThat(context)
                .hasNotFailed()
                .hasSingleBean(OnePass.class)
                .hasSingleBean(LedgerStore.class)
                .doesNotHaveBean(MySqlAdapter.class)
                .doesNotHaveBean(SignsOfLife.class));
  }

  @Test
  void aListenerHearsOfTransfers() {
    Queue<RequestId> heard = new ConcurrentLinkedQueue<>();
    OnePassListener listener =
        new OnePassListener() {
          @Override
          public void transferDecided(TransferCommand command, TransferOutcome outcome) {
            heard.add(command.requestId());
          }
        };
    var order =
        new TransferCommand(
            new RequestId("order-7"), new Uid(1001), new Uid(1002), Money.of("1.00"));
    inMemory
        .withBean(OnePassListener.class, () -> listener)
        .run(context -> context.getBean(OnePass.class).transfer(order));
    assertThat(heard).containsExactly(order.requestId());
  }

  @Test
  void oneStoreOfManyDoesNotReplaceTheDatabase() {
    bare.withBean(InMemoryThirdParty.class)
        .withBean(InMemoryLedger.class, () -> new MemoryDatabase(new SystemTimekeeper()).ledger())
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("onepass.mysql.dsn"));
  }

  @Test
  void withoutADatabaseTheFailureNamesTheProperty() {
    bare.run(
        context ->
            assertThat(context)
                .getFailure()
                .rootCause()
                .isInstanceOf(MissingSettingException.class)
                .hasMessageContaining("onepass.mysql.dsn"));
  }

  @Test
  void withoutAThirdPartyTheFailureNamesTheProperty() {
    bare.withUserConfiguration(Memory.class)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .isInstanceOf(MissingSettingException.class)
                    .hasMessageContaining("onepass.third-party.pay-url"));
  }

  @Test
  void aBeanIsTheGatewayRatherThanHttp() {
    inMemory.run(
        context ->
            assertThat(context)
                .getBean(PaymentGateway.class)
                .isInstanceOf(InMemoryThirdParty.class));
  }

  @Test
  void withoutAnAddressThereIsNoCache() {
    inMemory.run(
        context ->
            assertThat(context)
                .doesNotHaveBean(RedisAdapter.class)
                .doesNotHaveBean(BalanceCache.class)
                .doesNotHaveBean(StatusCache.class)
                .doesNotHaveBean(LeaseStore.class));
  }

  @Test
  void withAnAddressCachesAndLeasesAreInRedisAndItNeedNotAnswer() {
    inMemory
        .withPropertyValues("onepass.redis.address=127.0.0.1:1")
        .run(
            context ->
                assertThat(context)
                    .hasNotFailed()
                    .hasSingleBean(RedisAdapter.class)
                    .hasSingleBean(BalanceCache.class)
                    .hasSingleBean(StatusCache.class)
                    .hasSingleBean(LeaseStore.class));
  }

  @Test
  void aBeanTakesThePlaceOfOnePortAlone() {
    inMemory
        .withPropertyValues("onepass.redis.address=127.0.0.1:1")
        .withBean(LeaseStore.class, () -> new InMemoryLeases(new SystemTimekeeper()))
        .run(
            context -> {
              assertThat(context).getBean(LeaseStore.class).isInstanceOf(InMemoryLeases.class);
              assertThat(context).hasSingleBean(BalanceCache.class);
            });
  }

  @Test
  void halfACacheIsAMistake() {
    inMemory
        .withBean(BalanceCache.class, InMemoryBalanceCache::new)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("BalanceCache, a StatusCache and a LeaseStore"));
  }

  @Test
  void theApplicationsOwnClockAndOnePassStay() {
    var time = new SystemTimekeeper();
    inMemory
        .withBean("mine", Timekeeper.class, () -> time)
        .run(context -> assertThat(context).getBean(Timekeeper.class).isSameAs(time));
  }

  @Test
  void noExecutorIsTakenFromTheApplication() {
    inMemory.run(context -> assertThat(context).doesNotHaveBean(Executor.class));
  }

  @Test
  void theBeanOfThatNameDoesTheWork() {
    Executor mine = Runnable::run;
    inMemory
        .withBean(Workers.EXECUTOR, Executor.class, () -> mine)
        .run(context -> assertThat(context.getBean(Workers.class).executor()).isSameAs(mine));
  }

  @Test
  void aNumberThatCannotBeIsNamed() {
    inMemory
        .withPropertyValues("onepass.batch.max-concurrency=many")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .hasStackTraceContaining("onepass.batch.max-concurrency"));
  }

  @Test
  void theGatewayTakesItsProperties() {
    bare.withUserConfiguration(Memory.class)
        .withPropertyValues(
            "onepass.third-party.pay-url=http://127.0.0.1:1/pay",
            "onepass.third-party.begin-url=http://127.0.0.1:1/begin",
            "onepass.third-party.finish-url=http://127.0.0.1:1/finish",
            "onepass.third-party.id=40008",
            "onepass.third-party.token=secret",
            "onepass.third-party.finish-style=bare")
        .run(
            context -> {
              assertThat(context)
                  .getBean(PaymentGateway.class)
                  .isInstanceOf(HttpPaymentGateway.class);
              assertThat(context.getBean(OnePassProperties.class).toString())
                  .doesNotContain("secret");
            });
  }
}
