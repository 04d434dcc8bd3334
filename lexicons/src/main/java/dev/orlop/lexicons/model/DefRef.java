package dev.orlop.lexicons.model;

import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.atproto.syntax.Nsid;

/**
 * The full name of a definition.
 *
 * @param lexicon the document that holds it
 * @param name its name there, {@link #MAIN} for the definition that a bare NSID names
 */
public record DefRef(Nsid lexicon, String name) {
  /** The name of the definition that a document is about. */
  public static final String MAIN = "main";

  private static final int MAX_NAME_LENGTH = 128;

  /** Checks the name; throws {@link InvalidSyntaxException}. */
  public DefRef {
    if (!isName(name)) {
      throw new InvalidSyntaxException(
          "name of a definition", "a letter, letters and digits", name);
    }
  }

  /** The definition that {@code lexicon} is about. */
  public static DefRef main(Nsid lexicon) {
    return new DefRef(lexicon, MAIN);
  }

  /**
   * Reads a ref as documents write it.
   *
   * @param text {@code #name}, {@code nsid} or {@code nsid#name}
   * @param base the document in which it stands
   * @throws InvalidSyntaxException when it is none of these
   */
  public static DefRef parse(String text, Nsid base) {
    int hash = text.indexOf('#');
    if (hash < 0) {
      return main(Nsid.parse(text));
    }
    Nsid lexicon = hash == 0 ? base : Nsid.parse(text.substring(0, hash));
    return new DefRef(lexicon, text.substring(hash + 1));
  }

  private static boolean isName(String text) {
    if (text.isEmpty() || text.length() > MAX_NAME_LENGTH || !isLetter(text.charAt(0))) {
      return false;
    }
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isLetter(c) && (c < '0' || c > '9') && c != '-' && c != '_') {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** The text that values carry in {@code $type}: no {@code #main}. */
  @Override
  public String toString() {
    return name.equals(MAIN) ? lexicon.value() : lexicon.value() + "#" + name;
  }
}
