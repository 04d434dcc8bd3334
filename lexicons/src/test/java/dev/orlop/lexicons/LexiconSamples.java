package dev.orlop.lexicons;

import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Cid;
import dev.orlop.lexicons.model.Bounds;
import dev.orlop.lexicons.model.DefRef;
import dev.orlop.lexicons.model.Definition;
import dev.orlop.lexicons.model.Schema;
import dev.orlop.lexicons.model.StringFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** Makes random values that fit a schema. */
final class LexiconSamples {
  /** Below this depth optional fields are left out and lists are as short as they may be. */
  private static final int FULL_DEPTH = 4;

  private static final List<String> CHARACTERS =
      List.of("a", "Z", "7", " ", "~", "ß", "é", "字", "😀", "\n", "🇩🇪", "👩‍👩‍👦");

  private final Lexicons lexicons;
  private final SplittableRandom random;

  LexiconSamples(Lexicons lexicons, SplittableRandom random) {
    this.lexicons = lexicons;
    this.random = random;
  }

  DataValue of(Schema schema) {
    return of(schema, 0);
  }

  DataMap object(Schema.OfObject schema) {
    return object(schema, 0);
  }

  private DataValue of(Schema schema, int depth) {
    return switch (schema) {
      case Schema.OfNull() -> DataValue.Null.NULL;
      case Schema.OfBoolean bool ->
          new DataValue.Bool(
              bool.allowed().isEmpty() ? random.nextBoolean() : pick(bool.allowed()));
      case Schema.OfInteger integer ->
          new DataValue.Int(
              integer.allowed().isEmpty()
                  ? within(integer.range(), 1L << 53)
                  : pick(integer.allowed()));
      case Schema.OfString string -> new DataValue.Text(text(string));
      case Schema.OfBytes(Bounds length) -> {
        byte[] bytes = new byte[(int) within(length, 40)];
        random.nextBytes(bytes);
        yield new DataValue.Bytes(bytes);
      }
      case Schema.OfCidLink() -> new DataValue.Link(cid(Cid.Codec.DAG_CBOR));
      case Schema.OfBlob blob -> blob(blob);
      case Schema.OfArray(Schema items, Bounds length) -> {
        long count = depth < FULL_DEPTH ? within(length, 4) : length.min();
        List<DataValue> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          values.add(of(items, depth + 1));
        }
        yield new DataValue.Array(values);
      }
      case Schema.OfObject object -> object(object, depth);
      case Schema.OfToken(DefRef name) -> new DataValue.Text(name.toString());
      case Schema.OfRef(DefRef target) -> ref(target, depth);
      case Schema.OfUnion union -> union(union, depth);
      case Schema.OfUnknown() ->
          DataMap.builder().put("anything", random.nextInt(100)).put("$type", "a.b.c").build();
    };
  }

  private DataMap object(Schema.OfObject schema, int depth) {
    DataMap.Builder builder = DataMap.builder();
    for (Map.Entry<String, Schema> field : schema.properties().entrySet()) {
      String key = field.getKey();
      boolean wanted = depth < FULL_DEPTH && random.nextBoolean();
      if (schema.required().contains(key) || wanted) {
        boolean nil = schema.nullable().contains(key) && random.nextInt(4) == 0;
        builder.put(key, nil ? DataValue.Null.NULL : of(field.getValue(), depth + 1));
      }
    }
    if (random.nextInt(4) == 0) {
      builder.put("notDeclared", DataValue.Null.NULL);
    }
    return builder.build();
  }

  private DataValue ref(DefRef target, int depth) {
    return switch (lexicons.find(target).orElseThrow()) {
      case Definition.RecordType(_, Schema.OfObject schema) ->
          object(schema, depth).with("$type", new DataValue.Text(target.toString()));
      case Definition.Type(Schema schema) -> of(schema, depth);
      default -> throw new AssertionError("a ref to " + target);
    };
  }

  private DataValue union(Schema.OfUnion union, int depth) {
    if (union.members().isEmpty() || (!union.closed() && random.nextInt(4) == 0)) {
      return DataMap.builder().put("$type", "com.example.unheard#of").build();
    }
    DefRef member = union.members().get(random.nextInt(union.members().size()));
    return ((DataMap) ref(member, depth)).with("$type", new DataValue.Text(member.toString()));
  }

  private DataValue blob(Schema.OfBlob blob) {
    String pattern =
        blob.accept().isEmpty() ? "*/*" : blob.accept().get(random.nextInt(blob.accept().size()));
    String type = pattern.equals("*/*") ? "text/plain" : pattern.replace("/*", "/png");
    return DataMap.builder()
        .put("$type", "blob")
        .put("ref", cid(Cid.Codec.RAW))
        .put("mimeType", type)
        .put("size", within(new Bounds(0, blob.maxSize()), 1L << 40))
        .build();
  }

  private String text(Schema.OfString string) {
    if (!string.allowed().isEmpty()) {
      return pick(string.allowed());
    }
    if (string.format() != null) {
      return formatted(string.format());
    }
    if (!string.knownValues().isEmpty() && random.nextBoolean()) {
      return string.knownValues().get(random.nextInt(string.knownValues().size()));
    }
    // One letter after another: its bytes and its characters are as many as there are letters.
    long shortest = Math.max(string.bytes().min(), string.graphemes().min());
    StringBuilder text = new StringBuilder("x".repeat((int) shortest));
    long room = Math.min(20, Math.min(string.bytes().max(), string.graphemes().max()) - shortest);
    while (room > 0 && random.nextInt(10) > 0) {
      String next = CHARACTERS.get(random.nextInt(CHARACTERS.size()));
      room -= next.getBytes(StandardCharsets.UTF_8).length;
      if (room >= 0) {
        text.append(next);
      }
    }
    return text.toString();
  }

  private String formatted(StringFormat format) {
    int number = random.nextInt(1000);
    return switch (format) {
      case AT_IDENTIFIER ->
          formatted(random.nextBoolean() ? StringFormat.DID : StringFormat.HANDLE);
      case AT_URI -> "at://" + formatted(StringFormat.DID) + "/com.example.thing/" + number;
      case CID -> cid(Cid.Codec.DAG_CBOR).toString();
      case DATETIME -> "2026-11-21T02:40:00.%03dZ".formatted(number);
      case DID -> "did:web:host" + number + ".example.com";
      case HANDLE -> "name" + number + ".example.com";
      case LANGUAGE -> random.nextBoolean() ? "de" : "pt-BR";
      case NSID -> "com.example.thing" + number;
      case RECORD_KEY -> "key:" + number;
      case TID -> "3ke6kg3wk2222";
      case URI -> "https://example.com/" + number;
    };
  }

  private Cid cid(Cid.Codec codec) {
    return Cid.hash(codec, new byte[] {(byte) random.nextInt(256)});
  }

  private long within(Bounds bounds, long reach) {
    long min = Math.max(bounds.min(), -reach);
    long max = Math.min(bounds.max(), min + reach);
    return min == max ? min : random.nextLong(min, max + 1);
  }

  private <T extends Comparable<T>> T pick(Set<T> values) {
    List<T> sorted = List.copyOf(new TreeSet<>(values));
    return sorted.get(random.nextInt(sorted.size()));
  }
}
