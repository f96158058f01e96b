// SPDX-License-Identifier: Apache-2.0
package dev.onepass.domain.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onepass.domain.OnePass;
import dev.onepass.domain.model.ReconciliationReport;
import dev.onepass.domain.model.ReconciliationReport.Finding;
import dev.onepass.domain.model.ReconciliationReport.Verdict;
import dev.onepass.domain.model.SettledPayment;
import dev.onepass.memory.Fate;
import dev.onepass.ports.batch.BatchItem;
import dev.onepass.ports.batch.ItemState;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.Uid;
import dev.onepass.ports.thirdparty.PayAnswer;
import dev.onepass.ports.thirdparty.PayAnswer.Cause;
import dev.onepass.ports.thirdparty.Payment;
import dev.onepass.ports.thirdparty.PaymentGateway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The third party's statement finds what nobody has heard of, and nothing else. */
@Timeout(60)
class ReconciliationTest extends SweepFixture {

  private final List<SettledPayment> statement = new ArrayList<>();

  /** What the node is told of a payment that has settled. */
  private Function<Payment, PayAnswer> told = payment -> new PayAnswer.Settled();

  private final OnePass node =
      build(
          new PaymentGateway() {
            @Override
            public CompletionStage<PayAnswer> pay(Payment payment) {
              return thirdParty.pay(payment).thenApply(answer -> heard(payment, answer));
            }

            @Override
            public CompletionStage<Void> begin(BatchId batch, List<Uid> uids) {
              return thirdParty.begin(batch, uids);
            }

            @Override
            public CompletionStage<Void> finish(BatchId batch) {
              return thirdParty.finish(batch);
            }
          },
          this::runLater);

  private PayAnswer heard(Payment payment, PayAnswer answer) {
    if (answer instanceof PayAnswer.Settled) {
      statement.add(new SettledPayment(payment.transactionId(), payment.uid(), payment.amount()));
      return told.apply(payment);
    }
    return answer;
  }

  private List<Uid> sweep(int accounts) {
    node.start();
    List<Uid> uids = fund(accounts, 3_000_000);
    node.batches().start(BATCH, uids);
    finish(node);
    return uids;
  }

  private ReconciliationReport compare() {
    return node.reconciliation().compare(BATCH, statement).orElseThrow();
  }

  private ReconciliationReport apply() {
    var report = node.reconciliation().apply(BATCH, statement).toCompletableFuture();
    time.advance(Duration.ofSeconds(1));
    return report.join().orElseThrow();
  }

  private BatchItem item(Uid uid) {
    return node.batches().items(BATCH, null, new Uid(uid.value() - 1), 1).orElseThrow().get(0);
  }

  /** Lies about the third payment of each account, as a request that is carried out twice does. */
  private void lieOnce() {
    int[] paid = new int[100];
    told =
        payment ->
            ++paid[(int) payment.uid().value()] == 3
                ? new PayAnswer.Insufficient()
                : new PayAnswer.Settled();
  }

  @Test
  void whatAgreesIsFoundToAndTheRestOfTheStatementIsLeftAside() {
    sweep(20);
    int own = statement.size();
    statement.add(new SettledPayment("of another merchant", new Uid(3), Money.of("5.00")));
    statement.add(new SettledPayment("of a stranger", new Uid(4_711), Money.of("5.00")));
    statement.add(statement.get(0));

    ReconciliationReport report = compare();

    assertThat(report).isEqualTo(new ReconciliationReport(BATCH, 20, own, 2, List.of()));
    assertThat(report.isReconciled()).isTrue();
    assertThat(apply()).isEqualTo(report);
  }

