package dev.orlop.atproto.xrpc;

import io.helidon.http.HeaderValues;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.ServerRequest;
import java.io.InputStream;
import java.time.Duration;

/**
 * What to do with a body that nobody read, once the request is refused.
 *
 * <p>A short one is read by the web server, and the connection goes on. With a long one the
 * connection is closed, but not at once: closing while bytes arrive makes the system send a reset,
 * and a reset can overtake the answer. And close it must: the web server itself goes on after a
 * {@code Connection: close}, and would take the rest of the body for the next request.
 */
final class UnreadBody {
  /** A body of so many bytes is worth reading to keep its connection. */
  private static final long SHORT_BYTES = 256 << 10;

  private static final long MAX_DRAINED_BYTES = 64 << 20;
  private static final Duration MAX_DRAIN = Duration.ofSeconds(1);

  private UnreadBody() {}

  /** Whether the connection of {@code request} has to be closed. */
  static boolean needsClose(ServerRequest request) {
    ServerRequestHeaders headers = request.headers();
    boolean chunked = headers.contains(HeaderValues.TRANSFER_ENCODING_CHUNKED);
    long length = headers.contentLength().orElse(0);
    if (!chunked && length == 0) {
      return false;
    }
    return !request.content().consumed()
        && (chunked || length > SHORT_BYTES || headers.contains(HeaderValues.EXPECT_100));
  }

  /** Reads on for a moment, so that the client gets to see its answer. */
  static void drain(ServerRequest request) {
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
    try (InputStream in = request.content().inputStream()) {
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
}
