package dev.orlop.hold.pds;

import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.CarWriter;
import dev.orlop.car.cbor.CborLimits;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.BlockLocation;
import dev.orlop.hold.store.IndexView;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.StoreBusyException;
import dev.orlop.hold.store.StoredRecord;
import dev.orlop.hold.store.car.LogReader;
import dev.orlop.hold.store.car.RepoLog;
import dev.orlop.mst.BlockSource;
import dev.orlop.mst.MissingBlockException;
import dev.orlop.mst.RepoState;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One repo: reads from the index and the log, writes through its {@link CommitService}. Its files
 * are opened when they are needed and may be closed in between. Safe for use by several threads;
 * reads do not wait for writes.
 */
public final class Repo implements BlockSource {
  /** How many records are read at once where all are wanted. */
  private static final int PAGE = 1000;

  private final Did did;
  private final RepoIndex index;
  private final RepoSlot slot;
  private final Exports exports;

  Repo(Did did, RepoIndex index, RepoSlot slot) {
    this.did = did;
    this.index = index;
    this.slot = slot;
    this.exports = new Exports(did, index);
  }

  /** Keeps the files open while it reads from the log. */
  private record Reading(RepoSlot.Lease lease, LogReader reader) implements AutoCloseable {
    byte[] read(BlockLocation location) {
      return reader.read(location);
    }

    @Override
    public void close() {
      reader.close();
      lease.close();
    }
  }

