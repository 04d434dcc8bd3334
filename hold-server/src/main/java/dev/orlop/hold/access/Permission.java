package dev.orlop.hold.access;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What a crew record can grant. */
public enum Permission {
  /** Reading the blobs of a private hold. */
  BLOB_READ("blob:read"),
  /** Storing blobs; implies reading them. */
  BLOB_WRITE("blob:write"),
  /** Changing the hold's records; implies all else. */
  CREW_ADMIN("crew:admin");

  private final String text;

  Permission(String text) {
    this.text = text;
  }

  /** The permission that a crew record spells so; empty for those we do not know. */
  public static Optional<Permission> parse(String text) {
    for (Permission permission : values()) {
      if (permission.text.equals(text)) {
        return Optional.of(permission);
      }
    }
    return Optional.empty();
  }

  /** The known ones among the permissions of a crew record. */
  public static Set<Permission> parseAll(Collection<String> texts) {
    EnumSet<Permission> known = EnumSet.noneOf(Permission.class);
    texts.forEach(text -> parse(text).ifPresent(known::add));
    return Set.copyOf(known);
  }

  /** Whether whoever holds this one also holds {@code other}. */
  public boolean implies(Permission other) {
    return switch (this) {
      case CREW_ADMIN -> true;
      case BLOB_WRITE -> other != CREW_ADMIN;
      case BLOB_READ -> other == BLOB_READ;
    };
  }

  /** The spelling of crew records, such as {@code blob:read}. */
  @Override
  public String toString() {
    return text;
  }
}
