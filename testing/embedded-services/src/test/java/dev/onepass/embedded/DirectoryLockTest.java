// SPDX-License-Identifier: Apache-2.0
package dev.onepass.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {

  @TempDir Path temporary;
  Path directory;

  @BeforeEach
  void resolve() throws Exception {
    directory = temporary.toRealPath();
  }

  @Test
  void aDirectoryHasOneHolderAtATime() throws Exception {
    DirectoryLock first = DirectoryLock.acquire(directory);
    assertThatThrownBy(() -> DirectoryLock.acquire(directory))
        .hasMessageContaining(directory.toString());
    first.close();
    DirectoryLock.acquire(directory).close();
  }

  @Test
  void closingTwiceDoesNotFreeTheNextHolder() throws Exception {
    DirectoryLock first = DirectoryLock.acquire(directory);
    first.close();
    try (DirectoryLock second = DirectoryLock.acquire(directory)) {
      first.close();
      assertThatThrownBy(() -> DirectoryLock.acquire(directory)).hasMessageContaining("in use");
      assertThat(second).isNotNull();
    }
  }

  @Test
  void aRefusedAttemptInThisJvmDoesNotOpenTheDirectoryToOthers() throws Exception {
    try (DirectoryLock held = DirectoryLock.acquire(directory)) {
      assertThatThrownBy(() -> DirectoryLock.acquire(directory)).hasMessageContaining("in use");
      assertThat(acquireInAnotherJvm())
          .contains("in use by process " + ProcessHandle.current().pid());
      assertThat(held).isNotNull();
    }
    assertThat(acquireInAnotherJvm()).isEqualTo("acquired");
  }

  private String acquireInAnotherJvm() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                AcquiringJvm.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(other.getInputStream().readAllBytes(), UTF_8);
    assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return said.strip();
  }

  /** Says whether it got the lock. */
  static final class AcquiringJvm {

    private AcquiringJvm() {}

    public static void main(String[] arguments) throws Exception {
      try {
        DirectoryLock.acquire(Path.of(arguments[0])).close();
        System.out.println("acquired");
      } catch (EmbeddedServiceException refused) {
        System.out.println(refused.getMessage());
      }
    }
  }
}
