// SPDX-License-Identifier: Apache-2.0
package dev.onepass.embedded;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A process named so that another one that got the same number later is not mistaken for it.
 *
 * @param pid the number
 * @param startTicks when it started, in clock ticks since the machine's start, as the kernel tells
 *     it
 */
record ProcessRecord(long pid, long startTicks) {

  private static final long POLL_MILLIS = 10;
  // Positions in /proc/PID/stat behind the command's name, which may itself hold spaces (see
  // proc(5)).
  private static final int STATE = 0;
  private static final int START_TICKS = 19;

  /**
   * The record of a process that runs, or nothing if it is gone, be it that its parent has not yet
   * asked why.
   */
  static Optional<ProcessRecord> of(long pid) throws IOException {
    Path stat = Path.of("/proc", Long.toString(pid), "stat");
    String text;
    try {
      text = Files.readString(stat, ISO_8859_1);
    } catch (IOException gone) {
      return Optional.empty();
    }
    String[] fields = text.substring(text.lastIndexOf(')') + 1).strip().split(" ", -1);
    boolean dead = fields[STATE].equals("Z") || fields[STATE].equals("X");
    return dead
        ? Optional.empty()
        : Optional.of(new ProcessRecord(pid, Long.parseLong(fields[START_TICKS])));
  }

  /** Reads what {@link #write} wrote; nothing if there is no file, or one that was cut short. */
  static Optional<ProcessRecord> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String[] numbers = Files.readString(file, ISO_8859_1).strip().split(" ", -1);
    if (numbers.length != 2) {
      return Optional.empty();
    }
    try {
      return Optional.of(new ProcessRecord(Long.parseLong(numbers[0]), Long.parseLong(numbers[1])));
    } catch (NumberFormatException notOurs) {
      return Optional.empty();
    }
  }

  void write(Path file) throws IOException {
    FileTrees.writePrivate(file, pid + " " + startTicks + "\n");
  }

  boolean isRunning() throws IOException {
    return of(pid).equals(Optional.of(this));
  }

  /** Whether it runs and was started on something in this directory. */
  boolean serves(Path directory) throws IOException {
    if (!isRunning()) {
      return false;
    }
    try {
      String command =
          Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"), ISO_8859_1);
      String name = new String(directory.toString().getBytes(UTF_8), ISO_8859_1);
      return command.contains(name + "/");
    } catch (IOException gone) {
      return false;
    }
  }

  /** Asks it to stop and waits; when the patience is used up, kills it. */
  void stop(Duration patience) throws IOException, InterruptedException {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
    if (!awaitEnd(patience)) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      awaitEnd(patience);
    }
  }

  private boolean awaitEnd(Duration patience) throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (isRunning()) {
      if (System.nanoTime() - start > patience.toNanos()) {
        return false;
      }
      Thread.sleep(POLL_MILLIS);
    }
    return true;
  }
}
