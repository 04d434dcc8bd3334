package dev.orlop.atproto.identity;

import java.time.Duration;

/**
 * What a fetch may cost.
 *
 * @param accept the media types asked for, as in the Accept header
 * @param maxBodyBytes a longer body is a failure
 * @param maxRedirects how many redirects are followed, each checked like the first address
 * @param timeout for the whole of it: lookup, connection, redirects, body
 */
public record HttpFetch(String accept, int maxBodyBytes, int maxRedirects, Duration timeout) {
  /** A DID document: 64 KiB, no redirect, 5 s. */
  public static final HttpFetch DID_DOCUMENT =
      new HttpFetch(
          "application/did+ld+json, application/json", 64 << 10, 0, Duration.ofSeconds(5));

  /** The well-known file of a handle: 2 KiB, two redirects, 5 s. */
  public static final HttpFetch HANDLE_FILE =
      new HttpFetch("text/plain", 2 << 10, 2, Duration.ofSeconds(5));
}