  private Reading reading() {
    RepoSlot.Lease lease = slot.enter();
    try {
      return new Reading(lease, lease.repo().log().reader());
    } catch (RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  private <T> T writing(Function<CommitService, T> action) {
    try (RepoSlot.Lease lease = slot.enter()) {
      return action.apply(lease.repo().commits());
    }
  }

  /** The index, once it is as far as the log. */
  private RepoIndex index() {
    if (!slot.wasOpen()) {
      slot.enter().close();
    }
    return index;
  }

  /** Whose repo it is. */
  public Did did() {
    return did;
  }

  /** Where it stands. */
  public RepoState head() {
    return writing(CommitService::head);
  }

  /** Writes; when the call returns, what was committed is on disk and can be read. */
  public CommitResult commit(CommitRequest request) {
    return writing(commits -> commits.commit(request));
  }

  /** Signs the same tree again under a new rev, as after a rotation of keys. */
  public CommitResult.Committed recommit() {
    return writing(CommitService::recommit);
  }

  /**
   * Lets nobody write while the key is exchanged, and signs the same tree with the new one.
   *
   * @param exchange gives the new key, with which whoever opens the repo later comes, too; what it
   *     throws leaves all as it was
   */
  public CommitResult.Committed exchangeKey(Supplier<SigningKey> exchange) {
    return writing(commits -> commits.exchangeKey(exchange));
  }

  /** Rewrites the log so that it holds the live blocks and nothing else. */
  public Compaction compact() {
    return writing(CommitService::compact);
  }

  /** What compaction saved, in bytes on disk. */
  public record Compaction(long bytesBefore, long bytesAfter) {}

  /** Where one record is. */
  public Optional<StoredRecord> record(RepoPath path) {
    return index().record(did, path);
  }

  /** One record with its value. */
  public Optional<RecordEntry> entry(RepoPath path) {
    try (RepoSlot.Lease lease = slot.enter()) {
      return lease.repo().records().get(path, () -> look(path, lease.repo().log()));
    }
  }

  private Optional<RecordCache.Found> look(RepoPath path, RepoLog log) {
    try (LogReader reader = log.reader()) {
      return index
          .record(did, path)
          .map(record -> new RecordCache.Found(entry(record, reader), record.location().length()));
    }
  }

  /** One record's value. */
  public Optional<DataMap> value(RepoPath path) {
    return entry(path).map(RecordEntry::value);
  }

  /**
   * Records of one collection with their values, all of one moment, in the order of their keys; see
   * {@link RepoIndex#records}.
   */
  public List<RecordEntry> entries(
      Nsid collection, Optional<RecordKey> after, int limit, boolean descending) {
    try (Reading reading = reading()) {
      return index.records(did, collection, after, limit, descending).stream()
          .map(record -> entry(record, reading.reader()))
          .toList();
    }
  }

  /** Goes through a collection in the order of its keys; each page of it is of one moment. */
  public void forEach(Nsid collection, Consumer<RecordEntry> action) {
    Optional<RecordKey> after = Optional.empty();
    while (true) {
      List<RecordEntry> page = entries(collection, after, PAGE, false);
      page.forEach(action);
      if (page.size() < PAGE) {
        return;
      }
      after = Optional.of(page.getLast().path().rkey());
    }
  }

  private static RecordEntry entry(StoredRecord record, LogReader reader) {
    DataMap value = DagCbor.decodeMap(reader.read(record.location()), CborLimits.RECORD);
    return new RecordEntry(record.path(), record.cid(), value);
  }

  /** Where the records of one collection are; see {@link RepoIndex#records}. */
  public List<StoredRecord> records(
      Nsid collection, Optional<RecordKey> after, int limit, boolean descending) {
    return index().records(did, collection, after, limit, descending);
  }

  /** The collections that have records. */
  public List<Nsid> collections() {
    return index().collections(did);
  }

  /**
   * Sees to it that what is asked of the index is answered by all that is on disk.
   *
   * @throws dev.orlop.hold.store.StoreFailedException if that cannot be had
   */
  public void settle() {
    writing(CommitService::settle);
  }

  /** Whether a record refers to a blob. */
  public boolean hasBlob(Cid blob) {
    return index().hasBlob(did, blob);
  }

  /** The blobs that records refer to; see {@link RepoIndex#blobs}. */
  public List<Cid> blobs(Optional<Tid> since, Optional<Cid> after, int limit) {
    return index().blobs(did, since, after, limit);
  }

  /** The same, each with one record; see {@link RepoIndex#blobUses}. */
  public List<RepoIndex.BlobUse> blobUses(Optional<Cid> after, int limit) {
    return index().blobUses(did, after, limit);
  }

  /** A number that became true with some commit. */
  public OptionalLong mark(String name) {
    return index().mark(did, name);
  }

  /** How many live blocks there are, and how many bytes they take. */
  public RepoIndex.Size size() {
    return index().size(did);
  }

  /** How many bytes the log takes on disk. */
  public long logBytes() {
    try (RepoSlot.Lease lease = slot.enter()) {
      return lease.repo().log().sizeOnDisk();
    }
  }

  /** The bytes of a live block, or null. */
  @Override
  public byte @Nullable [] get(Cid cid) {
    try (Reading reading = reading()) {
      return index.block(did, cid).map(reading::read).orElse(null);
    }
  }

  /**
   * Writes the whole repo as a CAR, as it is when the call begins.
   *
   * @throws StoreBusyException before anything is written, if too many do the same
   */
  public void export(OutputStream out) throws IOException {
    try (Reading reading = reading()) {
      exports.write(reading.reader(), out);
    }
  }

  /**
   * Writes the blocks that came after {@code since} as a CAR whose root is the head.
   *
   * @throws StoreBusyException before anything is written, if too many do the same
   */
  public void exportSince(Tid since, OutputStream out) throws IOException {
    try (Reading reading = reading()) {
      exports.writeSince(since, reading.reader(), out);
    }
  }

  /** Writes the proof of one record, or of its absence, as a CAR whose root is the head. */
  public void proof(RepoPath path, OutputStream out) throws IOException {
    Proof proof;
    try (Reading reading = reading()) {
      proof = index.view(did, view -> Proof.of(view, reading.reader(), path));
    }
    proof.writeTo(out);
  }

  /**
   * Writes some live blocks as a CAR without roots.
   *
   * @throws MissingBlockException before anything is written, if one is not live
   */
  public void blocks(List<Cid> cids, OutputStream out) throws IOException {
    try (Reading reading = reading()) {
      List<BlockLocation> locations = index.view(did, view -> locate(cids, view));
      CarWriter writer = new CarWriter(out, List.of());
      for (int i = 0; i < cids.size(); i++) {
        writer.write(cids.get(i), reading.read(locations.get(i)));
      }
    }
  }

  private static List<BlockLocation> locate(List<Cid> cids, IndexView view) {
    return cids.stream()
        .map(cid -> view.block(cid).orElseThrow(() -> new MissingBlockException(cid)))
        .toList();
  }
}
