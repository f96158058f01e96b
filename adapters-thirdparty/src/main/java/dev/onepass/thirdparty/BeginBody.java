// SPDX-License-Identifier: Apache-2.0
package dev.onepass.thirdparty;

import dev.onepass.ports.model.BatchId;
import dev.onepass.ports.model.Uid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/**
 * {@code {"batchPayId": "...", "uids": [..]}}, written number by number as it is sent: a million
 * uids take eight megabytes on the wire and none here.
 */
final class BeginBody extends RequestBody {

  private static final byte[] END = {']', '}'};

  private final byte[] start;
  private final List<Uid> uids;

  BeginBody(BatchId batch, List<Uid> uids) {
    StringBuilder json = new StringBuilder().append("{\"batchPayId\":");
    Bodies.quote(batch.value(), json);
    this.start = json.append(",\"uids\":[").toString().getBytes(StandardCharsets.UTF_8);
    this.uids = uids;
  }

  @Override
  public MediaType contentType() {
    return Bodies.JSON;
  }

  /** Counted before: not every server takes a body of unknown length. */
  @Override
  public long contentLength() {
    long commas = Math.max(0, uids.size() - 1);
    long digits = uids.stream().mapToLong(uid -> digits(uid.value())).sum();
    return start.length + commas + digits + END.length;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    sink.write(start);
    boolean first = true;
    for (Uid uid : uids) {
      if (!first) {
        sink.writeByte(',');
      }
      first = false;
      sink.writeDecimalLong(uid.value());
    }
    sink.write(END);
  }

  @Override
  public boolean isOneShot() {
    return true;
  }

  private static int digits(long value) {
    int digits = 1;
    for (long rest = value / 10; rest > 0; rest /= 10) {
      digits++;
    }
    return digits;
  }
}
