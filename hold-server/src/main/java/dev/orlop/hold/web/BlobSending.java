package dev.orlop.hold.web;

import dev.orlop.atproto.xrpc.ByteRange;
import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.hold.blob.BlobLocation;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Sends blobs: whole, in part, or the headers alone.
 *
 * <p>Blobs are other people's bytes under the hold's own name: the headers say that they are
 * nothing to be shown, run or guessed at.
 */
final class BlobSending {
  private static final Header NO_SNIFFING =
      HeaderValues.createCached("X-Content-Type-Options", "nosniff");
  private static final Header SANDBOX =
      HeaderValues.createCached("Content-Security-Policy", "default-src 'none'; sandbox");
  private static final Header RANGES =
      HeaderValues.createCached(HeaderNames.ACCEPT_RANGES, "bytes");

  private BlobSending() {}

  /**
   * Answers with a blob.
   *
   * @param handOver what sends files in our place, if anything does
   * @param before done when it is certain what will be sent, and before anything is
   */
  static void send(
      XrpcCall call,
      BlobLook look,
      BlobLocation location,
      Optional<HandOver> handOver,
      Consumer<ByteRange> before)
      throws Exception {
    if (hasAlready(call, look.etag())) {
      describe(call, look);
      call.status(Status.NOT_MODIFIED_304).replyEmpty();
      return;
    }
    long size = size(location);
    if (call.isHead()) {
      describe(call, look);
      call.reply(look.type(), size, _ -> {});
      return;
    }
    ByteRange range = range(call, look.etag(), size);
    if (range instanceof ByteRange.Unsatisfiable) {
      throw XrpcError.RANGE_NOT_SATISFIABLE
          .exception()
          .withHeader("Content-Range", "bytes */" + size);
    }
    if (handOver.isPresent() && location instanceof BlobLocation.Local(Path file, _)) {
      before.accept(range);
      describe(call, look);
      handOver.get().reply(call, look.type(), file);
      return;
    }
    Stretch stretch = Stretch.of(range, size);
    try (OpenBlob blob = open(look, location, stretch)) {
      before.accept(range);
      describe(call, look);
      if (range instanceof ByteRange.Part part) {
        call.status(Status.PARTIAL_CONTENT_206);
        call.header(HeaderNames.CONTENT_RANGE, part.contentRange(size));
      } else if (blob instanceof OpenBlob.InMemory(byte[] bytes, _, _)) {
        call.reply(look.type(), bytes);
        return;
      }
      call.reply(look.type(), stretch.length(), blob::copy);
    }
  }

  /** What is sent of a blob. */
  private record Stretch(long first, long length) {
    static Stretch of(ByteRange range, long size) {
      return range instanceof ByteRange.Part part
          ? new Stretch(part.first(), part.length())
          : new Stretch(0, size);
    }
  }

  /** Whether the caller says that it has the blob. */
  static boolean hasAlready(XrpcCall call, String etag) {
    Optional<String> tags = call.header(HeaderNames.IF_NONE_MATCH);
    return tags.isPresent() && (tags.get().contains(etag) || tags.get().strip().equals("*"));
  }

  /** What part of the blob a GET asks for. */
  static ByteRange range(XrpcCall call, String etag, long size) {
    return ByteRange.of(
        call.header(HeaderNames.RANGE), call.header(HeaderNames.IF_RANGE), etag, size);
  }

  private static long size(BlobLocation location) {
    return switch (location) {
      case BlobLocation.Local(_, long size) -> size;
      case BlobLocation.InMemory memory -> memory.size();
      case BlobLocation.Remote remote -> remote.size();
      case BlobLocation.Missing _ -> throw nowhere();
    };
  }

  private static OpenBlob open(BlobLook look, BlobLocation location, Stretch stretch)
      throws IOException {
    long first = stretch.first();
    long length = stretch.length();
    try {
      return switch (location) {
        case BlobLocation.Local(var file, _) -> OpenBlob.file(file, first, length);
        case BlobLocation.InMemory memory -> OpenBlob.memory(memory, first, length);
        case BlobLocation.Remote remote -> OpenBlob.remote(remote, first, length);
        case BlobLocation.Missing _ -> throw nowhere();
      };
    } catch (NoSuchFileException _) {
      // Deleted since it was found.
      throw XrpcError.BLOB_NOT_FOUND.exception("Could not find blob: " + look.name());
    }
  }

  private static IllegalStateException nowhere() {
    return new IllegalStateException("a blob that is missing is not sent");
  }

  private static void describe(XrpcCall call, BlobLook look) {
    call.header(HeaderNames.ETAG, look.etag());
    call.header(RANGES);
    call.header(NO_SNIFFING);
    call.header(SANDBOX);
    look.headers().forEach(call::header);
  }
}
