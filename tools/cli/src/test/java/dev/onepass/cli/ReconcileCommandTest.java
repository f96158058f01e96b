// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Uid;
import dev.onepass.server.BackOffice;
import dev.onepass.server.config.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On a database of its own, as an operator calls it. */
@Timeout(300)
class ReconcileCommandTest {

  @TempDir private Path directory;

  private Path config() throws IOException {
    return Files.writeString(
        directory.resolve("config.yaml"),
        "server: {port: 0}\nembedded: {dataDir: \"" + directory.resolve("data") + "\"}\n");
  }

  private Invocation reconcile(String batch, String statement) throws IOException {
    Path file = Files.writeString(directory.resolve("statement.csv"), statement);
    return Invocation.of(
        "reconcile",
        "--batch",
        batch,
        "--statement",
        file.toString(),
        "--apply",
        "--config",
        config().toString());
  }

  /** Its accounts are not known to the built-in third party, so that nothing is swept. */
  private void sweepNothing() throws Exception {
    try (BackOffice office = BackOffice.open(ConfigLoader.load(Optional.of(config()), Map.of()))) {
      office.onePass().start();
      BatchId id = new BatchId("payday-1");
      office.onePass().batches().start(id, List.of(new Uid(1), new Uid(2)));
      office.onePass().batches().whenFinished(id).toCompletableFuture().get(200, TimeUnit.SECONDS);
    }
  }

  @Test
  void aBatchIsComparedAndOneThatIsNotThereIsNamed() throws Exception {
    sweepNothing();

    Invocation compared =
        reconcile("payday-1", "transactionId,uid,amount\nof-another-batch,1,5.00\n");

    assertThat(compared.errors()).doesNotContain("onepass: ");
    assertThat(compared.output())
        .contains("batch payday-1: 2 accounts compared, 0 differ")
        .contains("0 payments are the batch's, 1 are not");
    assertThat(compared.code()).isZero();

    Invocation unknown = reconcile("payday-2", "transactionId,uid,amount\n");

    assertThat(unknown.code()).isEqualTo(1);
    assertThat(unknown.errors()).contains("onepass: there is no batch payday-2");
  }

  @Test
  void aStatementThatCannotBeReadIsToldBeforeAnythingIsStarted() throws IOException {
    Invocation wrong = reconcile("payday-1", "transactionId,uid,amount\na,b,c\n");

    assertThat(wrong.code()).isEqualTo(1);
    assertThat(wrong.errors()).contains("statement.csv, line 2: ").doesNotContain("\tat ");
    assertThat(directory.resolve("data")).doesNotExist();
  }
}
