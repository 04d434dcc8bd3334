package dev.orlop.lexicons.model;

import dev.orlop.atproto.syntax.InvalidSyntaxException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads schemas that have no schemas inside, and holds their constraints against each other. */
final class ScalarParser {
  private ScalarParser() {}

  static Schema bool(Node node) {
    Boolean constant = node.optionalBool("const");
    Boolean fallback = node.optionalBool("default");
    Set<Boolean> allowed = constant == null ? Set.of() : Set.of(constant);
    requireAllowed(node, fallback, allowed);
    return new Schema.OfBoolean(allowed, fallback);
  }

  static Schema integer(Node node) {
    Bounds range = node.bounds("minimum", "maximum", Bounds.NONE);
    Set<Long> allowed =
        allowed(node, node.list("enum", Node::integerOf), node.optionalInteger("const"));
    Long fallback = node.optionalInteger("default");
    requireAllowed(node, fallback, allowed);
    if (fallback != null && !range.contains(fallback)) {
      throw node.refused("default", "expected " + range.describe(""));
    }
    return new Schema.OfInteger(range, allowed, fallback);
  }

  static Schema string(Node node) {
    Set<String> allowed = allowed(node, node.texts("enum"), node.optionalText("const"));
    String fallback = node.optionalText("default");
    requireAllowed(node, fallback, allowed);
    StringFormat format = format(node);
    if (format != null && fallback != null) {
      requireFormat(node, format, fallback);
    }
    return new Schema.OfString(
        format,
        node.bounds("minLength", "maxLength", Bounds.ANY_LENGTH),
        node.bounds("minGraphemes", "maxGraphemes", Bounds.ANY_LENGTH),
        allowed,
        node.texts("knownValues"),
        fallback);
  }

  static Schema blob(Node node) {
    Long maxSize = node.optionalInteger("maxSize");
    if (maxSize != null && maxSize < 0) {
      throw node.refused("maxSize", "must not be negative");
    }
    return new Schema.OfBlob(
        node.list(
            "accept",
            (value, path) -> {
              String type = Node.textOf(value, path);
              if (type.indexOf('/') < 1 || type.endsWith("/")) {
                throw new InvalidLexiconException(path, "expected type/subtype");
              }
              return type;
            }),
        maxSize == null ? Long.MAX_VALUE : maxSize);
  }

  private static @Nullable StringFormat format(Node node) {
    String name = node.optionalText("format");
    if (name == null) {
      return null;
    }
    return StringFormat.named(name)
        .orElseThrow(() -> node.refused("format", "no format of that name is known"));
  }

  private static void requireFormat(Node node, StringFormat format, String fallback) {
    try {
      format.require(fallback);
    } catch (InvalidSyntaxException e) {
      throw node.refused("default", String.valueOf(e.getMessage()));
    }
  }

  private static <T> Set<T> allowed(Node node, List<T> listed, @Nullable T constant) {
    if (constant != null) {
      if (node.has("enum") && !listed.contains(constant)) {
        throw node.refused("const", "is not among the values of enum");
      }
      return Set.of(constant);
    }
    if (node.has("enum") && listed.isEmpty()) {
      throw node.refused("enum", "allows no value at all");
    }
    return Set.copyOf(listed);
  }

  private static <T> void requireAllowed(Node node, @Nullable T fallback, Set<T> allowed) {
    if (fallback != null && !allowed.isEmpty() && !allowed.contains(fallback)) {
      throw node.refused("default", "is not an allowed value");
    }
  }
}
