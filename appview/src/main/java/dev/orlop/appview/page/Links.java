package dev.orlop.appview.page;

import dev.orlop.appview.oci.ImageName;
import dev.orlop.atproto.syntax.AtIdentifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** Where links lead. */
final class Links {
  private Links() {}

  /** The page of an account. */
  static String user(AtIdentifier account) {
    return "/u/" + path(account.toString());
  }

  /** The page of a repository. */
  static String repository(ImageName name) {
    return "/r/" + path(name.text());
  }

  /** Of all that a name may have, the percent sign alone must be escaped. */
  private static String path(String name) {
    return name.replace("%", "%25");
  }

  /** What a browser may be given: a place here, or an address on the web, or of mail. */
  static boolean isSafe(String address) {
    boolean here = address.startsWith("/") && !address.startsWith("//");
    return here || address.startsWith("#") || outside(address).isPresent();
  }

  /** An address that somebody else wrote, if it is one on the web, or of mail. */
  static Optional<String> outside(String address) {
    try {
      URI uri = new URI(address.strip());
      String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
      boolean web = (scheme.equals("https") || scheme.equals("http")) && uri.getHost() != null;
      // A name in front of the host makes an address look as if it led there.
      boolean plain = uri.getRawUserInfo() == null;
      return (web && plain) || scheme.equals("mailto")
          ? Optional.of(uri.toASCIIString())
          : Optional.empty();
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  /** A link to what somebody else wrote; nothing here vouches for it. */
  static El foreign(String address, String text) {
    return El.of("a", text).attr("href", address).attr("rel", "nofollow ugc noopener");
  }

  static El to(String path, String text) {
    return El.of("a", text).attr("href", path);
  }
}
