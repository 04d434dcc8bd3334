package dev.orlop.hold.blob.s3;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where a bucket is, and how to talk to it.
 *
 * @param endpoint of the S3; Amazon's if there is none
 * @param publicEndpoint the same for those who get URLs, if they must call it otherwise
 * @param credentials if they are not to come from where Amazon's tools find theirs
 * @param pathStyle whether the bucket stands in the path and not in the host's name
 * @param prefix before every key; empty, or with a slash at its end
 * @param urlLife how long a URL is good that we give out
 * @param partBytes of a part that goes through here
 * @param memoryBytes for parts that go through here, all together
 */
public record S3Settings(
    String bucket,
    String region,
    Optional<URI> endpoint,
    Optional<URI> publicEndpoint,
    Optional<S3Credentials> credentials,
    boolean pathStyle,
    String prefix,
    Checksums checksums,
    Duration urlLife,
    long partBytes,
    long memoryBytes,
    Patience patience) {
  /** The smallest part that S3s take, but for the last. */
  public static final long LEAST_PART_BYTES = 5L << 20;

  /** The most parts that S3s take for one object. */
  public static final int MOST_PARTS = 10_000;

  /** When checksums of the newer kind are sent with requests and wanted with answers. */
  public enum Checksums {
    /** Where the protocol demands one; works with every S3. */
    WHEN_REQUIRED,
    /** Always; not every S3 knows them. */
    WHEN_SUPPORTED
  }

  /**
   * How long to wait for an S3.
   *
   * @param connect until it takes a connection
   * @param idle while nothing comes from it; how long a body takes as a whole does not matter
   * @param attempts of each call, with growing pauses between
   */
  public record Patience(Duration connect, Duration idle, int attempts) {
    /** For an S3 in use. */
    public static final Patience DEFAULT =
        new Patience(Duration.ofSeconds(10), Duration.ofSeconds(60), 5);

    /** For somebody who waits before a screen. */
    public static final Patience SHORT =
        new Patience(Duration.ofSeconds(5), Duration.ofSeconds(15), 2);
  }

  /** The same for another bucket. */
  public S3Settings withBucket(String other) {
    return with(other, checksums, patience);
  }

  /** The same with other checksums. */
  public S3Settings with(Checksums other) {
    return with(bucket, other, patience);
  }

  /** The same with another patience. */
  public S3Settings with(Patience other) {
    return with(bucket, checksums, other);
  }

  private S3Settings with(String name, Checksums sums, Patience waiting) {
    return new S3Settings(
        name,
        region,
        endpoint,
        publicEndpoint,
        credentials,
        pathStyle,
        prefix,
        sums,
        urlLife,
        partBytes,
        memoryBytes,
        waiting);
  }

  /** The smallest parts in which a blob of {@code size} bytes can be sent. */
  public static long partBytes(long size) {
    long needed = Math.ceilDiv(size, MOST_PARTS);
    return Math.max(LEAST_PART_BYTES, Math.ceilDiv(needed, 1 << 20) << 20);
  }
}
