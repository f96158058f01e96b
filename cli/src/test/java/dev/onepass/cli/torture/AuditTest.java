// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.cli.Closing;
import dev.onepass.cli.ServerCommand;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each way in which money could be lost or doubled is seen in the books. */
class AuditTest {

  @Test
  void findsWhateverIsWrong(@TempDir Path directory) throws Exception {
    try (Closing closing = new Closing()) {
      Arena arena = Arena.open(directory, ServerCommand.ofThisProgram(), new Random(1), closing);
      Sweeps sweeps = new Sweeps(arena, new Random(2));
      sweeps.begin();
      sweeps.await();
      Traders traders = Traders.begin(arena.nodes(), 20, new Random(3));
      try (traders) {
        arena.nodes().get(0).kill();
        arena.revive();
      }
      Map<Intent, Intent.Fate> fates = traders.fates();
      assertThat(complaints(arena, fates, sweeps)).isEmpty();

      Intent posted =
          fates.entrySet().stream()
              .filter(entry -> entry.getValue() == Intent.Fate.POSTED)
              .findAny()
              .orElseThrow()
              .getKey();
      Map<Intent, Intent.Fate> toldNo = new HashMap<>(fates);
      toldNo.put(posted, Intent.Fate.REFUSED);
      assertThat(complaints(arena, toldNo, sweeps)).as("posted though refused").isNotEmpty();
      Map<Intent, Intent.Fate> lost = new HashMap<>(fates);
      lost.put(new Intent("lost", 1, 2, 1), Intent.Fate.POSTED);
      assertThat(complaints(arena, lost, sweeps)).as("acknowledged and lost").isNotEmpty();

      execute(arena, "UPDATE user_balances SET amount = amount + 0.01 WHERE uid = 1");
      assertThat(complaints(arena, fates, sweeps))
          .as("a balance without a journal")
          .anyMatch(complaint -> complaint.startsWith("each balance is the sum of its journal"))
          .anyMatch(complaint -> complaint.startsWith("a server tells the balances"))
          .anyMatch(complaint -> complaint.startsWith("the balances are all the money"));
      execute(arena, "UPDATE user_balances SET amount = amount - 0.01 WHERE uid = 1");
      assertThat(complaints(arena, fates, sweeps)).isEmpty();

      arena.thirdParty().fund(1, 1);
      assertThat(complaints(arena, fates, sweeps)).as("money left outside").isNotEmpty();
    }
  }

  private static List<String> complaints(Arena arena, Map<Intent, Intent.Fate> fates, Sweeps sweeps)
      throws Exception {
    return Audit.complaints(arena, fates, sweeps.funded());
  }

  private static void execute(Arena arena, String sql) throws Exception {
    try (Connection connection = arena.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
