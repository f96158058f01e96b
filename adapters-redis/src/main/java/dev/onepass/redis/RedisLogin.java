// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

/**
 * The user, password and TLS setting for Redis. Immutable. {@link #toString} hides the password.
 *
 * @param user a user of Redis's access control lists; empty for the default user
 * @param password that user's; empty for none
 * @param tls whether connections are encrypted, the server's certificate checked by the JVM's trust
 *     store
 */
public record RedisLogin(String user, String password, boolean tls) {

  /** Nobody in particular, and no TLS. */
  public static final RedisLogin NONE = new RedisLogin("", "", false);

  /** The default user with this password; nobody for an empty one. */
  public static RedisLogin of(String password) {
    return NONE.withPassword(password);
  }

  public RedisLogin withPassword(String newPassword) {
    return new RedisLogin(user, newPassword, tls);
  }

  public RedisLogin withUser(String newUser) {
    return new RedisLogin(newUser, password, tls);
  }

  @Override
  public String toString() {
    return (user.isEmpty() ? "" : "user " + user + ", ")
        + (password.isEmpty() ? "no password" : "password ***")
        + (tls ? ", TLS" : "");
  }
}
