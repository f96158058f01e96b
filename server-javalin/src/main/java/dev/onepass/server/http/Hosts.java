// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import dev.onepass.server.config.Settings;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Knows by which names the server may be called while it asks for no token. Thread-safe.
 *
 * <p>A page on the web can have its own name resolve to this machine (DNS rebinding); to the
 * browser, which then calls from here, page and server are of one origin. What it cannot choose is
 * a name without a dot, or an address: these are always taken.
 */
final class Hosts {

  private static final Pattern NAME_AND_PORT =
      Pattern.compile("(?<name>\\[[^]]*]|[^:]*?)\\.?(:[0-9]*)?");
  private static final Pattern ADDRESS_OR_LOCAL =
      Pattern.compile("\\[[0-9A-Fa-f:.%]*]|[0-9.]+|[^.]*|.*\\.localhost");

  private final boolean open;
  private final Set<String> known;

  /** Callers mostly use the same name. */
  private volatile String lastOwn = "";

  Hosts(Settings settings) {
    this.open = settings.access().tokens().isEmpty();
    this.known =
        Stream.concat(
                settings.access().hosts().stream(),
                settings.advertised().map(URI::getHost).stream())
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * @throws ApiException if the request was sent to a name that is not this server's
   */
  void require(@Nullable String host) {
    if (open && !lastOwn.equals(host)) {
      if (!isOwn(host)) {
        throw Invalid.host();
      }
      lastOwn = String.valueOf(host);
    }
  }

  private boolean isOwn(@Nullable String host) {
    if (host == null) {
      return true; // HTTP/1.0, which no browser speaks
    }
    var parts = NAME_AND_PORT.matcher(host.toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      return false;
    }
    String name = parts.group("name");
    return ADDRESS_OR_LOCAL.matcher(name).matches() || known.contains(name);
  }
}
