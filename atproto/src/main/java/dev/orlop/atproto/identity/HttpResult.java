package dev.orlop.atproto.identity;

/** What came of a guarded fetch. */
public sealed interface HttpResult {
  /**
   * The server answered, with whatever status but a redirect.
   *
   * @param body the whole body; the array belongs to the receiver
   */
  @SuppressWarnings("ArrayRecordComponent") // a carrier that is never compared
  record Answer(int status, byte[] body) implements HttpResult {
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
