package dev.orlop.hold.pds;

import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Cid;

/** A record with its value, both as they were at one moment. */
public record RecordEntry(RepoPath path, Cid cid, DataMap value) {}
