package dev.orlop.hold.blob;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.orlop.car.cid.Digest;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Small blobs in memory, by their digest: configs and manifests, which are asked for most often and
 * cost more to open than to send.
 */
public final class SmallBlobs {
  /** What a cached blob takes besides its bytes, roughly. */
  private static final int OVERHEAD_BYTES = 200;

  /**
   * How much to keep.
   *
   * @param maxBlobBytes the largest blob that is kept
   * @param maxTotalBytes of all that is kept; zero keeps nothing
   */
  public record Settings(int maxBlobBytes, long maxTotalBytes) {
    /** Blobs to 64 KiB, 16 MiB in all. */
    public static final Settings DEFAULT = new Settings(64 << 10, 16L << 20);

    /** Nothing is kept. */
    public static final Settings OFF = new Settings(0, 0);
  }

  private final Settings settings;
  private final Cache<Digest, BlobLocation.InMemory> cache;

  /** An empty cache. */
  public SmallBlobs(Settings settings) {
    this.settings = settings;
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(settings.maxTotalBytes())
            .weigher((Digest _, BlobLocation.InMemory blob) -> blob.bytes().length + OVERHEAD_BYTES)
            .executor(Runnable::run)
            .build();
  }

  /** The blob, if it is here. */
  public Optional<BlobLocation.InMemory> get(Digest digest) {
    return Optional.ofNullable(cache.getIfPresent(digest));
  }

  /** Whether a blob of this size is one to keep. */
  public boolean wants(long size) {
    return size <= settings.maxBlobBytes() && settings.maxTotalBytes() > 0;
  }

  /**
   * The blob, read and kept if it is not here yet. {@link #forget} waits for a read that has begun,
   * so a blob that is deleted meanwhile is not left behind.
   *
   * @param read gives the blob, or nothing if it is gone
   */
  // Caffeine takes null from the function as "nothing to keep", but does not say so in its types.
  @SuppressWarnings("NullAway")
  public Optional<BlobLocation.InMemory> get(
      Digest digest, Supplier<Optional<BlobLocation.InMemory>> read) {
    return Optional.ofNullable(cache.get(digest, _ -> read.get().orElse(null)));
  }

  /** Drops a blob; call it after the file is gone. */
  public void forget(Digest digest) {
    cache.invalidate(digest);
  }
}
