package dev.orlop.hold.blob.s3;

/** Who we are to an S3. Its text never has the secret. */
public record S3Credentials(String accessKeyId, String secretAccessKey) {
  @Override
  public String toString() {
    return "S3Credentials[" + accessKeyId + "]";
  }
}
