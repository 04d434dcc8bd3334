package dev.orlop.hold.blob.s3;

import dev.orlop.testkit.LocalS3;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings for the S3 of tests. */
public final class S3World {
  /** The bucket of tests. */
  public static final String BUCKET = "orlop-test";

  /** That may be in memory at once. */
  static final int PARTS = 4;

  /** So that a test of what goes wrong does not take long. */
  static final S3Settings.Patience IMPATIENT =
      new S3Settings.Patience(Duration.ofSeconds(2), Duration.ofSeconds(2), 3);

  private S3World() {}

  /** An S3 with the bucket of tests, that keeps it in a folder. */
  public static LocalS3 start(Path folder) {
    return LocalS3.start(folder).withBucket(BUCKET);
  }

  /** How to talk to an S3 in this process. */
  public static S3Settings settings(URI endpoint) {
    return settings(endpoint, LocalS3.SECRET_ACCESS_KEY, "");
  }

  static S3Settings settings(URI endpoint, String secret, String prefix) {
    return new S3Settings(
        BUCKET,
        "us-east-1",
        Optional.of(endpoint),
        Optional.empty(),
        Optional.of(new S3Credentials(LocalS3.ACCESS_KEY_ID, secret)),
        true,
        prefix,
        S3Settings.Checksums.WHEN_REQUIRED,
        Duration.ofMinutes(15),
        S3Settings.LEAST_PART_BYTES,
        PARTS * S3Settings.LEAST_PART_BYTES,
        IMPATIENT);
  }
}
