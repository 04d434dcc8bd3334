package dev.orlop.hold.access;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;

/** The one thing that a signed URL allows. */
public sealed interface SignedAct {
  /** Reading a blob with a GET. */
  record GetBlob(Digest digest) implements SignedAct {}

  /** Asking for a blob's size with a HEAD. */
  record HeadBlob(Digest digest) implements SignedAct {}

  /** Sending one part of an upload with a PUT. */
  record PutPart(String uploadId, int partNumber) implements SignedAct {}

  /** Sending a whole blob with a PUT, in the name of {@code owner}. */
  record PutBlob(Did owner, Digest digest) implements SignedAct {}

  /** What is signed: unambiguous, since no field can hold a line break. */
  default String canonical() {
    return switch (this) {
      case GetBlob(var digest) -> "GET\nblob\n" + digest;
      case HeadBlob(var digest) -> "HEAD\nblob\n" + digest;
      case PutBlob(var owner, var digest) -> "PUT\nblob\n" + owner + "\n" + digest;
      case PutPart(var uploadId, var partNumber) -> {
        if (uploadId.indexOf('\n') >= 0) {
          throw new IllegalArgumentException("a line break in an upload id");
        }
        yield "PUT\npart\n" + uploadId + "\n" + partNumber;
      }
    };
  }
}
