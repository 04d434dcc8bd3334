package dev.orlop.atproto.xrpc;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * Fails a stream from which nothing comes for a while. The HTTP client's own time limit ends with
 * the headers, and a limit on the whole would punish large files on slow lines.
 */
final class StallGuard extends FilterInputStream {
  private static final Logger LOG = System.getLogger(StallGuard.class.getName());

  private final Thread watch;
  private volatile long progress = System.nanoTime();
  private volatile boolean waiting;
  private volatile boolean stalled;

  StallGuard(InputStream in, Duration patience) {
    super(in);
    watch = Thread.ofVirtual().name("stall-guard").start(() -> watch(patience));
  }

  private void watch(Duration patience) {
    try {
      while (true) {
        long before = progress;
        Thread.sleep(patience);
        if (waiting && progress == before) {
          stalled = true;
          super.close(); // wakes the reader
          return;
        }
      }
    } catch (InterruptedException _) {
      // closed by its owner
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "closing a stalled download failed: {0}", e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    waiting = true;
    try {
      int n = in.read(buffer, offset, length);
      // The close that woke us may look like the end of the body.
      requireProgress();
      return n;
    } catch (IOException e) {
      requireProgress();
      throw e;
    } finally {
      waiting = false;
      progress = System.nanoTime();
    }
  }

  private void requireProgress() throws IOException {
    if (stalled) {
      throw new IOException("nothing came for too long");
    }
  }

  @Override
  public void close() {
    watch.interrupt();
    try {
      super.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "closing a download failed: {0}", e);
    }
  }
}
