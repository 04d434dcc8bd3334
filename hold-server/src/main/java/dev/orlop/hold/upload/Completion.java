package dev.orlop.hold.upload;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.blob.SentPart;
import dev.orlop.hold.blob.StoredBlob;
import dev.orlop.hold.disk.DiskException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Turns an upload into a blob: check the list, join, verify, write the intent, publish. */
final class Completion {
  private static final System.Logger LOGGER = System.getLogger(Completion.class.getName());

  private final FileUpload upload;
  private final BlobStore blobs;
  private final UploadLimits limits;

  Completion(FileUpload upload, BlobStore blobs, UploadLimits limits) {
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
    return again(upload.session().completed().orElseThrow(), digest);
  }

  /** What is answered to who completes an upload that is complete. */
  static CompleteResult again(StoredBlob blob, Digest digest) {
    return blob.digest().equals(digest)
        ? new CompleteResult.Completed(blob)
        : new UploadRefused(UploadError.INVALID_DIGEST, "the upload was completed as another blob");
  }

  private CompleteResult first(Digest digest, List<PartRef> list) {
    Optional<UploadRefused> other = upload.session().refusal(digest);
    if (other.isPresent()) {
      return other.get();
    }
    if (!upload.move(Upload.State.OPEN, Upload.State.COMPLETING)) {
      return UploadService.noSuchUpload();
    }
    Upload.State next = Upload.State.OPEN;
    try {
      upload.catchUp();
      Optional<UploadRefused> fault = PartList.check(list, sent(upload.parts()), limits);
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
      upload.account().keep(blob);
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

  private static Map<Integer, SentPart> sent(Map<Integer, StoredPart> parts) {
    Map<Integer, SentPart> sent = new TreeMap<>();
    parts.forEach((number, part) -> sent.put(number, part.sent()));
    return sent;
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
}
