package dev.orlop.hold.pds;

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
import dev.orlop.hold.store.RecordRef;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.StoredRecord;
import dev.orlop.hold.store.car.LogReader;
import dev.orlop.hold.store.car.RepoLog;
import dev.orlop.mst.MissingBlockException;
import dev.orlop.mst.RepoState;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A repo that lies in a log, with an index beside it. Its files are opened when they are needed and
 * may be closed in between; reads do not wait for writes.
 */
final class FilePlace implements RepoPlace {
  private final Did did;
  private final RepoIndex index;
  private final RepoSlot slot;
  private final Exports exports;

  FilePlace(Did did, RepoIndex index, RepoSlot slot) {
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

  @Override
  public <T> T writing(Function<CommitService, T> action) {
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

  @Override
  public RepoState head() {
    try (RepoSlot.Lease lease = slot.enter()) {
      return lease.repo().head();
    }
  }

  @Override
  public Optional<RepoState> headAtHand() {
    return slot.wasOpen() ? index.head(did).map(RepoIndex.Head::state) : Optional.empty();
  }

  @Override
  public void open() {
    slot.enter().close();
  }

  @Override
  public Repo.Compaction compact() {
    try (RepoSlot.Lease lease = slot.enter()) {
      return lease.repo().compact();
    }
  }

  @Override
  public Optional<RecordRef> record(RepoPath path) {
    return index().record(did, path).map(StoredRecord::ref);
  }

  @Override
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

  @Override
  public List<RecordEntry> entries(
      Nsid collection, Optional<RecordKey> after, int limit, boolean descending) {
    try (Reading reading = reading()) {
      return index.records(did, collection, after, limit, descending).stream()
          .map(record -> entry(record, reading.reader()))
          .toList();
    }
  }

  private static RecordEntry entry(StoredRecord record, LogReader reader) {
    DataMap value = DagCbor.decodeMap(reader.read(record.location()), CborLimits.RECORD);
    return new RecordEntry(record.path(), record.cid(), value);
  }

  @Override
  public List<RecordRef> records(
      Nsid collection, Optional<RecordKey> after, int limit, boolean descending) {
    return index().records(did, collection, after, limit, descending).stream()
        .map(StoredRecord::ref)
        .toList();
  }

  @Override
  public List<Nsid> collections() {
    return index().collections(did);
  }

  @Override
  public boolean hasBlob(Cid blob) {
    return index().hasBlob(did, blob);
  }

  @Override
  public List<Cid> blobs(Optional<Tid> since, Optional<Cid> after, int limit) {
    return index().blobs(did, since, after, limit);
  }

  @Override
  public List<RepoIndex.BlobUse> blobUses(Optional<Cid> after, int limit) {
    return index().blobUses(did, after, limit);
  }

  @Override
  public OptionalLong mark(String name) {
    return index().mark(did, name);
  }

  @Override
  public RepoIndex.Size size() {
    return index().size(did);
  }

  @Override
  public long logBytes() {
    try (RepoSlot.Lease lease = slot.enter()) {
      return lease.repo().log().sizeOnDisk();
    }
  }

  @Override
  public byte @Nullable [] get(Cid cid) {
    try (Reading reading = reading()) {
      return index.block(did, cid).map(reading::read).orElse(null);
    }
  }

  @Override
  public Optional<SharedRepo> shared() {
    return Optional.empty();
  }

  @Override
  public <T> T view(Reader<T> action) {
    try (Reading reading = reading()) {
      return index.view(
          did,
          view ->
              action.read(
                  view.head().state(), cid -> view.block(cid).map(reading::read).orElse(null)));
    }
  }

  /** Reads all of it, as it is at one moment. */
  <T> T moment(Function<RepoMoment, T> action) {
    try (Reading reading = reading()) {
      return action.apply(
          index.view(did, view -> new RepoMoment(view.head(), view.blocks(), reading.reader())));
    }
  }

  @Override
  public void export(OutputStream out) throws IOException {
    try (Reading reading = reading()) {
      exports.write(reading.reader(), out);
    }
  }

  @Override
  public void exportSince(Tid since, OutputStream out) throws IOException {
    try (Reading reading = reading()) {
      exports.writeSince(since, reading.reader(), out);
    }
  }

  @Override
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

  @Override
  public void close() {
    slot.closeForGood();
  }
}
