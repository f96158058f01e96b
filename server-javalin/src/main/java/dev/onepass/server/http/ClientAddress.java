// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Names a client for the rate limit: an IPv4 address, or the 64-bit prefix of an IPv6 one, which is
 * what one customer gets to choose from.
 */
final class ClientAddress {

  private static final int IPV6_PREFIX_BYTES = 8;

  private ClientAddress() {}

  static String name(InetAddress client) {
    byte[] address = client.getAddress();
    return client instanceof Inet6Address
        ? HexFormat.of().formatHex(Arrays.copyOf(address, IPV6_PREFIX_BYTES)) + "/64"
        : client.getHostAddress();
  }
}
