// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.PushConsumer;
import redis.clients.jedis.PushConsumerChain;
import redis.clients.jedis.PushMessage;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.RedisInputStream;

/**
 * A connection on which Redis tells, in between the replies, which keys have changed ({@code CLIENT
 * TRACKING} with broadcasts, Redis 6). One thread reads; commands are sent under a lock of their
 * senders'.
 */
final class TrackingConnection extends Connection {

  /** Hands on every message as it is. */
  private static final PushConsumerChain PLAIN =
      new PushConsumerChain() {
        @Override
        public PushMessage process(PushMessage message) {
          return message;
        }

        @Override
        public List<PushConsumer> getConsumers() {
          return List.of();
        }
      };

  private static final byte PUSH = '>';

  private final HostAndPort address;
  private final String runId;
  private final long patienceNanos;
  private final Consumer<byte @Nullable []> changed;
  private volatile boolean listening;
  private volatile boolean owed;
  private volatile long owedSinceNanos;

  /**
   * Connects, and has Redis tell of changes from then on.
   *
   * @param prefixes what the keys begin with that are of interest
   * @param patience how long a reply may take
   * @param changed is given each key that was changed, has expired or was evicted, and null if all
   *     were; by the thread that reads
   * @throws JedisDataException if Redis refuses
   * @throws JedisConnectionException if it does not answer
   */
  TrackingConnection(
      HostAndPort address,
      JedisClientConfig config,
      List<String> prefixes,
      Duration patience,
      Consumer<byte @Nullable []> changed) {
    super(new DefaultJedisSocketFactory(address, config), config);
    this.address = address;
    this.patienceNanos = patience.toNanos();
    this.changed = changed;
    try {
      this.runId = new Redis(this).runId();
      executeCommand(tracking(prefixes));
      this.listening = true;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static CommandArguments tracking(List<String> prefixes) {
    CommandArguments command =
        new CommandArguments(Protocol.Command.CLIENT).add("TRACKING").add("ON").add("BCAST");
    prefixes.forEach(prefix -> command.add("PREFIX").add(prefix));
    return command;
  }

  /** Connects once: after that Redis would not know what to tell, and to whom. */
  @Override
  public void connect() {
    if (listening && !isConnected()) {
      throw new JedisConnectionException("the connection is lost");
    }
    super.connect();
  }

  HostAndPort address() {
    return address;
  }

  /** The run of the server that it leads to, as long as it lasts. */
  String runId() {
    return runId;
  }

  /** Sends a command whose reply {@link #reply} will bring. */
  void send(CommandArguments command) {
    if (!owed) {
      owedSinceNanos = System.nanoTime();
      owed = true;
    }
    sendCommand(command);
    flush();
  }

  /**
   * Waits for the next reply, which is not nil, however long none is owed; has told of all changes
   * before it.
   *
   * @throws JedisDataException if it says that something is wrong
   * @throws JedisConnectionException if it does not come in time, or never will
   */
  Object reply() {
    return readProtocolWithCheckingBroken();
  }

  /** Says whether replies are still owed after one that came. */
  void owes(boolean more) {
    owedSinceNanos = System.nanoTime();
    owed = more;
  }

  /** Called by the constructor of the superclass as well, when the fields here are not yet set. */
  @Override
  protected Object protocolRead(RedisInputStream in, PushConsumerChain others) {
    while (listening && beginsWithPush(in)) {
      tell((List<?>) Protocol.read(in, PLAIN));
    }
    return Protocol.read(in, PLAIN);
  }

  private boolean beginsWithPush(RedisInputStream in) {
    while (true) {
      try {
        return in.peek(PUSH);
      } catch (JedisConnectionException e) {
        boolean silent = e.getCause() instanceof SocketTimeoutException;
        if (!silent || isOverdue()) {
          throw e;
        }
      }
    }
  }

  private boolean isOverdue() {
    return owed && System.nanoTime() - owedSinceNanos > patienceNanos;
  }

  /** A message is {@code invalidate} and the keys, or nothing in place of them. */
  private void tell(List<?> message) {
    if (message.get(1) instanceof List<?> keys) {
      keys.forEach(key -> changed.accept((byte[]) key));
    } else {
      changed.accept(null);
    }
  }
}
