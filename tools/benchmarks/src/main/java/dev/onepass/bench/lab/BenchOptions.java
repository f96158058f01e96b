// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.lab;

import dev.onepass.command.CommandFailure;
import dev.onepass.command.JsonFile;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that all benchmarks on a database have. */
public final class BenchOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How long each turn lasts; default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Rounds that count, after one to warm up; default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--mysql",
      paramLabel = "DSN",
      description = {
        "Measure on that server, in a database made and dropped there;",
        "default: an embedded MariaDB."
      })
  private @Nullable String mysql;

  @Mixin private JsonFile json;

  /** Made by the command line, which also sets the fields. */
  @SuppressWarnings("NullAway.Init")
  public BenchOptions() {}

  /** Of a turn. */
  public Duration duration() {
    return Duration.ofSeconds(positive("--seconds", seconds));
  }

  /** At least one. */
  public int rounds() {
    return positive("--rounds", rounds);
  }

  /**
   * Opens the database to measure on, after a look at the other options.
   *
   * @throws ParameterException if the options make no sense
   * @throws CommandFailure if there is no such server, or it does not let the user in
   */
  public BenchDatabase open() {
    json.requireWritable();
    duration();
    rounds();
    try {
      return BenchDatabase.open(mysql);
    } catch (IllegalArgumentException e) {
      throw wrong("--mysql: " + e.getMessage());
    } catch (SQLException e) {
      throw new CommandFailure("cannot make a database to measure on: " + e.getMessage(), e);
    }
  }

  /** Prints the report, and writes it if that was asked for. */
  public void show(BenchReport report) throws IOException {
    report.print(spec.commandLine().getOut());
    json.write(report::json);
  }

  /** A complaint about an option. */
  public ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private int positive(String option, int value) {
    if (value < 1) {
      throw wrong(option + " must be at least 1, not " + value);
    }
    return value;
  }
}
