package dev.orlop.hold.pds;

import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.RecordRef;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.StoreBusyException;
import dev.orlop.mst.BlockSource;
import dev.orlop.mst.MissingBlockException;
import dev.orlop.mst.RepoState;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One repo, wherever it lies: reads, and writes through its {@link CommitService}. Safe for use by
 * several threads; reads do not wait for writes.
 */
public final class Repo implements BlockSource {
  /** How many records are read at once where all are wanted. */
  private static final int PAGE = 1000;

  private final Did did;
  private final RepoPlace place;

  Repo(Did did, RepoPlace place) {
    this.did = did;
    this.place = place;
  }

  RepoPlace place() {
    return place;
  }

  /** Whose repo it is. */
  public Did did() {
    return did;
  }

  /** Where it stands. */
  public RepoState head() {
    return place.head();
  }

  /** Writes; when the call returns, what was committed is on disk and can be read. */
  public CommitResult commit(CommitRequest request) {
    return place.writing(commits -> commits.commit(request));
  }

  /** Signs the same tree again under a new rev, as after a rotation of keys. */
  public CommitResult.Committed recommit() {
    return place.writing(CommitService::recommit);
  }

  /**
   * Signs the same tree again if its head is signed with another key; of several processes that do
   * so at once, one does.
   *
   * @return empty if it was signed with this one
   */
  public Optional<CommitResult.Committed> signAnew() {
    return place.writing(CommitService::signAnew);
  }

  /**
   * Lets nobody write while the key is exchanged, and signs the same tree with the new one.
   *
   * @param exchange gives the new key, with which whoever opens the repo later comes, too; what it
   *     throws leaves all as it was
   */
  public CommitResult.Committed exchangeKey(Supplier<SigningKey> exchange) {
    return place.writing(commits -> commits.exchangeKey(exchange));
  }

  /** Rewrites the log so that it holds the live blocks and nothing else; tables need no such. */
  public Compaction compact() {
    return place.compact();
  }

  /** What compaction saved, in bytes on disk. */
  public record Compaction(long bytesBefore, long bytesAfter) {}

  /** The block of one record. */
  public Optional<RecordRef> record(RepoPath path) {
    return place.record(path);
  }

  /** One record with its value. */
  public Optional<RecordEntry> entry(RepoPath path) {
    return place.entry(path);
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
    return place.entries(collection, after, limit, descending);
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

  /** The records of one collection without their values; see {@link RepoIndex#records}. */
  public List<RecordRef> records(
      Nsid collection, Optional<RecordKey> after, int limit, boolean descending) {
    return place.records(collection, after, limit, descending);
  }

  /** The collections that have records. */
  public List<Nsid> collections() {
    return place.collections();
  }

  /**
   * Sees to it that what is asked of the index is answered by all that is on disk.
   *
   * @throws dev.orlop.hold.store.StoreFailedException if that cannot be had
   */
  public void settle() {
    place.writing(CommitService::settle);
  }

  /** Whether a record refers to a blob. */
  public boolean hasBlob(Cid blob) {
    return place.hasBlob(blob);
  }

  /** The blobs that records refer to; see {@link RepoIndex#blobs}. */
  public List<Cid> blobs(Optional<Tid> since, Optional<Cid> after, int limit) {
    return place.blobs(since, after, limit);
  }

  /** The same, each with one record; see {@link RepoIndex#blobUses}. */
  public List<RepoIndex.BlobUse> blobUses(Optional<Cid> after, int limit) {
    return place.blobUses(after, limit);
  }

  /** A number that became true with some commit. */
  public OptionalLong mark(String name) {
    return place.mark(name);
  }

  /** How many live blocks there are, and how many bytes they take. */
  public RepoIndex.Size size() {
    return place.size();
  }

  /** How many bytes its log takes on disk, with what is of the past; zero if it has none. */
  public long logBytes() {
    return place.logBytes();
  }

  /** The bytes of a live block, or null. */
  @Override
  public byte @Nullable [] get(Cid cid) {
    return place.get(cid);
  }

  /**
   * Writes the whole repo as a CAR, as it is when the call begins.
   *
   * @throws StoreBusyException before anything is written, if too many do the same
   */
  public void export(OutputStream out) throws IOException {
    place.export(out);
  }

  /**
   * Writes the blocks that came after {@code since} as a CAR whose root is the head.
   *
   * @throws StoreBusyException before anything is written, if too many do the same
   */
  public void exportSince(Tid since, OutputStream out) throws IOException {
    place.exportSince(since, out);
  }

  /** Writes the proof of one record, or of its absence, as a CAR whose root is the head. */
  public void proof(RepoPath path, OutputStream out) throws IOException {
    Proof proof = place.view((head, blocks) -> Proof.of(head, blocks, path));
    proof.writeTo(out);
  }

  /**
   * Writes some live blocks as a CAR without roots.
   *
   * @throws MissingBlockException before anything is written, if one is not live
   */
  public void blocks(List<Cid> cids, OutputStream out) throws IOException {
    place.blocks(cids, out);
  }
}
