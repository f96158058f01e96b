// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import static dev.onepass.testkit.data.Uids.uid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mysql.cj.jdbc.MysqlDataSource;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections that a host program makes. */
abstract class HostDataSourceRules {

  private MySqlConfig fresh;

  abstract TestServer server();

  @BeforeEach
  void makeDatabase() {
    fresh = server().freshDatabase();
    TestServer.execute(server().withoutDatabase(), "CREATE DATABASE " + fresh.database());
  }

  @Test
  void allIsStoredThroughThemAndTheyAreSetUpAsOurs() throws SQLException {
    MysqlDataSource source = source();
    source.setAllowMultiQueries(true);
    AtomicInteger made = new AtomicInteger();
    DataSource counting = counting(source, made);
    MySqlConfig config = MySqlConfig.of(counting).withPool(MySqlConfig.Pool.DEFAULT.withSize(8, 0));

    try (MySqlAdapter mysql = MySqlAdapter.connect(config, HostDataSourceRules::noPause)) {
      Deposits.deposit(mysql.ledger(), "r-1", uid(1), 1234);
      assertThat(mysql.ledger().balances(List.of(uid(1))).get(uid(1)).amount())
          .hasToString("12.34");
      mysql.ping();
      assertThat(mysql.journal().page(uid(1), Long.MAX_VALUE, 10)).hasSize(1);
    }
    assertThat(made.get()).isPositive();
    try (var pool = Connections.ledger(config, Connections.watch(config));
        Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT @@session.sql_mode, @@session.innodb_lock_wait_timeout")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getString(1)).contains("STRICT_ALL_TABLES");
      assertThat(row.getInt(2)).isEqualTo(10);
      assertThat(connection.getTransactionIsolation())
          .isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
    }
  }

  @Test
  void whatIsNotSetIsNamedAndNothingIsChanged() throws SQLException {
    MysqlDataSource source = source();
    assertThatThrownBy(
            () -> MySqlAdapter.connect(MySqlConfig.of(source), HostDataSourceRules::noPause))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("allowMultiQueries=true");
    source.setAllowMultiQueries(true);
    source.setUseAffectedRows(true);
    assertThatThrownBy(
            () -> MySqlAdapter.connect(MySqlConfig.of(source), HostDataSourceRules::noPause))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("useAffectedRows=false");
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet tables = statement.executeQuery("SHOW TABLES")) {
      assertThat(tables.next()).isFalse();
    }
  }

  private MysqlDataSource source() throws SQLException {
    MysqlDataSource source = new MysqlDataSource();
    source.setUrl(fresh.jdbcUrl());
    source.setUser(fresh.user());
    source.setPassword(fresh.password());
    source.setAllowPublicKeyRetrieval(true);
    return source;
  }

  private static DataSource counting(DataSource source, AtomicInteger made) {
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (self, method, arguments) -> {
              if (method.getName().equals("getConnection")) {
                made.incrementAndGet();
              }
              return method.invoke(source, arguments);
            });
  }

  private static void noPause(Duration pause) {
    throw new AssertionError("waited for what cannot change");
  }
}
