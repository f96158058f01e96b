// SPDX-License-Identifier: Apache-2.0
package dev.onepass.embedded;

import java.io.IOException;
import java.util.List;

/** What distinguishes one server from another in the eyes of whoever starts and stops it. */
interface ServerProgram {

  /** The name people know it by. */
  String name();

  /**
   * The configuration key that points at a server of one's own, the way out where this one cannot
   * run.
   */
  String setting();

  /** What the server logs once it answers; never before it listens on its port. */
  String readyMark();

  /**
   * Prepares what the server reads at its start, and tells the command that runs it in the
   * foreground.
   */
  List<String> prepare(ServerDirectory directory, int port) throws IOException;
}
