package dev.orlop.hold.web;

import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcException;
import dev.orlop.hold.blob.BlobStoreException;
import dev.orlop.hold.disk.DiskException;
import dev.orlop.hold.pds.accounts.PasswordHasher;
import dev.orlop.hold.pull.PullNotRecordedException;
import dev.orlop.hold.store.StoreBusyException;
import dev.orlop.hold.store.StoreFailedException;
import java.util.Optional;

/**
 * What callers are told when the storage refuses: nothing was promised, so trying again is safe.
 * What it said itself is for the log.
 */
final class StorageFaults {
  private static final System.Logger LOGGER = System.getLogger(StorageFaults.class.getName());

  private StorageFaults() {}

  static Optional<XrpcException> translate(Throwable thrown) {
    return switch (thrown) {
      case DiskException e -> Optional.of(refused(e));
      case BlobStoreException e -> Optional.of(refused(e));
      case StoreFailedException e -> Optional.of(refused(e));
      case PullNotRecordedException e -> Optional.of(refused(e));
      case PasswordHasher.BusyException _ ->
          Optional.of(XrpcError.NOT_ENOUGH_RESOURCES.exception().withHeader("Retry-After", "10"));
      case StoreBusyException _ -> Optional.of(XrpcError.NOT_ENOUGH_RESOURCES.exception());
      default -> Optional.empty();
    };
  }

  private static XrpcException refused(BlobStoreException e) {
    if (e.kind() == BlobStoreException.Kind.BUSY) {
      return XrpcError.NOT_ENOUGH_RESOURCES.exception().withHeader("Retry-After", "10");
    }
    LOGGER.log(System.Logger.Level.ERROR, "the storage of blobs refused", e);
    return e.kind() == BlobStoreException.Kind.NO_ROOM
        ? XrpcError.INSUFFICIENT_STORAGE.exception("The hold has no room left")
        : XrpcError.NOT_ENOUGH_RESOURCES.exception("The hold's storage refuses to work");
  }

  private static XrpcException refused(RuntimeException e) {
    LOGGER.log(System.Logger.Level.ERROR, "the storage refused", e);
    return DiskException.outOfSpace(e)
        ? XrpcError.INSUFFICIENT_STORAGE.exception("The hold has no room left")
        : XrpcError.NOT_ENOUGH_RESOURCES.exception("The hold's storage refuses to work");
  }
}
