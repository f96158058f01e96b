// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.config;

import java.util.List;

/** The configuration cannot be used. The message says all that is wrong with it, one per line. */
public final class ConfigException extends RuntimeException {

  private final transient List<String> problems;

  ConfigException(List<String> problems) {
    super(String.join(System.lineSeparator(), problems));
    this.problems = List.copyOf(problems);
  }

  /** Of a single problem, which names the key. */
  public static ConfigException of(String problem) {
    return new ConfigException(List.of(problem));
  }

  /** What is wrong and where, without any secret; never empty. */
  public List<String> problems() {
    return problems;
  }
}
