// SPDX-License-Identifier: Apache-2.0
package dev.onepass.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramCacheTest {

  private static final int USERS = 8;

  @TempDir Path root;

  @Test
  void usersAtTheSameTimeFillAnEntryOnceAndAllSeeItWhole() throws Exception {
    AtomicInteger fillings = new AtomicInteger();
    CountDownLatch allHere = new CountDownLatch(USERS);
    ExecutorService threads = Executors.newFixedThreadPool(USERS);
    List<Future<String>> users = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      users.add(
          threads.submit(
              () -> {
                allHere.countDown();
                allHere.await();
                Path entry =
                    new ProgramCache(root.toRealPath())
                        .entry(
                            "program",
                            directory -> {
                              fillings.incrementAndGet();
                              Files.writeString(directory.resolve("first"), "1");
                              Files.writeString(directory.resolve("last"), "whole");
                            });
                return Files.readString(entry.resolve("last"));
              }));
    }
    for (Future<String> user : users) {
      assertThat(user.get()).isEqualTo("whole");
    }
    threads.shutdown();
    assertThat(fillings).hasValue(1);
  }

  @Test
  void aFillingThatWasCutShortStartsAfresh() throws Exception {
    ProgramCache cache = new ProgramCache(root.toRealPath());
    assertThatThrownBy(
            () ->
                cache.entry(
                    "program",
                    directory -> {
                      Files.writeString(directory.resolve("half"), "1");
                      throw new IOException("disk full");
                    }))
        .hasMessage("disk full");
    assertThat(root.resolve("program")).doesNotExist();

    Path entry = cache.entry("program", directory -> Files.createFile(directory.resolve("whole")));

    assertThat(entry.resolve("whole")).exists();
    assertThat(entry.resolve("half")).doesNotExist();
  }
}
