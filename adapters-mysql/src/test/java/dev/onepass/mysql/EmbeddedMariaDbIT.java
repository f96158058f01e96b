// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

/** On MariaDB from jars, everywhere. */
class EmbeddedMariaDbIT extends MySqlRules {

  @Override
  TestServer start() {
    return TestServer.Embedded.INSTANCE;
  }
}
