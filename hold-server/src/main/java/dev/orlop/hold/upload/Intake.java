package dev.orlop.hold.upload;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads a body, within all limits, and keeps the books of what its owner takes. For one thread. */
final class Intake {
  private static final int CHUNK_BYTES = 128 << 10;

  private final UploadLimits limits;
  private final Account account;
  private final long room;
  private long taken;
  private long booked;

  /**
   * For one body.
   *
   * @param account from which room is taken for its bytes
   * @param room how many bytes the blob may still have
   */
  Intake(UploadLimits limits, Account account, long room) {
    this.limits = limits;
    this.account = account;
    this.room = room;
  }

  /** Where the bytes go. */
  @FunctionalInterface
  interface Sink {
    /** Takes the next bytes; false if the upload was ended meanwhile. */
    boolean write(byte[] chunk, int length);
  }

  /** What is wrong with a length before anything of the body is read. */
  Optional<UploadRefused> tooMuch(OptionalLong announced) {
    return announced.isPresent()
        ? tooMuch(announced.getAsLong()).or(() -> account.overQuota(announced.getAsLong()))
        : Optional.empty();
  }

  /**
   * Hands all bytes over.
   *
   * @return why not, if not; {@link #giveBack} is to be called then
   * @throws IOException from the body
   */
  Optional<UploadRefused> read(InputStream body, OptionalLong announced, Sink sink)
      throws IOException {
    if (announced.isPresent() && announced.getAsLong() > 0) {
      // At once: where several processes share the books, each entry costs a question.
      if (!account.tryTake(announced.getAsLong())) {
        return Optional.of(account.noRoom(announced.getAsLong()));
      }
      booked = announced.getAsLong();
    }
    byte[] chunk = new byte[chunkBytes(announced)];
    int read;
    while ((read = body.readNBytes(chunk, 0, chunk.length)) > 0) {
      Optional<UploadRefused> tooMuch = tooMuch(taken + read);
      if (tooMuch.isPresent()) {
        return tooMuch;
      }
      taken += read;
      if (taken > booked) {
        long more = taken - booked;
        if (!account.tryTake(more)) {
          return Optional.of(account.noRoom(more));
        }
        booked = taken;
      }
      if (!sink.write(chunk, read)) {
        return Optional.of(closed());
      }
    }
    if (announced.isPresent() && taken != announced.getAsLong()) {
      return Optional.of(
          new UploadRefused(
              UploadError.INCOMPLETE_BODY,
              "the body had " + taken + " bytes, announced were " + announced.getAsLong()));
    }
    return Optional.empty();
  }

  /** Most blobs are small. */
  private static int chunkBytes(OptionalLong announced) {
    return Math.clamp(announced.orElse(CHUNK_BYTES), 1, CHUNK_BYTES);
  }

  /** Gives the room back that the bytes took. */
  void giveBack() {
    account.giveBack(booked);
    booked = 0;
  }

  private Optional<UploadRefused> tooMuch(long size) {
    if (size > limits.maxPartBytes()) {
      return Optional.of(
          new UploadRefused(
              UploadError.PART_TOO_LARGE,
              "a part has at most " + limits.maxPartBytes() + " bytes"));
    }
    return size > room ? Optional.of(limits.blobTooLarge()) : Optional.empty();
  }

  static UploadRefused closed() {
    return new UploadRefused(
        UploadError.INVALID_UPLOAD_ID, "the upload was ended while the part was sent");
  }
}
