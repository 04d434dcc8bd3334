package dev.orlop.hold.blob.s3;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.awscore.presigner.PresignedRequest;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** URLs with which others read and write objects without credentials, each for one verb. */
final class Urls implements AutoCloseable {
  private final S3Presigner presigner;
  private final S3Presigner ownPresigner;
  private final String bucket;
  private final Duration life;

  Urls(S3Settings settings, S3Client client) {
    this.presigner =
        Clients.presigner(settings, client, settings.publicEndpoint().or(settings::endpoint));
    this.ownPresigner = Clients.presigner(settings, client, settings.endpoint());
    this.bucket = settings.bucket();
    this.life = settings.urlLife();
  }

  URI get(String key) {
    return uri(
        presigner.presignGetObject(
            sign -> sign.signatureDuration(life).getObjectRequest(r -> r.bucket(bucket).key(key))));
  }

  URI head(String key) {
    return uri(
        presigner.presignHeadObject(
            sign ->
                sign.signatureDuration(life).headObjectRequest(r -> r.bucket(bucket).key(key))));
  }

  /** Where others PUT a part. */
  URI putPart(Multipart.Begun begun, int number) {
    return putPart(presigner, begun, number);
  }

  /** Where we do ourselves. */
  URI putPartFromHere(Multipart.Begun begun, int number) {
    return putPart(ownPresigner, begun, number);
  }

  private URI putPart(S3Presigner signer, Multipart.Begun begun, int number) {
    return uri(
        signer.presignUploadPart(
            sign ->
                sign.signatureDuration(life)
                    .uploadPartRequest(
                        r ->
                            r.bucket(bucket)
                                .key(begun.key())
                                .uploadId(begun.id())
                                .partNumber(number))));
  }

  private static URI uri(PresignedRequest request) {
    if (!request.isBrowserExecutable() && request.signedHeaders().size() > 1) {
      throw new IllegalStateException("a URL that is good only with " + request.signedHeaders());
    }
    return URI.create(request.url().toString());
  }

  @Override
  public void close() {
    presigner.close();
    ownPresigner.close();
  }
}