  @Test
  void whatNobodyHasHeardOfIsFoundAndCreditedOnce() {
    lieOnce();
    List<Uid> uids = sweep(20);
    Money missing = funded.minus(swept());
    assertThat(missing.isPositive()).isTrue();

    ReconciliationReport found = compare();

    assertThat(found.findings()).extracting(Finding::verdict).containsOnly(Verdict.MISSING_HERE);
    assertThat(
            found.findings().stream()
                .map(finding -> finding.settled().minus(finding.credited()))
                .reduce(Money.ZERO, Money::plus))
        .isEqualTo(missing.minus(thirdParty.total()));
    assertThat(found.isReconciled()).isFalse();

    ReconciliationReport applied = apply();

    assertThat(applied.findings()).extracting(Finding::verdict).containsOnly(Verdict.CREDITED);
    assertThat(applied.isReconciled()).isTrue();
    assertThat(swept().plus(thirdParty.total())).isEqualTo(funded);
    assertThat(node.batches().report(BATCH, Uid.EXTERNAL, 100).orElseThrow().isConserved())
        .isTrue();
    Uid one = found.findings().get(0).uid();
    assertThat(item(one).note()).contains("by the third party's statement");
    assertThat(compare().findings()).isEmpty();
    assertThat(apply().findings()).isEmpty();
    assertThat(uids).contains(one);
  }

  private Money swept() {
    return node.batches().status(BATCH).orElseThrow().progress().swept();
  }

  @Test
  void twoWhoApplyTheSameStatementAtOnceCreditOnce() {
    lieOnce();
    sweep(20);

    var one = node.reconciliation().apply(BATCH, statement).toCompletableFuture();
    var other = node.reconciliation().apply(BATCH, statement).toCompletableFuture();
    time.advance(Duration.ofSeconds(1));

    assertThat(one).isCompleted();
    assertThat(other).isCompleted();
    assertThat(swept().plus(thirdParty.total())).isEqualTo(funded);
  }

  @Test
  void ofAnAccountThatWasSweptAnewTheOldPaymentsAreItsOwnToo() {
    boolean[] refuses = {true};
    int[] calls = {0};
    told = payment -> new PayAnswer.Settled();
    thirdParty.script(
        payment ->
            refuses[0] && ++calls[0] % 4 == 0
                ? new Fate(null, new PayAnswer.Rejected(400, "no"), ROUND_TRIP)
                : Fate.slow(ROUND_TRIP));
    sweep(5);
    for (int i = 0; i < 5; i++) {
      node.batches().resume(BATCH, ItemState.REJECTED);
      time.advance(Duration.ofSeconds(30));
    }
    refuses[0] = false;
    node.batches().resume(BATCH, ItemState.REJECTED);
    time.advance(Duration.ofMinutes(15));

    assertThat(compare())
        .isEqualTo(new ReconciliationReport(BATCH, 5, statement.size(), 0, List.of()));
    assertThat(swept()).isEqualTo(funded);
  }

  @Test
  void aStatementThatIsNotCompleteIsFoundToBe() {
    sweep(3);
    SettledPayment left = statement.remove(0);

    ReconciliationReport report = apply();

    assertThat(report.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.verdict()).isEqualTo(Verdict.MISSING_THERE);
              assertThat(finding.credited().minus(finding.settled())).isEqualTo(left.amount());
            });
    assertThat(report.isReconciled()).isFalse();
    assertThat(swept()).isEqualTo(funded);
  }

  @Test
  void whatIsStillBeingSweptIsLeftAlone() {
    told = payment -> new PayAnswer.InDoubt(Cause.TIMEOUT, "silence");
    node.start();
    node.batches().start(BATCH, fund(2, 3_000));
    time.advance(Duration.ofMinutes(1));

    ReconciliationReport report = apply();

    assertThat(report.findings()).extracting(Finding::verdict).containsOnly(Verdict.UNDER_WAY);
    assertThat(swept()).isEqualTo(Money.ZERO);
  }

  @Test
  void oneIdForTwoPaymentsIsNoStatement() {
    sweep(1);
    SettledPayment first = statement.get(0);
    statement.add(
        new SettledPayment(first.transactionId(), first.uid(), first.amount().plus(Money.of("1"))));

    assertThatThrownBy(this::compare)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(first.transactionId());
  }

  @Test
  void whatIsNoBatchHasNoReport() {
    assertThat(node.reconciliation().compare(new BatchId("unknown"), statement)).isEmpty();
    assertThat(node.reconciliation().apply(new BatchId("unknown"), statement).toCompletableFuture())
        .isCompletedWithValue(Optional.empty());
  }
}
