// SPDX-License-Identifier: Apache-2.0
package dev.onepass.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Chooses ports to try.
 *
 * <p>They lie below 32768, where Linux starts to take the ports of outgoing connections. So no
 * client's connection can sit on the port of a server that was killed when it comes back, and no
 * client that calls the dead port can be connected to itself.
 */
final class LocalPort {

  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int FIRST = 20_000;
  private static final int END = 32_000;
  private static final int ATTEMPTS_MAX = 1_000;

  private LocalPort() {}

  /**
   * A port that was free a moment ago. Whoever uses it must be ready to find that it no longer is.
   */
  static int probablyFree() {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      if (isFree(port)) {
        return port;
      }
    }
    throw new EmbeddedServiceException(
        "No free port found on 127.0.0.1 between %d and %d in %d attempts."
            .formatted(FIRST, END - 1, ATTEMPTS_MAX));
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
