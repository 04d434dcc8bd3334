package dev.orlop.hold.web;

import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.access.Roster;
import dev.orlop.hold.blob.BlobLocation;
import dev.orlop.hold.pull.BlobAnswer;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Sends blobs: whole, in part, or the headers alone.
 *
 * <p>Blobs are other people's bytes under the hold's own name: the headers say that they are
 * nothing to be shown, run or guessed at.
 */
final class BlobReply {
  private static final String TYPE = "application/octet-stream";
  private static final HeaderName DOCKER_CONTENT_DIGEST =
      HeaderNames.create("Docker-Content-Digest");

  private static final Header NO_SNIFFING =
      HeaderValues.createCached("X-Content-Type-Options", "nosniff");
  private static final Header ATTACHMENT =
      HeaderValues.createCached(HeaderNames.CONTENT_DISPOSITION, "attachment");
  private static final Header SANDBOX =
      HeaderValues.createCached("Content-Security-Policy", "default-src 'none'; sandbox");
  private static final Header RANGES =
      HeaderValues.createCached(HeaderNames.ACCEPT_RANGES, "bytes");
  // What a digest names never changes.
  private static final Header FOR_ALL =
      HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "public, max-age=31536000, immutable");
  // To be asked for again each time, so that a revocation holds.
  private static final Header FOR_ONE =
      HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "private, no-cache");

  private final Roster roster;

  BlobReply(Roster roster) {
    this.roster = roster;
  }

  /**
   * Answers with a blob.
   *
   * @param before done when it is certain what will be sent, and before anything is
   */
  void send(XrpcCall call, Digest digest, BlobAnswer.Found found, Consumer<ByteRange> before)
      throws Exception {
    if (hasAlready(call, digest)) {
      describe(call, digest);
      call.status(Status.NOT_MODIFIED_304).replyEmpty();
      return;
    }
    if (call.isHead()) {
      describe(call, digest);
      call.reply(TYPE, found.size(), _ -> {});
      return;
    }
    ByteRange range = range(call, digest, found.size());
    try (OpenBlob blob = open(digest, found.location())) {
      switch (range) {
        case ByteRange.Unsatisfiable _ ->
            throw XrpcError.RANGE_NOT_SATISFIABLE
                .exception()
                .withHeader("Content-Range", "bytes */" + found.size());
        case ByteRange.Part part -> {
          before.accept(range);
          describe(call, digest);
          call.status(Status.PARTIAL_CONTENT_206);
          call.header(HeaderNames.CONTENT_RANGE, part.contentRange(found.size()));
          call.reply(TYPE, part.length(), out -> blob.copy(part.first(), part.length(), out));
        }
        case ByteRange.Whole _ -> {
          before.accept(range);
          describe(call, digest);
          if (blob instanceof OpenBlob.InMemory(byte[] bytes)) {
            call.reply(TYPE, bytes);
          } else {
            call.reply(TYPE, found.size(), out -> blob.copy(0, found.size(), out));
          }
        }
      }
    }
  }

  /** Whether the caller says that it has the blob. */
  static boolean hasAlready(XrpcCall call, Digest digest) {
    Optional<String> tags = call.header(HeaderNames.IF_NONE_MATCH);
    return tags.isPresent()
        && (tags.get().contains(etag(digest)) || tags.get().strip().equals("*"));
  }

  /** What part of the blob a GET asks for. */
  static ByteRange range(XrpcCall call, Digest digest, long size) {
    return ByteRange.of(
        call.header(HeaderNames.RANGE), call.header(HeaderNames.IF_RANGE), etag(digest), size);
  }

  private static String etag(Digest digest) {
    return '"' + digest.toString() + '"';
  }

  private static OpenBlob open(Digest digest, BlobLocation location) throws IOException {
    try {
      return switch (location) {
        case BlobLocation.Local(var file, _) -> OpenBlob.file(file);
        case BlobLocation.InMemory memory -> OpenBlob.memory(memory);
        case BlobLocation.Redirect _, BlobLocation.Missing _ ->
            throw new IllegalStateException("a blob that is elsewhere is not sent from here");
      };
    } catch (NoSuchFileException _) {
      // Deleted since it was found.
      throw XrpcError.BLOB_NOT_FOUND.exception("Could not find blob: " + digest);
    }
  }

  private void describe(XrpcCall call, Digest digest) {
    call.header(HeaderNames.ETAG, etag(digest));
    call.header(DOCKER_CONTENT_DIGEST, digest.toString());
    call.header(RANGES);
    call.header(NO_SNIFFING);
    call.header(ATTACHMENT);
    call.header(SANDBOX);
    call.header(roster.terms().publicReads() ? FOR_ALL : FOR_ONE);
  }
}
