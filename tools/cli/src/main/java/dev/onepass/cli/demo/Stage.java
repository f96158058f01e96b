// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli.demo;

import dev.onepass.client.OnePassClient;
import dev.onepass.command.Closing;
import dev.onepass.command.DataDirectory;
import dev.onepass.server.OnePassServer;
import dev.onepass.server.config.ConfigLoader;
import dev.onepass.server.config.Settings;
import dev.onepass.simulator.Capacity;
import dev.onepass.simulator.Latency;
import dev.onepass.simulator.SimulatorOptions;
import dev.onepass.simulator.ThirdPartySimulator;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a demo is played on, all of it on free ports of 127.0.0.1.
 *
 * @param thirdParty holds the users' money at first
 * @param server a caller of One-Pass, on databases of its own
 */
record Stage(ThirdPartySimulator thirdParty, OnePassClient server) {

  private static final Latency LATENCY = Latency.lognormal(Duration.ofMillis(20), 0.5);
  private static final Capacity CAPACITY = new Capacity(40, 80, 503);

  /** Starts everything; it ends with {@code closing}. */
  static Stage open(DemoOptions options, Closing closing) throws IOException {
    DataDirectory data = closing.open(() -> DataDirectory.open(options.dataDir(), "demo"));
    ThirdPartySimulator thirdParty =
        closing.open(() -> ThirdPartySimulator.start(simulatorOptions(options)));
    OnePassServer server = closing.open(() -> OnePassServer.start(settings(data, thirdParty)));
    URI uri = URI.create("http://127.0.0.1:" + server.port());
    return new Stage(thirdParty, new OnePassClient(uri, Optional.empty()));
  }

  private static SimulatorOptions simulatorOptions(DemoOptions options) {
    return SimulatorOptions.defaults()
        .withLatency(LATENCY)
        .withCapacity(CAPACITY)
        .withSeed(options.seed())
        .withFaults(options.faults());
  }

  /** As a user would configure it, but for the limit of requests: the demo is in a hurry. */
  private static Settings settings(DataDirectory data, ThirdPartySimulator thirdParty) {
    return ConfigLoader.load(
        Optional.empty(),
        Map.of(
            "ONEPASS_SERVER_PORT", "0",
            "ONEPASS_EMBEDDED_DATA_DIR", data.path().toString(),
            "ONEPASS_API_PAY_URL", thirdParty.payUri().toString(),
            "ONEPASS_API_BATCH_PAY_BEGIN_URL", thirdParty.batchPayBeginUri().toString(),
            "ONEPASS_API_BATCH_PAY_FINISH_URL", thirdParty.batchPayFinishUri().toString(),
            "ONEPASS_LIMITS_RATE_PER_SECOND", "0"));
  }
}
