// SPDX-License-Identifier: Apache-2.0
package dev.onepass.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * A Lua script, from a file beside this class. Sent by its digest, and in full only to a server
 * that does not know it yet. Immutable.
 */
final class LuaScript {

  /** Keys and arguments for one run. */
  record Call(List<String> keys, List<String> arguments) {}

  /** Calls on their way at once: bounds what a bulk call holds in memory and how long it takes. */
  private static final int PIPELINED_MAX = 16;

  private final String text;
  private final String digest;

  private LuaScript(String text) {
    this.text = text;
    this.digest = sha1(text);
  }

  /** The script in the file of that name. */
  static LuaScript named(String name) {
    try (InputStream file = LuaScript.class.getResourceAsStream(name + ".lua")) {
      if (file == null) {
        throw new IllegalStateException(name + ".lua is missing beside LuaScript.class");
      }
      return new LuaScript(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs it once. */
  @Nullable Object run(Redis redis, Call call) {
    return run(redis, List.of(call)).get(0);
  }

  /** Runs it for each call, in order, pipelined. */
  List<@Nullable Object> run(Redis redis, List<Call> calls) {
    List<@Nullable Object> answers = new ArrayList<>(calls.size());
    for (List<Call> some : Chunks.of(calls, PIPELINED_MAX)) {
      List<Response<Object>> responses = send(redis, some);
      for (int i = 0; i < some.size(); i++) {
        answers.add(answer(redis, some.get(i), responses.get(i)));
      }
    }
    return answers;
  }

  private List<Response<Object>> send(Redis redis, List<Call> calls) {
    List<Response<Object>> responses = new ArrayList<>(calls.size());
    try (Pipeline pipeline = redis.pipelined()) {
      for (Call call : calls) {
        responses.add(pipeline.evalsha(digest, call.keys(), call.arguments()));
      }
    }
    return responses;
  }

  private @Nullable Object answer(Redis redis, Call call, Response<Object> response) {
    try {
      return response.get();
    } catch (JedisNoScriptException unknownYet) {
      return redis.execute(Redis.COMMANDS.eval(text, call.keys(), call.arguments()));
    }
  }

  private static String sha1(String text) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      return HexFormat.of().formatHex(sha1.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
