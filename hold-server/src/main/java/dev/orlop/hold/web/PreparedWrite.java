package dev.orlop.hold.web;

import dev.orlop.car.cid.Cid;
import dev.orlop.mst.RecordWrite;
import java.util.Optional;

/**
 * A change that is ready to be made.
 *
 * @param cid of the record; empty for one that goes
 * @param validationStatus what the lexicon said of it; empty if it was not asked
 */
record PreparedWrite(RecordWrite write, Optional<Cid> cid, Optional<String> validationStatus) {}
