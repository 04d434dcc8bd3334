package dev.orlop.hold.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.app.RunningHold.Account;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** What an AppView does with blobs, call by call. */
final class BlobCalls {
  static final String INITIATE = "io.atcr.hold.initiateUpload";
  static final String PART_URL = "io.atcr.hold.getPartUploadUrl";
  static final String COMPLETE = "io.atcr.hold.completeUpload";
  static final String ABORT = "io.atcr.hold.abortUpload";
  static final String NOTIFY = "io.atcr.hold.notifyManifest";

  private final RunningHold hold;

  BlobCalls(RunningHold hold) {
    this.hold = hold;
  }

  /** Bytes that look like a layer: nothing compresses them. */
  static byte[] bytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static Digest digest(byte[] bytes) {
    return Digest.hash(Digest.Algorithm.SHA256, bytes);
  }

  String begin(Account account, String name) {
    return ok(hold.post(INITIATE, DataMap.builder().put("digest", name).build(), account))
        .text("uploadId")
        .orElseThrow();
  }

  String partUrl(Account account, String upload, int number) {
    return ok(hold.post(PART_URL, partOf(upload, number), account)).text("url").orElseThrow();
  }

  static DataMap partOf(String upload, int number) {
    return DataMap.builder().put("uploadId", upload).put("partNumber", number).build();
  }

  HttpResponse<byte[]> put(String url, byte[] body) {
    return hold.send(hold.at(url).PUT(BodyPublishers.ofByteArray(body)).build());
  }

  /** Sends a part and gives its ETag. */
  String sendPart(Account account, String upload, int number, byte[] body) {
    HttpResponse<byte[]> answer = put(partUrl(account, upload, number), body);
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.statusCode() + " " + DataJson.parse(answer.body()));
    }
    return answer.headers().firstValue("ETag").orElseThrow();
  }

  static DataMap completion(String upload, Digest digest, List<String> etags) {
    List<DataMap> parts =
        IntStream.range(0, etags.size())
            .mapToObj(
                i -> DataMap.builder().put("partNumber", i + 1).put("etag", etags.get(i)).build())
            .toList();
    return DataMap.builder()
        .put("uploadId", upload)
        .put("digest", digest.toString())
        .put("parts", List.<DataValue>copyOf(parts))
        .build();
  }

  HttpResponse<byte[]> complete(Account account, String upload, Digest digest, List<String> etags) {
    return hold.post(COMPLETE, completion(upload, digest, etags), account);
  }

  /** The whole way, in one part. */
  Digest upload(Account account, byte[] bytes) {
    Digest digest = digest(bytes);
    String upload = begin(account, digest.toString());
    String etag = sendPart(account, upload, 1, bytes);
    ok(complete(account, upload, digest, List.of(etag)));
    return digest;
  }

  /** Tells of an image of one config and layers. */
  HttpResponse<byte[]> notify(
      Account account, String repository, String operation, Digest config, Digest... layers) {
    DataMap manifest =
        DataMap.builder()
            .put("mediaType", "application/vnd.oci.image.manifest.v1+json")
            .put("config", part("application/vnd.oci.image.config.v1+json", config))
            .put(
                "layers",
                List.<DataValue>copyOf(
                    Arrays.stream(layers)
                        .map(layer -> part("application/vnd.oci.image.layer.v1.tar+gzip", layer))
                        .toList()))
            .build();
    return hold.post(
        NOTIFY,
        DataMap.builder()
            .put("repository", repository)
            .put("userDid", account.did().toString())
            .put("manifestDigest", digest(config.toString().getBytes(UTF_8)).toString())
            .put("operation", operation)
            .put("manifest", manifest)
            .build(),
        account);
  }

  private static DataMap part(String mediaType, Digest digest) {
    return DataMap.builder().put("mediaType", mediaType).put("digest", digest.toString()).build();
  }

  /** The path of getBlob; {@code more} begins with {@code &}. */
  static String getBlob(Account owner, Digest digest, String more) {
    return "/xrpc/com.atproto.sync.getBlob?did=" + owner.did() + "&cid=" + digest + more;
  }

  HttpResponse<byte[]> get(String path, String... headers) {
    HttpRequest.Builder request = hold.request(path).GET();
    return hold.send((headers.length == 0 ? request : request.headers(headers)).build());
  }

  HttpResponse<byte[]> head(String path) {
    return hold.send(hold.request(path).HEAD().build());
  }

  /** What getStats says of a repository. */
  DataMap stats(Account owner, String repository) {
    return hold.json("/xrpc/io.atcr.hold.getStats?did=" + owner.did() + "&repo=" + repository);
  }

  long pulls(Account owner, String repository) {
    return stats(owner, repository).integer("pullCount").orElseThrow();
  }

  static DataMap ok(HttpResponse<byte[]> answer) {
    DataMap body = DataJson.parse(answer.body());
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.statusCode() + " " + body);
    }
    return body;
  }

  /** The name of the error, of an answer that has this status. */
  static String error(int status, HttpResponse<byte[]> answer) {
    DataMap body = answer.body().length == 0 ? DataMap.EMPTY : DataJson.parse(answer.body());
    if (answer.statusCode() != status) {
      throw new AssertionError(answer.statusCode() + " " + body);
    }
    return body.text("error").orElse("");
  }
}
