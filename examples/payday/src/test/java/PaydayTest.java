import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.onepass.domain.OnePass;
import dev.onepass.memory.InMemoryThirdParty;
import dev.onepass.memory.MemoryDatabase;
import dev.onepass.ports.model.Money;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaydayTest {

  @Test
  void everyoneHasWhatTheyShould() {
    InMemoryThirdParty bank = new InMemoryThirdParty();
    bank.deposit(Payday.ANNA, Money.of("20.00"));
    bank.deposit(Payday.BEN, Money.of("500.00"));
    try (OnePass onePass =
        OnePass.builder().storage(new MemoryDatabase().storage()).gateway(bank).build()) {
      onePass.start();

      Payday.run(onePass);

      var balances = onePass.balances().read(List.of(Payday.ANNA, Payday.BEN));
      assertEquals(Money.of("120.50"), balances.get(Payday.ANNA).amount());
      assertEquals(Money.of("399.50"), balances.get(Payday.BEN).amount());
      assertEquals(Money.ZERO, bank.total());
    }
  }
}
