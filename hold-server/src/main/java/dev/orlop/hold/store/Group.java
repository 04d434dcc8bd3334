package dev.orlop.hold.store;

import dev.orlop.car.cid.Cid;
import java.util.Map;

/**
 * A group as it lies in a repo's log.
 *
 * @param trailer what the commit did
 * @param blocks where its blocks lie, the commit among them, the trailer not
 * @param end the position behind it
 */
public record Group(Trailer trailer, Map<Cid, BlockLocation> blocks, LogPosition end) {}
