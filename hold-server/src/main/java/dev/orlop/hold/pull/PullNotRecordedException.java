package dev.orlop.hold.pull;

/** A pull could not be made durable; it is not counted, and must not be answered. */
public final class PullNotRecordedException extends RuntimeException {
  /** With what the disk said, or whatever else kept the journal from it. */
  public PullNotRecordedException(Throwable cause) {
    super("the pull could not be recorded: " + cause.getMessage(), cause);
  }
}
