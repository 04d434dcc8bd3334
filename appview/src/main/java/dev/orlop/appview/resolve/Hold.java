package dev.orlop.appview.resolve;

import dev.orlop.atproto.syntax.Did;
import java.net.URI;

/**
 * A hold.
 *
 * @param did in canonical form
 * @param service origin at which it answers; somebody else named it
 */
public record Hold(Did did, URI service) {}
