package dev.orlop.appview.registry;

import java.util.Optional;
import java.util.UUID;

/** Names an upload; hard to guess. */
public record UploadId(UUID value) {
  private static final int LENGTH = 36;

  /** A new one. */
  static UploadId random() {
    return new UploadId(UUID.randomUUID());
  }

  /** The one that {@code text} spells; empty if it spells none. */
  public static Optional<UploadId> parse(String text) {
    if (text.length() != LENGTH) {
      return Optional.empty();
    }
    try {
      UUID value = UUID.fromString(text);
      return value.toString().equals(text) ? Optional.of(new UploadId(value)) : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
