package dev.orlop.hold.pull;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.pds.records.ImageRepository;
import java.util.Optional;

/**
 * An answered request for a blob, as far as counting looks at it.
 *
 * @param repository that the caller says the blob belongs to; without one nothing is counted
 * @param continuation whether a Range was asked for that does not begin at the first byte
 */
public record BlobFetch(
    Optional<ImageRepository> repository,
    Digest digest,
    Verb verb,
    boolean continuation,
    Outcome outcome) {
  /** For what the blob, or the URL to it, was asked. */
  public enum Verb {
    /** To read it. */
    GET,
    /** To see whether it is there. */
    HEAD,
    /** To write it. */
    PUT
  }

  /** How the request is answered. */
  public enum Outcome {
    /** Bytes follow: 200 or 206. */
    BYTES,
    /** The caller is sent elsewhere: 307. */
    REDIRECT,
    /** The caller gets a URL in JSON. */
    URL,
    /** The caller has the blob already: 304. */
    NOT_MODIFIED,
    /** Anything else. */
    FAILURE
  }
}
