package dev.orlop.atproto.xrpc;

import dev.orlop.atproto.syntax.InvalidSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * The parameters of a call, decoded once. A name may come several times: that is an array; asked
 * for as one value it is refused, so that no two parts of a server pick different ones.
 *
 * <p>Every method throws {@code InvalidRequest} with the parameter's name when what came does not
 * fit what is asked for.
 */
public final class XrpcParams {
  /** What every method that answers in pages calls the place where a page begins. */
  private static final String CURSOR = "cursor";

  private static final XrpcParams EMPTY = new XrpcParams(List.of());

  /** Names and values in turn: calls have few, and a scan is cheaper than a map. */
  private final List<String> flat;

  private XrpcParams(List<String> flat) {
    this.flat = flat;
  }

  /**
   * Decodes a query as it stands in a URI after the {@code ?}.
   *
   * @throws XrpcException InvalidRequest when it is not well-formed
   */
  public static XrpcParams parse(String rawQuery) {
    return rawQuery.isEmpty()
        ? EMPTY
        : new XrpcParams(withoutEmptyCursor(QueryString.decode(rawQuery)));
  }

  /** An empty cursor is none: clients write one when they begin, and the reference takes it so. */
  private static List<String> withoutEmptyCursor(List<String> flat) {
    List<String> kept = new ArrayList<>(flat.size());
    for (int i = 0; i < flat.size(); i += 2) {
      if (!flat.get(i).equals(CURSOR) || !flat.get(i + 1).isEmpty()) {
        kept.add(flat.get(i));
        kept.add(flat.get(i + 1));
      }
    }
    return kept;
  }

  /** The names that came, each once. */
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    for (int i = 0; i < flat.size(); i += 2) {
      names.add(flat.get(i));
    }
    return names;
  }

  /** All values of {@code name} in the order they came; empty when there are none. */
  public List<String> texts(String name) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < flat.size(); i += 2) {
      if (flat.get(i).equals(name)) {
        values.add(flat.get(i + 1));
      }
    }
    return values;
  }

  /** The value of {@code name}, which must have come exactly once. */
  public String text(String name) {
    return optionalText(name).orElseThrow(() -> missing(name));
  }

  /** The value of {@code name}, if it came. */
  public Optional<String> optionalText(String name) {
    String found = null;
    for (int i = 0; i < flat.size(); i += 2) {
      if (flat.get(i).equals(name)) {
        if (found != null) {
          throw XrpcError.INVALID_REQUEST.exception(
              "The parameter \"" + name + "\" may be given only once");
        }
        found = flat.get(i + 1);
      }
    }
    return Optional.ofNullable(found);
  }

  /** The value of {@code name} as {@code parser} reads it, such as {@code Did::parse}. */
  public <T> T required(String name, Function<String, T> parser) {
    return parsed(name, text(name), parser);
  }

  /** The value of {@code name} as {@code parser} reads it, if it came. */
  public <T> Optional<T> optional(String name, Function<String, T> parser) {
    return optionalText(name).map(text -> parsed(name, text, parser));
  }

  /** All values of {@code name} as {@code parser} reads them. */
  public <T> List<T> all(String name, Function<String, T> parser) {
    return texts(name).stream().map(text -> parsed(name, text, parser)).toList();
  }

  /** The integer {@code name}, if it came. */
  public OptionalLong integer(String name) {
    Optional<String> text = optionalText(name);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(text.get()));
    } catch (NumberFormatException _) {
      throw XrpcError.INVALID_REQUEST.exception(
          "The parameter \"" + name + "\" must be an integer");
    }
  }

  /** The integer {@code name} between {@code min} and {@code max}; {@code absent} if none came. */
  public int integer(String name, int min, int max, int absent) {
    OptionalLong value = integer(name);
    if (value.isEmpty()) {
      return absent;
    }
    if (value.getAsLong() < min || value.getAsLong() > max) {
      throw XrpcError.INVALID_REQUEST.exception(
          "The parameter \"" + name + "\" must be from " + min + " to " + max);
    }
    return (int) value.getAsLong();
  }

  /** The truth value {@code name}, written {@code true} or {@code false}. */
  public boolean bool(String name, boolean absent) {
    Optional<String> text = optionalText(name);
    if (text.isEmpty()) {
      return absent;
    }
    return switch (text.get()) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw XrpcError.INVALID_REQUEST.exception(
              "The parameter \"" + name + "\" must be true or false");
    };
  }

  private static <T> T parsed(String name, String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (InvalidSyntaxException | IllegalArgumentException refused) {
      throw XrpcError.INVALID_REQUEST.exception(
          "The parameter \"" + name + "\" is not valid: " + refused.getMessage());
    }
  }

  private static XrpcException missing(String name) {
    return XrpcError.INVALID_REQUEST.exception("The parameter \"" + name + "\" is missing");
  }
}
