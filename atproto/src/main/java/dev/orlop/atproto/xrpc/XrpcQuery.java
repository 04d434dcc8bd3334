package dev.orlop.atproto.xrpc;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The parameters of a call that is to be made; immutable. */
public final class XrpcQuery {
  /** No parameters. */
  public static final XrpcQuery NONE = new XrpcQuery("");

  private final String encoded;

  private XrpcQuery(String encoded) {
    this.encoded = encoded;
  }

  /** One parameter. */
  public static XrpcQuery of(String name, Object value) {
    return NONE.with(name, value);
  }

  /** The same with one parameter more; the same name again makes an array. */
  public XrpcQuery with(String name, Object value) {
    String pair = encode(name) + "=" + encode(value.toString());
    return new XrpcQuery(encoded.isEmpty() ? pair : encoded + "&" + pair);
  }

  /** The same with one parameter more, if it has a value. */
  public XrpcQuery with(String name, Optional<?> value) {
    return value.isPresent() ? with(name, value.get()) : this;
  }

  /** With the {@code ?} in front; empty when there are no parameters. */
  String toUriPart() {
    return encoded.isEmpty() ? "" : "?" + encoded;
  }

  private static String encode(String text) {
    // The encoder writes a space as '+', which not every server takes for one.
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return encoded;
  }
}
