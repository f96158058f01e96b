// SPDX-License-Identifier: Apache-2.0
package dev.onepass.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessRecordTest {

  @TempDir Path directory;

  @Test
  void itIsReadAsItWasWritten() throws Exception {
    Path file = directory.resolve("server.pid");
    assertThat(ProcessRecord.read(file)).isEmpty();

    ProcessRecord self = ProcessRecord.of(ProcessHandle.current().pid()).orElseThrow();
    self.write(file);

    assertThat(ProcessRecord.read(file)).contains(self);
    assertThat(self.isRunning()).isTrue();
  }

  @Test
  void aFileCutShortOrFullOfNonsenseRecordsNothing() throws Exception {
    for (String text : new String[] {"", "12", "12 x", "1 2 3"}) {
      assertThat(ProcessRecord.read(Files.writeString(directory.resolve("server.pid"), text)))
          .isEmpty();
    }
  }

  @Test
  void aLaterProcessWithTheSameNumberIsNotMistakenForIt() throws Exception {
    ProcessRecord self = ProcessRecord.of(ProcessHandle.current().pid()).orElseThrow();
    assertThat(new ProcessRecord(self.pid(), self.startTicks() - 1).isRunning()).isFalse();
  }

  @Test
  void aProcessServesTheDirectoryItsCommandNamesAndNoOther() throws Exception {
    Process process =
        new ProcessBuilder("/bin/sh", "-c", "read -r _", directory + "/余额/data").start();
    try {
      ProcessRecord record = ProcessRecord.of(process.pid()).orElseThrow();
      assertThat(record.serves(directory.resolve("余额"))).isTrue();
      assertThat(record.serves(directory.resolve("余"))).isFalse();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aProcessThatIgnoresTheRequestToStopIsKilled() throws Exception {
    Process process =
        new ProcessBuilder("/bin/sh", "-c", "trap '' TERM; echo ready; read -r _").start();
    process.inputReader().readLine();
    ProcessRecord record = ProcessRecord.of(process.pid()).orElseThrow();

    record.stop(Duration.ofMillis(50));

    assertThat(record.isRunning()).isFalse();
    assertThat(process.waitFor()).isEqualTo(128 + 9);
  }
}
