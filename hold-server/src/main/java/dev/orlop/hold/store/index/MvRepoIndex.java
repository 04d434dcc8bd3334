package dev.orlop.hold.store.index;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.BlockLocation;
import dev.orlop.hold.store.Group;
import dev.orlop.hold.store.IndexView;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.StoredRecord;
import dev.orlop.mst.RepoState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/** The index in a file of sorted maps. */
public final class MvRepoIndex implements RepoIndex {
  private final IndexFile file;
  private final Rows rows;
  private final IndexWriter writer;

  private MvRepoIndex(IndexFile file) {
    this.file = file;
    this.rows = new Rows(file);
    this.writer = new IndexWriter(rows);
  }

  /** Opens or makes the index in a folder. */
  public static MvRepoIndex openFile(Path folder) {
    return new MvRepoIndex(IndexFile.open(folder));
  }

  /** Has the next opening make the index anew, though it was closed. */
  public static void distrust(Path folder) {
    IndexFile.distrust(folder);
  }

  /** For tests: what holds the rows. */
  IndexFile file() {
    return file;
  }

  private <T> T ask(Did did, T unknown, Function<RepoReads, T> question) {
    return rows.read(
        did,
        moment ->
            moment
                .repo(did)
                .map(repo -> question.apply(new RepoReads(moment, repo.number())))
                .orElse(unknown));
  }

  @Override
  public Optional<Head> head(Did did) {
    return rows.read(did, moment -> moment.repo(did)).map(RepoRow::head);
  }

  @Override
  public List<RepoState> heads(Optional<Did> after, int limit) {
    return rows.readRepos(
        moment -> {
          List<RepoState> states = new ArrayList<>();
          moment.forEachRepo(
              after,
              repo -> {
                if (states.size() < limit) {
                  states.add(repo.head().state());
                }
                return states.size() < limit;
              });
          return states;
        });
  }

  @Override
  public void apply(Did did, List<Group> groups, SnapshotRecords snapshotRecords) {
    writer.apply(did, groups, snapshotRecords);
  }

  @Override
  public void load(Did did, GroupSource groups, SnapshotRecords snapshotRecords) {
    writer.load(did, groups, snapshotRecords);
  }

  @Override
  public void forget(Did did) {
    writer.forget(did);
  }

  @Override
  public Optional<BlockLocation> block(Did did, Cid cid) {
    return view(did, view -> view.block(cid));
  }

  @Override
  public <T> T view(Did did, IndexView.Reader<T> reader) {
    return rows.read(did, moment -> reader.read(new MvIndexView(moment, moment.repo(did))));
  }

  @Override
  public Size size(Did did) {
    return rows.read(did, moment -> moment.repo(did)).map(RepoRow::size).orElse(new Size(0, 0));
  }

  @Override
  public Optional<StoredRecord> record(Did did, RepoPath path) {
    return ask(did, Optional.empty(), repo -> repo.record(path));
  }

  @Override
  public List<StoredRecord> records(
      Did did, Nsid collection, Optional<RecordKey> after, int limit, boolean descending) {
    return ask(did, List.of(), repo -> repo.records(collection, after, limit, descending));
  }

  @Override
  public List<Nsid> collections(Did did) {
    return ask(did, List.of(), RepoReads::collections);
  }

  @Override
  public boolean hasBlob(Did did, Cid blob) {
    return ask(did, false, repo -> repo.blobs().has(blob));
  }

  @Override
  public List<Cid> blobs(Did did, Optional<Tid> since, Optional<Cid> after, int limit) {
    return ask(did, List.of(), repo -> repo.blobs().list(since, after, limit));
  }

  @Override
  public List<BlobUse> blobUses(Did did, Optional<Cid> after, int limit) {
    return ask(did, List.of(), repo -> repo.blobs().uses(after, limit));
  }

  @Override
  public Map<RepoPath, Set<Cid>> blobsByRecord(Did did) {
    return ask(did, Map.of(), repo -> repo.blobs().byRecord());
  }

  @Override
  public OptionalLong mark(Did did, String name) {
    return ask(did, OptionalLong.empty(), repo -> repo.mark(name));
  }

  @Override
  public Map<String, Long> marks(Did did) {
    return ask(did, Map.of(), RepoReads::marks);
  }

  @Override
  public long lastSeq() {
    return rows.readRepos(
        moment -> {
          long[] last = {0};
          moment.forEachRepo(
              Optional.empty(),
              repo -> {
                last[0] = Math.max(last[0], repo.seq());
                return true;
              });
          return last[0];
        });
  }

  @Override
  public void close() {
    file.close();
  }
}
