package dev.orlop.hold.store;

/**
 * Our own files are not as we wrote them, in a way that no crash explains. Nothing is repaired by
 * guessing: the message tells an operator which file, where, and what to do.
 */
public final class StoreDamagedException extends RuntimeException {
  /** The message names the damage. */
  public StoreDamagedException(String message) {
    super(message);
  }
}
