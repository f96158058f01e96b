// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bodies of requests: JSON, of bounded size, and never more of it than needed.
 *
 * <p>Programs may send it under any content type and with fields that mean nothing here, as the
 * callers of the reference do. A browser may not: it sends what a form of any page has, but asks
 * first before it says {@code application/json} for a page.
 */
final class Body {

  /** Enough for a million uids of twenty digits, and some air. */
  static final long BATCH_BYTES_MAX = 32L << 20;

  /** Enough for a hundred thousand uids. */
  static final long QUERY_BYTES_MAX = 4L << 20;

  static final long SMALL_BYTES_MAX = 64L << 10;

  private Body() {}

  /**
   * @throws ApiException if the body is too large, or not JSON of that type's shape
   */
  static <T> T read(Exchange exchange, Class<T> type, long bytesMax) {
    try {
      return Json.read(open(exchange, bytesMax), type, isBrowser(exchange));
    } catch (IOException e) {
      // The caller hung up, fell silent, or sent what is no HTTP.
      throw Invalid.http();
    }
  }

  /**
   * Reads a body as it is; see {@link #parse} for what it means.
   *
   * @throws ApiException if the body is too large, or not sent as JSON
   */
  static byte[] bytes(Exchange exchange, long bytesMax) {
    try {
      return open(exchange, bytesMax).readAllBytes();
    } catch (IOException e) {
      throw Invalid.http();
    }
  }

  /**
   * @throws ApiException if the bytes are not JSON of that type's shape
   */
  static <T> T parse(Exchange exchange, byte[] body, Class<T> type) {
    try {
      return Json.read(new ByteArrayInputStream(body), type, isBrowser(exchange));
    } catch (IOException e) {
      throw new UncheckedIOException("a bug: it is in memory", e);
    }
  }

  private static InputStream open(Exchange exchange, long bytesMax) throws IOException {
    requireJson(exchange.header("Content-Type"), isBrowser(exchange));
    if (exchange.edge().request().getLength() > bytesMax) {
      throw ApiException.of(ErrorCode.BODY_TOO_LARGE);
    }
    return new Bounded(exchange.edge().body(), bytesMax);
  }

  /**
   * @throws ApiException if there is no value
   */
  static <T> T required(String field, @Nullable T value) {
    if (value == null) {
      throw Invalid.missing(field);
    }
    return value;
  }

  /** Browsers send the first with every POST, and the second with all that a page asks for. */
  private static boolean isBrowser(Exchange exchange) {
    return exchange.header("Origin") != null || exchange.header("Sec-Fetch-Mode") != null;
  }

  private static void requireJson(@Nullable String contentType, boolean browser) {
    if (contentType == null) {
      return;
    }
    String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", 2);
    String type = parts[0].strip();
    boolean json = type.equals("application/json") || type.endsWith("+json");
    boolean otherCharset =
        parts.length > 1 && parts[1].contains("charset") && !parts[1].contains("utf-8");
    if (otherCharset || (browser && !json)) {
      throw Invalid.contentType();
    }
  }

  /** Fails as soon as more than so many bytes have come. */
  private static final class Bounded extends FilterInputStream {
    private long left;

    Bounded(InputStream in, long bytesMax) {
      super(in);
      this.left = bytesMax;
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      return one < 0 ? one : counted(one, 1);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      return read < 0 ? read : counted(read, read);
    }

    private int counted(int result, int bytes) {
      left -= bytes;
      if (left < 0) {
        throw ApiException.of(ErrorCode.BODY_TOO_LARGE);
      }
      return result;
    }
  }
}
