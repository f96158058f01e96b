// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer as it came over the wire.
 *
 * @param body its bytes, a character each
 */
record RawAnswer(int status, Map<String, String> headers, String body) {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 ([1-5]\\d\\d)( .*)?");

  /** Reads one answer, and no byte of the next. */
  static RawAnswer read(InputStream in) throws IOException {
    int status = status(in);
    var headers = new HashMap<String, String>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String[] parts = line.split(":", 2);
      headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1].strip());
    }
    return new RawAnswer(status, headers, new String(body(in, status, headers), ISO_8859_1));
  }

  /** What is no answer is told with what follows it, as it may be what is left of another one. */
  private static int status(InputStream in) throws IOException {
    String line = line(in);
    Matcher matcher = STATUS_LINE.matcher(line);
    if (!matcher.matches()) {
      String rest = new String(in.readNBytes(in.available()), ISO_8859_1);
      throw new AssertionError("no status line: '%s', then '%s'".formatted(line, rest));
    }
    return Integer.parseInt(matcher.group(1));
  }

  static JsonNode json(byte[] bytes) {
    try {
      return JSON.readTree(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode json() {
    return json(body.getBytes(ISO_8859_1));
  }

  boolean isLast() {
    return "close".equalsIgnoreCase(headers.get("connection"));
  }

  /** A success, or an error that the caller made and is told in the envelope. */
  void assertSound() {
    String text = status + " " + body;
    assertThat(status).as(text).isBetween(200, 499);
    if (status >= 400) {
      assertThat(json().get("code").intValue()).as(text).isEqualTo(status);
      assertThat(json().get("msg").textValue()).as(text).isNotBlank();
      assertThat(json().get("requestId").textValue()).as(text).isNotBlank();
      assertThat(json().get("data").get("error").textValue()).as(text).isNotBlank();
    }
  }

  private static byte[] body(InputStream in, int status, Map<String, String> headers)
      throws IOException {
    if (status == 204 || status == 304) {
      return new byte[0];
    }
    if ("chunked".equals(headers.get("transfer-encoding"))) {
      return chunks(in);
    }
    String length = headers.get("content-length");
    return length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
  }

  private static byte[] chunks(InputStream in) throws IOException {
    var body = new ByteArrayOutputStream();
    for (int size = size(in); size > 0; size = size(in)) {
      body.write(in.readNBytes(size));
      line(in);
    }
    line(in);
    return body.toByteArray();
  }

  private static int size(InputStream in) throws IOException {
    return Integer.parseInt(line(in), 16);
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the answer breaks off");
      }
      line.write(c);
    }
    return line.toString(ISO_8859_1).stripTrailing();
  }
}
