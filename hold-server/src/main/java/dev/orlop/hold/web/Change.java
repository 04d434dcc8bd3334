package dev.orlop.hold.web;

import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cbor.DataMap;
import java.util.Optional;

/** One change that a caller asks for. What the record is worth is looked at later. */
sealed interface Change {
  /** A new record, under a key of the server's choice if there is none. */
  record Create(Nsid collection, Optional<RecordKey> rkey, DataMap record) implements Change {}

  /** A record, whether there is one in its place or not. */
  record Put(RepoPath path, DataMap record) implements Change {}

  /** A record in the place of another. */
  record Update(RepoPath path, DataMap record) implements Change {}

  /** A record less. */
  record Delete(RepoPath path) implements Change {}
}
