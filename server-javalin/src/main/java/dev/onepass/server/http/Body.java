// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import io.javalin.http.Context;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
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
  static <T> T read(Context context, Class<T> type, long bytesMax) {
    boolean browser = isBrowser(context);
    requireJson(context.contentType(), browser);
    if (context.req().getContentLengthLong() > bytesMax) {
      throw ApiException.of(ErrorCode.BODY_TOO_LARGE);
    }
    try {
      return Json.read(new Bounded(context.bodyInputStream(), bytesMax), type, browser);
    } catch (IOException e) {
      // The caller hung up, fell silent, or sent what is no HTTP.
      throw Invalid.http();
    }
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
  private static boolean isBrowser(Context context) {
    return context.header("Origin") != null || context.header("Sec-Fetch-Mode") != null;
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
