package dev.orlop.hold.blob.s3;

import dev.orlop.hold.blob.BlobStoreException;
import dev.orlop.hold.blob.SentPart;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Objects of one bucket that are put together of parts; fails like {@link Bucket}. */
final class Multipart {
  private final Bucket bucket;
  private final S3Client client;

  Multipart(Bucket bucket) {
    this.bucket = bucket;
    this.client = bucket.client();
  }

  /**
   * An object that is not there yet.
   *
   * @param id by which the S3 knows the parts
   */
  record Begun(String key, String id) {}

  Begun begin(String key) {
    String id =
        Faults.call(
            "begin an upload",
            () ->
                client
                    .createMultipartUpload(
                        request -> request.bucket(bucket.name()).key(key).contentType(Bucket.TYPE))
                    .uploadId());
    return new Begun(key, id);
  }

  SentPart send(Begun begun, int number, byte[] bytes, int length) {
    Optional<String> md5 = bucket.sending().md5(bytes, length);
    String etag =
        Faults.call(
            "store a part",
            () ->
                client
                    .uploadPart(
                        request -> {
                          request.bucket(bucket.name()).key(begun.key()).uploadId(begun.id());
                          request.partNumber(number).contentLength((long) length);
                          md5.ifPresent(request::contentMD5);
                          request.overrideConfiguration(bucket.sending().patience(length));
                        },
                        RequestBody.fromByteBuffer(ByteBuffer.wrap(bytes, 0, length)))
                    .eTag());
    return new SentPart(number, length, unquoted(etag));
  }

  /** Parts that are there; empty if the S3 knows no such upload (any more). */
  Optional<List<SentPart>> parts(Begun begun) {
    List<SentPart> parts = new ArrayList<>();
    try {
      Integer after = null;
      ListPartsResponse page;
      do {
        Integer marker = after;
        page =
            client.listParts(
                request ->
                    request
                        .bucket(bucket.name())
                        .key(begun.key())
                        .uploadId(begun.id())
                        .partNumberMarker(marker));
        page.parts()
            .forEach(
                part ->
                    parts.add(new SentPart(part.partNumber(), part.size(), unquoted(part.eTag()))));
        after = page.nextPartNumberMarker();
      } while (Boolean.TRUE.equals(page.isTruncated()) && after != null);
    } catch (S3Exception e) {
      if (Faults.isMissing(e)) {
        return Optional.empty();
      }
      throw Faults.translate("list parts", e);
    } catch (SdkException e) {
      throw Faults.translate("list parts", e);
    }
    return Optional.of(parts);
  }

  /**
   * Makes the object of its parts. May be called again: an answer may be lost.
   *
   * @param size of all parts together
   */
  void complete(Begun begun, List<SentPart> parts, long size) {
    List<CompletedPart> list =
        parts.stream()
            .map(p -> CompletedPart.builder().partNumber(p.number()).eTag(quoted(p.etag())).build())
            .toList();
    try {
      var _ =
          client.completeMultipartUpload(
              request ->
                  request
                      .bucket(bucket.name())
                      .key(begun.key())
                      .uploadId(begun.id())
                      .multipartUpload(upload -> upload.parts(list)));
    } catch (S3Exception e) {
      if (!Faults.isMissing(e) || !isThere(begun.key(), size)) {
        throw Faults.translate("join parts", e);
      }
      // It was done before, and we did not hear of it.
    } catch (SdkException e) {
      throw Faults.translate("join parts", e);
    }
  }

  private boolean isThere(String key, long size) {
    return bucket.find(key).filter(found -> found.size() == size).isPresent();
  }

  /** Gives the parts up; nothing happens if the S3 knows no such upload. */
  void abort(Begun begun) {
    try {
      var _ =
          client.abortMultipartUpload(
              request -> request.bucket(bucket.name()).key(begun.key()).uploadId(begun.id()));
    } catch (S3Exception e) {
      if (!Faults.isMissing(e)) {
        throw Faults.translate("give an upload up", e);
      }
    } catch (SdkException e) {
      throw Faults.translate("give an upload up", e);
    }
  }

  /** Those below a prefix that were begun before a time and are neither joined nor given up. */
  List<Begun> begunBefore(String prefix, Instant time) {
    return Faults.call(
        "list uploads",
        () ->
            client
                .listMultipartUploadsPaginator(
                    request -> request.bucket(bucket.name()).prefix(prefix))
                .uploads()
                .stream()
                .filter(upload -> upload.initiated().isBefore(time))
                .map(upload -> new Begun(upload.key(), upload.uploadId()))
                .toList());
  }

  /** Gives the parts up where something else went wrong already. */
  void abortAfter(Begun begun, RuntimeException failure) {
    try {
      abort(begun);
    } catch (BlobStoreException alsoRefused) {
      failure.addSuppressed(alsoRefused);
    }
  }

  static String unquoted(String etag) {
    return etag.length() >= 2 && etag.startsWith("\"") && etag.endsWith("\"")
        ? etag.substring(1, etag.length() - 1)
        : etag;
  }

  private static String quoted(String etag) {
    return '"' + etag + '"';
  }
}
