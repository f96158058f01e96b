// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * An error that Redis answered with: what it means for the next call. Immutable.
 *
 * @param text what Redis said, and what an operator can do about it
 * @param pauses whether the next call would fare no better: Redis is given a pause
 * @param isOfConnection whether it is this connection that leads to the wrong place: another may
 *     not
 */
record ErrorReply(String text, boolean pauses, boolean isOfConnection) {

  private enum Kind {
    READONLY(true, "it is a replica now; the primary is looked for"),
    MASTERDOWN(true, "it is a replica that has lost its primary"),
    LOADING(true, "it is reading its memory from disk"),
    CLUSTERDOWN(true, "a part of the cluster has no server"),
    MOVED(true, "it belongs to a cluster: set redis.cluster: true"),
    NOAUTH(true, "it wants a password: set redis.password"),
    WRONGPASS(true, "check redis.password, or the user in redis.addr"),
    NOPERM(false, "grant the user what docs/operations.md lists, INFO among it"),
    OOM(false, "its memory is full: raise maxmemory, or set maxmemory-policy to volatile-ttl"),
    MISCONF(false, "it takes no writes while it cannot save to disk: see its log"),
    BUSY(false, "it is busy with somebody's script");

    private final boolean ofConnection;
    private final String advice;
    private final Pattern name;

    Kind(boolean ofConnection, String advice) {
      this.ofConnection = ofConnection;
      this.advice = advice;
      // Within a script's error the name stands in the middle of the text.
      this.name = Pattern.compile("(^|[^A-Za-z])" + name() + "\\b");
    }

    boolean isNamedIn(String message) {
      return name.matcher(message).find()
          || (this == NOPERM && message.contains("can't run this command"));
    }
  }

  static ErrorReply of(JedisDataException error) {
    String message = String.valueOf(error.getMessage());
    Optional<Kind> kind =
        Arrays.stream(Kind.values()).filter(it -> it.isNamedIn(message)).findFirst();
    return kind.map(it -> new ErrorReply(message + " (" + it.advice + ")", true, it.ofConnection))
        .orElseGet(() -> new ErrorReply(message, false, false));
  }
}
