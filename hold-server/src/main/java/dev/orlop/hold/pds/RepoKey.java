package dev.orlop.hold.pds;

import dev.orlop.atproto.crypto.SigningKey;
import java.util.function.Supplier;

/**
 * The key that signs a repo's commits.
 *
 * @param known asked for it
 * @param isFixed whether it stays the same while the repo is open, unless it is exchanged here
 */
record RepoKey(Supplier<SigningKey> known, boolean isFixed) {
  /** A key that stays. */
  static RepoKey fixed(SigningKey key) {
    return new RepoKey(() -> key, true);
  }
}
