// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterAll;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.mysql.MySQLContainer;

/** On MySQL 8 in a container, where there is Docker. */
class ContainerIT extends MySqlRules {

  private MySQLContainer container;

  @Override
  TestServer start() {
    assumeTrue(
        DockerClientFactory.instance().isDockerAvailable(), "there is no Docker to run MySQL in");
    container = new MySQLContainer("mysql:8.4").withUsername("root").withPassword("root");
    container.start();
    String address = container.getHost() + ":" + container.getMappedPort(MySQLContainer.MYSQL_PORT);
    return () -> MySqlConfig.of("root:root@tcp(" + address + ")/any");
  }

  @AfterAll
  void stop() {
    if (container != null) {
      container.stop();
    }
  }
}
