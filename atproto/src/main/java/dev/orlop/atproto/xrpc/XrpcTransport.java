package dev.orlop.atproto.xrpc;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.data.InvalidJsonException;
import dev.orlop.atproto.data.JsonLimits;
import dev.orlop.car.cbor.DataMap;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Sends requests, again where that is safe, and turns answers into results or exceptions. */
final class XrpcTransport {
  private static final int MAX_ERROR_BYTES = 64 << 10;
  private static final int MAX_DETAILS = 16;
  private static final int MAX_REDIRECTS = 3;
  private static final String RETRY_AFTER = "Retry-After";

  private final HttpClient http;
  private final Duration answerTimeout;
  private final Duration stallTimeout;
  private final int retries;
  private final Duration retryPause;
  private final Function<URI, Optional<String>> guard;

  /** One for the process: connections are kept and shared; its threads are daemons. */
  private static final class Shared {
    static final HttpClient HTTP =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
  }

  static HttpClient shared() {
    return Shared.HTTP;
  }

  XrpcTransport(
      HttpClient http,
      Duration answerTimeout,
      Duration stallTimeout,
      int retries,
      Duration retryPause,
      Function<URI, Optional<String>> guard) {
    this.http = http;
    this.answerTimeout = answerTimeout;
    this.stallTimeout = stallTimeout;
    this.retries = retries;
    this.retryPause = retryPause;
    this.guard = guard;
  }

  Duration answerTimeout() {
    return answerTimeout;
  }

  DataMap json(Supplier<HttpRequest> request, boolean repeatable) {
    return json(request, repeatable, _ -> {});
  }

  DataMap json(Supplier<HttpRequest> request, boolean repeatable, Consumer<HttpHeaders> headers) {
    HttpResponse<InputStream> answer = send(request, repeatable);
    try (StallGuard body = new StallGuard(answer.body(), stallTimeout)) {
      requireSuccess(answer, body);
      headers.accept(answer.headers());
      byte[] bytes = body.readNBytes(JsonLimits.DOCUMENT.maxBytes() + 1);
      // Some procedures answer with nothing at all.
      return bytes.length == 0 ? DataMap.EMPTY : DataJson.parse(bytes, JsonLimits.DOCUMENT);
    } catch (IOException e) {
      throw new XrpcConnectionException(answer.uri(), reason(e), false, e);
    } catch (InvalidJsonException e) {
      throw new XrpcConnectionException(answer.uri(), "not JSON, " + e.getMessage());
    }
  }

  HttpHeaders put(Supplier<HttpRequest> request) {
    HttpResponse<InputStream> answer = send(request, false);
    try (StallGuard body = new StallGuard(answer.body(), stallTimeout)) {
      requireSuccess(answer, body);
      return answer.headers();
    } catch (IOException e) {
      throw new XrpcConnectionException(answer.uri(), reason(e), false, e);
    }
  }

  OptionalLong head(Supplier<HttpRequest> request) {
    HttpResponse<InputStream> answer = send(request, true);
    try (InputStream body = answer.body()) {
      requireSuccess(answer, body);
      return answer.headers().firstValueAsLong("content-length");
    } catch (IOException e) {
      throw new XrpcConnectionException(answer.uri(), reason(e), false, e);
    }
  }

  XrpcDownload download(Supplier<HttpRequest> request) {
    HttpResponse<InputStream> answer = send(request, true);
    for (int hop = 0; hop < MAX_REDIRECTS && answer.statusCode() / 100 == 3; hop++) {
      HttpRequest next = redirected(answer);
      closeQuietly(answer);
      answer = send(() -> next, true);
    }
    StallGuard body = new StallGuard(answer.body(), stallTimeout);
    try {
      requireSuccess(answer, body);
      return new XrpcDownload(answer.statusCode(), answer.headers(), body);
    } catch (IOException e) {
      body.close();
      throw new XrpcConnectionException(answer.uri(), reason(e), false, e);
    } catch (RuntimeException e) {
      body.close();
      throw e;
    }
  }

  /** Where the answer sends us, without going there. */
  URI location(Supplier<HttpRequest> request) {
    HttpResponse<InputStream> answer = send(request, false);
    try (StallGuard body = new StallGuard(answer.body(), stallTimeout)) {
      Optional<String> place;
      if (answer.statusCode() / 100 == 3) {
        place = answer.headers().firstValue("location");
      } else {
        requireSuccess(answer, body);
        place = DataJson.parse(body, JsonLimits.BODY).text("url");
      }
      return answer
          .uri()
          .resolve(
              place.orElseThrow(
                  () -> new XrpcConnectionException(answer.uri(), "no address in the answer")));
    } catch (IOException e) {
      throw new XrpcConnectionException(answer.uri(), reason(e), false, e);
    } catch (InvalidJsonException e) {
      throw new XrpcConnectionException(answer.uri(), "not JSON, " + e.getMessage());
    } catch (IllegalArgumentException _) {
      throw new XrpcConnectionException(answer.uri(), "it sends elsewhere, and that is no address");
    }
  }

