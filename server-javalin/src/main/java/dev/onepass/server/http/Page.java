// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A page, or a part of one, that comes with the server. It loads nothing from elsewhere and runs no
 * script that stands in it, and browsers are told to see to that. Immutable.
 */
final class Page {

  private static final String POLICY =
      "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

  private final byte[] content;
  private final String contentType;
  private final String tag;

  Page(byte[] content, String contentType) {
    this.content = content.clone();
    this.contentType = contentType;
    this.tag = tagOf(content);
  }

  /** The page of that name among the resources. */
  static Page of(String name, String contentType) {
    return new Page(resource(name), contentType);
  }

  /** What stands in the file of that name among the resources. */
  static byte[] resource(String name) {
    try (InputStream resource = Page.class.getResourceAsStream("/dev/onepass/server/web/" + name)) {
      if (resource == null) {
        throw new IllegalStateException("a bug: the server was built without " + name);
      }
      return resource.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void serve(Context context) {
    context
        .header("Content-Security-Policy", POLICY)
        .header("Referrer-Policy", "no-referrer")
        .header("Cache-Control", "no-cache")
        .header("ETag", tag);
    if (tag.equals(context.header("If-None-Match"))) {
      context.status(304);
    } else {
      context.contentType(contentType).result(content);
    }
  }

  private static String tagOf(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return '"' + HexFormat.of().formatHex(hash, 0, 12) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java machine has SHA-256", e);
    }
  }
}
