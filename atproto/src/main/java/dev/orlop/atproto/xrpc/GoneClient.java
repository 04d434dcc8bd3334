package dev.orlop.atproto.xrpc;

import io.helidon.common.buffers.DataReader;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;

/** Failures of the connection to the client, as far as they can be told from those of files. */
public final class GoneClient {
  private GoneClient() {}

  /** Whether {@code thrown} is one, or came of one. */
  public static boolean isIn(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketException
          || cause instanceof SocketTimeoutException
          || cause instanceof ClosedChannelException
          // The web server's word for a body that ended before its end.
          || cause instanceof DataReader.InsufficientDataAvailableException) {
        return true;
      }
    }
    return false;
  }
}
