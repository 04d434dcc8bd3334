package dev.orlop.atproto.config;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads the text of a setting. Every method throws {@link IllegalArgumentException} if it is none
 * of the kind, with a message to put behind the setting's name.
 */
public final class SettingText {
  private static final int DNS_PORT = 53;

  private SettingText() {}

  /** {@code http} or {@code https}, a host and perhaps a port; without a slash at the end. */
  public static URI origin(String text) {
    URI uri = URI.create(text);
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    boolean bare = uri.getPath() != null && (uri.getPath().isEmpty() || uri.getPath().equals("/"));
    if (!http || uri.getHost() == null || !bare || uri.getUserInfo() != null) {
      throw new IllegalArgumentException("must be http or https, a host and perhaps a port");
    }
    return uri.getPath().isEmpty() ? uri : URI.create(text.substring(0, text.length() - 1));
  }

  /** A port, or 0 for any that is free. */
  public static int port(String text) {
    int port = Integer.parseInt(text);
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("must be 0 to 65535");
    }
    return port;
  }

  /** A number that is not negative. */
  public static int count(String text) {
    int count = Integer.parseInt(text);
    if (count < 0) {
      throw new IllegalArgumentException("must not be negative");
    }
    return count;
  }

  /** {@code true} or {@code false}. */
  public static boolean bool(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("must be true or false");
    };
  }

  /** A number of bytes, at least one. */
  public static long bytes(String text) {
    long bytes = Long.parseLong(text);
    if (bytes < 1) {
      throw new IllegalArgumentException("must be a number of bytes");
    }
    return bytes;
  }

  /** One of {@code choices}, by its name in lower-case letters. */
  @SafeVarargs
  public static <E extends Enum<E>> Function<String, E> oneOf(E... choices) {
    Map<String, E> byName = new LinkedHashMap<>();
    for (E choice : choices) {
      byName.put(choice.name().toLowerCase(Locale.ROOT), choice);
    }
    return text -> {
      E choice = byName.get(text);
      if (choice == null) {
        List<String> names = List.copyOf(byName.keySet());
        throw new IllegalArgumentException(
            "must be %s or %s"
                .formatted(String.join(", ", names.subList(0, names.size() - 1)), names.getLast()));
      }
      return choice;
    };
  }

  /** Name servers with commas between, each with a port or without; none if there is nothing. */
  public static List<InetSocketAddress> nameServers(String text) {
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      if (!part.isBlank()) {
        int colon = part.lastIndexOf(':');
        String host = colon < 0 ? part.strip() : part.substring(0, colon).strip();
        int port = colon < 0 ? DNS_PORT : port(part.substring(colon + 1).strip());
        addresses.add(new InetSocketAddress(host, port));
      }
    }
    return addresses;
  }
}
