package dev.orlop.atproto.firehose;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Takes a firehose, frame by frame, on the thread of whoever asks for the next. What is not asked
 * for soon stays at the server: no more than a few megabytes wait here.
 */
public final class FirehoseClient implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final String PATH = "/xrpc/com.atproto.sync.subscribeRepos";

  private final WebSocket socket;
  private final FrameInbox inbox;

  private FirehoseClient(WebSocket socket, FrameInbox inbox) {
    this.socket = socket;
    this.inbox = inbox;
  }

  /**
   * Connects.
   *
   * @param service such as {@code https://pds.example.com}
   * @param cursor the seq of the last event that is known; empty for those alone that are to come
   * @throws FirehoseException if it cannot be had
   */
  public static FirehoseClient connect(HttpClient http, URI service, OptionalLong cursor)
      throws InterruptedException {
    FrameInbox inbox = new FrameInbox();
    try {
      WebSocket socket =
          http.newWebSocketBuilder()
              .connectTimeout(CONNECT)
              .buildAsync(address(service, cursor), inbox)
              .get(CONNECT.toSeconds() * 2, TimeUnit.SECONDS);
      return new FirehoseClient(socket, inbox);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        int status = refused.getResponse().statusCode();
        throw new FirehoseException(service + " refused with " + status, refused);
      }
      throw new FirehoseException("no connection to " + service, e);
    } catch (TimeoutException e) {
      throw new FirehoseException("no connection to " + service, e);
    }
  }

  private static URI address(URI service, OptionalLong cursor) {
    String scheme = "https".equals(service.getScheme()) ? "wss" : "ws";
    String query = cursor.isPresent() ? "?cursor=" + cursor.getAsLong() : "";
    return URI.create(scheme + "://" + service.getRawAuthority() + PATH + query);
  }

  /**
   * Waits for the next frame; empty when the server has ended the stream.
   *
   * @param silence how long the server may say nothing at all, not even a ping
   * @throws FirehoseException if the stream broke off, or nothing came
   * @throws FrameFormatException if something else than a frame came
   */
  public Optional<Frame> next(Duration silence) throws InterruptedException {
    return nextMessage(silence).map(Frame::decode);
  }

  /** The same as bytes. */
  public Optional<byte[]> nextMessage(Duration silence) throws InterruptedException {
    return inbox.take(silence);
  }

  /** Breaks off. */
  @Override
  public void close() {
    socket.abort();
    inbox.end();
  }
}
