package dev.orlop.hold.pull;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.access.AccessDecision;
import dev.orlop.hold.blob.BlobLocation;

/** May the caller have the blob, and where is it. */
public sealed interface BlobAnswer {
  /** Send it, having counted; the location is never {@link BlobLocation.Missing}. */
  record Found(BlobLocation location, long size) implements BlobAnswer {}

  /** The caller might have it, but there is none. */
  record Missing(Digest digest) implements BlobAnswer {}

  /** Said before looking, and so the same whether there is such a blob or not. */
  record Refused(AccessDecision.Refused refusal) implements BlobAnswer {}
}
