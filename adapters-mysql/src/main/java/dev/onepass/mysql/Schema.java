// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationState;

/**
 * Brings the tables up to date: makes them, or adopts a {@code user_balances} that is there.
 *
 * <p>Nodes that start at once wait for each other. Every migration can be run again, since MySQL
 * cannot take a part of one back.
 */
final class Schema {

  private Schema() {}

  static void migrate(MySqlConfig config) {
    try (HikariDataSource connections = Connections.patient(config);
        Connection turn = connections.getConnection();
        Statement statement = turn.createStatement()) {
      // Flyway's own lock is in its table, which nodes that start at once all want to make.
      statement.execute("SELECT GET_LOCK(CONCAT('onepass.', LEFT(DATABASE(), 50)), 600)");
      Flyway flyway = flyway(connections);
      if (Arrays.stream(flyway.info().all()).anyMatch(m -> m.getState() == MigrationState.FAILED)) {
        flyway.repair(); // takes the mark of the failure back, nothing else
      }
      flyway.migrate();
    } catch (FlywayException e) {
      throw translated(e);
    } catch (SQLException e) {
      throw MySqlErrors.translate("lock the schema", e);
    }
  }

  private static Flyway flyway(HikariDataSource connections) {
    return Flyway.configure(Schema.class.getClassLoader())
        .dataSource(connections)
        .locations("classpath:dev/onepass/mysql/schema")
        .javaMigrations(new AdoptBalances())
        // Of its own name, as another program may keep its tables in the same database.
        .table("onepass_schema_history")
        // There may be tables already: the reference's, or another program's.
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load();
  }

  private static RuntimeException translated(FlywayException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IllegalStateException explained) {
        return explained;
      }
    }
    return MySqlErrors.sqlError(failure) == null
        ? failure
        : MySqlErrors.translate("migrate the schema", failure);
  }
}
