// SPDX-License-Identifier: Apache-2.0
package dev.onepass.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * One server's directory: its lock, password, log, process record and data, for their owner's eyes
 * only.
 */
final class ServerDirectory implements AutoCloseable {

  private static final String PASSWORD_FILE = "password";
  private static final int PASSWORD_BYTES = 24;

  private final Path path;
  private final DirectoryLock lock;
  private final boolean temporary;
  private final String password;

  private ServerDirectory(Path path, boolean temporary) throws IOException {
    this.path = path;
    this.temporary = temporary;
    this.lock = DirectoryLock.acquire(path);
    try {
      this.password = readOrMakePassword();
    } catch (IOException | RuntimeException failure) {
      lock.close();
      throw failure;
    }
  }

  /** Takes the directory, made if absent, for this JVM; an orphan may still run in it. */
  static ServerDirectory open(Path directory) throws IOException {
    FileTrees.createPrivate(directory.toAbsolutePath());
    return new ServerDirectory(directory.toRealPath(), false);
  }

  /** As {@link #open(Path)}; a directory that has no password yet gets this one. */
  static ServerDirectory open(Path directory, String password) throws IOException {
    FileTrees.createPrivate(directory.toAbsolutePath());
    Path file = directory.resolve(PASSWORD_FILE);
    if (!Files.exists(file)) {
      FileTrees.writePrivate(file, password + "\n");
    }
    return open(directory);
  }

  /** A new directory below the temporary one, deleted on close. */
  static ServerDirectory temporary(String prefix) throws IOException {
    return new ServerDirectory(Files.createTempDirectory(prefix).toRealPath(), true);
  }

  Path path() {
    return path;
  }

  Path resolve(String name) {
    return path.resolve(name);
  }

  Path log() {
    return resolve("server.log");
  }

  Path processRecord() {
    return resolve("server.pid");
  }

  boolean isTemporary() {
    return temporary;
  }

  String password() {
    return password;
  }

  /** Begins a new log and keeps one old: enough to see why the run before this one ended. */
  void turnLog() throws IOException {
    if (Files.exists(log())) {
      Files.move(log(), resolve("server.log.previous"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private String readOrMakePassword() throws IOException {
    Path file = resolve(PASSWORD_FILE);
    if (Files.exists(file)) {
      return Files.readString(file, UTF_8).strip();
    }
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    String made = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    FileTrees.writePrivate(file, made + "\n");
    return made;
  }

  @Override
  public void close() throws IOException {
    if (temporary) {
      FileTrees.delete(path);
    }
    lock.close();
  }
}
