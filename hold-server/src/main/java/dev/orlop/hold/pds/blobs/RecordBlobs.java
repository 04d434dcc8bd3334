package dev.orlop.hold.pds.blobs;

import dev.orlop.atproto.data.BlobRef;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Cid;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobLocation;
import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.blob.StagedBlob;
import dev.orlop.hold.disk.Disk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/** The blobs of records: taken in, found again, and kept for whoever refers to them. */
public final class RecordBlobs {
  private static final int BUFFER_BYTES = 64 << 10;

  private final BlobStore store;
  private final Holders holders;
  private final InstantSource clock;

  /** Those who need blobs to stay share it; whoever takes one away has it alone. */
  private final ReadWriteLock staying = new ReentrantReadWriteLock();

  /**
   * Blobs in a folder.
   *
   * @param store of the bytes; belongs to these blobs alone
   * @param folder for the files that say who holds which
   */
  public RecordBlobs(BlobStore store, Path folder, Disk disk, InstantSource clock) {
    this.store = store;
    this.holders = new Holders(folder, disk);
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
    Lock lock = staying.readLock();
    lock.lock();
    try {
      Cid cid = staged.publish().toCid().orElseThrow();
      BlobStep.BYTES_STORED.reached();
      HeldBlob blob = new HeldBlob(holder, cid, type, staged.size(), clock.instant());
      holders.put(blob);
      BlobStep.HELD.reached();
      return blob;
    } finally {
      lock.unlock();
    }
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
   * @throws InvalidBlobException if one is not held by the account, or is another than is said
   */
  public <T> T referring(Did holder, Collection<BlobRef> refs, Supplier<T> write) {
    if (refs.isEmpty()) {
      return write.get();
    }
    Lock lock = staying.readLock();
    lock.lock();
    try {
      for (BlobRef ref : refs) {
        require(holder, ref);
      }
      return write.get();
    } finally {
      lock.unlock();
    }
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

  /**
   * Takes a blob from an account, and its bytes if nobody else holds them.
   *
   * @param unused asked with all writers kept out that refer to blobs
   * @return whether it is gone
   */
  boolean remove(HeldBlob blob, Supplier<Boolean> unused) {
    Lock lock = staying.writeLock();
    lock.lock();
    try {
      // Uploaded again since it was looked at, it is to stay.
      if (!find(blob.holder(), blob.cid()).equals(Optional.of(blob)) || !unused.get()) {
        return false;
      }
      holders.remove(blob.holder(), blob.cid());
      BlobStep.HOLDER_GONE.reached();
      removeUnheldLocked(blob.cid());
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Takes bytes away that nobody holds, as a crash leaves them; those that are held stay. */
  void removeUnheld(Cid cid) {
    Lock lock = staying.writeLock();
    lock.lock();
    try {
      removeUnheldLocked(cid);
    } finally {
      lock.unlock();
    }
  }

  private void removeUnheldLocked(Cid cid) {
    if (!holders.anyOf(cid)) {
      store.delete(Digest.of(cid));
      holders.tidy(cid);
    }
  }

  Holders holders() {
    return holders;
  }

  BlobStore store() {
    return store;
  }
}
