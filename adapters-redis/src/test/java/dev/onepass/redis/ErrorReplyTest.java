// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.exceptions.JedisDataException;

class ErrorReplyTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "READONLY You can't write against a read only replica. | true | true | replica now",
        "ERR Error running script (call to f_1): @user_script:1: -READONLY You can't write | true | true | replica now",
        "MASTERDOWN Link with MASTER is down | true | true | lost its primary",
        "LOADING Redis is loading the dataset in memory | true | true | from disk",
        "CLUSTERDOWN Hash slot not served | true | true | no server",
        "MOVED 3999 127.0.0.1:6381 | true | true | redis.cluster",
        "NOAUTH Authentication required. | true | true | redis.password",
        "WRONGPASS invalid username-password pair | true | true | redis.password",
        "NOPERM this user has no permissions to run the 'info' command | true | false | INFO",
        "ERR Error running script: The user executing the script can't run this command or subcommand | true | false | INFO",
        "OOM command not allowed when used memory > 'maxmemory'. | true | false | maxmemory",
        "ERR Error running script: @user_script: 1: -OOM command not allowed | true | false | maxmemory",
        "MISCONF Redis is configured to save RDB snapshots | true | false | save to disk",
        "BUSY Redis is busy running a script | true | false | busy",
        "WRONGTYPE Operation against a key | false | false | WRONGTYPE",
        "ERR unknown command 'ROOM' | false | false | ROOM",
      })
  void saysWhatItMeansForTheNextCall(
      String message, boolean pauses, boolean ofConnection, String words) {
    ErrorReply reply = ErrorReply.of(new JedisDataException(message));

    assertThat(reply.pauses()).isEqualTo(pauses);
    assertThat(reply.isOfConnection()).isEqualTo(ofConnection);
    assertThat(reply.text()).startsWith(message).contains(words);
  }
}
