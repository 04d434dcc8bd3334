package dev.orlop.atproto.xrpc;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.car.cbor.DataMap;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Calls methods of one server. Refusals come as {@link XrpcException}, all other trouble as {@link
 * XrpcConnectionException}. Safe for use by many threads; calls block.
 *
 * <p>Built on the JDK's HTTP client: it streams in both directions in bounded memory and costs a
 * command line little to start. It resolves names by itself, so it is for servers that the user or
 * operator chose; what others name is fetched by {@code identity.GuardedHttp}, or by a client with
 * a {@link Builder#guard guard}.
 *
 * <p>Sent again when it failed: a query, whose repetition harms nothing; anything else only when
 * the connection was never made.
 */
public final class XrpcClient {
  /** Slower than this nobody sends: a server that reads nothing must not hold us for ever. */
  private static final long MIN_BYTES_PER_SECOND = 16 << 10;

  private final URI base;
  private final XrpcTransport transport;
  private final TokenSource tokens;

  private XrpcClient(URI base, XrpcTransport transport, TokenSource tokens) {
    this.base = base;
    this.transport = transport;
    this.tokens = tokens;
  }

  /** Where bearer tokens come from; asked before each call. */
  @FunctionalInterface
  public interface TokenSource {
    /** Calls without a token. */
    TokenSource NONE = _ -> Optional.empty();

    /** A token for a call of {@code method}. */
    Optional<String> token(Nsid method);
  }

  /** A client without tokens and with the usual time limits. */
  public static XrpcClient of(URI base) {
    return builder(base).build();
  }

  /**
   * A client for the server at {@code base}.
   *
   * @param base the server's origin, such as {@code https://hold.example.com}
   */
  public static Builder builder(URI base) {
    return new Builder(base);
  }

  /** The server that is called. */
  public URI base() {
    return base;
  }

  /** Calls a query that answers with JSON. */
  public DataMap query(Nsid method, XrpcQuery parameters) {
    return transport.json(() -> request(method, parameters).GET().build(), true);
  }

  /** Calls a procedure with JSON. */
  public DataMap procedure(Nsid method, DataMap input) {
    return procedure(method, input, _ -> {});
  }

  /**
   * Calls a procedure with JSON.
   *
   * @param headers is told those of an answer that is no refusal
   */
  public DataMap procedure(Nsid method, DataMap input, Consumer<HttpHeaders> headers) {
    return procedure(method, input, Duration.ZERO, headers);
  }

  /**
   * The same for a procedure that may take its time.
   *
   * @param more than other answers may take
   */
  public DataMap procedure(
      Nsid method, DataMap input, Duration more, Consumer<HttpHeaders> headers) {
    byte[] body = DataJson.write(input);
    return transport.json(
        () ->
            request(method, XrpcQuery.NONE)
                .timeout(transport.answerTimeout().plus(more))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build(),
        false,
        headers);
  }

  /** Calls a procedure that takes no input. */
  public DataMap procedure(Nsid method) {
    return transport.json(
        () -> request(method, XrpcQuery.NONE).POST(BodyPublishers.noBody()).build(), false);
  }

  /** Calls a procedure with bytes. */
  public DataMap upload(Nsid method, XrpcQuery parameters, XrpcUpload upload) {
    return transport.json(
        () ->
            request(method, parameters)
                .timeout(limit(upload))
                .header("Content-Type", upload.contentType())
                .POST(publisher(upload))
                .build(),
        false);
  }

  /**
   * Calls a query that answers with bytes, following redirects; a token goes to no other server
   * than this.
   */
  public XrpcDownload download(Nsid method, XrpcQuery parameters) {
    return transport.download(() -> request(method, parameters).GET().build());
  }

  /**
   * Like {@link #download(Nsid, XrpcQuery)}, without the first {@code offset} bytes. A server may
   * send all of them in spite of that; {@link XrpcDownload#offset} tells.
   */
  public XrpcDownload download(Nsid method, XrpcQuery parameters, long offset) {
    if (offset == 0) {
      return download(method, parameters);
    }
    return transport.download(
        () -> request(method, parameters).header("Range", "bytes=" + offset + "-").GET().build());
  }

  /**
   * Calls a query that answers with an address: in the field {@code url}, or as a redirect, which
   * is not followed.
   */
  public URI locate(Nsid method, XrpcQuery parameters) {
    return transport.location(() -> request(method, parameters).GET().build());
  }

  /**
   * Asks what a query that answers with bytes would answer, without the bytes.
   *
   * @return how many they are; refused as the query itself would be
   */
  public OptionalLong head(Nsid method, XrpcQuery parameters) {
    return transport.head(() -> request(method, parameters).HEAD().build());
  }

  /**
   * PUTs bytes to an address that a method gave, such as that of an upload's part. The address
   * carries its own permission: no token is sent.
   *
   * @return the answer's headers, such as {@code ETag}
   */
  public HttpHeaders put(URI address, XrpcUpload upload) {
    return transport.put(
        () ->
            HttpRequest.newBuilder(base.resolve(address))
                .timeout(limit(upload))
                .header("Content-Type", upload.contentType())
                .PUT(publisher(upload))
                .build());
  }

  private HttpRequest.Builder request(Nsid method, XrpcQuery parameters) {
    URI uri = base.resolve(XrpcRouter.PREFIX + method + parameters.toUriPart());
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(transport.answerTimeout());
    tokens.token(method).ifPresent(token -> request.header("Authorization", "Bearer " + token));
    return request;
  }

  /** The HTTP client's time limit counts the sending of the body, which may take its time. */
  private Duration limit(XrpcUpload upload) {
    return transport.answerTimeout().plusSeconds(upload.length() / MIN_BYTES_PER_SECOND);
  }

  private static BodyPublisher publisher(XrpcUpload upload) {
    return upload.length() == 0 ? BodyPublishers.noBody() : upload.body().get();
  }

  /** Collects what a client needs. */
  public static final class Builder {
    private final URI base;
    private TokenSource tokens = TokenSource.NONE;
    private Duration answerTimeout = Duration.ofSeconds(30);
    private Duration stallTimeout = Duration.ofSeconds(60);
    private Duration retryPause = Duration.ofMillis(250);
    private int retries = 2;
    private Optional<HttpClient> http = Optional.empty();
    private Function<URI, Optional<String>> guard = _ -> Optional.empty();

    private Builder(URI base) {
      this.base = base;
    }

    /** Sends tokens with calls. */
    public Builder tokens(TokenSource tokens) {
      this.tokens = tokens;
      return this;
    }

    /**
     * How long the headers of an answer may take, once what was to be sent is sent; 30 s unless
     * set. A call that takes longer is not repeated.
     */
    public Builder answerTimeout(Duration timeout) {
      this.answerTimeout = timeout;
      return this;
    }

    /** How long a download may stand still; 60 s unless set. */
    public Builder stallTimeout(Duration timeout) {
      this.stallTimeout = timeout;
      return this;
    }

    /** How often what may be repeated is repeated, and how long after; twice, 250 ms then 500. */
    public Builder retries(int retries, Duration pause) {
      this.retries = retries;
      this.retryPause = pause;
      return this;
    }

    /** Uses this HTTP client, which must not follow redirects, rather than the shared one. */
    public Builder http(HttpClient http) {
      this.http = Optional.of(http);
      return this;
    }

    /**
     * Looks at every address before it is called, those of redirects and of parts among them.
     *
     * @param objection why an address may not be called; empty if it may
     */
    public Builder guard(Function<URI, Optional<String>> objection) {
      this.guard = objection;
      return this;
    }

    /** The client. */
    public XrpcClient build() {
      XrpcTransport transport =
          new XrpcTransport(
              http.orElseGet(XrpcTransport::shared),
              answerTimeout,
              stallTimeout,
              retries,
              retryPause,
              guard);
      return new XrpcClient(base, transport, tokens);
    }
  }
}
