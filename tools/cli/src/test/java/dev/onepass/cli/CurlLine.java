// SPDX-License-Identifier: Apache-2.0
package dev.onepass.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Iterator;
import java.util.List;

/** Sends what a command line of curl would send, as far as the pages go. */
final class CurlLine {

  private static final String DOCUMENTED = "127.0.0.1:40008";

  private CurlLine() {}

  /** Sends it to a server on another port than the pages name. */
  static HttpResponse<String> send(List<String> arguments, int port)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(request(arguments, port), HttpResponse.BodyHandlers.ofString(UTF_8));
  }

  private static HttpRequest request(List<String> arguments, int port) {
    HttpRequest.Builder request = HttpRequest.newBuilder();
    Iterator<String> words = arguments.iterator();
    while (words.hasNext()) {
      String word = words.next();
      switch (word) {
        case "-s" -> {}
        case "-H" -> {
          String[] header = words.next().split(": ", 2);
          request.header(header[0], header[1]);
        }
        case "-d" -> request.POST(HttpRequest.BodyPublishers.ofString(words.next(), UTF_8));
        default -> request.uri(uri(word, port));
      }
    }
    return request.build();
  }

  private static URI uri(String word, int port) {
    String address = word.startsWith("http://") ? word : "http://" + word;
    if (!address.startsWith("http://" + DOCUMENTED + "/")) {
      throw new AssertionError("neither a known option nor an address of the server: " + word);
    }
    return URI.create(address.replace(DOCUMENTED, "127.0.0.1:" + port));
  }
}
