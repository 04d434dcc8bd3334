package dev.orlop.hold.access;

import dev.orlop.atproto.syntax.Did;
import java.util.Optional;
import java.util.Set;

/** The hold's captain and crew as they are now. Implemented over the hold's records. */
public interface Roster {
  /** The roster of this moment: several questions to it are answered by the same records. */
  default Roster now() {
    return this;
  }

  /** The terms of the captain record. */
  HoldTerms terms();

  /**
   * What a crew member was granted, over all records that name the member.
   *
   * @param member in canonical spelling
   * @return empty when the DID is not of the crew; an empty set for a member without permissions
   */
  Optional<Set<Permission>> granted(Did member);
}
