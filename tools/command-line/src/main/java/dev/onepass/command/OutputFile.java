// SPDX-License-Identifier: Apache-2.0
package dev.onepass.command;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** A file that an option names, to be written after a while. */
public final class OutputFile {

  private OutputFile() {}

  /**
   * To be called first: better now than after all the work.
   *
   * @param option as it is typed
   * @throws ParameterException if nothing can be written there
   */
  public static void requireWritable(CommandSpec spec, String option, Path file) {
    Path parent = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file) || parent == null || !Files.isWritable(parent)) {
      throw new ParameterException(spec.commandLine(), option + ": cannot write " + file);
    }
  }
}
