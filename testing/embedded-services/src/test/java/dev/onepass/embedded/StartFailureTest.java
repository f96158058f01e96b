// SPDX-License-Identifier: Apache-2.0
package dev.onepass.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program that cannot run says what is missing and what to do; here a script stands for the
 * program.
 */
class StartFailureTest {

  @TempDir Path dataDir;

  @Test
  void aMissingSharedLibraryIsNamed() {
    assertThatThrownBy(
            () ->
                start(
                    "/bin/sh",
                    "-c",
                    "echo 'mariadbd: error while loading shared libraries: libaio.so.1: cannot open shared"
                        + " object file: No such file or directory'; exit 127"))
        .hasMessageContaining("lacks the shared library libaio.so.1")
        .hasMessageContaining("test.key");
  }

  @Test
  void anOldCLibraryIsNamed() {
    assertThatThrownBy(
            () ->
                start(
                    "/bin/sh",
                    "-c",
                    "echo \"mariadbd: /lib64/libc.so.6: version \\`GLIBC_2.17' not found\"; exit 1"))
        .hasMessageContaining("C library is too old, GLIBC_2.17");
  }

  @Test
  void aProgramWithoutALoaderOrTheRightToRunIsExplained() throws Exception {
    assertThatThrownBy(() -> start(dataDir.resolve("absent").toString()))
        .hasMessageContaining("musl");
    Path notExecutable = Files.createFile(dataDir.resolve("plain"));
    assertThatThrownBy(() -> start(notExecutable.toString())).hasMessageContaining("noexec");
  }

  @Test
  void anyOtherEndShowsTheEndOfTheLog() {
    assertThatThrownBy(() -> start("/bin/sh", "-c", "echo first; seq 20; echo the reason; exit 3"))
        .isInstanceOf(EmbeddedServiceException.class)
        .hasMessageContaining("exit code 3")
        .hasMessageContaining("server.log")
        .hasMessageContaining("the reason")
        .hasMessageNotContaining("first");
  }

  @Test
  void theLogOfTheRunBeforeIsKept() throws Exception {
    assertThatThrownBy(() -> start("/bin/sh", "-c", "echo one; exit 3"))
        .hasMessageContaining("one");
    assertThatThrownBy(() -> start("/bin/sh", "-c", "echo two; exit 3"))
        .hasMessageContaining("two");
    assertThat(dataDir.resolve("server.log.previous")).hasContent("one");
  }

  private void start(String... command) throws IOException, InterruptedException {
    try (ServerDirectory directory = ServerDirectory.open(dataDir)) {
      ServerProcess.start(new Script(List.of(command)), directory, 1);
    }
  }

  private record Script(List<String> command) implements ServerProgram {

    @Override
    public String name() {
      return "Test";
    }

    @Override
    public String setting() {
      return "test.key";
    }

    @Override
    public String readyMark() {
      return "never said";
    }

    @Override
    public List<String> prepare(ServerDirectory directory, int port) {
      return command;
    }
  }
}
