// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import dev.onepass.command.CommandFailure;
import dev.onepass.command.ExitCode;
import dev.onepass.command.Terminal;
import dev.onepass.domain.Reconciliation;
import dev.onepass.domain.model.ReconciliationReport;
import dev.onepass.domain.model.ReconciliationReport.Finding;
import dev.onepass.domain.model.SettledPayment;
import dev.onepass.ports.model.BatchId;
import dev.onepass.server.BackOffice;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code onepass reconcile}. */
@Command(
    name = "reconcile",
    header = "Hold the third party's statement against a batch.%n",
    description = {
      "Compares what the third party says has settled with what the batch has credited, account by"
          + " account, and lists those that differ. Payments of other batches are left aside: their"
          + " transaction ids tell them apart. Servers may run meanwhile.",
      "With --apply what settled outside and was never credited is credited, once, however often"
          + " this is run.",
      "Exits 0 if nothing is left to be done; 1 if accounts differ."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  onepass reconcile --batch payday-1 --statement march.csv",
      "  onepass reconcile --batch payday-1 --statement march.csv --apply --config /etc/onepass.yaml"
    })
final class ReconcileCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--batch", paramLabel = "ID", required = true, description = "The batch.")
  private String batch;

  @Option(
      names = "--statement",
      paramLabel = "FILE",
      required = true,
      description =
          "CSV whose first line names the columns transactionId, uid and amount: the settled payments.")
  private Path statement;

  @Option(names = "--apply", description = "Credit what is missing.")
  private boolean apply;

  @Mixin private ConfigOption config;

  @SuppressWarnings("NullAway.Init")
  ReconcileCommand() {}

  @Override
  public Integer call() {
    BatchId id = id();
    List<SettledPayment> payments = Statement.read(statement);
    ReconciliationReport report;
    try (BackOffice office = BackOffice.open(config.settings())) {
      report = report(office.onePass().reconciliation(), id, payments);
    }
    Terminal terminal = Terminal.of(spec.commandLine().getOut());
    report.findings().forEach(finding -> terminal.line(text(finding)));
    terminal.line(
        "batch %s: %d accounts compared, %d differ; of the statement %d payments are the batch's, %d are not"
            .formatted(
                id,
                report.accounts(),
                report.findings().size(),
                report.payments(),
                report.foreign()));
    return report.isReconciled() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private BatchId id() {
    try {
      return new BatchId(batch);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }

  private ReconciliationReport report(
      Reconciliation reconciliation, BatchId id, List<SettledPayment> payments) {
    Optional<ReconciliationReport> report;
    try {
      report =
          apply
              ? reconciliation.apply(id, payments).toCompletableFuture().join()
              : reconciliation.compare(id, payments);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(statement + ": " + e.getMessage(), e);
    }
    return report.orElseThrow(
        () -> new CommandFailure("there is no batch " + id + " in the database of mysql.dsn"));
  }

  private static String text(Finding finding) {
    String sums =
        "%d: settled %s, credited %s: "
            .formatted(finding.uid().value(), finding.settled(), finding.credited());
    return sums
        + switch (finding.verdict()) {
          case AGREES -> "they agree";
          case UNDER_WAY -> "it is still being swept or asked for again; compare later";
          case MISSING_HERE -> "%s is missing here; --apply credits it".formatted(missing(finding));
          case CREDITED -> "%s was missing here, and is credited".formatted(missing(finding));
          case MISSING_THERE ->
              "%s is missing there: the statement is not complete, or something is wrong"
                  .formatted(finding.credited().minus(finding.settled()));
        };
  }

  private static String missing(Finding finding) {
    return finding.settled().minus(finding.credited()).toString();
  }
}
