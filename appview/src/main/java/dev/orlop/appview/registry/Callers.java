package dev.orlop.appview.registry;

import java.util.Optional;

/** Port: finds out who asks. */
public interface Callers {
  /**
   * Reads a token.
   *
   * @param token what came after {@code Authorization: Bearer}; empty if nothing came
   */
  Answer caller(Optional<String> token);

  /** What came of it. */
  sealed interface Answer {
    /** This is who it is; without a token, somebody. */
    record Known(Caller caller) implements Answer {}

    /**
     * The token is not good; the client should get another.
     *
     * @param reason for people
     */
    record Refused(String reason) implements Answer {}
  }
}
