// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import dev.onepass.ports.batch.BatchStore;
import dev.onepass.ports.batch.ItemStore;
import dev.onepass.ports.cache.CacheOutages;
import dev.onepass.ports.ledger.AuditEntry;
import dev.onepass.ports.ledger.Journal;
import dev.onepass.ports.ledger.LedgerStore;
import dev.onepass.ports.model.Uid;
import dev.onepass.testkit.contract.BatchStoreContract;
import dev.onepass.testkit.contract.CacheOutagesContract;
import dev.onepass.testkit.contract.ItemStoreContract;
import dev.onepass.testkit.contract.JournalContract;
import dev.onepass.testkit.contract.LedgerStoreContract;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;

/**
 * All that the adapter must do on any server: the contracts of its ports, and rules of its own.
 * Extended once for each kind of server.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MySqlRules {

  private static final String[] EMPTY = {
    "DELETE FROM user_balances",
    "DELETE FROM transfers",
    "DELETE FROM refusals",
    "DELETE FROM audit_log",
    "DELETE FROM batches",
    "DELETE FROM batch_items",
    "DELETE FROM batch_backlog",
    "DELETE FROM batch_counters",
    "DELETE FROM cache_outages"
  };

  private TestServer server;
  private MySqlConfig database;
  private MySqlAdapter mysql;

  /** The server to test against; aborts the test where there is none. */
  abstract TestServer start();

  @BeforeAll
  void connect() {
    server = start();
    database = server.freshDatabase();
    mysql = MySqlAdapter.connect(database);
  }

  @BeforeEach
  void empty() {
    TestServer.execute(database, EMPTY);
  }

  @AfterAll
  void disconnect() {
    if (mysql != null) {
      mysql.close();
      server.drop(database);
    }
  }

  @Nested
  class LedgerStoreIT extends LedgerStoreContract {
    @Override
    protected LedgerStore ledger() {
      return mysql.ledger();
    }

    @Override
    protected Collection<AuditEntry> audits() {
      try (Connection connection = TestServer.open(database);
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT * FROM audit_log ORDER BY id")) {
        List<AuditEntry> entries = new ArrayList<>();
        while (row.next()) {
          entries.add(
              new AuditEntry(
                  new Uid(row.getLong("uid")),
                  row.getString("action"),
                  row.getString("detail"),
                  Utc.required(row, "created_at")));
        }
        return entries;
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Nested
  class HostDataSourceIT extends HostDataSourceRules {
    @Override
    TestServer server() {
      return server;
    }
  }

  @Nested
  class JournalIT extends JournalContract {
    @Override
    protected LedgerStore ledger() {
      return mysql.ledger();
    }

    @Override
    protected Journal journal() {
      return mysql.journal();
    }
  }

  @Nested
  class BatchStoreIT extends BatchStoreContract {
    @Override
    protected BatchStore batches() {
      return mysql.batches();
    }

    @Override
    protected ItemStore items() {
      return mysql.items();
    }
  }

  @Nested
  class ItemStoreIT extends ItemStoreContract {
    @Override
    protected ItemStore items() {
      return mysql.items();
    }

    @Override
    protected BatchStore batches() {
      return mysql.batches();
    }

    @Override
    protected LedgerStore ledger() {
      return mysql.ledger();
    }

    @Override
    protected void elapse(Duration duration) {
      // The store's clock is the server's, so it is the server that waits.
      TestServer.execute(database, "DO SLEEP(%.3f)".formatted(duration.toMillis() / 1000.0));
    }
  }

  @Nested
  class CacheOutagesIT extends CacheOutagesContract {
    @Override
    protected CacheOutages outages() {
      return mysql.cacheOutages();
    }

    @Override
    protected void elapse(Duration duration) {
      TestServer.execute(database, "DO SLEEP(%.3f)".formatted(duration.toMillis() / 1000.0));
    }
  }

  @Nested
  class BacklogIT extends BacklogRules {
    @Override
    MySqlAdapter mysql() {
      return mysql;
    }
  }

  @Nested
  class ContentionIT extends ContentionRules {
    @Override
    MySqlAdapter mysql() {
      return mysql;
    }
  }

  @Nested
  class FailureIT extends FailureRules {
    @Override
    MySqlAdapter mysql() {
      return mysql;
    }

    @Override
    MySqlConfig database() {
      return database;
    }
  }

  @Nested
  class SessionIT extends SessionRules {
    @Override
    MySqlConfig database() {
      return database;
    }
  }

  @Nested
  class TimeZoneIT extends TimeZoneRules {
    @Override
    MySqlAdapter mysql() {
      return mysql;
    }

    @Override
    MySqlConfig database() {
      return database;
    }
  }

  @Nested
  class AdoptionIT extends AdoptionRules {
    @Override
    TestServer server() {
      return server;
    }
  }

  @Nested
  class OddTableIT extends OddTableRules {
    @Override
    TestServer server() {
      return server;
    }
  }

  @Nested
  class StartIT extends StartRules {
    @Override
    TestServer server() {
      return server;
    }
  }
}
