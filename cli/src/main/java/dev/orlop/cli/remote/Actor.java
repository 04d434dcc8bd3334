package dev.orlop.cli.remote;

import dev.orlop.atproto.syntax.AtIdentifier;
import java.nio.file.Path;
import java.util.Optional;

/**
 * In whose name the user wants to speak.
 *
 * @param token a service token, which says it all
 * @param account whose name; without one, whoever is the natural choice
 * @param key the file with that account's signing key
 */
public record Actor(Optional<String> token, Optional<AtIdentifier> account, Optional<Path> key) {
  /** Nothing is said. */
  public static final Actor UNSAID =
      new Actor(Optional.empty(), Optional.empty(), Optional.empty());

  /** Checks that what is said fits together. */
  public Actor {
    if (key.isPresent() && account.isEmpty()) {
      throw new IllegalArgumentException("--key needs --as: whose key it is");
    }
    if (key.isPresent() && token.isPresent()) {
      throw new IllegalArgumentException("--key and --token exclude each other");
    }
  }

  /** The same, with a choice of account for when the user made none. */
  public Actor orAccount(AtIdentifier natural) {
    return new Actor(token, account.isPresent() ? account : Optional.of(natural), key);
  }

  @Override
  public String toString() {
    return "Actor[account=" + account + ", key=" + key + "]";
  }
}
