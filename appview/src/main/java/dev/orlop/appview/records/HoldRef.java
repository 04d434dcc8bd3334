package dev.orlop.appview.records;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.DidWeb;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** What names a hold in a record. */
public sealed interface HoldRef {
  /** Its DID, in canonical form. */
  record ByDid(Did did) implements HoldRef {
    @Override
    public String toString() {
      return did.toString();
    }
  }

  /** Where it answers: scheme, host and perhaps port. So older records have it. */
  record ByUrl(URI url) implements HoldRef {
    @Override
    public String toString() {
      return url.toString();
    }
  }

  /** Reads a DID or a URL; empty if it is neither. */
  static Optional<HoldRef> parse(String text) {
    if (text.startsWith("did:")) {
      return Fields.did(text).map(ByDid::new);
    }
    try {
      URI uri = new URI(text);
      boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      if (!http || uri.getHost() == null || uri.getRawUserInfo() != null) {
        return Optional.empty();
      }
      return Optional.of(
          new ByUrl(
              new URI(uri.getScheme(), null, uri.getHost(), uri.getPort(), null, null, null)));
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  /** The hold's DID; that of a URL is the {@code did:web} of its host, if that can have one. */
  default Optional<Did> asDid() {
    return switch (this) {
      case ByDid(Did did) -> Optional.of(did);
      case ByUrl(URI url) -> {
        try {
          int port = url.getPort();
          DidWeb web = port < 0 ? DidWeb.ofHost(url.getHost()) : DidWeb.ofHost(url.getHost(), port);
          yield Optional.of(web.did());
        } catch (InvalidSyntaxException _) {
          yield Optional.empty();
        }
      }
    };
  }
}
