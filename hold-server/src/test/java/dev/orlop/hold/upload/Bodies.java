package dev.orlop.hold.upload;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Collections;
import java.util.List;

/** Bodies of requests that do not simply come. */
final class Bodies {
  /** What happens while a body is on its way. */
  @FunctionalInterface
  interface Event {
    void happen() throws IOException;
  }

  private Bodies() {}

  /** A body that stops after {@code bytes}, as when the connection breaks. */
  static InputStream broken(byte[] bytes) {
    return meanwhile(
        bytes,
        () -> {
          throw new IOException("the connection broke");
        },
        new byte[0]);
  }

  /** A body in the midst of which something else happens. */
  static InputStream meanwhile(byte[] first, Event event, byte[] second) {
    InputStream happening =
        new InputStream() {
          @Override
          public int read() throws IOException {
            event.happen();
            return -1;
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            return read();
          }
        };
    return new SequenceInputStream(
        Collections.enumeration(
            List.of(new ByteArrayInputStream(first), happening, new ByteArrayInputStream(second))));
  }
}
