package dev.orlop.lexicons.model;

import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the definitions of one document. */
final class DefinitionParser {
  private static final Set<String> ACTIONS = Set.of("create", "update", "delete");
  private static final String LITERAL = "literal:";

  private final Nsid id;
  private final SchemaParser schemas;

  DefinitionParser(Nsid id) {
    this.id = id;
    this.schemas = new SchemaParser(id);
  }

  Definition parse(String name, Node node) {
    DefRef ref = ref(name, node);
    String type = node.text("type");
    boolean primary =
        switch (type) {
          case "record", "query", "procedure", "subscription", "permission-set" -> true;
          default -> false;
        };
    if (primary && !name.equals(DefRef.MAIN)) {
      throw node.refused("type", "a " + type + " is always called " + DefRef.MAIN);
    }
    node.optionalText("description");
    return switch (type) {
      case "record" -> record(node);
      case "query" -> new Definition.Query(parameters(node), body(node, "output"), errors(node));
      case "procedure" ->
          new Definition.Procedure(
              parameters(node), body(node, "input"), body(node, "output"), errors(node));
      case "subscription" -> subscription(node);
      case "permission-set" -> permissionSet(node);
      default -> new Definition.Type(schemas.named(node, ref));
    };
  }

  private DefRef ref(String name, Node node) {
    try {
      return new DefRef(id, name);
    } catch (InvalidSyntaxException e) {
      throw new InvalidLexiconException(node.path(), String.valueOf(e.getMessage()));
    }
  }

  private Definition record(Node node) {
    return new Definition.RecordType(key(node), schemas.object(node.child("record"), 0));
  }

  private static KeyRule key(Node node) {
    String key = node.text("key");
    return switch (key) {
      case "any" -> new KeyRule.Any();
      case "tid" -> new KeyRule.IsTid();
      case "nsid" -> new KeyRule.IsNsid();
      default -> {
        if (!key.startsWith(LITERAL)) {
          throw node.refused("key", "expected any, tid, nsid or literal:key");
        }
        try {
          yield new KeyRule.Literal(RecordKey.parse(key.substring(LITERAL.length())));
        } catch (InvalidSyntaxException e) {
          throw node.refused("key", String.valueOf(e.getMessage()));
        }
      }
    };
  }

  private Schema.OfObject parameters(Node node) {
    return schemas.params(node.optionalChild("parameters"));
  }

  private Definition.@Nullable Body body(Node node, String key) {
    Node body = node.optionalChild(key);
    if (body == null) {
      return null;
    }
    body.optionalText("description");
    String encoding = body.text("encoding");
    if (encoding.indexOf('/') < 1) {
      throw body.refused("encoding", "expected a media type");
    }
    Node inner = body.optionalChild("schema");
    if (inner == null) {
      return new Definition.Body(encoding, null);
    }
    Schema schema = schemas.inner(inner, 0);
    return switch (schema) {
      case Schema.OfObject _, Schema.OfRef _, Schema.OfUnion _ ->
          new Definition.Body(encoding, schema);
      default -> throw body.refused("schema", "expected an object, a ref or a union");
    };
  }

  private Definition subscription(Node node) {
    Node message = node.optionalChild("message");
    Schema.OfUnion union = null;
    if (message != null) {
      message.optionalText("description");
      Node schema = message.child("schema");
      if (!schema.text("type").equals("union")) {
        throw schema.refused("type", "expected \"union\"");
      }
      union = schemas.union(schema);
    }
    return new Definition.Subscription(parameters(node), union, errors(node));
  }

  private static Set<String> errors(Node node) {
    return new LinkedHashSet<>(
        node.list(
            "errors",
            (value, path) -> {
              Node error = Node.of(value, path);
              error.optionalText("description");
              String name = error.text("name");
              if (name.isEmpty() || name.chars().anyMatch(Character::isWhitespace)) {
                throw error.refused("name", "expected a name without spaces");
              }
              return name;
            }));
  }

  private static Definition permissionSet(Node node) {
    node.optionalText("title");
    node.optionalText("detail");
    if (!node.has("permissions")) {
      throw node.refused("permissions", "is required");
    }
    return new Definition.PermissionSet(
        node.list("permissions", (value, path) -> permission(Node.of(value, path))));
  }

  private static Definition.Permission permission(Node node) {
    if (!node.text("type").equals("permission")) {
      throw node.refused("type", "expected \"permission\"");
    }
    node.optionalText("aud");
    node.optionalBool("inheritAud");
    List<String> names = new ArrayList<>(node.texts("collection"));
    names.addAll(node.texts("lxm"));
    List<String> actions = node.texts("action");
    if (!ACTIONS.containsAll(actions)) {
      throw node.refused("action", "expected create, update or delete");
    }
    return new Definition.Permission(node.text("resource"), names, actions);
  }
}
