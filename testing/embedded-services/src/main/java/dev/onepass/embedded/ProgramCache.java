// SPDX-License-Identifier: Apache-2.0
package dev.onepass.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Unpacked programs, kept per user and shared by all data directories: {@code
 * $XDG_CACHE_HOME/onepass}, else {@code ~/.cache/onepass}, else, for a user without a writable
 * home, a directory of its own below the temporary one.
 *
 * <p>Thread-safe, and safe among processes: one fills an entry, the others wait for it. An entry
 * appears whole, by a rename, or not at all; a filling that was cut short starts afresh.
 */
final class ProgramCache {

  /** Puts the content of an entry into an empty directory. */
  @FunctionalInterface
  interface Filling {
    void into(Path directory) throws IOException, InterruptedException;
  }

  private final Path root;

  ProgramCache(Path root) {
    this.root = root;
  }

  static ProgramCache ofUser() throws IOException {
    for (Path candidate : candidates()) {
      try {
        FileTrees.createPrivate(candidate);
      } catch (IOException notHere) {
        continue;
      }
      if (Files.isWritable(candidate)) {
        return new ProgramCache(candidate.toRealPath());
      }
    }
    return new ProgramCache(belowTemporary().toRealPath());
  }

  /** The directory of the entry, filled first if this is its first use. */
  Path entry(String key, Filling filling) throws IOException, InterruptedException {
    Path entry = root.resolve(key);
    if (Files.isDirectory(entry)) {
      return entry;
    }
    DirectoryLock lock = DirectoryLock.await(root.resolve(key + ".lock"));
    try {
      if (!Files.isDirectory(entry)) {
        fill(entry, filling);
      }
    } finally {
      lock.close();
    }
    return entry;
  }

  private static void fill(Path entry, Filling filling) throws IOException, InterruptedException {
    Path partial = entry.resolveSibling(entry.getFileName() + ".partial");
    FileTrees.delete(partial);
    FileTrees.createPrivate(partial);
    filling.into(partial);
    FileTrees.force(partial);
    FileTrees.publish(partial, entry);
  }

  private static List<Path> candidates() {
    List<Path> candidates = new ArrayList<>();
    String configured = System.getenv("XDG_CACHE_HOME");
    if (configured != null && !configured.isBlank()) {
      candidates.add(Path.of(configured, "onepass"));
    }
    candidates.add(Path.of(System.getProperty("user.home"), ".cache", "onepass"));
    return candidates;
  }

  /**
   * Anyone may write to the temporary directory, so what is found there is used only if it is ours
   * alone.
   */
  private static Path belowTemporary() throws IOException {
    Path directory =
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "onepass-cache-" + System.getProperty("user.name"));
    FileTrees.createPrivate(directory);
    Set<PosixFilePermission> permissions =
        Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS);
    if (Files.isSymbolicLink(directory)
        || !Platform.isOwn(directory)
        || permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new EmbeddedServiceException(
          "No safe place to unpack programs: the home directory is not writable and %s belongs to another user."
                  .formatted(directory)
              + " Set XDG_CACHE_HOME to a directory of your own.");
    }
    return directory;
  }
}
