package dev.orlop.atproto.xrpc;

import java.net.URI;

/**
 * No XRPC answer came: no connection, or it broke, or what answered does not speak XRPC. Whether
 * the method ran is unknown, unless {@link #certainlyNotRun}.
 */
public final class XrpcConnectionException extends RuntimeException {
  private final boolean certainlyNotRun;

  XrpcConnectionException(URI server, String reason, boolean certainlyNotRun, Throwable cause) {
    super("no answer from " + origin(server) + ": " + reason, cause);
    this.certainlyNotRun = certainlyNotRun;
  }

  XrpcConnectionException(URI server, String reason) {
    super(origin(server) + " gave no XRPC answer: " + reason);
    this.certainlyNotRun = false;
  }

  /** Whether the request never left, so that sending it again is safe. */
  public boolean certainlyNotRun() {
    return certainlyNotRun;
  }

  /** Only the origin: the rest of an address may be signed, and so a secret. */
  private static String origin(URI uri) {
    return uri.getScheme() + "://" + uri.getAuthority();
  }
}
