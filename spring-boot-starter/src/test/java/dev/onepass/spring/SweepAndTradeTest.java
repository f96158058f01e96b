// SPDX-License-Identifier: Apache-2.0
package dev.onepass.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.domain.OnePass;
import dev.onepass.domain.model.TransferCommand;
import dev.onepass.domain.model.TransferOutcome;
import dev.onepass.embedded.EmbeddedMariaDb;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import dev.onepass.simulator.SimulatorOptions;
import dev.onepass.simulator.ThirdPartySimulator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/** An application as it is in production: a database, and a third party over HTTP. */
class SweepAndTradeTest {

  private static final Uid RICH = new Uid(1002);
  private static final Uid POOR = new Uid(1001);

  @EnableAutoConfiguration
  static class Application {}

  @Test
  void anApplicationSweepsTradesAndStopsAndTheMoneyIsThereAtTheNextStart() throws Exception {
    try (EmbeddedMariaDb mariaDb = EmbeddedMariaDb.temporary();
        ThirdPartySimulator bank = ThirdPartySimulator.start(SimulatorOptions.defaults())) {
      bank.fund(Map.of(1001L, 14_48L, 1002L, 200_995_87L));

      try (ConfigurableApplicationContext context = start(mariaDb, bank)) {
        sweep(context.getBean(OnePass.class));
        trade(context.getBean(OnePass.class));
      }

      assertThat(bank.books().totals().remainingCents()).isZero();
      try (ConfigurableApplicationContext context = start(mariaDb, bank)) {
        var balances = context.getBean(OnePass.class).balances().readPastCache(List.of(POOR, RICH));
        assertThat(balances.get(POOR).amount()).isEqualTo(Money.of("114.98"));
        assertThat(balances.get(RICH).amount()).isEqualTo(Money.of("200895.37"));
      }
    }
  }

  private static void sweep(OnePass onePass) {
    var batch = new BatchId("payday-1");
    onePass.batches().start(batch, List.of(POOR, RICH));
    onePass.batches().whenFinished(batch).toCompletableFuture().join();
  }

  private static void trade(OnePass onePass) {
    var order = new TransferCommand(new RequestId("order-7"), RICH, POOR, Money.of("100.50"));
    TransferOutcome outcome = onePass.transfer(order);
    assertThat(outcome).isInstanceOf(TransferOutcome.Posted.class);
  }

  private static ConfigurableApplicationContext start(
      EmbeddedMariaDb mariaDb, ThirdPartySimulator bank) {
    var application = new SpringApplication(Application.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    return application.run(
        "--onepass.mysql.dsn=" + mariaDb.jdbcUrl("onepass"),
        "--onepass.mysql.user=" + mariaDb.user(),
        "--onepass.mysql.password=" + mariaDb.password(),
        "--onepass.third-party.pay-url=" + bank.payUri(),
        "--onepass.third-party.begin-url=" + bank.batchPayBeginUri(),
        "--onepass.third-party.finish-url=" + bank.batchPayFinishUri(),
        "--onepass.third-party.id=40008",
        "--onepass.third-party.token=a token");
  }
}
