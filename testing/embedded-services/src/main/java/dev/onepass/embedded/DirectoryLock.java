// SPDX-License-Identifier: Apache-2.0
package dev.onepass.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file held locked by one JVM at a time, and by one holder in it; the system frees it when the
 * JVM dies.
 *
 * <p>The holders in this JVM are kept in a set of their own, because a JVM that opens and closes a
 * file it has locked loses the lock: the system counts processes, not channels. Thread-safe.
 */
final class DirectoryLock implements AutoCloseable {

  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();
  private static final long RETRY_MILLIS = 20;
  private static final int PID_BYTES_MAX = 20;

  private final Path file;
  private final FileChannel channel;

  private DirectoryLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the directory for this holder.
   *
   * @param directory existing, in its real form ({@link Path#toRealPath})
   * @throws EmbeddedServiceException if somebody else holds it; names the directory and, if known,
   *     the holder
   */
  static DirectoryLock acquire(Path directory) throws IOException {
    Path file = directory.resolve("lock");
    if (!HELD_HERE.add(file)) {
      throw inUse(directory, "this process itself");
    }
    FileChannel channel = open(file);
    try {
      if (channel.tryLock() == null) {
        throw inUse(directory, holder(channel));
      }
      channel.truncate(0).write(UTF_8.encode(Long.toString(ProcessHandle.current().pid())), 0);
      return new DirectoryLock(file, channel);
    } catch (IOException | RuntimeException failure) {
      release(file, channel);
      throw failure;
    }
  }

  /** Waits until nobody else holds the file, given in its real form. */
  static DirectoryLock await(Path file) throws IOException, InterruptedException {
    while (!HELD_HERE.add(file)) {
      Thread.sleep(RETRY_MILLIS);
    }
    FileChannel channel = open(file);
    try {
      while (channel.tryLock() == null) {
        Thread.sleep(RETRY_MILLIS);
      }
      return new DirectoryLock(file, channel);
    } catch (IOException | InterruptedException failure) {
      release(file, channel);
      throw failure;
    }
  }

  private static FileChannel open(Path file) throws IOException {
    try {
      return FileChannel.open(file, CREATE, READ, WRITE);
    } catch (IOException failure) {
      HELD_HERE.remove(file);
      throw failure;
    }
  }

  private static EmbeddedServiceException inUse(Path directory, String holder) {
    return new EmbeddedServiceException(
        "The data directory %s is in use by %s. Stop that one, or choose another directory."
            .formatted(directory, holder));
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer pid = ByteBuffer.allocate(PID_BYTES_MAX);
    channel.read(pid, 0);
    String text = UTF_8.decode(pid.flip()).toString();
    return text.isEmpty() ? "another process" : "process " + text;
  }

  /** Frees the file. Does nothing the second time. */
  @Override
  public synchronized void close() throws IOException {
    if (channel.isOpen()) {
      release(file, channel);
    }
  }

  private static void release(Path file, FileChannel channel) throws IOException {
    try {
      channel.close();
    } finally {
      HELD_HERE.remove(file);
    }
  }
}
