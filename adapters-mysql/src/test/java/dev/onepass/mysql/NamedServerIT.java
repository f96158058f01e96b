// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** On the server that the environment names, with a user that may create databases and users. */
class NamedServerIT extends MySqlRules {

  private static final String VARIABLE = "ONEPASS_TEST_MYSQL_DSN";

  @Override
  TestServer start() {
    String dsn = System.getenv(VARIABLE);
    assumeTrue(
        dsn != null, VARIABLE + " names no server, as root:root@tcp(127.0.0.1:3306)/any would");
    return () -> MySqlConfig.of(dsn);
  }
}
