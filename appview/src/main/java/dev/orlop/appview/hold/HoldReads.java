package dev.orlop.appview.hold;

import dev.orlop.appview.registry.Repository;
import dev.orlop.atproto.xrpc.XrpcClient;
import dev.orlop.atproto.xrpc.XrpcDownload;
import dev.orlop.atproto.xrpc.XrpcException;
import dev.orlop.atproto.xrpc.XrpcQuery;
import dev.orlop.car.cid.Digest;
import dev.orlop.lexicons.Nsids;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;

/** A hold's blobs of images (com.atproto.sync.getBlob with an OCI digest). */
final class HoldReads {
  private final HoldClient client;

  HoldReads(HoldClient client) {
    this.client = client;
  }

  /** The size of a blob; empty if the hold does not have it. Counts nothing. */
  OptionalLong size(Repository repository, Digest digest) {
    return client.call(
        Nsids.SYNC_GET_BLOB,
        Need.READ,
        xrpc -> {
          OptionalLong size = xrpc.head(Nsids.SYNC_GET_BLOB, query(repository, digest));
          if (size.isEmpty() || size.getAsLong() < 0) {
            throw client.malformed("a blob without a size");
          }
          return size;
        },
        OptionalLong::empty);
  }

  /** An address that is good for getting a blob; empty if there is none. Counts a pull. */
  Optional<URI> locate(Repository repository, Digest digest) {
    XrpcQuery query =
        query(repository, digest).with("method", "GET").with("repo", repository.name());
    Optional<URI> place =
        client.call(
            Nsids.SYNC_GET_BLOB,
            Need.READ,
            xrpc -> Optional.of(xrpc.locate(Nsids.SYNC_GET_BLOB, query)),
            Optional::empty);
    if (place.filter(HoldReads::isNoPlace).isPresent()) {
      throw client.malformed("a blob's address that is none");
    }
    return place;
  }

  private static boolean isNoPlace(URI uri) {
    boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
    return !web || uri.getHost() == null;
  }

  /** The bytes from {@code offset} on. Counts a pull if they are all of them. */
  Optional<XrpcDownload> open(Repository repository, Digest digest, long offset) {
    XrpcQuery query = query(repository, digest).with("repo", repository.name());
    return client.call(
        Nsids.SYNC_GET_BLOB,
        Need.READ,
        xrpc -> Optional.of(download(xrpc, query, offset)),
        Optional::empty);
  }

  private XrpcDownload download(XrpcClient xrpc, XrpcQuery query, long offset) {
    XrpcDownload download = xrpc.download(Nsids.SYNC_GET_BLOB, query, offset);
    boolean right = false;
    try {
      right = download.offset() == offset;
    } catch (XrpcException _) {
      // A part without its place is as good as none.
    } finally {
      if (!right) {
        download.close();
      }
    }
    if (!right) {
      throw client.malformed("not the bytes that were asked for");
    }
    return download;
  }

  private static XrpcQuery query(Repository repository, Digest digest) {
    return XrpcQuery.of("did", repository.owner()).with("cid", digest);
  }
}
