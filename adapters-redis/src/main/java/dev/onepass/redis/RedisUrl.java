// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server of Redis as people write it: {@code host:port}, {@code host}, {@code :port} for this
 * machine, or {@code redis://user:password@host:port/database}, with {@code rediss} for TLS.
 * Immutable.
 *
 * @param address where it listens
 * @param login as far as the URL tells
 * @param database the number in the URL; empty if there is none
 */
public record RedisUrl(RedisAddress address, RedisLogin login, OptionalInt database) {

  private static final Pattern URL =
      Pattern.compile(
          "(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://((?<login>.*)@)?(?<address>[^/?#@]*)"
              + "(/(?<database>[^?#]*))?(\\?(?<options>[^#]*))?");
  private static final Pattern DATABASE_OPTION = Pattern.compile("(?:.*&)?db=([0-9]{1,4})(?:&.*)?");

  /**
   * @throws IllegalArgumentException if it is none of these; the message never holds the password
   */
  public static RedisUrl of(String text) {
    Matcher url = URL.matcher(text);
    if (!url.matches()) {
      if (text.indexOf('@') >= 0 || text.indexOf('/') >= 0) {
        // Not quoted: it may hold a password.
        throw new IllegalArgumentException(
            "a Redis address is host:port, or redis://user:password@host:port/database with signs"
                + " such as @ and / in the password written as %40 and %2F");
      }
      return new RedisUrl(RedisAddress.of(text), RedisLogin.NONE, OptionalInt.empty());
    }
    return new RedisUrl(
        RedisAddress.of(url.group("address")),
        login(url.group("login"), isTls(url.group("scheme"))),
        database(url.group("database"), url.group("options")));
  }

  private static boolean isTls(String scheme) {
    if (scheme.equalsIgnoreCase("redis") || scheme.equalsIgnoreCase("rediss")) {
      return scheme.equalsIgnoreCase("rediss");
    }
    throw new IllegalArgumentException(
        "a Redis URL begins with redis:// or, for TLS, rediss://, not "
            + scheme
            + "://; unix sockets are not supported");
  }

  private static RedisLogin login(@Nullable String text, boolean tls) {
    if (text == null || text.isEmpty()) {
      return new RedisLogin("", "", tls);
    }
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException(
          "a Redis URL has a colon before the password: redis://:password@host");
    }
    return new RedisLogin(
        decoded(text.substring(0, colon)), decoded(text.substring(colon + 1)), tls);
  }

  private static OptionalInt database(@Nullable String path, @Nullable String options) {
    if (path != null && !path.isEmpty()) {
      if (!path.matches("[0-9]{1,4}")) {
        throw new IllegalArgumentException(
            "what follows the last / of a Redis URL is the number of a database");
      }
      return OptionalInt.of(Integer.parseInt(path));
    }
    Matcher option = DATABASE_OPTION.matcher(options == null ? "" : options);
    return option.matches()
        ? OptionalInt.of(Integer.parseInt(option.group(1)))
        : OptionalInt.empty();
  }

  private static String decoded(String text) {
    try {
      // A plus is a plus here, as in every URL but a form's.
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "a % in a Redis URL is not followed by two hexadecimal digits; write it as %25", e);
    }
  }
}
