package dev.orlop.cli.transfer;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.xrpc.XrpcUpload;
import dev.orlop.car.cid.Digest;
import dev.orlop.cli.oci.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What push and pull need of a hold. Safe for use by several threads. */
public interface ImageHold {
  /** The size of a blob; empty if the hold has none of this digest. Counts nothing. */
  OptionalLong size(Did owner, Digest digest);

  /**
   * Opens a blob.
   *
   * @param repository named by the one request of a download that is to count; empty for others
   * @param offset of the first byte wanted
   */
  Body open(Did owner, Digest digest, Optional<String> repository, long offset);

  /** Begins an upload and gives its id. */
  String initiate(Digest digest);

  /** Where part {@code number}, counted from 1, is to be PUT. */
  PartTarget part(String uploadId, int number);

  /** Sends a part and gives its ETag. */
  String putPart(PartTarget target, XrpcUpload bytes);

  /** Joins the parts; the hold checks the digest. */
  void complete(String uploadId, Digest digest, List<Part> parts);

  /** Gives an upload up. */
  void abort(String uploadId);

  /** Reports a manifest as pushed. */
  void notifyPush(Did owner, String repository, Manifest manifest, Optional<String> tag);

  /**
   * Bytes on their way.
   *
   * @param offset of the first byte that will come; 0 if the hold sends all in spite of the wish
   */
  record Body(InputStream stream, long offset) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      stream.close();
    }
  }

  /** Where a part goes. */
  record PartTarget(URI address) {}

  /** A part that arrived. */
  record Part(int number, String etag) {}
}
