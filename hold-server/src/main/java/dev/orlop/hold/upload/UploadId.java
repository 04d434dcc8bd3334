package dev.orlop.hold.upload;

import java.util.Optional;
import java.util.UUID;

/** The name of an upload, made by us; safe in a path. */
public record UploadId(UUID uuid) implements Comparable<UploadId> {
  private static final int TEXT_LENGTH = 36;

  /** A new one, which nobody can guess. */
  public static UploadId random() {
    return new UploadId(UUID.randomUUID());
  }

  /** The id that {@code text} spells; empty if it is not one in the form we give out. */
  public static Optional<UploadId> parse(String text) {
    if (text.length() != TEXT_LENGTH) {
      return Optional.empty();
    }
    try {
      UploadId id = new UploadId(UUID.fromString(text));
      // UUID takes forms that it does not write, such as capitals.
      return id.toString().equals(text) ? Optional.of(id) : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  @Override
  public int compareTo(UploadId other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return uuid.toString();
  }
}
