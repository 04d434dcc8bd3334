package dev.orlop.appview.web;

import dev.orlop.appview.oci.MediaTypes;
import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.Reference;
import dev.orlop.appview.registry.Action;
import dev.orlop.appview.registry.BlobSource;
import dev.orlop.appview.registry.Blobs;
import dev.orlop.appview.registry.Relay;
import dev.orlop.atproto.xrpc.ByteRange;
import dev.orlop.car.cid.Digest;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import java.io.IOException;
import java.io.InputStream;

/** {@code /v2/<name>/blobs/<digest>}. */
final class BlobRoutes {
  private final Gate gate;
  private final Blobs blobs;

  BlobRoutes(Gate gate, Blobs blobs) {
    this.gate = gate;
    this.blobs = blobs;
  }

  void get(OciCall call) throws IOException {
    Gate.Entry entry = gate.require(call, Action.PULL);
    Digest digest = Reference.digest(call.path().last());
    if (call.isHead() || Etags.hasAlready(call, digest)) {
      head(call, digest, size(call, entry, digest));
      return;
    }
    switch (blobs.open(entry.caller(), entry.repository(), digest)) {
      case BlobSource.Elsewhere(var uri) ->
          call.header(OciHeaders.CONTENT_DIGEST, digest)
              .header(HeaderNames.LOCATION, uri)
              .replyEmpty(Status.TEMPORARY_REDIRECT_307);
      case BlobSource.Here(long size, var opener) -> relay(call, digest, size, opener);
      case BlobSource.Missing() -> throw Blobs.unknown(digest);
    }
  }

  /** Who may push asks whether they must. */
  private long size(OciCall call, Gate.Entry entry, Digest digest) {
    boolean pushing = call.isHead() && entry.caller().may(Action.PUSH, entry.name().text());
    return pushing
        ? blobs.sizeForPush(entry.caller(), entry.repository(), digest)
        : blobs.size(entry.caller(), entry.repository(), digest);
  }

  private static void head(OciCall call, Digest digest, long size) throws IOException {
    describe(call, digest);
    if (Etags.hasAlready(call, digest)) {
      call.replyEmpty(Status.NOT_MODIFIED_304);
    } else {
      call.reply(Status.OK_200, MediaTypes.OCTETS, size, _ -> {});
    }
  }

  private static void relay(OciCall call, Digest digest, long size, BlobSource.Opener opener)
      throws IOException {
    ByteRange range =
        ByteRange.of(
            call.header(HeaderNames.RANGE),
            call.header(HeaderNames.IF_RANGE),
            Etags.of(digest),
            size);
    switch (range) {
      case ByteRange.Whole() -> {
        try (InputStream in = open(opener, 0, size)) {
          describe(call, digest);
          call.reply(
              Status.OK_200, MediaTypes.OCTETS, size, out -> Relay.copy(in, out, digest, size));
        }
      }
      case ByteRange.Part part -> {
        try (InputStream in = open(opener, part.first(), part.length())) {
          describe(call, digest);
          call.header(HeaderNames.CONTENT_RANGE, part.contentRange(size));
          call.reply(
              Status.PARTIAL_CONTENT_206,
              MediaTypes.OCTETS,
              part.length(),
              out -> Relay.copyPart(in, out, part.length()));
        }
      }
      case ByteRange.Unsatisfiable() -> {
        throw OciError.SIZE_INVALID
            .exception("the blob has no such range")
            .withStatus(Status.REQUESTED_RANGE_NOT_SATISFIABLE_416.code())
            .with("size", size);
      }
    }
  }

  private static InputStream open(BlobSource.Opener opener, long first, long length) {
    try {
      return opener.open(first, length);
    } catch (IOException e) {
      throw Relay.outOfReach().because(e);
    }
  }

  private static void describe(OciCall call, Digest digest) {
    call.header(OciHeaders.CONTENT_DIGEST, digest)
        .header(HeaderNames.ETAG, Etags.of(digest))
        .header(OciHeaders.ACCEPT_RANGES);
  }

  void delete(OciCall call) {
    Gate.Entry entry = gate.require(call, Action.DELETE);
    Digest digest = Reference.digest(call.path().last());
    blobs.delete(entry.caller(), entry.repository(), digest);
    call.replyEmpty(Status.ACCEPTED_202);
  }
}
