package dev.orlop.hold.upload;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.blob.StagedBlob;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Takes a blob that comes in one piece, past the books of an upload in parts: there is nothing to
 * take up again after a crash.
 */
final class WholeIntake {
  private final BlobStore blobs;
  private final UploadLimits limits;
  private final Account account;

  WholeIntake(BlobStore blobs, UploadLimits limits, Account account) {
    this.blobs = blobs;
    this.limits = limits;
    this.account = account;
  }

  /**
   * Takes the blob.
   *
   * @throws IOException from the body; nothing is kept then
   */
  CompleteResult take(Digest digest, InputStream body, OptionalLong announced) throws IOException {
    Intake intake = new Intake(limits, account, limits.maxBlobBytes());
    Optional<UploadRefused> tooMuch = intake.tooMuch(announced);
    if (tooMuch.isPresent()) {
      return tooMuch.get();
    }
    try (StagedBlob staged = blobs.stage(digest.algorithm())) {
      Optional<UploadRefused> fault =
          intake.read(
              body,
              announced,
              (chunk, length) -> {
                staged.write(chunk, 0, length);
                return true;
              });
      if (fault.isPresent()) {
        return fault.get();
      }
      return switch (staged.publish(digest)) {
        case StagedBlob.Published.Stored(var blob) -> {
          account.keep(blob);
          yield new CompleteResult.Completed(blob);
        }
        case StagedBlob.Published.Mismatch(_, Digest actual) ->
            new UploadRefused(UploadError.INVALID_DIGEST, "the bytes have digest " + actual);
      };
    } finally {
      intake.giveBack();
    }
  }
}
