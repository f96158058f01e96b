// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.http;

import dev.onepass.bench.lab.BenchDatabase;
import dev.onepass.bench.lab.BenchOptions;
import dev.onepass.bench.lab.BenchServer;
import dev.onepass.bench.lab.Books;
import dev.onepass.bench.lab.HttpLoad;
import dev.onepass.bench.lab.PlainTransfers;
import dev.onepass.bench.lab.Report;
import dev.onepass.bench.lab.Results;
import dev.onepass.bench.lab.Trades;
import dev.onepass.bench.lab.Way;
import dev.onepass.command.ExitCode;
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
      Books books = Books.open(database);
      try (BenchServer server = BenchServer.start(database, Map.of())) {
        PlainTransfers transfers = PlainTransfers.on(database);
        Way plain = new Way("plain JDBC", "connections", JDBC_CONNECTIONS, transfers::run);
        Way ours = new Way("One-Pass over HTTP", "connections", HTTP_CONNECTIONS, over(server));
        Results results =
            Way.turns(List.of(plain, ours)).run(options.rounds(), options.duration(), out::println);
        transfers.requireConserved();
        books.requireConserved();
        options.show(report(results, plain, ours).on(database.conditions()));
      }
    }
    return ExitCode.DONE;
  }

  private static Way.Load over(BenchServer server) {
    return (connections, trades, duration) ->
        new HttpLoad(server.port(), "/onePass/userTrade", () -> json(trades.next()))
            .run(connections, duration);
  }

  private static String json(Trades.Trade trade) {
    String cents = Long.toString(100 + trade.cents() % 100);
    return "{\"sourceUid\":"
        + trade.from()
        + ",\"targetUid\":"
        + trade.to()
        + ",\"amount\":"
        + trade.cents() / 100
        + "."
        + cents.substring(1)
        + "}";
  }

  private static Report report(Results results, Way plain, Way ours) {
    double rawBest = plain.best(results, Trades.SPREAD);
    double rawHot = plain.best(results, Trades.HOT);
    double http = ours.best(results, Trades.SPREAD);
    double httpHot = ours.best(results, Trades.HOT);
    return new Report(results)
        .headline("rawBest", rawBest)
        .headline("rawHot", rawHot)
        .headline("http", http)
        .headline("httpHot", httpHot)
        .ratio("httpRatio", http, rawBest)
        .ratio("httpHotRatio", httpHot, rawHot);
  }
}
