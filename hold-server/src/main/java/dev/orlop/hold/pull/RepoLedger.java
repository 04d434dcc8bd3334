package dev.orlop.hold.pull;

import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.hold.pds.CommitRequest;
import dev.orlop.hold.pds.CommitResult;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.store.StoredRecord;
import dev.orlop.mst.MissingBlockException;
import dev.orlop.mst.RepoState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The hold's own repo as a ledger. */
record RepoLedger(Repo repo) implements Ledger {
  @Override
  public RepoState head() {
    return repo.head();
  }

  @Override
  public Optional<Entry> record(RepoPath path) {
    while (true) {
      Optional<StoredRecord> stored = repo.record(path);
      if (stored.isEmpty()) {
        return Optional.empty();
      }
      try {
        return Optional.of(entry(stored.get()));
      } catch (MissingBlockException e) {
        // Replaced between the two reads, in which case there is another to be had.
        if (repo.record(path).equals(stored)) {
          throw e;
        }
      }
    }
  }

  @Override
  public List<Entry> records(Nsid collection, Optional<RecordKey> after, int limit) {
    List<Entry> entries = new ArrayList<>();
    for (StoredRecord stored : repo.records(collection, after, limit, false)) {
      try {
        entries.add(entry(stored));
      } catch (MissingBlockException _) {
        record(stored.path()).ifPresent(entries::add);
      }
    }
    return entries;
  }

  private Entry entry(StoredRecord stored) {
    return new Entry(stored.path(), stored.cid(), repo.value(stored.cid()));
  }

  @Override
  public OptionalLong mark(String name) {
    return repo.mark(name);
  }

  @Override
  public CommitResult commit(CommitRequest request) {
    return repo.commit(request);
  }
}
