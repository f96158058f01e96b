// SPDX-License-Identifier: Apache-2.0
package dev.onepass.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * Collects a request's body: takes what is there, and comes back when there is more, so no thread
 * waits. Jetty's own collector fails a request after it has reported it too long, by when the
 * answer has been sent and the request is no more.
 */
final class BodyReader implements Invocable.Task {

  private final Request request;
  private final Exchange exchange;
  private final int bytesMax;
  private final Consumer<byte[]> reader;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream(128);

  BodyReader(Request request, Exchange exchange, int bytesMax, Consumer<byte[]> reader) {
    this.request = request;
    this.exchange = exchange;
    this.bytesMax = bytesMax;
    this.reader = reader;
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  @Override
  public void run() {
    try {
      while (true) {
        Content.Chunk chunk = request.read();
        if (chunk == null) {
          request.demand(this);
          return;
        }
        if (isLast(chunk)) {
          return;
        }
      }
    } catch (IOException e) {
      exchange.drop();
    }
  }

  /** Takes one chunk; true if none must be read after it. */
  private boolean isLast(Content.Chunk chunk) throws IOException {
    if (Content.Chunk.isFailure(chunk)) {
      throw new IOException("the client broke off", chunk.getFailure());
    }
    boolean last = chunk.isLast();
    if (body.size() + chunk.remaining() > bytesMax) {
      chunk.release();
      exchange.fail(413, "a body may have " + bytesMax + " bytes here");
      return true;
    }
    BufferUtil.writeTo(chunk.getByteBuffer(), body);
    chunk.release();
    if (last) {
      reader.accept(body.toByteArray());
    }
    return last;
  }
}
