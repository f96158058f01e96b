// SPDX-License-Identifier: Apache-2.0
package dev.onepass.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file held locked by one JVM at a time, and by one holder in it; the system frees it when the
 * JVM dies.
 */
final class DirectoryLock implements AutoCloseable {

  private static final long RETRY_MILLIS = 20;
  private static final int PID_BYTES_MAX = 20;

  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the directory for this holder.
   *
   * @throws EmbeddedServiceException if somebody else holds it; names the directory and, if known,
   *     the holder
   */
  static DirectoryLock acquire(Path directory) throws IOException {
    FileChannel channel = open(directory.resolve("lock"));
    try {
      if (tryLock(channel) == null) {
        throw new EmbeddedServiceException(
            "The data directory %s is in use by %s. Stop that one, or choose another directory."
                .formatted(directory, holder(channel)));
      }
      channel.truncate(0).write(UTF_8.encode(Long.toString(ProcessHandle.current().pid())), 0);
      return new DirectoryLock(channel);
    } catch (IOException | RuntimeException failure) {
      channel.close();
      throw failure;
    }
  }

  /** Waits until nobody else holds the file. */
  static DirectoryLock await(Path file) throws IOException, InterruptedException {
    FileChannel channel = open(file);
    try {
      // Not channel.lock(), which would fail rather than wait for another thread of this JVM.
      while (tryLock(channel) == null) {
        Thread.sleep(RETRY_MILLIS);
      }
      return new DirectoryLock(channel);
    } catch (IOException | InterruptedException failure) {
      channel.close();
      throw failure;
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, CREATE, READ, WRITE);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldInThisJvm) {
      return null;
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer pid = ByteBuffer.allocate(PID_BYTES_MAX);
    channel.read(pid, 0);
    String text = UTF_8.decode(pid.flip()).toString();
    return text.isEmpty() ? "another process" : "process " + text;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
