// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** Tells the versions of One-Pass and of the Java it runs on. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "onepass " + Objects.requireNonNullElse(version, "(not packaged)"),
      "Java " + Runtime.version() + ", " + System.getProperty("os.name")
    };
  }
}
