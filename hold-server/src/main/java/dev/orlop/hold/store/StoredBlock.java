package dev.orlop.hold.store;

import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cid.Cid;

/**
 * A block that is in a repo now.
 *
 * @param location of its bytes
 * @param rev of the commit that brought it
 */
public record StoredBlock(Cid cid, BlockLocation location, Tid rev) {}
