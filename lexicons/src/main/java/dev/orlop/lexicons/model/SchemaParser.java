package dev.orlop.lexicons.model;

import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.car.cbor.DataValue;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the schemas of one document. */
final class SchemaParser {
  /** Schemas within schemas; a document deeper than this is not made by people. */
  private static final int MAX_DEPTH = 32;

  private final Nsid base;

  SchemaParser(Nsid base) {
    this.base = base;
  }

  /** A schema that stands inside another or inside a method. */
  Schema inner(Node node, int depth) {
    if (depth > MAX_DEPTH) {
      throw new InvalidLexiconException(node.path(), "more than " + MAX_DEPTH + " schemas deep");
    }
    node.optionalText("description");
    String type = node.text("type");
    return switch (type) {
      case "null" -> new Schema.OfNull();
      case "boolean" -> ScalarParser.bool(node);
      case "integer" -> ScalarParser.integer(node);
      case "string" -> ScalarParser.string(node);
      case "bytes" -> new Schema.OfBytes(node.bounds("minLength", "maxLength", Bounds.ANY_LENGTH));
      case "cid-link" -> new Schema.OfCidLink();
      case "blob" -> ScalarParser.blob(node);
      case "array" ->
          new Schema.OfArray(
              inner(node.child("items"), depth + 1),
              node.bounds("minLength", "maxLength", Bounds.ANY_LENGTH));
      case "object" -> object(node, depth);
      case "ref" -> new Schema.OfRef(ref(node.text("ref"), node.at("ref")));
      case "union" -> union(node);
      case "unknown" -> new Schema.OfUnknown();
      default -> throw node.refused("type", "no type of a value is called " + quoted(type));
    };
  }

  /** A schema that is a definition: no ref, union or unknown, but perhaps a token. */
  Schema named(Node node, DefRef name) {
    String type = node.text("type");
    return switch (type) {
      case "token" -> {
        node.optionalText("description");
        yield new Schema.OfToken(name);
      }
      case "ref", "union", "unknown" ->
          throw node.refused("type", "a definition of its own cannot be a " + type);
      default -> inner(node, 0);
    };
  }

  Schema.OfObject object(Node node, int depth) {
    if (!node.text("type").equals("object")) {
      throw node.refused("type", "expected \"object\"");
    }
    node.optionalText("description");
    Map<String, Schema> properties = properties(node, depth);
    return new Schema.OfObject(
        properties,
        declared(node, "required", properties.keySet()),
        declared(node, "nullable", properties.keySet()));
  }

  /** The parameters of a method; an absent node is a method without any. */
  Schema.OfObject params(@Nullable Node node) {
    if (node == null) {
      return new Schema.OfObject(Map.of(), Set.of(), Set.of());
    }
    if (!node.text("type").equals("params")) {
      throw node.refused("type", "expected \"params\"");
    }
    node.optionalText("description");
    Map<String, Schema> properties = properties(node, 0);
    properties.forEach(
        (key, schema) -> {
          Schema scalar = schema instanceof Schema.OfArray(Schema items, _) ? items : schema;
          if (!isParameter(scalar)) {
            throw node.refused("properties." + key, "no type that fits into a URL");
          }
        });
    return new Schema.OfObject(
        properties, declared(node, "required", properties.keySet()), Set.of());
  }

  Schema.OfUnion union(Node node) {
    List<DefRef> members = node.list("refs", (value, path) -> ref(Node.textOf(value, path), path));
    boolean closed = node.flag("closed");
    if (!node.has("refs") || (closed && members.isEmpty())) {
      throw node.refused("refs", "is required");
    }
    return new Schema.OfUnion(members, closed);
  }

  private Map<String, Schema> properties(Node node, int depth) {
    Node fields = node.optionalChild("properties");
    Map<String, Schema> properties = new LinkedHashMap<>();
    if (fields != null) {
      for (String key : fields.map().fields().keySet()) {
        properties.put(key, inner(fields.child(key), depth + 1));
      }
    }
    return properties;
  }

  private static Set<String> declared(Node node, String key, Set<String> properties) {
    return new LinkedHashSet<>(
        node.list(
            key,
            (DataValue value, String path) -> {
              String name = Node.textOf(value, path);
              if (!properties.contains(name)) {
                throw new InvalidLexiconException(path, quoted(name) + " is no property");
              }
              return name;
            }));
  }

  private DefRef ref(String text, String path) {
    try {
      return DefRef.parse(text, base);
    } catch (InvalidSyntaxException e) {
      throw new InvalidLexiconException(path, String.valueOf(e.getMessage()));
    }
  }

  private static boolean isParameter(Schema schema) {
    return switch (schema) {
      case Schema.OfBoolean _, Schema.OfInteger _, Schema.OfString _, Schema.OfUnknown _ -> true;
      default -> false;
    };
  }

  private static String quoted(String text) {
    return "\"" + (text.length() > 40 ? text.substring(0, 40) + "..." : text) + "\"";
  }
}
