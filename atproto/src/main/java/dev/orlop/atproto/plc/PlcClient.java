package dev.orlop.atproto.plc;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.data.InvalidJsonException;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cbor.DataMap;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Hands operations to a directory of did:plc. Safe for use by many threads. */
public final class PlcClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int MAX_BYTES = 64 << 10;

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final String directory;

  /** A client of the directory at {@code directory}. */
  public PlcClient(URI directory) {
    String text = directory.toString();
    this.directory = text.endsWith("/") ? text : text + "/";
  }

  /** The directory did not do what it was asked to. */
  public static final class PlcException extends RuntimeException {
    private final boolean refused;

    PlcException(String message, boolean refused) {
      super(message);
      this.refused = refused;
    }

    /** Whether it said no; otherwise it could not be reached, and may have done it all the same. */
    public boolean refused() {
      return refused;
    }
  }

  /**
   * Hands over an operation.
   *
   * @throws PlcException if the directory does not take it
   */
  public void submit(Did did, PlcOperation operation) {
    byte[] unused =
        send(
            request(did.toString())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(DataJson.write(operation.data())))
                .build());
  }

  /**
   * The operation that holds now.
   *
   * @throws PlcException if the directory does not tell
   */
  public PlcOperation last(Did did) {
    byte[] body = send(request(did + "/log/last").GET().build());
    try {
      DataMap data = DataJson.parse(body);
      return PlcOperation.parse(data);
    } catch (InvalidJsonException | InvalidPlcOperationException e) {
      throw new PlcException("the directory answers with no operation", false);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(directory + path)).timeout(PATIENCE);
  }

  private byte[] send(HttpRequest request) {
    try {
      HttpResponse<InputStream> answer =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = answer.body()) {
        byte[] body = in.readNBytes(MAX_BYTES);
        int status = answer.statusCode();
        if (status / 100 != 2) {
          throw new PlcException(
              "the directory answered " + status + message(body), status / 100 == 4);
        }
        return body;
      }
    } catch (IOException e) {
      throw new PlcException("the directory cannot be reached: " + e.getMessage(), false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PlcException("interrupted", false);
    }
  }

  private static String message(byte[] body) {
    try {
      return DataJson.parse(body).text("message").map(text -> ": " + text).orElse("");
    } catch (InvalidJsonException _) {
      return "";
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
