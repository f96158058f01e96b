// SPDX-License-Identifier: Apache-2.0
package dev.onepass.thirdparty;

import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.thirdparty.PaymentGateway;
import dev.onepass.testkit.contract.PaymentGatewayContract;
import dev.onepass.testkit.contract.PaymentTrouble;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class HttpPaymentGatewayContractTest extends PaymentGatewayContract {

  private TroubledThirdParty thirdParty;
  private HttpPaymentGateway gateway;

  @BeforeEach
  void open() throws IOException {
    thirdParty = new TroubledThirdParty();
    gateway = HttpPaymentGateway.open(thirdParty.config().withCallTimeout(Duration.ofSeconds(3)));
  }

  @AfterEach
  void close() throws IOException {
    gateway.close();
    thirdParty.close();
  }

  @Override
  protected PaymentGateway gateway() {
    return gateway;
  }

  @Override
  protected void open(Uid uid, Money balance) {
    thirdParty.bank.fund(uid.value(), balance.cents());
  }

  @Override
  protected Money balance(Uid uid) {
    return Money.ofCents(thirdParty.bank.books().account(uid.value()).orElseThrow().balanceCents());
  }

  @Override
  protected void trouble(PaymentTrouble trouble) {
    thirdParty.trouble(trouble);
  }

  @Override
  protected void throttle(Duration retryAfter) {
    thirdParty.throttle(retryAfter);
  }

  @Override
  protected void failAnnouncements(int count) {
    thirdParty.failAnnouncements(count);
  }

  @Override
  protected List<BatchId> begun() {
    return thirdParty.bank.books().batchesBegun().stream().map(BatchId::new).toList();
  }

  @Override
  protected List<BatchId> finished() {
    return thirdParty.bank.books().batchesFinished().stream().map(BatchId::new).toList();
  }
}
