// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.torture;

import dev.onepass.simulator.ThirdPartySimulator;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Servers, what they work with, and a way to look at their books past them. For one thread. */
interface World {

  List<Node> nodes();

  Node anyNode();

  ThirdPartySimulator thirdParty();

  /** A connection to the database, past the servers and whatever is between. */
  Connection connect() throws SQLException;
}
