import dev.onepass.domain.OnePass;
import dev.onepass.domain.model.TransferCommand;
import dev.onepass.memory.InMemoryThirdParty;
import dev.onepass.memory.MemoryDatabase;
import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Money;
import dev.onepass.ports.model.RequestId;
import dev.onepass.ports.model.Uid;
import java.util.List;

public class Payday {

  static final Uid ANNA = new Uid(1001);
  static final Uid BEN = new Uid(1002);

  /** Sweeps what both have outside, and pays a bill. */
  static void run(OnePass onePass) {
    BatchId payday = new BatchId("payday-1");
    onePass.batches().start(payday, List.of(ANNA, BEN));
    onePass.batches().whenFinished(payday).toCompletableFuture().join();

    onePass.transfer(new TransferCommand(new RequestId("order-7"), BEN, ANNA, Money.of("100.50")));
  }

  public static void main(String[] arguments) {
    InMemoryThirdParty bank = new InMemoryThirdParty();
    bank.deposit(ANNA, Money.of("14.48"));
    bank.deposit(BEN, Money.of("200995.87"));
    try (OnePass onePass =
        OnePass.builder().storage(new MemoryDatabase().storage()).gateway(bank).build()) {
      onePass.start();
      run(onePass);
      onePass.balances().read(List.of(ANNA, BEN)).forEach((uid, balance) ->
          System.out.println(uid + " has " + balance.amount()));
      System.out.println("outside are " + bank.total());
    }
  }
}
