package dev.orlop.hold.blob;

import dev.orlop.car.cid.Digest;
import java.security.MessageDigest;
import java.util.Optional;

/** A blob on its way in that is hashed while it comes, wherever its bytes go. For one thread. */
public abstract class HashedBlob implements StagedBlob {
  private final Digest.Algorithm algorithm;
  private final MessageDigest hash;
  private long size;
  private Optional<Digest> digest = Optional.empty();

  /** Nothing has come yet. */
  protected HashedBlob(Digest.Algorithm algorithm) {
    this.algorithm = algorithm;
    this.hash = algorithm.newMessageDigest();
  }

  /** Stores the next bytes, behind {@link #size} others. */
  protected abstract void store(byte[] buffer, int offset, int length);

  /** Makes what was stored durable and visible; its bytes have this digest. */
  protected abstract void publishAs(Digest digest);

  @Override
  public final void write(byte[] buffer, int offset, int length) {
    if (digest.isPresent()) {
      throw new IllegalStateException("its digest was told");
    }
    store(buffer, offset, length);
    hash.update(buffer, offset, length);
    size += length;
  }

  @Override
  public final long size() {
    return size;
  }

  @Override
  public final Digest digest() {
    Digest known = digest.orElseGet(() -> Digest.of(algorithm, hash.digest()));
    digest = Optional.of(known);
    return known;
  }

  @Override
  public final Published publish(Digest expected) {
    if (expected.algorithm() != algorithm) {
      throw new IllegalArgumentException("staged for " + algorithm + ", not for " + expected);
    }
    Digest actual = digest();
    if (!actual.equals(expected)) {
      close();
      return new Published.Mismatch(expected, actual);
    }
    publishAs(actual);
    return new Published.Stored(new StoredBlob(actual, size));
  }

  @Override
  public final Digest publish() {
    Digest actual = digest();
    publishAs(actual);
    return actual;
  }
}
