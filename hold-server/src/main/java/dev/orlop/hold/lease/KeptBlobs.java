package dev.orlop.hold.lease;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobCheck;
import dev.orlop.hold.blob.BlobLocation;
import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.blob.ListedBlob;
import dev.orlop.hold.blob.Shelf;
import dev.orlop.hold.blob.StagedBlob;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A store in which nothing becomes visible that nobody has a lease on. */
final class KeptBlobs implements BlobStore {
  private final BlobStore blobs;
  private final BlobKeeper keeper;

  KeptBlobs(BlobStore blobs, BlobKeeper keeper) {
    this.blobs = blobs;
    this.keeper = keeper;
  }

  @Override
  public BlobLocation locate(Digest digest) {
    return keeper.locate(digest);
  }

  @Override
  public StagedBlob stage(Digest.Algorithm algorithm) {
    return new Staged(blobs.stage(algorithm), keeper);
  }

  @Override
  public void adopt(Path verified, Digest digest) {
    keeper.lease(digest);
    blobs.adopt(verified, digest);
  }

  @Override
  public List<ListedBlob> list(Shelf shelf, Optional<Digest> after, int limit) {
    return blobs.list(shelf, after, limit);
  }

  @Override
  public BlobCheck verify(Digest digest, long bytesPerSecond) {
    return blobs.verify(digest, bytesPerSecond);
  }

  @Override
  public boolean delete(Digest digest) {
    return blobs.delete(digest);
  }

  @Override
  public boolean trash(Digest digest, Runnable lastLook) {
    return keeper.trash(digest, lastLook);
  }

  @Override
  public boolean restore(Digest digest) {
    return keeper.restore(digest);
  }

  @Override
  public void purge(List<Digest> digests) {
    List<Digest> unused = keeper.purge(digests);
  }

  /** A blob on its way in. */
  private record Staged(StagedBlob blob, BlobKeeper keeper) implements StagedBlob {
    @Override
    public void write(byte[] buffer, int offset, int length) {
      blob.write(buffer, offset, length);
    }

    @Override
    public long size() {
      return blob.size();
    }

    @Override
    public Digest digest() {
      return blob.digest();
    }

    @Override
    public Published publish(Digest expected) {
      keeper.lease(expected);
      return blob.publish(expected);
    }

    @Override
    public Digest publish() {
      keeper.lease(blob.digest());
      return blob.publish();
    }

    @Override
    public void close() {
      blob.close();
    }
  }
}
