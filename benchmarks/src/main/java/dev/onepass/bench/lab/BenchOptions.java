// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.lab;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
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

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there.")
  private @Nullable Path json;

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

  /** Where the measuring is done; null for an embedded database. */
  public @Nullable String mysql() {
    return mysql;
  }

  /** Writes the figures, if that was asked for. */
  public void write(Object figures) throws IOException {
    if (json != null) {
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .writeValue(json.toFile(), figures);
    }
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
