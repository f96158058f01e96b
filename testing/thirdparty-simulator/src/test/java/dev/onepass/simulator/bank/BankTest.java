// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class BankTest {

  @Test
  void doesWhatAPlainModelDoes() {
    for (long seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      Bank bank = new Bank();
      Model model = new Model();

      for (int step = 0; step < 5_000; step++) {
        long uid = 1L + random.nextInt(300);
        long cents = 1L + random.nextInt(40);
        int kind = random.nextInt(20);
        if (kind == 0) {
          bank.set(uid, cents);
          model.set(uid, cents);
        } else if (kind < 4) {
          bank.add(uid, cents);
          model.set(uid, model.balances.getOrDefault(uid, 0L) + cents);
        } else {
          String id = "t" + random.nextInt(3_000);
          long always = kind < 18 ? 1 + Math.abs((long) id.hashCode()) % 300 : uid;
          long amount = kind < 18 ? 1 + id.length() : cents;
          assertThat(bank.pay(id, always, amount))
              .as("seed %d, step %d", seed, step)
              .isEqualTo(model.pay(id, always, amount));
        }
      }

      model.assertSame(bank, seed);
    }
  }

  @Test
  void oneOfManyConcurrentTwinsSettles() throws Exception {
    Bank bank = new Bank();
    bank.add(1, 1_000_000);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 300; round++) {
        String id = "t" + round;
        List<Future<Judgement>> twins = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          twins.add(threads.submit(() -> bank.pay(id, 1, 7)));
        }
        List<Judgement> judgements = new ArrayList<>();
        for (Future<Judgement> twin : twins) {
          judgements.add(twin.get());
        }
        assertThat(judgements)
            .containsExactlyInAnyOrder(
                Judgement.SETTLED, Judgement.REPEATED, Judgement.REPEATED, Judgement.REPEATED);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(bank.totals().settledCents()).isEqualTo(2_100);
  }

  @Test
  void anIdCostsAtMost32Bytes() {
    Bank bank = new Bank();
    bank.add(1, Bank.BALANCE_CENTS_MAX);
    Random random = new Random(1);

    for (int count = 1; count <= 300_000; count++) {
      bank.pay(new UUID(random.nextLong(), random.nextLong()).toString(), 1, 1);
      if (count % 50_000 == 0) {
        assertThat(bank.rememberedBytes() / bank.rememberedIds()).isBetween(16L, 32L);
      }
    }

    assertThat(bank.rememberedIds()).isEqualTo(300_000);
    assertThat(bank.totals().payments()).isEqualTo(300_000);
  }

  @Test
  void balancesAndTheirSumHaveBounds() {
    Bank bank = new Bank();

    assertThatIllegalArgumentException().isThrownBy(() -> bank.add(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> bank.add(1, -1));
    assertThatIllegalArgumentException().isThrownBy(() -> bank.add(1, Long.MAX_VALUE));
    assertThatIllegalArgumentException().isThrownBy(() -> bank.set(1, Bank.BALANCE_CENTS_MAX + 1));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> {
              for (long uid = 1; uid < 10_000; uid++) {
                bank.set(uid, Bank.BALANCE_CENTS_MAX);
              }
            })
        .withMessage("the sum of all balances became too large");
    assertThat(bank.totals().conserved()).isTrue();
  }

  /** The same rules over hash maps of whole ids. */
  private static final class Model {
    private final Map<Long, Long> balances = new HashMap<>();
    private final Map<Long, Long> settledCents = new HashMap<>();
    private final Map<String, String> contents = new HashMap<>();
    private final Map<String, Boolean> settled = new HashMap<>();
    private long funded;

    void set(long uid, long cents) {
      funded += cents - balances.getOrDefault(uid, 0L);
      balances.put(uid, cents);
    }

    Judgement pay(String id, long uid, long cents) {
      String content = uid + "/" + cents;
      if (!contents.getOrDefault(id, content).equals(content)) {
        return Judgement.ID_REUSED;
      }
      if (settled.getOrDefault(id, false)) {
        return Judgement.REPEATED;
      }
      if (!balances.containsKey(uid)) {
        return Judgement.UNKNOWN_ACCOUNT;
      }
      contents.put(id, content);
      if (balances.get(uid) < cents) {
        return Judgement.INSUFFICIENT;
      }
      settled.put(id, true);
      balances.merge(uid, -cents, Long::sum);
      settledCents.merge(uid, cents, Long::sum);
      return Judgement.SETTLED;
    }

    void assertSame(Bank bank, long seed) {
      BankTotals totals = bank.totals();
      assertThat(totals.conserved()).as("seed %d", seed).isTrue();
      assertThat(totals.fundedCents()).as("seed %d", seed).isEqualTo(funded);
      assertThat(totals.payments()).as("seed %d", seed).isEqualTo(settled.size());
      assertThat(bank.rememberedIds()).as("seed %d", seed).isEqualTo(contents.size());
      assertThat(bank.accounts(0, 1_000)).as("seed %d", seed).hasSize(balances.size());
      for (AccountBook book : bank.accounts(0, 1_000)) {
        assertThat(book.balanceCents()).isEqualTo(balances.get(book.uid()));
        assertThat(book.settledCents()).isEqualTo(settledCents.getOrDefault(book.uid(), 0L));
      }
    }
  }
}
