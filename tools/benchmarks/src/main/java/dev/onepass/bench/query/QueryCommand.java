// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.query;

import dev.onepass.bench.lab.BenchAccounts;
import dev.onepass.bench.lab.BenchDatabase;
import dev.onepass.bench.lab.BenchOptions;
import dev.onepass.bench.lab.BenchReport;
import dev.onepass.bench.lab.BenchServer;
import dev.onepass.bench.lab.HttpLoad;
import dev.onepass.bench.lab.Results;
import dev.onepass.bench.lab.Turns;
import dev.onepass.command.ExitCode;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code onepass bench query}. */
@Command(
    name = "query",
    header = "Queries for 100 balances over HTTP, beside plain JDBC without HTTP.%n",
    description = {
      "A server in this process answers POST /onePass/queryUserAmount from 64 keep-alive"
          + " connections: with all balances in Redis, with Redis emptied twenty times a second, and"
          + " from the database alone, which Redis is then told of. Plain JDBC asks the database"
          + " itself, on 8 and 64 connections."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  onepass bench query", "  onepass bench query --seconds 10 --json query.json"})
public final class QueryCommand implements Callable<Integer> {

  private static final int HTTP_CONNECTIONS = 64;
  private static final String PATH = "/onePass/queryUserAmount";
  private static final String FEW = "plain JDBC, 8 connections";
  private static final String MANY = "plain JDBC, 64 connections";
  private static final String WARM = "One-Pass over HTTP, warm Redis";
  private static final String COLD = "One-Pass over HTTP, cold Redis";
  private static final String PAST = "One-Pass over HTTP, from the database";

  @Spec private CommandSpec spec;
  @Mixin private BenchOptions options;

  /** Made by the command line, which also sets the fields. */
  @SuppressWarnings("NullAway.Init")
  QueryCommand() {}

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    try (BenchDatabase database = options.open()) {
      BenchAccounts books = BenchAccounts.open(database);
      Results results;
      try (BenchServer server = BenchServer.start(database, Map.of())) {
        Turns.Contestant http = over(server, PATH);
        results =
            new Turns()
                .add(FEW, duration -> PlainQueries.run(database, 8, duration))
                .add(MANY, duration -> PlainQueries.run(database, 64, duration))
                .add(WARM, http)
                .add(COLD, new Forgetting(server.redis(), http))
                .add(PAST, over(server, PATH + "?source=db"))
                .run(options.rounds(), options.duration(), out::println);
      }
      books.requireConserved();
      options.show(report(results).on(database.conditions()));
    }
    return ExitCode.DONE;
  }

  private static Turns.Contestant over(BenchServer server, String path) {
    HttpLoad load = new HttpLoad(server.port(), path, Questions::json);
    return duration -> load.run(HTTP_CONNECTIONS, duration);
  }

  private static BenchReport report(Results results) {
    double plain = results.best(Stream.of(FEW, MANY));
    double warm = results.of(WARM).perSecond();
    return new BenchReport(results)
        .headline("queryPlain", plain)
        .headline("queryWarm", warm)
        .headline("queryCold", results.of(COLD).perSecond())
        .headline("queryPastCache", results.of(PAST).perSecond())
        .ratio("queryWarmRatio", warm, plain);
  }
}
