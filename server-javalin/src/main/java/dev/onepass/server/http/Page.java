// SPDX-License-Identifier: Apache-2.0
package dev.onepass.server.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * A page that comes with the server. It loads nothing from elsewhere and runs no script that stands
 * in it, and browsers are told to see to that.
 */
final class Page {

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final byte[] content;
  private final String contentType;

  private Page(byte[] content, String contentType) {
    this.content = content;
    this.contentType = contentType;
  }

  /** The page of that name among the resources. */
  static Page of(String name, String contentType) {
    try (InputStream resource = Page.class.getResourceAsStream("/dev/onepass/server/" + name)) {
      if (resource == null) {
        throw new IllegalStateException("a bug: the server was built without " + name);
      }
      return new Page(resource.readAllBytes(), contentType);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void serve(Context context) {
    context
        .header("Content-Security-Policy", POLICY)
        .header("Referrer-Policy", "no-referrer")
        .header("Cache-Control", "no-cache")
        .contentType(contentType)
        .result(content);
  }
}
