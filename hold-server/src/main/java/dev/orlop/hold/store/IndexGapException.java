package dev.orlop.hold.store;

/**
 * A group does not follow on what the index knows: groups between are missing in it. Whoever
 * applied the group replays the log from where the index stands.
 */
public final class IndexGapException extends RuntimeException {
  /** The message names both ends of the gap. */
  public IndexGapException(String message) {
    super(message);
  }
}
