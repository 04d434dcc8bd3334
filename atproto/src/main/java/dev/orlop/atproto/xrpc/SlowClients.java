package dev.orlop.atproto.xrpc;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Ends transfers of bodies whose client makes the server wait: one that is silent, or that sends or
 * takes a trickle, so that it holds a connection and what belongs to it for as long as it likes. A
 * transfer may be as long as it wants to be if it is getting on.
 *
 * <p>Only where the thread waits for the socket is it interrupted, which closes the connection: an
 * interrupt anywhere else could close a file that others write to.
 */
public final class SlowClients {
  private SlowClients() {}

  /**
   * How long a client may make the server wait in one transfer.
   *
   * @param silence at a time; also in all, before anything has come or gone
   * @param bytesPerSecond for so many it may have a second more in all
   */
  public record Patience(Duration silence, long bytesPerSecond) {
    /** A minute, and a KiB a second. */
    public static final Patience DEFAULT = new Patience(Duration.ofMinutes(1), 1024);

    /** What is left, in nanoseconds, after so many bytes for which was waited so long. */
    long left(long bytes, long waited) {
      double inAll = silence.toNanos() + (double) bytes / bytesPerSecond * 1e9;
      return Math.min(silence.toNanos(), (long) inAll - waited);
    }
  }

  /** A request's body that fails with {@link SocketTimeoutException} when its client is slow. */
  public static InputStream patient(InputStream in) {
    return patient(in, Patience.DEFAULT);
  }

  static InputStream patient(InputStream in, Patience patience) {
    return new Incoming(in, new Transfer(patience));
  }

  /** A response's body that fails with {@link SocketTimeoutException} when its client is slow. */
  public static OutputStream patient(OutputStream out) {
    return patient(out, Patience.DEFAULT);
  }

  static OutputStream patient(OutputStream out, Patience patience) {
    return new Outgoing(out, new Transfer(patience));
  }

  /** One body, in one direction. For one thread at a time. */
  private static final class Transfer {
    private final Patience patience;
    private long bytes;
    private long waited;

    Transfer(Patience patience) {
      this.patience = patience;
    }

    /** A step at the socket, which says how many bytes it took. */
    @FunctionalInterface
    private interface Step {
      int run() throws IOException;
    }

    int waitFor(Step step) throws IOException {
      long from = System.nanoTime();
      Thread self = Thread.currentThread();
      Waits.Wait wait = Waits.SHARED.begin(patience.left(bytes, waited), self::interrupt);
      int count;
      try {
        count = step.run();
      } catch (IOException | RuntimeException e) {
        if (isForced(wait, from)) {
          throw slow(e);
        }
        throw e;
      }
      if (isForced(wait, from)) {
        // A body of which the socket was closed looks like one that is over.
        throw slow(null);
      }
      bytes += Math.max(0, count);
      return count;
    }

    private boolean isForced(Waits.Wait wait, long from) {
      waited += System.nanoTime() - from;
      boolean forced = wait.over();
      if (forced) {
        // The socket has seen to it; what comes next is not to be interrupted.
        boolean unused = Thread.interrupted();
      }
      return forced;
    }

    private static SocketTimeoutException slow(@Nullable Exception cause) {
      SocketTimeoutException slow = new SocketTimeoutException("the client was too slow");
      slow.initCause(cause);
      return slow;
    }
  }

  private static final class Incoming extends FilterInputStream {
    private final Transfer transfer;

    Incoming(InputStream in, Transfer transfer) {
      super(in);
      this.transfer = transfer;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return transfer.waitFor(() -> in.read(buffer, offset, length));
    }

    @Override
    public long skip(long n) throws IOException {
      byte[] passed = new byte[Math.clamp(n, 0, 64 << 10)];
      return Math.max(0, read(passed, 0, passed.length));
    }
  }

  private static final class Outgoing extends FilterOutputStream {
    private final Transfer transfer;

    Outgoing(OutputStream out, Transfer transfer) {
      super(out);
      this.transfer = transfer;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int unused =
          transfer.waitFor(
              () -> {
                out.write(bytes, offset, length);
                return length;
              });
    }

    @Override
    public void flush() throws IOException {
      int unused =
          transfer.waitFor(
              () -> {
                out.flush();
                return 0;
              });
    }

    @Override
    public void close() throws IOException {
      int unused =
          transfer.waitFor(
              () -> {
                out.close();
                return 0;
              });
    }
  }
}
