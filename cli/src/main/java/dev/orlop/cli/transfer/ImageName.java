package dev.orlop.cli.transfer;

import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.car.cid.Digest;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of an image: {@code OWNER/REPOSITORY[:TAG][@DIGEST]}.
 *
 * @param owner a handle or a DID; {@code did-plc-x} is read as {@code did:plc:x}
 * @param repository may have several segments
 */
public record ImageName(
    AtIdentifier owner, String repository, Optional<String> tag, Optional<Digest> digest) {
  private static final int MAX_REPOSITORY_CHARS = 255;

  /** The grammar of the distribution specification. */
  private static final Pattern REPOSITORY =
      Pattern.compile(
          "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*");

  private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

  /**
   * Reads a name.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static ImageName parse(String text) {
    int at = text.indexOf('@');
    String name = at < 0 ? text : text.substring(0, at);
    Optional<Digest> digest =
        at < 0 ? Optional.empty() : Optional.of(Digest.parse(text.substring(at + 1)));
    int slash = name.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException(
          "an image is named OWNER/REPOSITORY[:TAG][@DIGEST], such as alice.test/app:1.0, not "
              + text);
    }
    String rest = name.substring(slash + 1);
    int colon = rest.indexOf(':');
    String repository = colon < 0 ? rest : rest.substring(0, colon);
    if (repository.length() > MAX_REPOSITORY_CHARS || !REPOSITORY.matcher(repository).matches()) {
      throw new IllegalArgumentException("not a repository name: " + repository);
    }
    Optional<String> tag = Optional.empty();
    if (colon >= 0) {
      tag = Optional.of(requireTag(rest.substring(colon + 1)));
    }
    return new ImageName(owner(name.substring(0, slash)), repository, tag, digest);
  }

  /**
   * Checks a tag.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static String requireTag(String tag) {
    if (!TAG.matcher(tag).matches()) {
      throw new IllegalArgumentException("not a tag: " + tag);
    }
    return tag;
  }

  private static AtIdentifier owner(String text) {
    // Docker forbids ':' in the path of an image.
    boolean dashed = text.startsWith("did-plc-") || text.startsWith("did-web-");
    return AtIdentifier.parse(dashed ? text.replaceFirst("^did-(plc|web)-", "did:$1:") : text);
  }

  @Override
  public String toString() {
    return owner
        + "/"
        + repository
        + tag.map(t -> ":" + t).orElse("")
        + digest.map(d -> "@" + d).orElse("");
  }
}
