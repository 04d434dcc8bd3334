package dev.orlop.hold.upload;

import dev.orlop.hold.blob.SentPart;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the body of one part into an upload, within all limits. */
final class PartIntake {
  private final PartTaker upload;
  private final UploadLimits limits;
  private final int number;

  PartIntake(PartTaker upload, UploadLimits limits, int number) {
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
    Intake intake = new Intake(limits, upload.account(), room);
    Optional<UploadRefused> tooMuch = intake.tooMuch(announced);
    if (tooMuch.isPresent()) {
      return tooMuch.get();
    }
    Optional<PartWriter> begun = upload.begin(number, announced);
    if (begun.isEmpty()) {
      return Intake.closed();
    }
    PartWriter writer = begun.get();
    boolean kept = false;
    try {
      Optional<UploadRefused> fault = intake.read(body, announced, writer::write);
      if (fault.isPresent()) {
        return fault.get();
      }
      Optional<SentPart> part = writer.finish();
      kept = part.isPresent();
      return kept
          ? new PartResult.Stored('"' + part.get().etag() + '"', part.get().size())
          : Intake.closed();
    } finally {
      if (!kept) {
        // First, for the disk may refuse to throw the bytes away.
        intake.giveBack();
        writer.abandon();
      }
    }
  }
}
