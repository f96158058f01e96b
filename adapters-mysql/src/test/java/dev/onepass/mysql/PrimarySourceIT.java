// SPDX-License-Identifier: Apache-2.0
package dev.onepass.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onepass.embedded.EmbeddedMariaDb;
import dev.onepass.ports.error.UnavailableException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two servers, of which one or the other takes writes. */
class PrimarySourceIT {

  private static final Duration SHORT = Duration.ofMillis(300);

  /** For how long after its use the pool hands out a connection without a test. */
  private static final String TRUSTED_FOR_MILLIS = "com.zaxxer.hikari.aliveBypassWindowMs";

  private static EmbeddedMariaDb one;
  private static EmbeddedMariaDb other;

  @BeforeAll
  static void start() throws SQLException {
    one = EmbeddedMariaDb.temporary();
    other = EmbeddedMariaDb.temporary();
    for (EmbeddedMariaDb server : new EmbeddedMariaDb[] {one, other}) {
      execute(server, "CREATE USER app@'%' IDENTIFIED BY 'secret'");
      execute(server, "GRANT ALL ON test.* TO app@'%'");
    }
  }

  @AfterAll
  static void stop() {
    one.close();
    other.close();
  }

  @Test
  void theServerThatTakesWritesIsFound() throws SQLException {
    PrimarySource source = source("secret");

    setReadOnly(true, false);
    assertThat(portOf(source)).isEqualTo(other.port());
    setReadOnly(false, true);
    assertThat(portOf(source)).isEqualTo(one.port());
  }

  @Test
  void aDeadServerIsPassedOver() throws SQLException {
    setReadOnly(false, false);
    PrimarySource source = source("secret");
    one.kill();
    try {
      assertThat(portOf(source)).isEqualTo(other.port());
    } finally {
      one.restart();
    }
  }

  /** It takes calls, and says nothing, as long as it is frozen. */
  @Test
  void aFrozenServerIsPassedOver() throws Exception {
    setReadOnly(false, false);
    Properties patient = login("secret");
    patient.setProperty("socketTimeout", "90000");
    try (ServerSocket frozen = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String url =
          "jdbc:mysql://127.0.0.1:%d,%s:%d/"
              .formatted(frozen.getLocalPort(), other.host(), other.port());
      PrimaryWatch watch = new PrimaryWatch(url, patient);
      CompletableFuture<Connection> connected = new CompletableFuture<>();
      connected.completeAsync(
          () -> {
            try {
              return watch.connect(patient);
            } catch (SQLException e) {
              throw new IllegalStateException(e);
            }
          });
      try (Connection connection = connected.get(60, TimeUnit.SECONDS)) {
        assertThat(portAt(connection)).isEqualTo(other.port());
        assertThat(connection.getNetworkTimeout()).isEqualTo(90_000);
      } finally {
        watch.close();
      }
    }
  }

  @Test
  void noServerThatTakesWritesIsNoAnswer() throws SQLException {
    setReadOnly(true, true);
    assertThatThrownBy(() -> source("secret").getConnection())
        .isInstanceOfSatisfying(
            SQLException.class, error -> assertThat(MySqlErrors.isUnavailable(error)).isTrue())
        .hasMessageContaining("takes no writes");
  }

  @Test
  void aRefusalIsToldAtOnce() throws SQLException {
    setReadOnly(false, true);
    assertThatThrownBy(() -> source("wrong").getConnection())
        .isInstanceOfSatisfying(
            SQLException.class,
            error -> assertThat(error.getErrorCode()).isEqualTo(MySqlErrors.ACCESS_DENIED));
  }

  @Test
  void afterAWriteToOneThatIsNoPrimaryAnyMoreTheNextGoesToTheOther() throws SQLException {
    setReadOnly(false, true);
    try (Database database = new Database(config())) {
      // Both pools have a connection by then, which their user is given again.
      assertThat(portOf(database)).isEqualTo(one.port());
      assertThat(database.transaction("ask", PrimarySourceIT::portAt)).isEqualTo(one.port());
      setReadOnly(true, false);

      assertThatThrownBy(() -> database.transaction("write", PrimarySourceIT::write))
          .isInstanceOf(UnavailableException.class);

      assertThat(portOf(database)).isEqualTo(other.port());
      assertThatCode(() -> database.transaction("write", PrimarySourceIT::write))
          .doesNotThrowAnyException();
    }
  }

