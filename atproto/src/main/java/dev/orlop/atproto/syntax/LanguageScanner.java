package dev.orlop.atproto.syntax;

import java.util.HashSet;
import java.util.Set;

/** Walks over the subtags of a language tag in the order of RFC 5646 §2.1. */
final class LanguageScanner {
  private static final int MAX_EXTENDED_LANGUAGES = 3;

  private final String[] subtags;
  private int at;

  LanguageScanner(String tag) {
    subtags = tag.split("-", -1);
  }

  boolean isWellFormed() {
    for (String subtag : subtags) {
      if (subtag.isEmpty() || subtag.length() > 8 || !Ascii.areAlphanumeric(subtag)) {
        return false;
      }
    }
    if (isPrivateUse()) {
      return subtags.length > 1;
    }
    if (!isPrimaryLanguage(subtags[0])) {
      return false;
    }
    at = 1;
    skipExtendedLanguages();
    if (at < subtags.length && isLetters(4)) {
      at++; // script
    }
    if (at < subtags.length && (isLetters(2) || isRegionNumber())) {
      at++;
    }
    return skipVariants()
        && skipExtensions()
        && (at == subtags.length || (isPrivateUse() && at + 1 < subtags.length));
  }

  private static boolean isPrimaryLanguage(String subtag) {
    return (subtag.length() == 2 || subtag.length() == 3)
        && Ascii.areLetters(subtag)
        && subtag.equals(Ascii.lower(subtag));
  }

  private void skipExtendedLanguages() {
    for (int i = 0; i < MAX_EXTENDED_LANGUAGES && at < subtags.length && isLetters(3); i++) {
      at++;
    }
  }

  private boolean skipVariants() {
    Set<String> seen = new HashSet<>();
    while (at < subtags.length && isVariant()) {
      if (!seen.add(Ascii.lower(subtags[at++]))) {
        return false;
      }
    }
    return true;
  }

  /** Each extension is one character that is no {@code x}, then at least one longer subtag. */
  private boolean skipExtensions() {
    Set<String> seen = new HashSet<>();
    while (at < subtags.length && subtags[at].length() == 1 && !isPrivateUse()) {
      if (!seen.add(Ascii.lower(subtags[at++]))) {
        return false;
      }
      int from = at;
      while (at < subtags.length && subtags[at].length() > 1) {
        at++;
      }
      if (at == from) {
        return false;
      }
    }
    return true;
  }

  private boolean isPrivateUse() {
    return at < subtags.length && subtags[at].equalsIgnoreCase("x");
  }

  private boolean isLetters(int length) {
    return subtags[at].length() == length && Ascii.areLetters(subtags[at]);
  }

  private boolean isRegionNumber() {
    return subtags[at].length() == 3 && Ascii.areDigits(subtags[at]);
  }

  private boolean isVariant() {
    String subtag = subtags[at];
    return subtag.length() >= 5 || (subtag.length() == 4 && Ascii.isDigit(subtag.charAt(0)));
  }
}
