package dev.orlop.hold.pull;

import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.hold.pds.CommitRequest;
import dev.orlop.hold.pds.CommitResult;
import dev.orlop.hold.pds.RecordEntry;
import dev.orlop.hold.pds.Repo;
import dev.orlop.mst.RepoState;
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
    return repo.entry(path).map(RepoLedger::entry);
  }

  @Override
  public List<Entry> records(Nsid collection, Optional<RecordKey> after, int limit) {
    return repo.entries(collection, after, limit, false).stream().map(RepoLedger::entry).toList();
  }

  private static Entry entry(RecordEntry record) {
    return new Entry(record.path(), record.cid(), record.value());
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
