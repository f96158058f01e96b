// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UidsTest {

  @TempDir private Path directory;

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("uids"), text);
  }

  @Test
  void blanksCommasAndLinesSeparateAndCommentsAreSkipped() throws IOException {
    Path file = file("# of payday\r\n1001, 1002\t1003 # and\n\n,1004\n9223372036854775807");

    assertThat(Uids.read(file)).containsExactly(1001L, 1002L, 1003L, 1004L, Long.MAX_VALUE);
  }

  @Test
  void whatIsNoUidIsNamedWithItsLine() throws IOException {
    Path file = file("1001\n1002 -3");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Uids.read(file))
        .withMessageContaining("uids, line 2: ")
        .withMessageContaining("'-3'");
  }

  @Test
  void aFileThatCannotBeReadIsNamed() {
    Path missing = directory.resolve("missing");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Uids.read(missing))
        .withMessageContaining(missing.toString());
  }
}
