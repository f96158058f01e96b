// SPDX-License-Identifier: Apache-2.0
package dev.onepass.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option {@code --json FILE} of a command that takes a while: a mixin. For one thread. */
public final class JsonFile {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Also write what it came to there, as JSON.")
  private @Nullable Path file;

  /** Made by the command line, which also sets the fields. */
  @SuppressWarnings("NullAway.Init")
  public JsonFile() {}

  /**
   * To be called first: better now than after all the work.
   *
   * @throws ParameterException if nothing can be written there
   */
  public void requireWritable() {
    if (file != null) {
      OutputFile.requireWritable(spec, "--json", file);
    }
  }

  /** Writes it, if that was asked for. */
  public void write(Supplier<?> report) throws IOException {
    if (file != null) {
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .writeValue(file.toFile(), report.get());
    }
  }
}
