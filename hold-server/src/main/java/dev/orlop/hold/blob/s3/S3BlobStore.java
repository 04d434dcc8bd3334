package dev.orlop.hold.blob.s3;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobCheck;
import dev.orlop.hold.blob.BlobLocation;
import dev.orlop.hold.blob.BlobStep;
import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.blob.DigestLocks;
import dev.orlop.hold.blob.ListedBlob;
import dev.orlop.hold.blob.PartStore;
import dev.orlop.hold.blob.Shelf;
import dev.orlop.hold.blob.StagedBlob;
import dev.orlop.hold.disk.DiskException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.s3.S3Client;

/** Blobs in a bucket; {@link Keys} draws the layout. */
public final class S3BlobStore implements BlobStore, AutoCloseable {
  private static final BlobLocation.Missing MISSING = new BlobLocation.Missing();
  private static final int CHUNK_BYTES = 256 << 10;

  /** Of one copying call: more may take longer than an S3 that is not Amazon's stays awake for. */
  static final long COPY_BYTES = 1L << 30;

  private final S3Client client;
  private final Bucket bucket;
  private final Multipart multipart;
  private final Mover mover;
  private final Keys keys;
  private final Urls urls;
  private final PartStore parts;
  private final PartMemory memory;
  private final Duration idle;
  private final int partBytes;

  // Moving is copying and deleting: what comes in between would be deleted too. Who moves a blob
  // keeps other processes out of the way by leases.
  private final DigestLocks locks = new DigestLocks();

  private S3BlobStore(S3Settings settings, long copyBytes) {
    this.client = Clients.client(settings);
    boolean plain = settings.endpoint().map(uri -> "http".equals(uri.getScheme())).orElse(false);
    boolean strict = settings.checksums() == S3Settings.Checksums.WHEN_SUPPORTED;
    // Over http the whole body is signed, and otherwise the client itself adds what it is told to.
    Sending sending = new Sending(!plain && !strict, settings.patience().idle());
    this.bucket = new Bucket(client, settings.bucket(), sending);
    this.multipart = new Multipart(bucket);
    this.keys = new Keys(settings.prefix());
    this.mover = new Mover(bucket, multipart, copyBytes);
    this.urls = new Urls(settings, client);
    this.idle = settings.patience().idle();
    this.parts = new S3PartStore(this, bucket, keys, urls, idle);
    this.partBytes = Math.toIntExact(settings.partBytes());
    int most = Math.toIntExact(Math.max(2, settings.memoryBytes() / partBytes));
    this.memory = new PartMemory(most, idle);
  }

  /** The same bucket, under a prefix of its own in it; goes with the one that it is made of. */
  private S3BlobStore(S3BlobStore other, String folder) {
    this.client = other.client;
    this.bucket = other.bucket;
    this.multipart = other.multipart;
    this.keys = new Keys(other.keys.prefix() + folder + "/");
    this.mover = other.mover;
    this.urls = other.urls;
    this.idle = other.idle;
    this.parts = new S3PartStore(this, bucket, keys, urls, idle);
    this.partBytes = other.partBytes;
    this.memory = other.memory;
  }

  /** The store of a bucket; asks nothing of it yet. */
  public static S3BlobStore open(S3Settings settings) {
    return new S3BlobStore(settings, COPY_BYTES);
  }

  /** The same, copying by smaller calls. */
  static S3BlobStore open(S3Settings settings, long copyBytes) {
    return new S3BlobStore(settings, copyBytes);
  }

  /**
   * Other blobs of the same bucket, which know nothing of these. The connections are shared, and
   * the memory for parts, and closed with this one.
   *
   * @param folder the first part of their keys, behind the prefix
   */
  public S3BlobStore apart(String folder) {
    return new S3BlobStore(this, folder);
  }

  /** Where blobs gather that come in parts. */
  public PartStore parts() {
    return parts;
  }

  int partBytes() {
    return partBytes;
  }

  PartMemory memory() {
    return memory;
  }

  Bucket bucket() {
    return bucket;
  }

  Urls urls() {
    return urls;
  }

  Multipart multipart() {
    return multipart;
  }

