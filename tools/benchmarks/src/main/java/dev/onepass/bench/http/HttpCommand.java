// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.http;

import dev.onepass.bench.lab.BenchAccounts;
import dev.onepass.bench.lab.BenchDatabase;
import dev.onepass.bench.lab.BenchOptions;
import dev.onepass.bench.lab.BenchServer;
import dev.onepass.bench.lab.BesidePlain;
import dev.onepass.bench.lab.HttpLoad;
import dev.onepass.bench.lab.TradePattern;
import dev.onepass.bench.lab.Way;
import dev.onepass.command.ExitCode;
import dev.onepass.ports.model.Money;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code onepass bench http}. */
@Command(
    name = "http",
    header = "Transfers a second over HTTP, beside plain JDBC without HTTP.%n",
    description = {
      "A server in this process takes POST /onePass/userTrade from 64 and 256 keep-alive"
          + " connections; plain JDBC runs one transaction for each transfer, on 8 and 64"
          + " connections. Everything shares this machine's processors."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  onepass bench http", "  onepass bench http --seconds 10 --json http.json"})
public final class HttpCommand implements Callable<Integer> {

  private static final List<Integer> JDBC_CONNECTIONS = List.of(8, 64);
  private static final List<Integer> HTTP_CONNECTIONS = List.of(64, 256);

  @Spec private CommandSpec spec;
  @Mixin private BenchOptions options;

  /** Made by the command line, which also sets the fields. */
  @SuppressWarnings("NullAway.Init")
  HttpCommand() {}

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    try (BenchDatabase database = options.open()) {
      BenchAccounts books = BenchAccounts.open(database);
      try (BenchServer server = BenchServer.start(database, Map.of())) {
        Way ours = new Way("One-Pass over HTTP", "connections", HTTP_CONNECTIONS, over(server));
        BesidePlain both =
            BesidePlain.run(database, books, JDBC_CONNECTIONS, ours, options, out::println);
        options.show(both.report("http").on(database.conditions()));
      }
    }
    return ExitCode.DONE;
  }

  private static Way.Load over(BenchServer server) {
    return (connections, trades, duration) ->
        new HttpLoad(server.port(), "/onePass/userTrade", () -> json(trades.next()))
            .run(connections, duration);
  }

  private static String json(TradePattern.Trade trade) {
    return "{\"sourceUid\":"
        + trade.from()
        + ",\"targetUid\":"
        + trade.to()
        + ",\"amount\":"
        + Money.ofCents(trade.cents())
        + "}";
  }
}
