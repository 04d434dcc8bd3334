package dev.orlop.hold.store;

import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cid.Cid;

/** A record by its path and its block, as a repo had it at one moment. */
public record RecordRef(RepoPath path, Cid cid) {}
