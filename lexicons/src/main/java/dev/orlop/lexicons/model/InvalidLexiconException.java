package dev.orlop.lexicons.model;

/** A text is no Lexicon document. The message names the place and what was expected there. */
public final class InvalidLexiconException extends RuntimeException {
  /**
   * Says "PATH: MESSAGE".
   *
   * @param path such as {@code $.defs.main.record}
   */
  public InvalidLexiconException(String path, String message) {
    super(path + ": " + message);
  }
}
