package dev.orlop.hold.blob.s3;

import dev.orlop.hold.blob.BlobStoreException;
import dev.orlop.hold.blob.BlobStoreException.Kind;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Objects of one bucket, by their keys. Every method throws {@link BlobStoreException} when the S3
 * refuses or does not answer, after it was asked again.
 */
final class Bucket {
  /** Blobs are other people's bytes: nothing to be shown or run. */
  static final String TYPE = "application/octet-stream";

  /** For how long a bucket is believed to be there that was. */
  private static final Duration BELIEF = Duration.ofSeconds(10);

  private static final int MOST_AT_ONCE = 1000;

  private final S3Client client;
  private final String name;
  private final Sending sending;
  private final AtomicLong lastSeenNanos = new AtomicLong(System.nanoTime() - BELIEF.toNanos());

  Bucket(S3Client client, String name, Sending sending) {
    this.client = client;
    this.name = name;
    this.sending = sending;
  }

  /** An object that is there. */
  record Found(String key, long size, Instant since) {}

  String name() {
    return name;
  }

  S3Client client() {
    return client;
  }

  Sending sending() {
    return sending;
  }

  /** Looks for an object. */
  Optional<Found> find(String key) {
    try {
      HeadObjectResponse head = client.headObject(request -> request.bucket(name).key(key));
      seen();
      return Optional.of(new Found(key, head.contentLength(), head.lastModified()));
    } catch (S3Exception e) {
      if (!Faults.isMissing(e)) {
        throw Faults.translate("look for a blob", e);
      }
      requireBucket();
      return Optional.empty();
    } catch (SdkException e) {
      throw Faults.translate("look for a blob", e);
    }
  }

  /** An answer to HEAD has no body that could say what of the two is missing. */
  private void requireBucket() {
    if (System.nanoTime() - lastSeenNanos.get() < BELIEF.toNanos()) {
      return;
    }
    try {
      var _ = client.headBucket(request -> request.bucket(name));
      seen();
    } catch (S3Exception e) {
      if (e.statusCode() == 404) {
        throw new BlobStoreException(Kind.NO_BUCKET, "look for a blob", "no bucket " + name, e);
      }
      if (e.statusCode() != 403) {
        throw Faults.translate("look for the bucket", e);
      }
      // Who may not look at the bucket may still look at what is in it.
      seen();
    } catch (SdkException e) {
      throw Faults.translate("look for the bucket", e);
    }
  }

  private void seen() {
    lastSeenNanos.set(System.nanoTime());
  }

  /** Writes an object, at once: who reads sees all of it or what was there before. */
  void put(String key, byte[] bytes, int length) {
    put(
        key,
        RequestBody.fromByteBuffer(ByteBuffer.wrap(bytes, 0, length)),
        md5(bytes, length),
        length);
  }

  private Optional<String> md5(byte[] bytes, int length) {
    return sending.md5(bytes, length);
  }

  private void put(String key, RequestBody body, Optional<String> md5, long length) {
    var _ =
        Faults.call(
            "store a blob",
            () ->
                client.putObject(
                    request -> {
                      request.bucket(name).key(key).contentType(TYPE).contentLength(length);
                      md5.ifPresent(request::contentMD5);
                      request.overrideConfiguration(sending.patience(length));
                    },
                    body));
  }

  /**
   * Begins to read an object.
   *
   * @return empty if there is none
   */
  Optional<ResponseInputStream<GetObjectResponse>> open(String key, long first, long length) {
    try {
      return Optional.of(
          client.getObject(
              request -> {
                request.bucket(name).key(key);
                request.range("bytes=" + first + "-" + (first + length - 1));
              }));
    } catch (S3Exception e) {
      if (Faults.isMissing(e)) {
        return Optional.empty();
      }
      throw Faults.translate("read a blob", e);
    } catch (SdkException e) {
      throw Faults.translate("read a blob", e);
    }
  }

  /** Removes an object; nothing happens if there is none. */
  void delete(String key) {
    var _ =
        Faults.call(
            "delete a blob", () -> client.deleteObject(request -> request.bucket(name).key(key)));
  }

  /** Removes objects, a thousand by a call; those that are not there are passed over. */
  void deleteAll(List<String> keys) {
    for (int at = 0; at < keys.size(); at += MOST_AT_ONCE) {
      List<ObjectIdentifier> some =
          keys.subList(at, Math.min(keys.size(), at + MOST_AT_ONCE)).stream()
              .map(key -> ObjectIdentifier.builder().key(key).build())
              .toList();
      List<S3Error> errors =
          Faults.call(
              "delete blobs",
              () ->
                  client
                      .deleteObjects(
                          request ->
                              request.bucket(name).delete(all -> all.objects(some).quiet(true)))
                      .errors());
      if (!errors.isEmpty()) {
        throw new BlobStoreException(
            Kind.MALFORMED, "delete blobs", "of one the S3 said " + errors.getFirst().code());
      }
    }
  }

  /**
   * Objects in the order of their keys, at most a thousand.
   *
   * @param after the key behind which to go on
   */
  List<Found> list(String prefix, String after, int limit) {
    return Faults.call(
        "list blobs",
        () ->
            client
                .listObjectsV2(
                    request ->
                        request
                            .bucket(name)
                            .prefix(prefix)
                            .startAfter(after)
                            .maxKeys(Math.min(limit, MOST_AT_ONCE)))
                .contents()
                .stream()
                .map(object -> new Found(object.key(), object.size(), object.lastModified()))
                .toList());
  }

  /** All objects of a prefix under which there are few. */
  List<Found> listAll(String prefix) {
    List<Found> all = new ArrayList<>();
    List<Found> page = list(prefix, "", MOST_AT_ONCE);
    while (!page.isEmpty()) {
      all.addAll(page);
      page = list(prefix, page.getLast().key(), MOST_AT_ONCE);
    }
    return all;
  }
}
