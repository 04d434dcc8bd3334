package dev.orlop.hold.blob.s3;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;

/**
 * How bodies are sent.
 *
 * @param withMd5 whether each has its MD5 beside it, as nothing else tells the S3 what was sent
 * @param idle how long an S3 may take nothing
 */
record Sending(boolean withMd5, Duration idle) {
  /**
   * No write to a socket has a time limit in the JDK, so each try has one that grows with its body:
   * an S3 that is slower than this is one that hangs.
   */
  private static final long SLOWEST_BYTES_PER_SECOND = 32 << 10;

  Consumer<AwsRequestOverrideConfiguration.Builder> patience(long bytes) {
    return config ->
        config.apiCallAttemptTimeout(idle.plusSeconds(bytes / SLOWEST_BYTES_PER_SECOND));
  }

  // Not against anybody who means harm, but against cables and proxies; every S3 compares it.
  Optional<String> md5(byte[] bytes, int length) {
    if (!withMd5) {
      return Optional.empty();
    }
    try {
      MessageDigest hash = MessageDigest.getInstance("MD5");
      hash.update(bytes, 0, length);
      return Optional.of(Base64.getEncoder().encodeToString(hash.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }
}
