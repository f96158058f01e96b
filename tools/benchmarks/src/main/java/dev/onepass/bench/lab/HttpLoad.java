// SPDX-License-Identifier: Apache-2.0
package dev.onepass.bench.lab;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * Keep-alive connections that each post a request, wait for the whole answer, and post the next.
 *
 * <p>One thread serves them all and looks at no more of an answer than where it ends: it shares the
 * processor with what it measures, and a general client would take as much of it as the server.
 */
public final class HttpLoad {

  private static final int ANSWER_BYTES_MAX = 1 << 16;
  private static final byte[] OK = "HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);

  private final Histogram nanos = new Histogram(Duration.ofMinutes(2).toNanos(), 3);
  private final int port;
  private final String head;
  private final Supplier<String> bodies;
  private int open;

  /**
   * A load on a server of this machine.
   *
   * @param path what is posted to
   * @param bodies makes each request's JSON
   */
  public HttpLoad(int port, String path, Supplier<String> bodies) {
    this.port = port;
    this.bodies = bodies;
    this.head =
        "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\nContent-Length: "
            .formatted(path, port);
  }

  /**
   * Runs it.
   *
   * @throws IOException if an answer is not 200
   */
  public Figures run(int connections, Duration duration) throws IOException {
    nanos.reset();
    try (Selector selector = Selector.open()) {
      List<Connection> all = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        all.add(connect(selector));
      }
      // Not before all are there: who asks early would wait for the others to connect.
      long start = System.nanoTime();
      long end = start + duration.toNanos();
      for (Connection connection : all) {
        connection.ask();
      }
      open = connections;
      while (open > 0) {
        selector.select(key -> advance(key, end));
      }
      return Figures.of(nanos, System.nanoTime() - start);
    }
  }

  private Connection connect(Selector selector) throws IOException {
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    Connection connection = new Connection(channel);
    channel.register(selector, SelectionKey.OP_READ, connection);
    return connection;
  }

  private void advance(SelectionKey key, long end) {
    Connection connection = (Connection) key.attachment();
    try {
      if (connection.isAnswered()) {
        long now = System.nanoTime();
        nanos.recordValue(now - connection.askedNanos);
        if (now < end) {
          connection.ask();
        } else {
          connection.channel.close();
          open--;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Connection {

    private final SocketChannel channel;
    private final ByteBuffer answer = ByteBuffer.allocate(ANSWER_BYTES_MAX);
    private long askedNanos;

    Connection(SocketChannel channel) {
      this.channel = channel;
    }

    void ask() throws IOException {
      String body = bodies.get();
      // All ASCII; of the encodings this one is the quickest to write.
      ByteBuffer request =
          ByteBuffer.wrap(
              (head + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.ISO_8859_1));
      answer.clear();
      askedNanos = System.nanoTime();
      // A request is smaller than any socket's buffer, and the answer to the last one is read.
      while (request.hasRemaining()) {
        channel.write(request);
      }
    }

    boolean isAnswered() throws IOException {
      if (channel.read(answer) < 0) {
        throw new EOFException("the server hung up");
      }
      int body = endOfHead();
      if (body < 0) {
        return false;
      }
      if (!startsWith(0, OK)) {
        throw new IOException(
            "not 200: " + new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8));
      }
      return answer.position() >= body + contentLength(body);
    }

    private int endOfHead() {
      byte[] bytes = answer.array();
      for (int i = 3; i < answer.position(); i++) {
        if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n') {
          return i + 1;
        }
      }
      return -1;
    }

    private int contentLength(int headEnd) throws IOException {
      for (int i = 0; i < headEnd; i++) {
        if (answer.get(i) == '\n' && startsWith(i + 1, LENGTH)) {
          int length = 0;
          for (int j = i + 1 + LENGTH.length; answer.get(j) != '\r'; j++) {
            length = answer.get(j) == ' ' ? length : 10 * length + (answer.get(j) - '0');
          }
          return length;
        }
      }
      throw new IOException("the answer does not say how long it is");
    }

    private boolean startsWith(int from, byte[] expected) {
      for (int i = 0; i < expected.length; i++) {
        int c = answer.get(from + i);
        boolean same = c == expected[i] || (c >= 'A' && c <= 'Z' && c + 32 == expected[i]);
        if (!same) {
          return false;
        }
      }
      return true;
    }
  }
}
