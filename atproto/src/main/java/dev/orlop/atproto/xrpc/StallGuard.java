package dev.orlop.atproto.xrpc;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Fails a stream from which nothing comes for a while. The HTTP client's own time limit ends with
 * the headers, and a limit on the whole would punish large files on slow lines.
 *
 * <p>Who reads may be any thread, and not all can be interrupted at a socket: so the stream is
 * closed under a reader that waited too long.
 */
final class StallGuard extends FilterInputStream {
  private static final Logger LOG = System.getLogger(StallGuard.class.getName());

  private final Duration patience;

  StallGuard(InputStream in, Duration patience) {
    super(in);
    this.patience = patience;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Waits.Wait wait = Waits.SHARED.begin(patience.toNanos(), this::wakeReader);
    int count;
    try {
      count = in.read(buffer, offset, length);
    } catch (IOException e) {
      throw wait.over() ? stalled(e) : e;
    } catch (RuntimeException e) {
      boolean unused = wait.over();
      throw e;
    }
    if (wait.over()) {
      // The close that woke us may look like the end of the body.
      throw stalled(null);
    }
    return count;
  }

  /** In a thread of its own, since closing may wait for the network. */
  private void wakeReader() {
    Thread unused = Thread.ofVirtual().name("stalled-download").start(this::close);
  }

  private static IOException stalled(@Nullable IOException cause) {
    return new IOException("nothing came for too long", cause);
  }

  @Override
  public void close() {
    try {
      super.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "closing a download failed: {0}", e);
    }
  }
}
