// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import org.apache.commons.pool2.PooledObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;

/**
 * Makes connections, and has each look at which server it has reached before it is used.
 *
 * <p>A server that was restarted from an old snapshot, or a replica that was promoted, remembers
 * older balances than have been served, and nothing in its data says so. But no connection outlives
 * such a change: so the check on new ones sees every one of them, and costs nothing later.
 */
final class CheckedConnections extends ConnectionFactory {

  private final Generation generation;

  CheckedConnections(HostAndPort server, JedisClientConfig config, Generation generation) {
    super(server, config);
    this.generation = generation;
  }

  @Override
  public PooledObject<Connection> makeObject() throws Exception {
    PooledObject<Connection> made = super.makeObject();
    boolean checked = false;
    try {
      generation.establish(made.getObject());
      checked = true;
      return made;
    } finally {
      if (!checked) {
        destroyObject(made);
      }
    }
  }
}
