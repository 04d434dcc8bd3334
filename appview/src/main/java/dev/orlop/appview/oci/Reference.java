package dev.orlop.appview.oci;

import dev.orlop.car.cid.Digest;
import dev.orlop.car.cid.InvalidDigestException;

/** What names a manifest within its repository. */
public sealed interface Reference {
  /** A name that may move to another manifest. */
  record ByTag(Tag tag) implements Reference {
    @Override
    public String toString() {
      return tag.value();
    }
  }

  /** The manifest with these bytes. */
  record ByDigest(Digest digest) implements Reference {
    @Override
    public String toString() {
      return digest.toString();
    }
  }

  /**
   * Reads one; a text with a colon can only be a digest.
   *
   * @throws OciException DIGEST_INVALID or MANIFEST_INVALID if it is neither
   */
  static Reference parse(String text) {
    return text.indexOf(':') >= 0 ? new ByDigest(digest(text)) : new ByTag(new Tag(text));
  }

  /**
   * Reads a digest.
   *
   * @throws OciException DIGEST_INVALID if it is none
   */
  static Digest digest(String text) {
    try {
      return Digest.parse(text);
    } catch (InvalidDigestException e) {
      throw OciError.DIGEST_INVALID
          .exception("not a digest: " + e.getMessage())
          .with("digest", Texts.shown(text));
    }
  }
}
