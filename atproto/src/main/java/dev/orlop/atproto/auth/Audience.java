package dev.orlop.atproto.auth;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.InvalidSyntaxException;

/** The names of services, brought to one spelling so that they can be compared. */
final class Audience {
  private Audience() {}

  /**
   * {@code audience} with the DID in its canonical spelling and the fragment as it is; text that is
   * no such name comes back unchanged and equals nothing that is.
   */
  static String normalised(String audience) {
    int hash = audience.indexOf('#');
    String did = hash < 0 ? audience : audience.substring(0, hash);
    try {
      return Did.parse(did).canonical() + (hash < 0 ? "" : audience.substring(hash));
    } catch (InvalidSyntaxException _) {
      return audience;
    }
  }
}