  /** A frozen primary that goes on as a secondary has kept its connections. */
  @Test
  void anIdleConnectionToOneThatIsNoPrimaryAnyMoreIsNotReadFrom() throws SQLException {
    setReadOnly(false, true);
    System.setProperty(TRUSTED_FOR_MILLIS, "0");
    try (Database database = new Database(config())) {
      assertThat(portOf(database)).isEqualTo(one.port());

      setReadOnly(true, false);

      assertThat(portOf(database)).isEqualTo(other.port());
    } finally {
      System.clearProperty(TRUSTED_FOR_MILLIS);
    }
  }

  /** As a frozen primary would, this one gives no answer. */
  @Test
  void whoWaitsForOneThatIsNoPrimaryAnyMoreIsLetGo() throws Exception {
    setReadOnly(false, true);
    try (Database database = new Database(config())) {
      CountDownLatch asked = new CountDownLatch(1);
      CompletableFuture<Integer> waiting =
          CompletableFuture.supplyAsync(() -> database.plain("wait", c -> sleepAt(c, asked)));
      asked.await();

      setReadOnly(true, false);

      assertThat(waiting)
          .failsWithin(Duration.ofSeconds(20))
          .withThrowableOfType(ExecutionException.class)
          .withCauseInstanceOf(UnavailableException.class);
      assertThat(portOf(database)).isEqualTo(other.port());
    }
  }

  @Test
  void whoWaitsForThePrimaryIsNotDisturbed() throws Exception {
    setReadOnly(false, true);
    PrimaryWatch watch = new PrimaryWatch(url(), login("secret"));
    try (Connection connection = watch.connect(login("secret"))) {
      watch.look();
      watch.look();

      assertThat(portAt(connection)).isEqualTo(one.port());
    } finally {
      watch.close();
    }
  }

  /** One that wakes up does not know yet that another was made the primary meanwhile. */
  @Test
  void whoGoesOnAsIfItWasThePrimaryIsNotConnectedTo() throws Exception {
    setReadOnly(true, false);
    PrimaryWatch watch = new PrimaryWatch(url(), login("secret"));
    try {
      watch.look();
      setReadOnly(false, false);
      for (int i = 0; i < 3; i++) {
        try (Connection connection = watch.connect(login("secret"))) {
          assertThat(portAt(connection)).isEqualTo(other.port());
        }
      }

      other.kill();
      assertThatThrownBy(() -> watch.connect(login("secret")))
          .as("the other one, as far as the watch knows")
          .isInstanceOf(SQLException.class);
      watch.look();
      try (Connection connection = watch.connect(login("secret"))) {
        assertThat(portAt(connection)).isEqualTo(one.port());
      }
    } finally {
      watch.close();
      other.restart();
    }
  }

  private static int sleepAt(Connection connection, CountDownLatch asked) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      asked.countDown();
      statement.execute("SELECT SLEEP(25)");
    }
    return portAt(connection);
  }

  private static MySqlConfig config() {
    return MySqlConfig.of(
        "app:secret@tcp(%s:%d,%s:%d)/test"
            .formatted(one.host(), one.port(), other.host(), other.port()));
  }

  private static PrimarySource source(String password) {
    Properties login = login(password);
    return new PrimarySource(new PrimaryWatch(url(), login), login, SHORT);
  }

  private static Properties login(String password) {
    Properties properties = new Properties();
    properties.setProperty("user", "app");
    properties.setProperty("password", password);
    properties.setProperty("sslMode", "DISABLED");
    properties.setProperty("allowPublicKeyRetrieval", "true");
    return properties;
  }

  private static String url() {
    return "jdbc:mysql://%s:%d,%s:%d/"
        .formatted(one.host(), one.port(), other.host(), other.port());
  }

  private static int portOf(Database database) {
    return database.plain("ask", PrimarySourceIT::portAt);
  }

  private static int portOf(PrimarySource source) throws SQLException {
    try (Connection connection = source.getConnection()) {
      return portAt(connection);
    }
  }

  private static int portAt(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery("SELECT @@port")) {
      answer.next();
      return answer.getInt(1);
    }
  }

  private static boolean write(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS written (id INT PRIMARY KEY)");
    }
    return true;
  }

  private static void setReadOnly(boolean first, boolean second) throws SQLException {
    execute(one, "SET GLOBAL read_only = " + first);
    execute(other, "SET GLOBAL read_only = " + second);
  }

  private static void execute(EmbeddedMariaDb server, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(server.jdbcUrl("test"), server.user(), server.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
