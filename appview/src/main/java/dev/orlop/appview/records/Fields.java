package dev.orlop.appview.records;

import dev.orlop.atproto.data.BlobRef;
import dev.orlop.atproto.data.InvalidJsonException;
import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Digest;
import dev.orlop.car.cid.InvalidDigestException;
import dev.orlop.lexicons.RepositoryName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the fields that several records have. */
final class Fields {
  private Fields() {}

  static String text(DataMap record, String name) {
    return record
        .text(name)
        .filter(text -> !text.isEmpty())
        .orElseThrow(() -> unusable(record, "without " + name));
  }

  static RepositoryName repository(DataMap record) {
    return RepositoryName.parse(text(record, "repository"))
        .orElseThrow(() -> unusable(record, "whose repository is no name of one"));
  }

  static Optional<Digest> digest(String text) {
    try {
      return Optional.of(Digest.parse(text));
    } catch (InvalidDigestException _) {
      return Optional.empty();
    }
  }

  static Optional<Did> did(String text) {
    try {
      return Optional.of(Did.parse(text).canonical());
    } catch (InvalidSyntaxException _) {
      return Optional.empty();
    }
  }

  static Optional<Datetime> datetime(DataMap record, String name) {
    try {
      return record.text(name).map(Datetime::parse);
    } catch (InvalidSyntaxException _) {
      return Optional.empty();
    }
  }

  static Optional<BlobRef> blob(DataMap record, String name) {
    try {
      return record.map(name).map(BlobRef::of);
    } catch (InvalidJsonException _) {
      return Optional.empty();
    }
  }

  static List<DataMap> maps(DataMap record, String name) {
    return record.array(name).orElse(List.of()).stream()
        .filter(DataMap.class::isInstance)
        .map(DataMap.class::cast)
        .toList();
  }

  static Map<String, String> texts(DataMap record, String name) {
    Map<String, String> texts = new HashMap<>();
    record
        .map(name)
        .orElse(DataMap.EMPTY)
        .fields()
        .forEach(
            (key, value) -> {
              if (value instanceof DataValue.Text(String text)) {
                texts.put(key, text);
              }
            });
    return texts;
  }

  static UnusableRecordException unusable(DataMap record, String why) {
    return new UnusableRecordException(record.type().orElse("a record") + " " + why);
  }
}
