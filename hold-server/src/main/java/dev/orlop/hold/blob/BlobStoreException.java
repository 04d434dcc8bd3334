package dev.orlop.hold.blob;

/**
 * The server that keeps the blobs refused or did not answer, and trying again did not help. Nothing
 * was promised to anybody yet.
 */
public final class BlobStoreException extends RuntimeException {
  /** What is wrong, as far as somebody can do something about it. */
  public enum Kind {
    /** The credentials are wrong, or may not do this. */
    FORBIDDEN,
    /** There is no such bucket. */
    NO_BUCKET,
    /** This machine's clock and the server's differ by too much for a signature. */
    CLOCK,
    /** The server cannot be reached, answers too slowly, or says that it has a fault. */
    UNAVAILABLE,
    /** There is no room left. */
    NO_ROOM,
    /** As much is under way as memory is given for; later it will go. */
    BUSY,
    /** What it answered makes no sense. */
    MALFORMED
  }

  private final Kind kind;

  /**
   * Says what happened.
   *
   * @param doing what could not be done, as in "could not ..."
   * @param said what the server said, or what is known otherwise; no secrets
   */
  public BlobStoreException(Kind kind, String doing, String said) {
    super("could not " + doing + ": " + said);
    this.kind = kind;
  }

  /** The same of an exception. */
  public BlobStoreException(Kind kind, String doing, String said, Throwable cause) {
    super("could not " + doing + ": " + said, cause);
    this.kind = kind;
  }

  /** What is wrong. */
  public Kind kind() {
    return kind;
  }
}
