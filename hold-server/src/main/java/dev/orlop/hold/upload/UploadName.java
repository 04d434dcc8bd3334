package dev.orlop.hold.upload;

import dev.orlop.car.cid.Digest;
import dev.orlop.car.cid.InvalidDigestException;
import java.util.Optional;

/**
 * What a caller calls an upload when it begins: the digest it will have, or, since most clients do
 * not know that yet, any other name, which is not kept.
 */
sealed interface UploadName {
  /** The longest name, in characters; a sha512 digest has 135. */
  int MAX_LENGTH = 140;

  /** The blob must have this digest. */
  record Known(Digest digest) implements UploadName {}

  /** The digest comes last. */
  record Temporary() implements UploadName {}

  /** Neither. */
  record Invalid(String reason) implements UploadName {}

  /** Reads a name. */
  static UploadName parse(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return new Invalid("a name has 1 to " + MAX_LENGTH + " characters");
    }
    if (text.indexOf(':') < 0) {
      return new Temporary();
    }
    try {
      return new Known(Digest.parse(text));
    } catch (InvalidDigestException e) {
      return new Invalid(String.valueOf(e.getMessage()));
    }
  }

  /** The digest, if it is known. */
  default Optional<Digest> declared() {
    return this instanceof Known(var digest) ? Optional.of(digest) : Optional.empty();
  }
}
