// SPDX-License-Identifier: Apache-2.0
package dev.onepass.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a batch is, as the server tells it.
 *
 * @param state {@code RUNNING} or {@code FINISHED}
 * @param phase what is going on, such as {@code FAST}
 * @param total its accounts
 * @param open accounts that are being worked on or wait for it
 * @param unresolved accounts that are tried again later
 * @param missing accounts that do not exist outside
 * @param rejected accounts whose payments are refused for good
 * @param swept what was credited
 * @param inDoubt payments of which nobody knows yet whether they settled
 * @param calls payment calls made
 * @param concurrency payment calls allowed at once
 * @param acceptedAt since when the server has it
 * @param finishedAt when it was done; empty before
 */
public record BatchStatus(
    String state,
    String phase,
    long total,
    long open,
    long unresolved,
    long missing,
    long rejected,
    BigDecimal swept,
    BigDecimal inDoubt,
    long calls,
    int concurrency,
    Instant acceptedAt,
    Optional<Instant> finishedAt) {

  static BatchStatus of(JsonNode data) {
    JsonNode counts = data.path("counts");
    return new BatchStatus(
        data.path("state").asText(),
        data.path("phase").asText(),
        data.path("total").asLong(),
        counts.path("open").asLong(),
        counts.path("unresolved").asLong(),
        counts.path("missing").asLong(),
        counts.path("rejected").asLong(),
        data.path("swept").decimalValue(),
        data.path("inDoubt").decimalValue(),
        data.path("calls").asLong(),
        data.path("concurrency").asInt(),
        Instant.parse(data.path("acceptedAt").asText()),
        Optional.ofNullable(data.path("finishedAt").textValue()).map(Instant::parse));
  }

  /** Accounts that nothing more will happen to. */
  public long settled() {
    return total - open - unresolved;
  }

  /** How long it took; zero before its end. */
  public Duration took() {
    return finishedAt.map(end -> Duration.between(acceptedAt, end)).orElse(Duration.ZERO);
  }

  /** Whether the server is done with the batch. */
  public boolean isFinished() {
    return state.equals("FINISHED");
  }

  /** Whether it is not done, but has put off what is left. */
  public boolean isWaiting() {
    return phase.equals("WAITING");
  }
}
