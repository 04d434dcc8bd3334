package dev.orlop.atproto.xrpc;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Holds a writer to the Content-Length it announced. The web server would send a short body as it
 * is, and the client would wait for the rest until it gives up.
 */
public final class ExactOutput extends FilterOutputStream {
  private long left;

  /** Nothing written yet, of {@code length} bytes. */
  public ExactOutput(OutputStream out, long length) {
    super(out);
    left = length;
  }

  @Override
  public void write(int b) throws IOException {
    take(1);
    out.write(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    take(length);
    out.write(bytes, offset, length);
  }

  /** Requires that all was written. */
  public void finish() {
    if (left != 0) {
      throw new IllegalStateException("the body is " + left + " bytes shorter than announced");
    }
  }

  private void take(long length) {
    left -= length;
    if (left < 0) {
      throw new IllegalStateException("the body is longer than announced");
    }
  }
}