  /** Writes a blob to its place whose bytes have this digest. */
  void put(Digest verified, byte[] bytes, int length) {
    try (var _ = locks.take(verified)) {
      bucket.put(keys.blob(verified), bytes, length);
    }
  }

  /** Gives an object its place that has this digest. */
  void promote(String key, Digest verified, long size) {
    try (var _ = locks.take(verified)) {
      mover.move(key, keys.blob(verified), size, BlobStep.RENAMED::reached);
    }
  }

  @Override
  public BlobLocation locate(Digest digest) {
    Optional<Bucket.Found> found = bucket.find(keys.blob(digest));
    return found.isPresent() ? new StoredObject(bucket, urls, found.get()) : MISSING;
  }

  @Override
  public StagedBlob stage(Digest.Algorithm algorithm) {
    return new StagedObject(this, keys.upload(UUID.randomUUID().toString()), algorithm);
  }

  @Override
  public void adopt(Path verified, Digest digest) {
    try (StagedBlob staged = stage(digest.algorithm());
        InputStream in = Files.newInputStream(verified)) {
      byte[] chunk = new byte[CHUNK_BYTES];
      int read;
      while ((read = in.read(chunk)) > 0) {
        staged.write(chunk, 0, read);
      }
      if (staged.publish(digest) instanceof StagedBlob.Published.Mismatch(_, Digest actual)) {
        throw new IllegalStateException("a file that was verified has digest " + actual);
      }
      Files.delete(verified);
    } catch (IOException e) {
      throw new DiskException("read a file to store", e);
    }
  }

  @Override
  public List<ListedBlob> list(Shelf shelf, Optional<Digest> after, int limit) {
    List<ListedBlob> blobs = new ArrayList<>();
    String from = after.map(digest -> keys.blob(shelf, digest)).orElse("");
    while (blobs.size() < limit) {
      List<Bucket.Found> page = bucket.list(keys.shelf(shelf), from, limit - blobs.size());
      if (page.isEmpty()) {
        break;
      }
      for (Bucket.Found found : page) {
        keys.digest(shelf, found.key())
            .ifPresent(d -> blobs.add(new ListedBlob(d, found.size(), found.since())));
      }
      from = page.getLast().key();
    }
    return blobs;
  }

  @Override
  public BlobCheck verify(Digest digest, long bytesPerSecond) {
    Optional<Bucket.Found> found = bucket.find(keys.blob(digest));
    if (found.isEmpty()) {
      return new BlobCheck.Missing();
    }
    return Rehash.check(bucket, found.get(), digest, bytesPerSecond);
  }

  @Override
  public boolean delete(Digest digest) {
    String key = keys.blob(digest);
    try (var _ = locks.take(digest)) {
      boolean there = bucket.find(key).isPresent();
      bucket.delete(key);
      return there;
    }
  }

  @Override
  public boolean trash(Digest digest, Runnable lastLook) {
    try (var _ = locks.take(digest)) {
      return move(
          digest,
          Shelf.STORED,
          Shelf.TRASH,
          () -> {
            BlobStep.TRASHED.reached();
            lastLook.run();
          });
    }
  }

  @Override
  public boolean restore(Digest digest) {
    try (var _ = locks.take(digest)) {
      if (bucket.find(keys.blob(digest)).isEmpty()) {
        return move(digest, Shelf.TRASH, Shelf.STORED, BlobStep.RESTORED::reached);
      }
      String trashed = keys.blob(Shelf.TRASH, digest);
      boolean there = bucket.find(trashed).isPresent();
      bucket.delete(trashed);
      return there;
    }
  }

  private boolean move(Digest digest, Shelf from, Shelf to, Runnable copied) {
    Optional<Bucket.Found> found = bucket.find(keys.blob(from, digest));
    found.ifPresent(there -> mover.move(there.key(), keys.blob(to, digest), there.size(), copied));
    return found.isPresent();
  }

  @Override
  public void purge(List<Digest> digests) {
    bucket.deleteAll(digests.stream().map(digest -> keys.blob(Shelf.TRASH, digest)).toList());
  }

  @Override
  public void close() {
    urls.close();
    client.close();
  }
}
