package dev.orlop.atproto.xrpc;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A method's refusal, as a handler throws it and as {@link XrpcClient} meets it. The message is for
 * the caller's eyes: it must hold no secret and nothing of the server's inside.
 *
 * <p>An expected outcome, not a fault: it carries no stack trace.
 */
public final class XrpcException extends RuntimeException {
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private final int status;
  private final String error;
  private final Map<String, String> headers;
  private final Map<String, String> details;

  /**
   * A refusal.
   *
   * @param status the HTTP status, 400 to 599
   * @param error the name clients go by, such as {@code RecordNotFound}
   * @param message one sentence for people
   */
  public XrpcException(int status, String error, String message) {
    this(status, error, message, Map.of(), Map.of());
  }

  private XrpcException(
      int status,
      String error,
      String message,
      Map<String, String> headers,
      Map<String, String> details) {
    super(message, null, false, false);
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("not the status of an error: " + status);
    }
    this.status = status;
    this.error = error;
    this.headers = headers;
    this.details = details;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The error's name. */
  public String error() {
    return error;
  }

  /** The message, which is never absent here. */
  public String text() {
    String message = getMessage();
    return message == null ? error : message;
  }

  /** Whether this is {@code expected}, by name. */
  public boolean is(XrpcError expected) {
    return error.equals(expected.errorName());
  }

  /** Response headers that go with it, such as {@code Retry-After}. */
  public Map<String, String> headers() {
    return headers;
  }

  /**
   * After which pause it is worth trying again, if the answer says so in seconds: at least one, at
   * most an hour, whatever it says.
   */
  public Optional<Duration> retryAfter() {
    String seconds = headers.getOrDefault("Retry-After", "");
    if (!seconds.matches("[0-9]{1,9}")) {
      return Optional.empty();
    }
    long wanted = Math.max(1, Long.parseLong(seconds));
    return Optional.of(Duration.ofSeconds(Math.min(wanted, LONGEST_PAUSE.toSeconds())));
  }

  /** Fields of the answer's body beside {@code error} and {@code message}. */
  public Map<String, String> details() {
    return details;
  }

  /** The same with one response header more. */
  public XrpcException withHeader(String name, String value) {
    return new XrpcException(status, error, text(), plus(headers, name, value), details);
  }

  /** The same with one field more in the answer's body. */
  public XrpcException withDetail(String name, String value) {
    return new XrpcException(status, error, text(), headers, plus(details, name, value));
  }

  private static Map<String, String> plus(Map<String, String> map, String name, String value) {
    Map<String, String> copy = new LinkedHashMap<>(map);
    copy.put(name, value);
    return Map.copyOf(copy);
  }
}
