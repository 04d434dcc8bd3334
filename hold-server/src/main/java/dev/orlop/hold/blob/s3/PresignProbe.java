package dev.orlop.hold.blob.s3;

import dev.orlop.hold.blob.BlobStoreException;
import dev.orlop.hold.blob.BlobStoreException.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Does with the URLs of a bucket what clients do with them. */
final class PresignProbe {
  private final S3Settings settings;
  private final S3BlobStore store;
  private final String key;

  PresignProbe(S3Settings settings, S3BlobStore store, String key) {
    this.settings = settings;
    this.store = store;
    this.key = key;
  }

  String get() {
    HttpResponse<byte[]> answer = ask("GET", store.urls().get(key), BodyPublishers.noBody());
    require(answer.statusCode() == 200 && answer.body().length == 1000, answer);
    return "anybody with the URL gets the object";
  }

  String head() {
    HttpResponse<byte[]> answer = ask("HEAD", store.urls().head(key), BodyPublishers.noBody());
    Optional<String> length = answer.headers().firstValue("Content-Length");
    require(answer.statusCode() == 200 && length.equals(Optional.of("1000")), answer);
    return "anybody with the URL for it gets the size";
  }

  String putPart() {
    Multipart multipart = store.multipart();
    Multipart.Begun begun = multipart.begin(key + "-part");
    try {
      HttpResponse<byte[]> answer =
          ask("PUT", store.urls().putPart(begun, 1), BodyPublishers.ofByteArray(new byte[1000]));
      require(
          answer.statusCode() == 200 && answer.headers().firstValue("ETag").isPresent(), answer);
      if (multipart.parts(begun).map(parts -> parts.size() != 1).orElse(true)) {
        throw new S3Doctor.Sick("a part that was sent is not listed");
      }
      return "anybody with the URL sends a part";
    } finally {
      multipart.abort(begun);
    }
  }

  private static void require(boolean good, HttpResponse<byte[]> answer) {
    if (!good) {
      String text = new String(answer.body(), StandardCharsets.UTF_8);
      throw new S3Doctor.Sick(
          "answered "
              + answer.statusCode()
              + ' '
              + text.substring(0, Math.min(300, text.length())));
    }
  }

  private HttpResponse<byte[]> ask(String verb, URI uri, HttpRequest.BodyPublisher body) {
    try (HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.patience().connect())
            .build()) {
      return http.send(
          HttpRequest.newBuilder(uri)
              .timeout(settings.patience().idle())
              .method(verb, body)
              .build(),
          HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new BlobStoreException(
          Kind.UNAVAILABLE, verb + " by a URL", String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BlobStoreException(Kind.UNAVAILABLE, verb + " by a URL", "interrupted", e);
    }
  }
}
