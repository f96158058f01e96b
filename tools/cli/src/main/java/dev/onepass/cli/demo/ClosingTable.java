// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.demo;

import dev.onepass.command.Terminal;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.stream.Collectors;

/** Shows a report to people. */
public final class ClosingTable {

  private static final String ROW = "%-22s %18s %18s";

  private final DemoReport report;
  private final Terminal terminal;

  /** Shows that report there. */
  public ClosingTable(DemoReport report, Terminal terminal) {
    this.report = report;
    this.terminal = terminal;
  }

  /** Shows it. */
  public void show() {
    terminal.line("");
    terminal.line(row("", "before", "after"));
    terminal.line(
        row("at the third party", money(report.externalBefore()), money(report.externalAfter())));
    terminal.line(row("at One-Pass", money(BigDecimal.ZERO), money(report.localTotal())));
    terminal.line(
        row(
            "together",
            money(report.externalBefore()),
            money(report.externalAfter().add(report.localTotal()))));
    terminal.line("");
    terminal.line(
        text(
            "The batch took %.1f s and %,d calls; without a single fault, %,d are the fewest.",
            report.seconds(), report.payCalls(), report.floorCalls()));
    terminal.line("Faults met: " + faults());
    terminal.line("");
    report.checks().forEach(this::check);
    terminal.line("");
    terminal.line(verdict());
  }

  private void check(String rule, boolean holds) {
    terminal.line((holds ? terminal.good("  ok  ") : terminal.bad("FAILED")) + "  " + rule);
  }

  private String faults() {
    String faults =
        report.faults().entrySet().stream()
            .filter(fault -> fault.getValue() > 0)
            .map(fault -> fault.getKey() + " " + fault.getValue())
            .collect(Collectors.joining(", "));
    return faults.isEmpty() ? "none" : faults;
  }

  private String verdict() {
    return report.conserved()
        ? terminal.good(text("Every cent is accounted for (%.1f s in all).", report.totalSeconds()))
        : terminal.bad("NOT every cent is accounted for.");
  }

  private static String row(String name, String before, String after) {
    return text(ROW, name, before, after);
  }

  private static String money(BigDecimal amount) {
    return text("%,.2f", amount);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
