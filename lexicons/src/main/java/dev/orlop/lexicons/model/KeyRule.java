package dev.orlop.lexicons.model;

import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.Tid;

/** Which keys the records of a collection may have. */
public sealed interface KeyRule {
  /** Any key. */
  record Any() implements KeyRule {}

  /** A TID. */
  record IsTid() implements KeyRule {}

  /** An NSID. */
  record IsNsid() implements KeyRule {}

  /** This key and no other: the collection has one record. */
  record Literal(RecordKey key) implements KeyRule {}

  /** Whether a record may have this key. */
  default boolean allows(RecordKey key) {
    return switch (this) {
      case Any() -> true;
      case IsTid() -> parses(() -> Tid.parse(key.value()));
      case IsNsid() -> parses(() -> Nsid.parse(key.value()));
      case Literal(RecordKey only) -> only.equals(key);
    };
  }

  /** Such as {@code a TID}. */
  default String describe() {
    return switch (this) {
      case Any() -> "any key";
      case IsTid() -> "a TID";
      case IsNsid() -> "an NSID";
      case Literal(RecordKey only) -> "\"" + only + "\"";
    };
  }

  private static boolean parses(Runnable parser) {
    try {
      parser.run();
      return true;
    } catch (InvalidSyntaxException _) {
      return false;
    }
  }
}
