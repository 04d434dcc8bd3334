package dev.orlop.lexicons;

/** What a schema has to say of a value. */
public sealed interface Validity {
  /** The value fits. */
  record Valid() implements Validity {
    static final Valid VALID = new Valid();
  }

  /**
   * The value does not fit.
   *
   * @param path where, such as {@code $.layers[2].digest}
   * @param message what was expected there; safe to show and to log
   */
  record Invalid(String path, String message) implements Validity {
    /** One line: the path, then the message. */
    public String describe() {
      return path + ": " + message;
    }
  }

  /** There is no such schema here, or the name is that of something else. */
  record Unknown() implements Validity {
    static final Unknown UNKNOWN = new Unknown();
  }

  /** Whether the value fits; an unknown schema vouches for nothing. */
  default boolean isValid() {
    return this instanceof Valid;
  }
}
