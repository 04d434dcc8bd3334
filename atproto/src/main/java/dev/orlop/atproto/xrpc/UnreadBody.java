package dev.orlop.atproto.xrpc;

import io.helidon.http.HeaderValues;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.ServerRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;

/**
 * What to do with a body that nobody read to its end, once the request is refused. Belongs to the
 * thread that handles the request.
 *
 * <p>A short one of which nothing was read is read by the web server, and the connection goes on.
 * With any other the connection is closed, but not at once: closing while bytes arrive makes the
 * system send a reset, and a reset can overtake the answer. So the rest is read for a moment, from
 * the stream that was begun: the web server gives it out once. And close it must: the web server
 * itself goes on after a {@code Connection: close}, and would wait for the rest of the body.
 */
public final class UnreadBody {
  /** A body of so many bytes is worth reading to keep its connection. */
  private static final long SHORT_BYTES = 256 << 10;

  private static final long MAX_DRAINED_BYTES = 64 << 20;
  private static final Duration MAX_DRAIN = Duration.ofSeconds(1);

  private final ServerRequest request;
  private Optional<Watched> begun = Optional.empty();

  private UnreadBody(ServerRequest request) {
    this.request = request;
  }

  /** Watches how far the body of {@code request} is read; nobody may have asked for it yet. */
  public static UnreadBody watch(ServerRequest request) {
    UnreadBody body = new UnreadBody(request);
    request.streamFilter(
        in -> {
          Watched watched = new Watched(in);
          body.begun = Optional.of(watched);
          return watched;
        });
    return body;
  }

  /** Whether the connection has to be closed. */
  public boolean needsClose() {
    ServerRequestHeaders headers = request.headers();
    boolean chunked = headers.contains(HeaderValues.TRANSFER_ENCODING_CHUNKED);
    long length = headers.contentLength().orElse(0);
    if (!chunked && length == 0) {
      return false;
    }
    if (begun.isPresent()) {
      return !begun.get().ended;
    }
    return chunked || length > SHORT_BYTES || headers.contains(HeaderValues.EXPECT_100);
  }

  /** Reads on for a moment, so that the client gets to see its answer. */
  public void drain() {
    if (!request.continueSent()) {
      return; // the client waits to be told to send it
    }
    // The connection's own thread, which ends with it: a late interrupt hurts nobody.
    Thread reader = Thread.currentThread();
    Thread watch =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    Thread.sleep(MAX_DRAIN);
                    reader.interrupt();
                  } catch (InterruptedException _) {
                    // drained in time
                  }
                });
    try {
      InputStream in = begun.isPresent() ? begun.get() : request.content().inputStream();
      byte[] buffer = new byte[16 << 10];
      long left = MAX_DRAINED_BYTES;
      for (int n = in.read(buffer); n >= 0 && left > 0; n = in.read(buffer)) {
        left -= n;
      }
    } catch (Exception _) {
      // whatever stopped it, the connection is closed next
    } finally {
      watch.interrupt();
    }
  }

  private static final class Watched extends FilterInputStream {
    private boolean ended;

    Watched(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      ended |= b < 0;
      return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = super.read(buffer, offset, length);
      ended |= n < 0;
      return n;
    }

    @Override
    public void close() {
      // Closing the web server's own reads on a little, and it may have to be drained.
    }
  }
}
