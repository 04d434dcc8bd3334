package dev.orlop.hold.pds.accounts;

import dev.orlop.atproto.crypto.SigningKey;
import java.util.Locale;

/**
 * A key on its way from one store to another.
 *
 * @param name of the account, or as the store knows it
 */
record KeyCopy(Place place, String name, SigningKey key) {
  /** What a key is for. */
  enum Place {
    /** It is an account's. */
    CURRENT,
    /** It will be. */
    NEXT,
    /** It was. */
    BEFORE,
    /** It is kept for an account that may come. */
    RESERVED,
    /** It changes the DIDs of accounts. */
    ROTATION;

    /** As it is written down. */
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
