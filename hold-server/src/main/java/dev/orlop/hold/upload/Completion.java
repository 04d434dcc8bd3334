package dev.orlop.hold.upload;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.blob.StoredBlob;
import dev.orlop.hold.disk.DiskException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns an upload into a blob: check the list, join, verify, write the intent, publish. */
final class Completion {
  private static final System.Logger LOGGER = System.getLogger(Completion.class.getName());

  private final Upload upload;
  private final BlobStore blobs;
  private final UploadLimits limits;

  Completion(Upload upload, BlobStore blobs, UploadLimits limits) {
    this.upload = upload;
    this.blobs = blobs;
    this.limits = limits;
  }

  /** Completes; who comes second waits for the first and gets the same answer. */
  CompleteResult complete(Digest digest, List<PartRef> list) {
    upload.completing.lock();
    try {
      return switch (upload.state()) {
        case CLOSED, COMPLETING -> UploadService.noSuchUpload();
        case COMPLETED -> again(digest);
        case OPEN -> first(digest, list);
      };
    } finally {
      upload.completing.unlock();
    }
  }

  private CompleteResult again(Digest digest) {
    StoredBlob blob = upload.session().completed().orElseThrow();
    return blob.digest().equals(digest)
        ? new CompleteResult.Completed(blob)
        : new UploadRefused(UploadError.INVALID_DIGEST, "the upload was completed as another blob");
  }

  private CompleteResult first(Digest digest, List<PartRef> list) {
    Optional<Digest> declared = upload.session().declared();
    if (declared.isPresent() && !declared.get().equals(digest)) {
      return new UploadRefused(
          UploadError.INVALID_DIGEST, "the upload was begun for " + declared.get());
    }
    if (!upload.move(Upload.State.OPEN, Upload.State.COMPLETING)) {
      return UploadService.noSuchUpload();
    }
    Upload.State next = Upload.State.OPEN;
    try {
      upload.catchUp();
      Optional<UploadRefused> fault = PartList.check(list, upload.parts(), limits);
      if (fault.isPresent()) {
        return fault.get();
      }
      Assembly.Joined joined = upload.assembly().assemble(list.size(), digest.algorithm());
      if (!joined.digest().equals(digest)) {
        next = Upload.State.CLOSED;
        return new UploadRefused(
            UploadError.INVALID_DIGEST, "the bytes have digest " + joined.digest());
      }
      UploadStep.VERIFIED.reached();
      StoredBlob blob = new StoredBlob(digest, joined.size());
      publish(blob, joined.file());
      upload.account.keep(blob);
      next = Upload.State.COMPLETED;
      return new CompleteResult.Completed(blob);
    } catch (DiskException e) {
      LOGGER.log(System.Logger.Level.ERROR, "an upload could not be completed", e);
      return e.outOfSpace()
          ? new UploadRefused(UploadError.NO_ROOM, "the hold has no room left")
          : new UploadRefused(UploadError.COMPLETION_FAILED, "the hold could not store the blob");
    } finally {
      end(next);
    }
  }

  private void publish(StoredBlob blob, Path file) {
    upload.complete(upload.session().complete(blob));
    UploadStep.INTENT_WRITTEN.reached();
    blobs.adopt(file, blob.digest());
    UploadStep.PUBLISHED.reached();
  }

  private void end(Upload.State next) {
    upload.move(Upload.State.COMPLETING, next);
    try {
      switch (next) {
        case COMPLETED -> upload.folder.removeParts();
        case CLOSED -> upload.folder.remove();
        case OPEN, COMPLETING -> {}
      }
    } catch (DiskException e) {
      // What was promised is done; the next start tidies.
      LOGGER.log(System.Logger.Level.WARNING, "an upload could not be tidied", e);
    }
    if (next != Upload.State.OPEN) {
      upload.settle();
    }
  }

  /** Holds the caller's list of parts against what was sent. */
  static final class PartList {
    private PartList() {}

    static Optional<UploadRefused> check(
        List<PartRef> list, Map<Integer, StoredPart> parts, UploadLimits limits) {
      if (list.isEmpty() && !parts.isEmpty()) {
        return missing("no parts are listed, " + parts.size() + " were sent");
      }
      long size = 0;
      for (int i = 0; i < list.size(); i++) {
        int wanted = i + 1;
        PartRef ref = list.get(i);
        if (ref.number() < wanted) {
          return missing("the list of parts is not in ascending order, at part " + ref.number());
        }
        StoredPart part = parts.get(wanted);
        if (ref.number() > wanted) {
          return missing("part " + wanted + " is not listed");
        }
        if (part == null) {
          return missing("part " + wanted + " was not sent");
        }
        if (!part.etag().equals(ref.etag())) {
          return missing("part " + wanted + " is not the one that was sent: its ETag is another");
        }
        if (wanted < list.size() && part.size() < limits.minPartBytes()) {
          return Optional.of(
              new UploadRefused(
                  UploadError.PART_TOO_SMALL,
                  "part " + wanted + " is below " + limits.minPartBytes() + " bytes"));
        }
        size += part.size();
      }
      // Parts that came at the same time did not know of each other.
      return size > limits.maxBlobBytes() ? Optional.of(limits.blobTooLarge()) : Optional.empty();
    }

    private static Optional<UploadRefused> missing(String message) {
      return Optional.of(new UploadRefused(UploadError.MISSING_PARTS, message));
    }
  }
}
