package dev.orlop.hold.upload;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the body of one part into an upload, within all limits. */
final class PartIntake {
  private static final int CHUNK_BYTES = 128 << 10;

  private final Upload upload;
  private final UploadLimits limits;
  private final int number;

  PartIntake(Upload upload, UploadLimits limits, int number) {
    this.upload = upload;
    this.limits = limits;
    this.number = number;
  }

  /**
   * Takes the part.
   *
   * @throws IOException from the body; the part is then as if it had not been sent
   */
  PartResult take(InputStream body, OptionalLong announced) throws IOException {
    long room = limits.maxBlobBytes() - upload.bytesBesides(number);
    if (announced.isPresent()) {
      Optional<UploadRefused> tooMuch = tooMuch(announced.getAsLong(), room);
      if (tooMuch.isPresent()) {
        return tooMuch.get();
      }
    }
    Optional<PartWriter> begun = upload.begin(number);
    if (begun.isEmpty()) {
      return closed();
    }
    PartWriter writer = begun.get();
    boolean kept = false;
    long taken = 0;
    try {
      byte[] chunk = new byte[CHUNK_BYTES];
      int read;
      while ((read = body.readNBytes(chunk, 0, chunk.length)) > 0) {
        Optional<UploadRefused> tooMuch = tooMuch(writer.size() + read, room);
        if (tooMuch.isPresent()) {
          return tooMuch.get();
        }
        if (!upload.account.tryTake(read)) {
          return noRoom(read);
        }
        taken += read;
        if (!writer.write(chunk, read)) {
          return closed();
        }
      }
      if (announced.isPresent() && writer.size() != announced.getAsLong()) {
        return new UploadRefused(
            UploadError.INCOMPLETE_BODY,
            "the body had " + writer.size() + " bytes, announced were " + announced.getAsLong());
      }
      Optional<StoredPart> part = writer.finish();
      kept = part.isPresent();
      return kept
          ? new PartResult.Stored('"' + part.get().etag() + '"', part.get().size())
          : closed();
    } finally {
      if (!kept) {
        // First, for the disk may refuse to throw the bytes away.
        upload.account.giveBack(taken);
        writer.abandon();
      }
    }
  }

  private Optional<UploadRefused> tooMuch(long size, long room) {
    if (size > limits.maxPartBytes()) {
      return Optional.of(
          new UploadRefused(
              UploadError.PART_TOO_LARGE,
              "a part has at most " + limits.maxPartBytes() + " bytes"));
    }
    if (size > room) {
      return Optional.of(limits.blobTooLarge());
    }
    return Optional.empty();
  }

  private UploadRefused noRoom(long count) {
    return upload.account.isCrowdedOut(count)
        ? new UploadRefused(UploadError.BUSY, "the hold takes no more uploads just now")
        : new UploadRefused(
            UploadError.TOO_MANY_UPLOADS,
            "your open uploads may hold " + limits.maxBytesPerOwner() + " bytes");
  }

  private UploadRefused closed() {
    return new UploadRefused(
        UploadError.INVALID_UPLOAD_ID, "the upload was ended while the part was sent");
  }
}
