// SPDX-License-Identifier: Apache-2.0
package dev.onepass.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/**
 * Runs Redis: its program from the jar, and its settings in a file, which keeps the password off
 * the command.
 *
 * @param executable the program
 * @param role what it is to be
 * @param settings what its file says beyond address and password, in lines
 */
record RedisProgram(Path executable, Role role, String settings) implements ServerProgram {

  /** What the program can be. */
  enum Role {
    STORE("Ready to accept connections"),
    /** Watches stores, and writes what it learns of them into its file. */
    SENTINEL("+monitor");

    private final String readyMark;

    Role(String readyMark) {
      this.readyMark = readyMark;
    }
  }

  static final String NAME = "Redis";
  static final String SETTING = "redis.addr";

  private static final String EXECUTABLE = "redis-server";
  private static final Map<String, OsArchitecture> PROCESSORS =
      Map.of("amd64", OsArchitecture.UNIX_x86_64, "aarch64", OsArchitecture.UNIX_AARCH64);

  /** The program, unpacked first if this user never used it. */
  static RedisProgram locate(
      ProgramCache cache, Role role, String settings, Consumer<String> progress)
      throws IOException, InterruptedException {
    Platform platform = Platform.current();
    platform.require(PROCESSORS.keySet(), NAME, SETTING);
    URL packed = packed(platform);
    Path entry =
        cache.entry(
            cacheKey(packed),
            directory -> {
              progress.accept("Unpacking Redis (once)");
              unpack(packed, directory.resolve(EXECUTABLE));
            });
    return new RedisProgram(entry.resolve(EXECUTABLE), role, settings);
  }

  private static URL packed(Platform platform) {
    URL packed = null;
    try {
      String name =
          ExecutableProvider.newProvidedVersionsMap().get(PROCESSORS.get(platform.processor()));
      packed = name == null ? null : ExecutableProvider.class.getResource(name);
    } catch (NoClassDefFoundError e) {
      throw new EmbeddedServiceException(
          "this installation has no Redis of its own; set redis.addr, or add"
              + " com.github.codemonstur:embedded-redis to the class path",
          e);
    }
    if (packed == null) {
      throw new EmbeddedServiceException("embedded-redis holds no program for " + platform);
    }
    return packed;
  }

  /** The name in the jar tells the version; the size tells builds of one version apart. */
  private static String cacheKey(URL packed) throws IOException {
    String name = packed.getPath().substring(packed.getPath().lastIndexOf('/') + 1);
    return name + "-" + packed.openConnection().getContentLengthLong();
  }

  private static void unpack(URL packed, Path executable) throws IOException {
    try (InputStream content = packed.openStream()) {
      FileTrees.copy(content, executable);
    }
    Files.setPosixFilePermissions(executable, PosixFilePermissions.fromString("rwx------"));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String setting() {
    return SETTING;
  }

  @Override
  public String readyMark() {
    return role.readyMark;
  }

  @Override
  public List<String> prepare(ServerDirectory directory, int port) throws IOException {
    Path configuration = directory.resolve("redis.conf");
    if (role == Role.STORE || !keeps(configuration, port)) {
      FileTrees.writePrivate(configuration, configuration(directory.password(), port));
    }
    return role == Role.SENTINEL
        ? List.of(executable.toString(), configuration.toString(), "--sentinel")
        : List.of(executable.toString(), configuration.toString());
  }

  /** A sentinel's file is its memory, unless a try on a port that was taken left it behind. */
  private static boolean keeps(Path configuration, int port) throws IOException {
    return Files.exists(configuration)
        && Files.readAllLines(configuration).contains("port " + port);
  }

  /** Its directory is the one it is started in. */
  private String configuration(String password, int port) {
    return """
        bind %s
        protected-mode yes
        port %d
        requirepass %s
        daemonize no
        # The command line has to go on telling whose server this is.
        set-proc-title no
        %s"""
        .formatted(EmbeddedServer.HOST, port, password, settings);
  }
}
