package dev.orlop.mst;

import dev.orlop.atproto.syntax.RepoPath;

/** One change to a repo's records. A record travels as its block: canonical DAG-CBOR. */
public sealed interface RecordWrite {
  /** Which record changes. */
  RepoPath path();

  /** Writes a record that must not be there yet. */
  record Create(RepoPath path, byte[] block) implements RecordWrite {}

  /** Replaces a record that must be there. */
  record Update(RepoPath path, byte[] block) implements RecordWrite {}

  /** Writes a record, whether it is there or not. */
  record Put(RepoPath path, byte[] block) implements RecordWrite {}

  /** Takes a record out; nothing happens if it is not there. */
  record Delete(RepoPath path) implements RecordWrite {}
}
