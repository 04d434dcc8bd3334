package dev.orlop.atproto.identity;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Asks the handle's own web server: {@code /.well-known/atproto-did}. */
public final class WellKnownHandleResolver implements HandleResolver {
  private static final String PATH = "/.well-known/atproto-did";

  private final GuardedHttp http;
  private final int localPort;

  /** On the usual ports. */
  public WellKnownHandleResolver(GuardedHttp http) {
    this(http, 80);
  }

  /**
   * With another port for names that mean this machine, where the usual one may not be had.
   *
   * @param localPort where handles in {@code .test} and {@code .localhost} are asked, over http
   */
  public WellKnownHandleResolver(GuardedHttp http, int localPort) {
    this.http = http;
    this.localPort = localPort;
  }

  @Override
  public Resolution<Did> resolve(Handle handle) {
    boolean local = http.policy().isLocalName(handle.value());
    String origin = local ? "http://" + handle + ":" + localPort : "https://" + handle;
    return switch (http.get(URI.create(origin + PATH), HttpFetch.HANDLE_FILE)) {
      case HttpResult.Answer answer when answer.isSuccess() -> read(answer.body());
      case HttpResult.Answer answer when answer.status() >= 500 ->
          new Resolution.Failed<>(handle + " answered " + answer.status());
      case HttpResult.Answer _ -> new Resolution.NotFound<>();
      case HttpResult.Blocked(String reason) ->
          new Resolution.Failed<>("not asked, " + handle + " is blocked: " + reason);
      case HttpResult.Failed(String reason) ->
          new Resolution.Failed<>("asking " + handle + " failed: " + reason);
    };
  }

  private static Resolution<Did> read(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8).strip();
    int end = text.indexOf('\n');
    try {
      return new Resolution.Found<>(Did.parse((end < 0 ? text : text.substring(0, end)).strip()));
    } catch (InvalidSyntaxException _) {
      return new Resolution.NotFound<>(); // any page at all may be there
    }
  }
}
