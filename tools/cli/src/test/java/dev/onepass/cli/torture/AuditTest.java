// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.cli.ServerCommand;
import dev.onepass.cli.torture.history.Sighting;
import dev.onepass.cli.torture.history.Span;
import dev.onepass.client.OnePassClient;
import dev.onepass.command.Closing;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each way in which money could be lost or doubled is seen in the books. */
class AuditTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SERVERS_DIFFER = "a server tells the balances";

  @Test
  void findsWhateverIsWrong(@TempDir Path directory) throws Exception {
    try (Closing closing = new Closing()) {
      Testimony told = new Testimony();
      Arena arena =
          Arena.open(
              directory, ServerCommand.ofThisProgram(), new Random(1), told::databaseDied, closing);
      Sweeps sweeps = new Sweeps(arena, new Random(2));
      sweeps.begin();
      sweeps.await();
      Traders traders = new Traders(arena.nodes(), 20, told);
      Crowd crowd = Crowd.begin("trader", 8, new Random(3), traders::trade);
      try (crowd) {
        arena.nodes().get(0).kill();
        arena.revive();
      }
      assertThat(told.posted()).isNotEmpty();
      awaitAgreement(arena, told, sweeps);

      Intent posted =
          told.fates().keySet().stream()
              .filter(intent -> told.posted().containsKey(intent.key()))
              .findAny()
              .orElseThrow();
      Node node = arena.nodes().get(0);
      Testimony toldNo = retold(told, node, intent -> !intent.equals(posted));
      toldNo.refused(posted, 0, Span.ANY_TIME);
      assertThat(complaints(arena, toldNo, sweeps))
          .as("posted though refused")
          .anyMatch(complaint -> complaint.startsWith("each trade in the journal"));
      Testimony lost = retold(told, node, intent -> true);
      lost.posted(new Intent("lost", 1, 2, 1), node, Span.ANY_TIME);
      assertThat(complaints(arena, lost, sweeps))
          .as("acknowledged and lost")
          .anyMatch(complaint -> complaint.startsWith("each trade that a caller was told of"));
      Testimony dreamt = retold(told, node, intent -> true);
      dreamt.sawCached(node, new Sighting(1, -1, Span.ANY_TIME));
      assertThat(complaints(arena, dreamt, sweeps))
          .as("a balance that never was")
          .anyMatch(complaint -> complaint.endsWith("was not the balance then"));

      assertThat(complaintsOfACent(arena, told, sweeps))
          .as("a balance without a journal")
          .anyMatch(complaint -> complaint.startsWith("each balance is the sum of its journal"))
          .anyMatch(complaint -> complaint.startsWith(SERVERS_DIFFER))
          .anyMatch(complaint -> complaint.startsWith("the balances are all the money"));

      arena.thirdParty().fund(1, 1);
      assertThat(complaints(arena, told, sweeps)).as("money left outside").isNotEmpty();
    }
  }

  /** What was posted, without some of it. */
  private static Testimony retold(Testimony told, Node node, Predicate<Intent> kept) {
    Testimony other = new Testimony();
    told.fates().keySet().stream()
        .filter(kept)
        .filter(intent -> told.posted().containsKey(intent.key()))
        .forEach(intent -> other.posted(intent, node, told.posted().get(intent.key())));
    return other;
  }

  /**
   * A server that had no Redis for a moment, as on a busy machine, makes what others tell two
   * seconds late.
   */
  private static void awaitAgreement(Arena arena, Testimony told, Sweeps sweeps) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    List<String> complaints = complaints(arena, told, sweeps);
    while (!complaints.isEmpty() && System.nanoTime() < end) {
      complaints = complaints(arena, told, sweeps);
    }
    assertThat(complaints).isEmpty();
  }

  /**
   * What is said of a cent that came from nowhere. That the servers tell another balance shows only
   * while the cache remembers the one before: which it does not if just then the other server
   * notices that one had died.
   */
  private static List<String> complaintsOfACent(Arena arena, Testimony told, Sweeps sweeps)
      throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    List<String> complaints = List.of();
    while (complaints.stream().noneMatch(complaint -> complaint.startsWith(SERVERS_DIFFER))
        && System.nanoTime() < end) {
      loadCache(arena);
      execute(arena, "UPDATE user_balances SET amount = amount + 0.01 WHERE uid = 1");
      complaints = complaints(arena, told, sweeps);
      execute(arena, "UPDATE user_balances SET amount = amount - 0.01 WHERE uid = 1");
      loadCache(arena);
      awaitAgreement(arena, told, sweeps);
    }
    return complaints;
  }

  private static void loadCache(Arena arena) {
    OnePassClient client = arena.nodes().get(0).client();
    client.requireOk(client.post("/onePass/initRedisCache", Map.of()));
  }

  private static List<String> complaints(Arena arena, Testimony told, Sweeps sweeps)
      throws Exception {
    return Audit.complaints(arena, told, sweeps.funded());
  }

  private static void execute(Arena arena, String sql) throws Exception {
    try (Connection connection = arena.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
