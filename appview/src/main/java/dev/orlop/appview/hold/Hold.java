package dev.orlop.appview.hold;

import dev.orlop.atproto.syntax.Did;
import java.net.URI;

/**
 * A hold that was found.
 *
 * @param did in canonical form
 * @param address its origin; somebody else named it
 */
public record Hold(Did did, URI address) {
  @Override
  public String toString() {
    return did.toString();
  }
}
