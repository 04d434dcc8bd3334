package dev.orlop.atproto.identity;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.DidWeb;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** Resolves {@code did:plc} at a directory and {@code did:web} at the host it names. */
public final class NetworkDidResolver implements DidResolver {
  /** The directory that the network uses. */
  public static final URI PUBLIC_DIRECTORY = URI.create("https://plc.directory");

  private static final String NO_ADDRESS = "not a usable address";

  private final GuardedHttp http;
  private final GuardedHttp directoryHttp;
  private final String directory;

  /**
   * A resolver.
   *
   * @param http for hosts that DIDs name
   * @param directory where did:plc is looked up; the operator's choice, so it may be in a private
   *     network or on this machine
   */
  public NetworkDidResolver(GuardedHttp http, URI directory) {
    this(http, http, directory);
  }

  /**
   * A resolver whose directory is reached in another way than hosts are, such as one on loopback
   * while {@code did:web} stays guarded.
   */
  public NetworkDidResolver(GuardedHttp http, GuardedHttp directoryHttp, URI directory) {
    this.http = http;
    this.directoryHttp = directoryHttp;
    String text = directory.toString();
    this.directory = text.endsWith("/") ? text : text + "/";
  }

  @Override
  public Resolution<DidDocument> resolve(Did did) {
    if (did.isPlc()) {
      return fetch(directoryHttp, directory + did, did);
    }
    Optional<DidWeb> web = did.web();
    if (web.isEmpty()) {
      return new Resolution.NotFound<>(); // no other method is in use, nor any path in did:web
    }
    boolean local = http.policy().isLocalName(web.get().host()) || isLoopback(web.get().host());
    if (web.get().port().isPresent() && !local) {
      return new Resolution.NotFound<>(); // a port is for development alone
    }
    // In development a host of this machine speaks http.
    String scheme = local ? "http" : "https";
    return fetch(http, scheme + "://" + web.get().authority() + "/.well-known/did.json", did);
  }

  private boolean isLoopback(String host) {
    return http.policy() == NetworkPolicy.DEVELOPMENT
        && host.toLowerCase(Locale.ROOT).startsWith("127.");
  }

  private static Resolution<DidDocument> fetch(GuardedHttp http, String address, Did did) {
    URI uri;
    try {
      uri = URI.create(address);
    } catch (IllegalArgumentException _) {
      return new Resolution.Failed<>(NO_ADDRESS);
    }
    return switch (http.get(uri, HttpFetch.DID_DOCUMENT)) {
      case HttpResult.Answer(int status, _, byte[] body) when status == 200 -> read(body, did);
      case HttpResult.Answer(int status, _, _) when status == 404 || status == 410 ->
          new Resolution.NotFound<>();
      case HttpResult.Answer(int status, _, _) ->
          new Resolution.Failed<>(uri.getHost() + " answered " + status);
      case HttpResult.Blocked(String reason) ->
          new Resolution.Failed<>("not asked, " + uri.getHost() + " is blocked: " + reason);
      case HttpResult.Failed(String reason) ->
          new Resolution.Failed<>("asking " + uri.getHost() + " failed: " + reason);
    };
  }

  private static Resolution<DidDocument> read(byte[] body, Did did) {
    try {
      return new Resolution.Found<>(DidDocument.parse(body, did));
    } catch (InvalidDidDocumentException | InvalidSyntaxException e) {
      return new Resolution.Failed<>("the DID document of " + did + " is bad: " + e.getMessage());
    }
  }
}
