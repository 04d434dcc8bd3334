package dev.orlop.hold.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.data.JsonLimits;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.hold.blob.Content;
import dev.orlop.hold.crash.Network.Account;
import dev.orlop.lexicons.Nsids;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Calls a hold. Every call is answered, or cut off. */
final class HoldClient implements AutoCloseable {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String base;
  private final int mostParts;

  /**
   * To a hold of this machine.
   *
   * @param mostParts in which to send a blob to it
   */
  HoldClient(int port, int mostParts) {
    this.mostParts = mostParts;
    base = "http://127.0.0.1:" + port;
  }

  /** In how many parts to send a blob at most. */
  int mostParts() {
    return mostParts;
  }

  /** The path of a query; {@code params} are names and values in turn. */
  static String path(Object method, Object... params) {
    StringBuilder path = new StringBuilder("/xrpc/").append(method);
    for (int i = 0; i < params.length; i += 2) {
      path.append(i == 0 ? '?' : '&').append(params[i]).append('=');
      path.append(URLEncoder.encode(params[i + 1].toString(), UTF_8));
    }
    return path.toString();
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path));
  }

  HttpResponse<byte[]> send(HttpRequest request) throws CutOffException {
    try {
      return http.send(request, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new CutOffException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<byte[]> get(String path, String... headers) throws CutOffException {
    HttpRequest.Builder request = request(path).GET();
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  HttpResponse<byte[]> head(String path) throws CutOffException {
    return send(request(path).HEAD().build());
  }

  /** A procedure, called by an account. */
  HttpResponse<byte[]> call(Account caller, Object method, DataMap body) throws CutOffException {
    return call(caller.token(), method, body);
  }

  /** A procedure, called with a token. */
  HttpResponse<byte[]> call(String token, Object method, DataMap body) throws CutOffException {
    return send(authorized(method, token, "application/json", DataJson.write(body)));
  }

  /** A procedure of another body than JSON. */
  HttpResponse<byte[]> call(String token, Object method, String type, byte[] body)
      throws CutOffException {
    return send(authorized(method, token, type, body));
  }

  /** A procedure without a body. */
  HttpResponse<byte[]> call(String token, Object method) throws CutOffException {
    return send(
        request(path(method))
            .header("Authorization", "Bearer " + token)
            .POST(BodyPublishers.noBody())
            .build());
  }

  /** A procedure, called by nobody in particular. */
  HttpResponse<byte[]> call(Object method, DataMap body) throws CutOffException {
    return send(
        request(path(method))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(DataJson.write(body)))
            .build());
  }

  private HttpRequest authorized(Object method, String token, String type, byte[] body) {
    return request(path(method))
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", type)
        .POST(BodyPublishers.ofByteArray(body))
        .build();
  }

  /** A query, called with a token. */
  HttpResponse<byte[]> query(String token, String path) throws CutOffException {
    return get(path, "Authorization", "Bearer " + token);
  }

  /** The answer of a call that must not be refused. */
  static DataMap granted(HttpResponse<byte[]> answer) {
    DataMap body = DataJson.parse(answer.body(), JsonLimits.DOCUMENT);
    assertEquals(200, answer.statusCode(), () -> answer.request() + " was answered " + body);
    return body;
  }

  /** The same, of one that answers with nothing. */
  static void done(HttpResponse<byte[]> answer) {
    assertEquals(200, answer.statusCode(), () -> said(answer));
  }

  /** A call must be refused so. */
  static void refused(String error, HttpResponse<byte[]> answer) {
    assertNotEquals(200, answer.statusCode(), () -> said(answer));
    String found = DataJson.parse(answer.body(), JsonLimits.DOCUMENT).text("error").orElse("");
    assertEquals(error, found, () -> said(answer));
  }

  private static String said(HttpResponse<byte[]> answer) {
    return answer.request() + " was answered " + new String(answer.body(), UTF_8);
  }

  /** Sends bytes to a URL that the hold gave out; the ETag that it answers. */
  String put(String url, byte[] bytes) throws CutOffException {
    String path = url.substring(HoldProcess.PUBLIC_URL.length());
    HttpResponse<byte[]> answer =
        send(request(path).PUT(BodyPublishers.ofByteArray(bytes)).build());
    assertEquals(200, answer.statusCode(), () -> new String(answer.body(), UTF_8));
    return answer.headers().firstValue("ETag").orElseThrow();
  }

  /** Stores a blob in one piece. */
  void store(Account owner, Content content) throws CutOffException {
    String path =
        path(Nsids.SYNC_GET_BLOB, "did", owner.did(), "cid", content.digest(), "method", "PUT");
    HttpRequest request =
        request(path).header("Authorization", "Bearer " + owner.token()).GET().build();
    put(granted(send(request)).text("url").orElseThrow(), content.bytes());
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