  private HttpRequest redirected(HttpResponse<?> answer) {
    URI from = answer.uri();
    Optional<String> location = answer.headers().firstValue("location");
    try {
      URI to = from.resolve(location.orElse(""));
      boolean downgrade = "https".equals(from.getScheme()) && !"https".equals(to.getScheme());
      if (location.isEmpty() || downgrade || to.getHost() == null) {
        throw new XrpcConnectionException(from, "a redirect that leads nowhere safe");
      }
      HttpRequest.Builder next = HttpRequest.newBuilder(to).timeout(answerTimeout).GET();
      boolean sameServer =
          from.getScheme().equals(to.getScheme()) && from.getAuthority().equals(to.getAuthority());
      if (sameServer) {
        answer
            .request()
            .headers()
            .firstValue("Authorization")
            .ifPresent(value -> next.header("Authorization", value));
      }
      answer
          .request()
          .headers()
          .firstValue("Range")
          .ifPresent(value -> next.header("Range", value));
      return next.build();
    } catch (IllegalArgumentException e) {
      throw new XrpcConnectionException(from, "a redirect that leads nowhere");
    }
  }

  private HttpResponse<InputStream> send(Supplier<HttpRequest> request, boolean repeatable) {
    for (int attempt = 0; ; attempt++) {
      HttpRequest built = request.get();
      requireAllowed(built.uri());
      boolean last = attempt >= retries;
      try {
        HttpResponse<InputStream> answer = http.send(built, BodyHandlers.ofInputStream());
        if (last || !repeatable || !isPassing(answer.statusCode())) {
          return answer;
        }
        closeQuietly(answer);
      } catch (IOException e) {
        boolean neverLeft =
            e instanceof ConnectException || e instanceof HttpConnectTimeoutException;
        // Who has waited that long is not made to wait as long again.
        boolean late = e instanceof HttpTimeoutException && !neverLeft;
        if (last || late || !(repeatable || neverLeft)) {
          throw new XrpcConnectionException(built.uri(), reason(e), neverLeft, e);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new XrpcConnectionException(built.uri(), "interrupted", false, e);
      }
      pause(built.uri(), attempt);
    }
  }

  private void requireAllowed(URI uri) {
    Optional<String> objection = guard.apply(uri);
    if (objection.isPresent()) {
      throw new XrpcConnectionException(uri, "not asked, " + objection.get());
    }
  }

  private void pause(URI uri, int attempt) {
    try {
      Thread.sleep(retryPause.multipliedBy(1L << attempt));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new XrpcConnectionException(uri, "interrupted", false, e);
    }
  }

  private static boolean isPassing(int status) {
    return status == 502 || status == 503 || status == 504;
  }

  private static void requireSuccess(HttpResponse<?> answer, InputStream body) throws IOException {
    int status = answer.statusCode();
    if (status / 100 == 2) {
      return;
    }
    if (status < 400 || status > 599) {
      throw new XrpcConnectionException(answer.uri(), "status " + status);
    }
    XrpcException refusal = refusal(status, body.readNBytes(MAX_ERROR_BYTES));
    Optional<String> retryAfter = answer.headers().firstValue(RETRY_AFTER);
    throw retryAfter.isPresent() ? refusal.withHeader(RETRY_AFTER, retryAfter.get()) : refusal;
  }

  private static XrpcException refusal(int status, byte[] body) {
    XrpcError byStatus = XrpcError.ofStatus(status).orElse(XrpcError.INVALID_REQUEST);
    try {
      DataMap json = DataJson.parse(body);
      String error = json.text("error").orElse(byStatus.errorName());
      XrpcException refusal = new XrpcException(status, error, json.text("message").orElse(error));
      for (String field : json.fields().keySet()) {
        Optional<String> detail = json.text(field);
        if (detail.isPresent()
            && !field.equals("error")
            && !field.equals("message")
            && refusal.details().size() < MAX_DETAILS) {
          refusal = refusal.withDetail(field, detail.get());
        }
      }
      return refusal;
    } catch (InvalidJsonException _) {
      // A proxy in between, perhaps; its page is of no use to anybody here.
      return new XrpcException(status, byStatus.errorName(), "status " + status);
    }
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  private static void closeQuietly(HttpResponse<InputStream> answer) {
    try {
      answer.body().close();
    } catch (IOException _) {
      // the connection is let go either way
    }
  }
}
