// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import dev.onepass.ports.Storage;
import dev.onepass.ports.batch.BatchStore;
import dev.onepass.ports.batch.ItemStore;
import dev.onepass.ports.cache.CacheOutages;
import dev.onepass.ports.error.UnavailableException;
import dev.onepass.ports.error.UnavailableException.Dependency;
import dev.onepass.ports.ledger.Journal;
import dev.onepass.ports.ledger.LedgerStore;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The stores that keep everything in one MySQL (or MariaDB) database, and the connections they
 * share. Thread-safe.
 *
 * <pre>{@code
 * try (MySqlAdapter mysql = MySqlAdapter.connect(MySqlConfig.of(dsn))) {
 *   Storage storage = mysql.storage();
 * }
 * }</pre>
 */
public final class MySqlAdapter implements AutoCloseable {

  private final Database database;
  private final LedgerStore ledger;
  private final Journal journal;
  private final BatchStore batches;
  private final ItemStore items;
  private final CacheOutages cacheOutages;

  private MySqlAdapter(Database database) {
    this.database = database;
    this.ledger = new MySqlLedgerStore(database);
    this.journal = new MySqlJournal(database);
    this.batches = new MySqlBatchStore(database);
    this.items = new MySqlItemStore(database);
    this.cacheOutages = new MySqlCacheOutages(database);
  }

  /**
   * Connects, and makes or updates the tables. Waits for a database that does not answer yet: 10
   * tries, 3 s apart, each of them logged.
   *
   * @param config where the database is
   * @return the stores, ready
   * @throws UnavailableException if the database does not answer
   * @throws IllegalStateException if it refuses the user, or its tables cannot be used; the message
   *     says what to do
   */
  public static MySqlAdapter connect(MySqlConfig config) {
    return connect(config, MySqlAdapter::sleep);
  }

  /**
   * As {@link #connect(MySqlConfig)}.
   *
   * @param pause waits between two tries
   */
  public static MySqlAdapter connect(MySqlConfig config, Consumer<Duration> pause) {
    new FirstContact(config, pause).await();
    Schema.migrate(config);
    return new MySqlAdapter(new Database(config));
  }

  /**
   * Looks at a database without changing it: whether it answers, what the user may, and whether a
   * {@code user_balances} that is there can be adopted. Tries once.
   *
   * @return what was found; a database that does not answer is a fault in it
   */
  public static DatabaseReport look(MySqlConfig config) {
    return new DatabaseLook(config).report();
  }

  /** All the stores, as One-Pass takes them. */
  public Storage storage() {
    return new Storage(ledger, journal, batches, items, cacheOutages);
  }

  public LedgerStore ledger() {
    return ledger;
  }

  public Journal journal() {
    return journal;
  }

  public BatchStore batches() {
    return batches;
  }

  public ItemStore items() {
    return items;
  }

  /** Where servers that share a cache tell each other that they have lost it. */
  public CacheOutages cacheOutages() {
    return cacheOutages;
  }

  /**
   * Asks the database whether it is there and takes writes.
   *
   * @throws UnavailableException if not
   */
  public void ping() {
    database.ping();
  }

  /**
   * Has the connection pools measured; to be called once.
   *
   * @param trackers makes what HikariCP tells of each pool to
   */
  public void meter(MetricsTrackerFactory trackers) {
    database.meter(trackers);
  }

  /** Closes all connections; what is still using one fails. */
  @Override
  public void close() {
    database.close();
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException(
          Dependency.DATABASE, "interrupted while waiting for the database", e);
    }
  }
}
