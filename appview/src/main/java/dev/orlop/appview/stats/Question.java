package dev.orlop.appview.stats;

import dev.orlop.appview.records.HoldRef;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.lexicons.RepositoryName;
import java.util.Optional;

/**
 * Asks a hold what it has counted.
 *
 * @param named the hold, as a record names it
 * @param repository of the owner; empty for all
 */
record Question(HoldRef named, Did owner, Optional<RepositoryName> repository) {
  /** The same for the same question, also in another process. */
  String key() {
    return named + " " + owner + repository.map(name -> "/" + name).orElse("");
  }
}
