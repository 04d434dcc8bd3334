package dev.orlop.cli.arrangement;

import dev.orlop.atproto.xrpc.XrpcClient;
import dev.orlop.atproto.xrpc.XrpcUpload;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.lexicons.Nsids;
import dev.orlop.testkit.LocalS3;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * How long a blob of 64 MiB takes by a hold into its bucket, and into the same bucket without a
 * hold: the same parts, sent by the same client to URLs of the same kind, in turns. The hold reads
 * what was joined once more, since it vouches for the digest.
 */
final class ScaleOfUploads {
  private static final int PARTS = 8;
  private static final int PART_BYTES = 8 << 20;
  private static final int ROUNDS = 7;
  private static final String TYPE = "application/octet-stream";

  private final XrpcClient hold;
  private final S3Client s3;
  private final S3Presigner presigner;
  private final SplittableRandom random = new SplittableRandom(1);

  ScaleOfUploads(Arrangement all, XrpcClient.TokenSource tokens) {
    this.hold = XrpcClient.builder(all.holds().getFirst().address()).tokens(tokens).build();
    var credentials =
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(LocalS3.ACCESS_KEY_ID, LocalS3.SECRET_ACCESS_KEY));
    S3Configuration style = S3Configuration.builder().pathStyleAccessEnabled(true).build();
    this.s3 =
        S3Client.builder()
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .serviceConfiguration(style)
            .endpointOverride(all.s3())
            .build();
    this.presigner =
        S3Presigner.builder()
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .serviceConfiguration(style)
            .endpointOverride(all.s3())
            .build();
  }

  private interface Act {
    void run(List<byte[]> parts);
  }

  /** A line of JSON: medians in milliseconds. */
  String measure() {
    List<Long> byHold = new ArrayList<>();
    List<Long> alone = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      alone.add(time(this::alone));
      byHold.add(time(this::byHold));
    }
    return "{\"upload\":%d,\"hold\":%d,\"alone\":%d}"
        .formatted((long) PARTS * PART_BYTES, median(byHold), median(alone));
  }

  private static long median(List<Long> millis) {
    // The first of each finds nothing compiled.
    return millis.stream().skip(1).sorted().skip((millis.size() - 1) / 2).findFirst().orElseThrow();
  }

  private long time(Act act) {
    List<byte[]> parts = new ArrayList<>();
    for (int i = 0; i < PARTS; i++) {
      byte[] part = new byte[PART_BYTES];
      random.nextBytes(part);
      parts.add(part);
    }
    long from = System.nanoTime();
    act.run(parts);
    return Duration.ofNanos(System.nanoTime() - from).toMillis();
  }

  private void byHold(List<byte[]> parts) {
    String digest = digest(parts).toString();
    String id =
        hold.procedure(Nsids.HOLD_INITIATE_UPLOAD, DataMap.builder().put("digest", digest).build())
            .text("uploadId")
            .orElseThrow();
    List<DataMap> sent = new ArrayList<>();
    for (int number = 1; number <= PARTS; number++) {
      DataMap wish = DataMap.builder().put("uploadId", id).put("partNumber", number).build();
      DataMap target = hold.procedure(Nsids.HOLD_GET_PART_UPLOAD_URL, wish);
      String etag = put(URI.create(target.text("url").orElseThrow()), parts.get(number - 1));
      sent.add(DataMap.builder().put("partNumber", number).put("etag", etag).build());
    }
    DataMap unused =
        hold.procedure(
            Nsids.HOLD_COMPLETE_UPLOAD,
            DataMap.builder().put("uploadId", id).put("digest", digest).put("parts", sent).build());
  }

  /** Who pushes hashes what is pushed, wherever it goes. */
  private static Digest digest(List<byte[]> parts) {
    ByteBuffer all = ByteBuffer.allocate(PARTS * PART_BYTES);
    parts.forEach(all::put);
    return Digest.hash(Digest.Algorithm.SHA256, all.array());
  }

  private String put(URI url, byte[] part) {
    return hold.put(url, XrpcUpload.of(TYPE, part)).firstValue("etag").orElseThrow();
  }

  private void alone(List<byte[]> parts) {
    String key = "alone/" + digest(parts).hex();
    String id =
        s3.createMultipartUpload(request -> request.bucket(Arrangement.BUCKET).key(key)).uploadId();
    List<CompletedPart> sent = new ArrayList<>();
    for (int i = 1; i <= PARTS; i++) {
      int number = i;
      var target =
          presigner.presignUploadPart(
              signing ->
                  signing
                      .signatureDuration(Duration.ofMinutes(5))
                      .uploadPartRequest(
                          request ->
                              request
                                  .bucket(Arrangement.BUCKET)
                                  .key(key)
                                  .uploadId(id)
                                  .partNumber(number)));
      String etag = put(URI.create(target.url().toString()), parts.get(number - 1));
      sent.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
    }
    var unused =
        s3.completeMultipartUpload(
            request ->
                request
                    .bucket(Arrangement.BUCKET)
                    .key(key)
                    .uploadId(id)
                    .multipartUpload(upload -> upload.parts(sent)));
  }
}
