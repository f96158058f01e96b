// SPDX-License-Identifier: Apache-2.0
package dev.onepass.command;

/** What the command tells the shell. The launcher adds 3: it could not be built or started. */
public final class ExitCode {

  /** Everything that was asked for was done. */
  public static final int DONE = 0;

  /** It was tried, and failed. */
  public static final int FAILED = 1;

  /** Nothing was tried: the command line or the configuration is wrong. */
  public static final int USAGE = 2;

  private ExitCode() {}
}
