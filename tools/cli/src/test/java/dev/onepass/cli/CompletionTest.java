// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script that {@code onepass completion} prints is one that bash reads and completes with. */
class CompletionTest {

  /** As the pages have it. */
  static final String SOURCE = "source <(./onepass completion)";

  @TempDir private Path directory;

  @Test
  void bashFindsNoFaultInTheScript() throws Exception {
    Files.writeString(directory.resolve("script"), Invocation.of("completion").output(), UTF_8);

    assertThat(bash("bash -n script")).isEmpty();
  }

  @Test
  void whatThePagesSayMakesTheCommandKnownByAnyPath() throws Exception {
    String java = ServerCommand.ofThisProgram().get(0);
    String classPath = System.getProperty("java.class.path");
    Path program = directory.resolve("onepass");
    Files.writeString(
        program,
        """
        #!/bin/sh
        exec '%s' -cp '%s' %s "$@"
        """
            .formatted(java, classPath, Main.class.getName()),
        UTF_8);
    assertThat(program.toFile().setExecutable(true)).isTrue();

    assertThat(bash(SOURCE + "; complete -p onepass")).contains("-F _complete_onepass");
  }

  @ParameterizedTest
  @CsvSource({
    "onepass simu, simulate simulate-faults",
    "onepass comp, completion",
    "onepass bench tr, transfers",
    "onepass demo --us, --users",
    "onepass sweep payday --ser, --server"
  })
  void commandsAndOptionsAreCompleted(String typed, String completions) throws Exception {
    Files.writeString(directory.resolve("script"), Invocation.of("completion").output(), UTF_8);
    int last = typed.split(" ").length - 1;

    String completed =
        bash(
            """
            source ./script
            # Sets how the shell would go on after a TAB, which nobody has pressed.
            compopt() { :; }
            COMP_WORDS=(%s) COMP_CWORD=%d
            _complete_onepass
            echo "${COMPREPLY[@]}"
            """
                .formatted(typed, last));

    assertThat(completed.split("\\s+")).containsExactlyInAnyOrder(completions.split(" "));
  }

  private String bash(String script) throws IOException, InterruptedException {
    Path output = directory.resolve("output");
    Process bash =
        new ProcessBuilder(List.of("bash", "--norc", "-c", script))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(bash.waitFor(3, TimeUnit.MINUTES)).as(script).isTrue();
    String text = Files.readString(output, UTF_8).strip();
    assertThat(bash.exitValue()).as(text).isZero();
    return text;
  }
}
