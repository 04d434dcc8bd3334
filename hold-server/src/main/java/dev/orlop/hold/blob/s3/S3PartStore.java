package dev.orlop.hold.blob.s3;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobCheck;
import dev.orlop.hold.blob.PartStore;
import dev.orlop.hold.blob.SentPart;
import dev.orlop.hold.blob.StoredBlob;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Multipart uploads of a bucket, each under its name below {@code uploads/}. */
final class S3PartStore implements PartStore {
  private final S3BlobStore store;
  private final Bucket bucket;
  private final Multipart multipart;
  private final Keys keys;
  private final Urls urls;
  private final Duration idle;

  S3PartStore(S3BlobStore store, Bucket bucket, Keys keys, Urls urls, Duration idle) {
    this.store = store;
    this.bucket = bucket;
    this.multipart = store.multipart();
    this.keys = keys;
    this.urls = urls;
    this.idle = idle;
  }

  private Multipart.Begun begun(Gathering gathering) {
    return new Multipart.Begun(keys.upload(gathering.name()), gathering.id());
  }

  @Override
  public Gathering begin(String name) {
    return new Gathering(name, multipart.begin(keys.upload(name)).id());
  }

  @Override
  public URI target(Gathering gathering, int number) {
    return urls.putPart(begun(gathering), number);
  }

  @Override
  public PartSink send(Gathering gathering, int number, long length) {
    URI url = urls.putPartFromHere(begun(gathering), number);
    return HttpPartSink.open(url, number, length, idle);
  }

  @Override
  public Optional<List<SentPart>> parts(Gathering gathering) {
    return multipart.parts(begun(gathering));
  }

  @Override
  public void join(Gathering gathering, List<SentPart> parts) {
    long size = parts.stream().mapToLong(SentPart::size).sum();
    multipart.complete(begun(gathering), parts, size);
  }

  @Override
  public BlobCheck verify(Gathering gathering, Digest expected) {
    Optional<Bucket.Found> joined = bucket.find(keys.upload(gathering.name()));
    return joined.isPresent()
        ? Rehash.check(bucket, joined.get(), expected, Long.MAX_VALUE)
        : new BlobCheck.Missing();
  }

  @Override
  public void publish(Gathering gathering, StoredBlob verified) {
    store.promote(keys.upload(gathering.name()), verified.digest(), verified.size());
  }

  @Override
  public void drop(Gathering gathering) {
    multipart.abort(begun(gathering));
    bucket.delete(keys.upload(gathering.name()));
  }

  @Override
  public int dropBegunBefore(Instant time) {
    List<Multipart.Begun> old = multipart.begunBefore(keys.uploads(), time);
    old.forEach(multipart::abort);
    List<Bucket.Found> joined =
        bucket.listAll(keys.uploads()).stream()
            .filter(found -> found.since().isBefore(time))
            .toList();
    joined.forEach(found -> bucket.delete(found.key()));
    return old.size() + joined.size();
  }
}
