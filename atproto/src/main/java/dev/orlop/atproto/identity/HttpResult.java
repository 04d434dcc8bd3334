package dev.orlop.atproto.identity;

import java.util.Map;
import java.util.Optional;

/** What came of a guarded fetch. */
public sealed interface HttpResult {
  /**
   * The server answered, with whatever status but a redirect.
   *
   * @param headers by their names in lower case
   * @param body the whole body; the array belongs to the receiver
   */
  @SuppressWarnings("ArrayRecordComponent") // a carrier that is never compared
  record Answer(int status, Map<String, String> headers, byte[] body) implements HttpResult {
    /** A header of the answer, by its name in lower case. */
    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name));
    }

    /** Whether the status is 2xx. */
    public boolean isSuccess() {
      return status / 100 == 2;
    }
  }

  /** The guard forbids it. */
  record Blocked(String reason) implements HttpResult {}

  /** It did not work: no such host, no connection, too slow, too large, not HTTP. */
  record Failed(String reason) implements HttpResult {}
}
