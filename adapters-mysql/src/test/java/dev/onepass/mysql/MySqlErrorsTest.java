// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.ports.error.ConflictException;
import dev.onepass.ports.error.UnavailableException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MySqlErrorsTest {

  @ParameterizedTest
  @CsvSource({
    "1213, 40001, deadlock",
    "1205, HY000, lock wait timeout",
    "1062, 23000, duplicate key",
    "1020, HY000, changed since last read",
    "9007, HY000, TiDB write conflict",
    "3101, 40000, group replication rolled back",
    "1213, 40001, of a cluster at the commit",
    "0, 40001, serialization failure",
    "9999, 40000, rolled back for whatever reason",
    "9999, 40002, integrity at the commit",
  })
  void isAConflict(int number, String state, String what) {
    assertThat(translated(new SQLException(what, state, number)))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("post");
  }

  @ParameterizedTest
  @CsvSource({
    "0,    08S01, connection lost",
    "0,    08001, cannot connect",
    "9999, 40003, nobody knows whether it completed",
    "1180, HY000, failed within the commit",
    "1181, HY000, failed within the rollback",
    "1040, 08004, too many connections",
    "1053, 08S01, shutting down",
    "1290, HY000, read-only option",
    "1792, 25006, read-only transaction",
    "1836, HY000, read-only mode",
    "1203, 42000, too many connections of the user",
    "1317, 70100, query interrupted",
    "1927, 70100, connection killed",
    "3024, HY000, statement time limit",
    "1969, 70100, statement time limit",
    "1021, HY000, disk full",
    "1114, HY000, table full",
    "1047, 08S01, cluster not ready",
    "3100, HY000, group replication refuses",
    "3032, HY000, offline mode",
    "6400, HY000, offline mode of a server that left its group",
    "3797, HY000, group replication cannot wait for the others",
    "4031, HY000, disconnected for inactivity",
    "9001, HY000, TiDB does not answer",
  })
  void isNoAnswer(int number, String state, String what) {
    assertThat(translated(new SQLException(what, state, number)))
        .isInstanceOfSatisfying(
            UnavailableException.class,
            e -> assertThat(e.dependency()).isEqualTo(UnavailableException.Dependency.DATABASE));
  }

  @Test
  void anEmptyPoolAndATimeoutAreNoAnswer() {
    assertThat(translated(new SQLTransientConnectionException("pool")))
        .isInstanceOf(UnavailableException.class);
    assertThat(translated(new SQLTimeoutException("late")))
        .isInstanceOf(UnavailableException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "1064, 42000, near '(1001 50000.00)'",
    "1146, 42S02, Table 'onepass1.transfers' doesn't exist",
    "1264, 22003, Out of range value for column 'amount' at row 1",
    "1142, 42000, INSERT command denied",
    "1406, 22001, Data too long",
  })
  void allElseIsABugThatNamesTheStatementAndNoFigures(int number, String state, String message) {
    assertThat(translated(new SQLException(message, state, number)))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessageContaining("post")
        .hasMessageContaining(Integer.toString(number))
        .hasMessageNotContainingAny("1001", "50000")
        .hasNoCause();
  }

  @Test
  void whatJdbiWrapsIsRecognised() {
    SQLException cause = new SQLException("deadlock", "40001", 1213);
    assertThat(MySqlErrors.translate("post", new ConnectionException(cause)))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  void anotherExceptionStaysAsItIs() {
    IllegalArgumentException bug = new IllegalArgumentException();
    assertThat(MySqlErrors.translate("post", bug)).isSameAs(bug);
  }

  private static RuntimeException translated(SQLException error) {
    return MySqlErrors.translate("post", error);
  }
}
