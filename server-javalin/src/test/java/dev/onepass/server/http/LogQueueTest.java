// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LogQueueTest {

  private final List<String> written = new CopyOnWriteArrayList<>();
  private final AtomicInteger dropped = new AtomicInteger();

  @Test
  void linesAreWrittenInOrderAndNoneIsLeftAtTheEnd() {
    List<String> lines = IntStream.range(0, 1_000).mapToObj(Integer::toString).toList();
    LogQueue queue = new LogQueue(written::add, dropped::incrementAndGet);
    lines.forEach(queue::add);
    queue.close();

    assertThat(written).isEqualTo(lines);
    assertThat(dropped).hasValue(0);
  }

  /** As one that goes into a pipe which nobody empties. */
  @Test
  void aLogThatBlocksStopsNobodyAndWhatIsDroppedIsCounted() throws InterruptedException {
    CountDownLatch emptied = new CountDownLatch(1);
    LogQueue queue =
        new LogQueue(
            line -> {
              try {
                emptied.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              written.add(line);
            },
            dropped::incrementAndGet);
    for (int i = 0; i < 15_000; i++) {
      queue.add("line");
    }
    // One of them may be in the hands of the thread.
    assertThat(dropped.get()).isBetween(4_999, 5_000);
    emptied.countDown();
    while (written.size() + dropped.get() < 15_000) {
      Thread.onSpinWait();
    }
    queue.close();
    assertThat(written.size() + dropped.get()).isEqualTo(15_000);
  }

  @Test
  void aLineThatCannotBeWrittenIsCountedAndTheNextOnesAre() {
    LogQueue queue =
        new LogQueue(
            line -> {
              if (line.equals("bad")) {
                throw new IllegalStateException("a bug");
              }
              written.add(line);
            },
            dropped::incrementAndGet);
    List.of("a", "bad", "b").forEach(queue::add);
    queue.close();

    assertThat(written).containsExactly("a", "b");
    assertThat(dropped).hasValue(1);
  }
}
