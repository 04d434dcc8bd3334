package dev.orlop.hold.blob.s3;

import dev.orlop.hold.blob.BlobStoreException;
import dev.orlop.hold.blob.BlobStoreException.Kind;
import dev.orlop.hold.blob.SentPart;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Moves objects: copies them there, looks whether they are, and then deletes them here. After a
 * crash in between there are both, and doing it again does the rest.
 */
final class Mover {
  private final Bucket bucket;
  private final Multipart multipart;
  private final long mostBytesAtOnce;

  /**
   * Within one bucket.
   *
   * @param mostBytesAtOnce that are copied by one call; Amazon's copies up to 5 GiB
   */
  Mover(Bucket bucket, Multipart multipart, long mostBytesAtOnce) {
    this.bucket = bucket;
    this.multipart = multipart;
    this.mostBytesAtOnce = mostBytesAtOnce;
  }

  /**
   * Moves an object.
   *
   * @param copied is called when it is at both places, and nothing is deleted if it throws
   */
  void move(String from, String to, long size, Runnable copied) {
    copy(from, to, size);
    copied.run();
    bucket.delete(from);
  }

  /** Copies an object, and looks whether it is there then. */
  void copy(String from, String to, long size) {
    if (size <= mostBytesAtOnce) {
      copyAtOnce(from, to);
    } else {
      copyInParts(from, to, size);
    }
    requireCopy(to, size);
  }

  private void copyAtOnce(String from, String to) {
    S3Client client = bucket.client();
    var _ =
        Faults.call(
            "copy a blob",
            () ->
                client.copyObject(
                    request ->
                        request
                            .sourceBucket(bucket.name())
                            .sourceKey(from)
                            .destinationBucket(bucket.name())
                            .destinationKey(to)));
  }

  private void copyInParts(String from, String to, long size) {
    Multipart.Begun begun = multipart.begin(to);
    try {
      List<SentPart> parts = new ArrayList<>();
      for (long at = 0; at < size; at += mostBytesAtOnce) {
        long end = Math.min(size, at + mostBytesAtOnce);
        parts.add(copyPart(from, begun, parts.size() + 1, at, end));
      }
      multipart.complete(begun, parts, size);
    } catch (RuntimeException e) {
      multipart.abortAfter(begun, e);
      throw e;
    }
  }

  private SentPart copyPart(String from, Multipart.Begun begun, int number, long first, long end) {
    S3Client client = bucket.client();
    String etag =
        Faults.call(
            "copy a part of a blob",
            () ->
                client
                    .uploadPartCopy(
                        request ->
                            request
                                .sourceBucket(bucket.name())
                                .sourceKey(from)
                                .copySourceRange("bytes=" + first + "-" + (end - 1))
                                .destinationBucket(bucket.name())
                                .destinationKey(begun.key())
                                .uploadId(begun.id())
                                .partNumber(number))
                    .copyPartResult()
                    .eTag());
    return new SentPart(number, end - first, Multipart.unquoted(etag));
  }

  private void requireCopy(String place, long size) {
    long there = bucket.find(place).map(Bucket.Found::size).orElse(-1L);
    if (there != size) {
      throw new BlobStoreException(
          Kind.MALFORMED,
          "copy a blob",
          "the S3 said that it did, but there are " + there + " bytes of " + size);
    }
  }
}
