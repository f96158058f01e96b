// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import dev.onepass.server.config.ConfigLoader;
import dev.onepass.server.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a command finds the configuration. */
final class ConfigOption {

  private static final Path DEFAULT_CONFIG = Path.of("config", "config.yaml");

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration; default: config/config.yaml, if it is there.")
  private @Nullable Path config;

  /**
   * Reads the file and the environment.
   *
   * @throws dev.onepass.server.config.ConfigException naming all that is wrong in them
   */
  Settings settings() {
    return ConfigLoader.load(file(), System.getenv());
  }

  private Optional<Path> file() {
    return config != null ? Optional.of(config) : Optional.of(DEFAULT_CONFIG).filter(Files::exists);
  }
}
