package dev.orlop.hold.pds.records;

import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.car.cbor.DataMap;
import java.util.Optional;

/** Reads the fields that several records have. */
final class Fields {
  private Fields() {}

  static String text(DataMap record, String name) {
    return record.text(name).orElseThrow(() -> missing(record, name));
  }

  static Did did(DataMap record, String name) {
    try {
      return Did.parse(text(record, name));
    } catch (InvalidSyntaxException e) {
      throw new MalformedRecordException(name + " is no DID: " + e.getMessage());
    }
  }

  static Optional<Did> optionalDid(DataMap record, String name) {
    return record.has(name) ? Optional.of(did(record, name)) : Optional.empty();
  }

  static Optional<Datetime> datetime(DataMap record, String name) {
    try {
      return record.text(name).map(Datetime::parse);
    } catch (InvalidSyntaxException e) {
      throw new MalformedRecordException(name + " is no datetime: " + e.getMessage());
    }
  }

  static boolean bool(DataMap record, String name) {
    return record.bool(name).orElse(false);
  }

  /** A count; absent is none, and nobody counts below zero. */
  static long count(DataMap record, String name) {
    return Math.max(record.integer(name).orElse(0), 0);
  }

  private static MalformedRecordException missing(DataMap record, String name) {
    return new MalformedRecordException(record.type().orElse("a record") + " without " + name);
  }
}
