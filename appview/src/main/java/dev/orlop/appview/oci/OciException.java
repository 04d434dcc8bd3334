package dev.orlop.appview.oci;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request is refused: what the client is told, and nothing else. The message must hold no secret
 * and nothing of the server's inside.
 *
 * <p>An expected outcome, not a fault: it carries no stack trace of its own.
 */
public final class OciException extends RuntimeException {
  private final OciError error;
  private final int status;
  private final String message;
  private final Map<String, String> detail;
  private final Optional<Duration> retryAfter;

  /** A refusal with the status that its error usually has. */
  public OciException(OciError error, String message) {
    this(error, error.status(), message, Map.of(), Optional.empty(), null);
  }

  private OciException(
      OciError error,
      int status,
      String message,
      Map<String, String> detail,
      Optional<Duration> retryAfter,
      @Nullable Throwable cause) {
    super(message, cause, false, false);
    this.error = error;
    this.status = status;
    this.message = message;
    this.detail = Map.copyOf(detail);
    this.retryAfter = retryAfter;
  }

  /** The same with another HTTP status. */
  public OciException withStatus(int newStatus) {
    return new OciException(error, newStatus, message, detail, retryAfter, getCause());
  }

  /** The same with one more thing that the client may want to know. */
  public OciException with(String name, Object value) {
    Map<String, String> more = new TreeMap<>(detail);
    more.put(name, value.toString());
    return new OciException(error, status, message, more, retryAfter, getCause());
  }

  /** The same, worth trying again after {@code pause}. */
  public OciException retryAfter(Duration pause) {
    return new OciException(error, status, message, detail, Optional.of(pause), getCause());
  }

  /** The same, because of {@code cause}, which the log is told and the client is not. */
  public OciException because(Throwable cause) {
    return new OciException(error, status, message, detail, retryAfter, cause);
  }

  /** The code. */
  public OciError error() {
    return error;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** What is told, in one line. */
  public String text() {
    return message;
  }

  /** What else the client may want to know. */
  public Map<String, String> detail() {
    return detail;
  }

  /** After which pause it is worth trying again. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
