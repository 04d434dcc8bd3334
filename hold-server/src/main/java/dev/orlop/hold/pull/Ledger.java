package dev.orlop.hold.pull;

import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.pds.CommitRequest;
import dev.orlop.hold.pds.CommitResult;
import dev.orlop.hold.pds.Repo;
import dev.orlop.mst.RepoState;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** What counting needs of the hold's own repo. */
public interface Ledger {
  /** How many records are read at once. */
  int PAGE = 1000;

  /** A record and its value. */
  record Entry(RepoPath path, Cid cid, DataMap value) {}

  /** Where the repo stands. What is read after this may be newer, never older. */
  RepoState head();

  /** One record. */
  Optional<Entry> record(RepoPath path);

  /** Records of a collection in the order of their keys. */
  List<Entry> records(Nsid collection, Optional<RecordKey> after, int limit);

  /** Goes through all records of a collection. */
  default void forEach(Nsid collection, Consumer<Entry> action) {
    List<Entry> page = records(collection, Optional.empty(), PAGE);
    while (!page.isEmpty()) {
      page.forEach(action);
      page = records(collection, Optional.of(page.getLast().path().rkey()), PAGE);
    }
  }

  /** A number that became true with some commit, and was visible at once with its records. */
  OptionalLong mark(String name);

  /** Writes. */
  CommitResult commit(CommitRequest request);

  /** The ledger that a repo is. */
  static Ledger of(Repo repo) {
    return new RepoLedger(repo);
  }
}
