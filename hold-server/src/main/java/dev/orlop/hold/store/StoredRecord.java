package dev.orlop.hold.store;

import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cid.Cid;

/**
 * A record that is in a repo now.
 *
 * @param path where it is
 * @param cid of its block
 * @param rev of the commit that wrote it
 */
public record StoredRecord(RepoPath path, Cid cid, Tid rev) {}
