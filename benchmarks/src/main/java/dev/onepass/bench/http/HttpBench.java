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
import dev.onepass.bench.lab.Turns;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
public final class HttpBench implements Callable<Integer> {

  private static final int[] JDBC_CONNECTIONS = {8, 64};
  private static final int[] HTTP_CONNECTIONS = {64, 256};

  @Spec private CommandSpec spec;
  @Mixin private BenchOptions options;

  /** Made by the command line, which also sets the fields. */
  @SuppressWarnings("NullAway.Init")
  HttpBench() {}

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    try (BenchDatabase database = BenchDatabase.open(options.mysql())) {
      Books books = Books.open(database);
      Results results;
      try (BenchServer server = BenchServer.start(database)) {
        PlainTransfers plain = PlainTransfers.on(database);
        results = turns(plain, server).run(options.rounds(), options.duration(), out::println);
        plain.requireConserved();
      }
      books.requireConserved();
      Report report = report(results).on(database.conditions());
      report.print(out);
      options.write(report.json());
    }
    return 0;
  }

  private static Turns turns(PlainTransfers plain, BenchServer server) {
    Turns turns = new Turns();
    for (Trades trades : Trades.values()) {
      HttpLoad load = new HttpLoad(server.port(), "/onePass/userTrade", () -> json(trades.next()));
      for (int n : JDBC_CONNECTIONS) {
        turns.add(plainName(trades, n), duration -> plain.run(n, trades, duration));
      }
      for (int n : HTTP_CONNECTIONS) {
        turns.add(httpName(trades, n), duration -> load.run(n, duration));
      }
    }
    return turns;
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

  private static Report report(Results results) {
    double rawBest = results.best(names(JDBC_CONNECTIONS, n -> plainName(Trades.SPREAD, n)));
    double rawHot = results.best(names(JDBC_CONNECTIONS, n -> plainName(Trades.HOT, n)));
    double http = results.best(names(HTTP_CONNECTIONS, n -> httpName(Trades.SPREAD, n)));
    double httpHot = results.best(names(HTTP_CONNECTIONS, n -> httpName(Trades.HOT, n)));
    return new Report(results)
        .headline("rawBest", rawBest)
        .headline("rawHot", rawHot)
        .headline("http", http)
        .headline("httpHot", httpHot)
        .ratio("httpRatio", http, rawBest)
        .ratio("httpHotRatio", httpHot, rawHot);
  }

  private static Stream<String> names(int[] counts, IntFunction<String> name) {
    return IntStream.of(counts).mapToObj(name);
  }

  private static String plainName(Trades trades, int connections) {
    return "plain JDBC, %s, %d connections"
        .formatted(trades.name().toLowerCase(Locale.ROOT), connections);
  }

  private static String httpName(Trades trades, int connections) {
    return "One-Pass over HTTP, %s, %d"
        .formatted(trades.name().toLowerCase(Locale.ROOT), connections);
  }
}
