package dev.orlop.hold.web;

import dev.orlop.atproto.xrpc.ByteRange;
import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.access.HoldTerms;
import dev.orlop.hold.pull.BlobAnswer;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Sends blobs of images. */
final class BlobReply {
  private static final String TYPE = "application/octet-stream";
  private static final HeaderName DOCKER_CONTENT_DIGEST =
      HeaderNames.create("Docker-Content-Digest");

  private static final Header ATTACHMENT =
      HeaderValues.createCached(HeaderNames.CONTENT_DISPOSITION, "attachment");
  // What a digest names never changes.
  private static final Header FOR_ALL =
      HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "public, max-age=31536000, immutable");
  // To be asked for again each time, so that a revocation holds.
  private static final Header FOR_ONE =
      HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "private, no-cache");

  private final Optional<HandOver> handOver;

  /**
   * Sends them.
   *
   * @param handOver what sends files in our place, if anything does
   */
  BlobReply(Optional<HandOver> handOver) {
    this.handOver = handOver;
  }

  /**
   * Answers with a blob.
   *
   * @param terms which say who may keep what is sent
   * @param before done when it is certain what will be sent, and before anything is
   */
  void send(
      XrpcCall call,
      Digest digest,
      BlobAnswer.Found found,
      HoldTerms terms,
      Consumer<ByteRange> before)
      throws Exception {
    BlobLook look =
        new BlobLook(
            digest.toString(),
            TYPE,
            List.of(
                HeaderValues.create(DOCKER_CONTENT_DIGEST, digest.toString()),
                ATTACHMENT,
                terms.publicReads() ? FOR_ALL : FOR_ONE));
    BlobSending.send(call, look, found.location(), handOver, before);
  }

  /** Whether the caller says that it has the blob. */
  static boolean hasAlready(XrpcCall call, Digest digest) {
    return BlobSending.hasAlready(call, BlobLook.etag(digest.toString()));
  }

  /** What part of the blob a GET asks for. */
  static ByteRange range(XrpcCall call, Digest digest, long size) {
    return BlobSending.range(call, BlobLook.etag(digest.toString()), size);
  }
}
