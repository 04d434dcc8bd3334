package dev.orlop.hold.access;

import dev.orlop.atproto.syntax.Did;

/**
 * What the captain record says about access.
 *
 * @param captain the owner, in canonical spelling
 * @param publicReads whether anybody may read blobs
 * @param openCrew whether any account may join the crew by itself ({@code allowAllCrew})
 */
public record HoldTerms(Did captain, boolean publicReads, boolean openCrew) {
  public HoldTerms {
    captain = captain.canonical();
  }
}
