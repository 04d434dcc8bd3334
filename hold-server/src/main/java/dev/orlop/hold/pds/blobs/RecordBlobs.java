package dev.orlop.hold.pds.blobs;

import dev.orlop.atproto.data.BlobRef;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Cid;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobLocation;
import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.blob.StagedBlob;
import dev.orlop.hold.lease.BlobKeeper;
import dev.orlop.hold.lease.Leases;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The blobs of records: taken in, found again, and kept for whoever refers to them. */
public final class RecordBlobs {
  private static final int BUFFER_BYTES = 64 << 10;

  /** Nothing becomes visible there without a lease, and goes only if there is none. */
  private final BlobStore store;

  private final Holders holders;
  private final InstantSource clock;

  /**
   * Blobs in a store.
   *
   * @param store of the bytes; belongs to these blobs alone
   * @param leases on bytes that are on their way to somebody who will hold them
   */
  public RecordBlobs(BlobStore store, Leases leases, Holders holders, InstantSource clock) {
    this.holders = holders;
    this.store = new BlobKeeper(store, leases, digest -> !held(List.of(digest)).isEmpty()).store();
    this.clock = clock;
  }

  /**
   * Takes a blob in; it is on disk, and held, when the call returns. The same bytes may come again,
   * as another type too: what was said last holds.
   *
   * @param declared the media type that the uploader says it is; what the bytes show goes before
   * @throws IOException if the stream breaks off; nothing is kept then
   */
  public HeldBlob upload(Did holder, String declared, InputStream bytes) throws IOException {
    try (StagedBlob staged = store.stage(Digest.Algorithm.SHA256)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      int first = bytes.readNBytes(buffer, 0, buffer.length);
      String type = MediaTypes.sniff(buffer, first).orElse(declared);
      for (int read = first; read > 0; read = bytes.read(buffer)) {
        staged.write(buffer, 0, read);
      }
      return keep(holder, type, staged);
    }
  }

  private HeldBlob keep(Did holder, String type, StagedBlob staged) {
    Cid cid = staged.publish().toCid().orElseThrow();
    BlobStep.BYTES_STORED.reached();
    Instant now = Instant.ofEpochMilli(clock.millis());
    HeldBlob blob = new HeldBlob(holder, cid, type, staged.size(), now);
    holders.put(blob);
    BlobStep.HELD.reached();
    return blob;
  }

  /** What an account holds under a CID, whether or not a record refers to it. */
  public Optional<HeldBlob> find(Did holder, Cid cid) {
    return holders.find(holder, cid);
  }

  /** Where the bytes are. */
  public BlobLocation locate(HeldBlob blob) {
    return store.locate(Digest.of(blob.cid()));
  }

  /**
   * Writes records that refer to blobs, which stay until that is done.
   *
   * @param write is given the blobs that its commit is to insist on
   * @throws InvalidBlobException if one is not held by the account, or is another than is said
   */
  public <T> T referring(Did holder, Collection<BlobRef> refs, Function<Set<Cid>, T> write) {
    Set<Cid> needed = refs.stream().map(BlobRef::ref).collect(Collectors.toSet());
    if (needed.isEmpty()) {
      return write.apply(needed);
    }
    return holders.whileNoneGoes(
        () -> {
          refs.forEach(ref -> require(holder, ref));
          return write.apply(needed);
        });
  }

  private void require(Did holder, BlobRef ref) {
    HeldBlob held =
        find(holder, ref.ref())
            .filter(found -> !(locate(found) instanceof BlobLocation.Missing))
            .orElseThrow(() -> new InvalidBlobException(new BlobFault.Unknown(ref.ref())));
    if (!held.mimeType().equals(ref.mimeType())) {
      throw new InvalidBlobException(
          new BlobFault.WrongType(ref.ref(), held.mimeType(), ref.mimeType()));
    }
    if (held.size() != ref.size()) {
      throw new InvalidBlobException(new BlobFault.WrongSize(ref.ref(), held.size(), ref.size()));
    }
  }

  /** Those of some blobs that an account holds. */
  public Set<Cid> among(Did holder, Collection<Cid> some) {
    return holders.among(holder, some);
  }

  /** Those of some digests whose bytes anybody holds. */
  Set<Digest> held(Collection<Digest> some) {
    List<Cid> cids = some.stream().flatMap(digest -> digest.toCid().stream()).toList();
    return holders.among(cids).stream().map(Digest::of).collect(Collectors.toSet());
  }

  /**
   * Takes a blob from an account if no record refers to it, and its bytes if nobody else holds
   * them.
   *
   * @return whether it is gone
   */
  boolean remove(HeldBlob blob) {
    if (!holders.removeUnused(blob)) {
      return false;
    }
    BlobStep.HOLDER_GONE.reached();
    removeUnheld(Digest.of(blob.cid()));
    return true;
  }

  /** Lays bytes aside that nobody holds; those that are held, or about to be, stay. */
  void removeUnheld(Digest digest) {
    boolean unused = store.trash(digest);
  }

  Holders holders() {
    return holders;
  }

  BlobStore store() {
    return store;
  }
}
