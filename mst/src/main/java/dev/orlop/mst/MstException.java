package dev.orlop.mst;

/** A tree, or a block that should be one of its nodes, that breaks the rules of the format. */
public final class MstException extends RuntimeException {
  /** The message names the rule. */
  public MstException(String message) {
    super(message);
  }

  /** The message names the rule, the cause is what the decoder said. */
  public MstException(String message, Throwable cause) {
    super(message, cause);
  }
}
