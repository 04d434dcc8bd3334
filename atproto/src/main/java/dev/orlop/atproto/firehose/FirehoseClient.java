package dev.orlop.atproto.firehose;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Takes a firehose, frame by frame, on the thread of whoever asks for the next. What is not asked
 * for soon stays at the server: no more than a few megabytes wait here.
 *
 * <p>It reads from the connection by itself: the JDK's WebSocket now and then loses bytes that come
 * right behind the server's consent, as a replay's do (docs/gotchas.md).
 */
public final class FirehoseClient implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final int BUFFER_BYTES = 64 << 10;
  private static final String PATH = "/xrpc/com.atproto.sync.subscribeRepos";

  private final SocketChannel channel;
  private final InputStream in;
  private final MessageReader messages;
  private final FrameInbox inbox = new FrameInbox();

  private FirehoseClient(SocketChannel channel, InputStream in, OutputStream out) {
    this.channel = channel;
    this.in = in;
    this.messages = new MessageReader(in, out);
  }

  /**
   * Connects.
   *
   * @param service such as {@code https://pds.example.com}
   * @param cursor the seq of the last event that is known; empty for those alone that are to come
   * @throws FirehoseException if it cannot be had
   */
  public static FirehoseClient connect(URI service, OptionalLong cursor)
      throws InterruptedException {
    SocketChannel channel = open();
    boolean connected = false;
    try {
      Socket socket = socket(channel, service);
      socket.setSoTimeout(Math.toIntExact(CONNECT.toMillis()));
      InputStream in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
      OutputStream out = socket.getOutputStream();
      Upgrade.request(in, out, service.getRawAuthority(), target(cursor));
      // A server that is silent is found out by who waits for it.
      socket.setSoTimeout(0);
      FirehoseClient client = new FirehoseClient(channel, in, out);
      Thread unused = Thread.ofVirtual().name("firehose").start(client::read);
      connected = true;
      return client;
    } catch (ClosedByInterruptException _) {
      boolean unused = Thread.interrupted();
      throw new InterruptedException();
    } catch (IOException e) {
      throw new FirehoseException("no connection to " + service, e);
    } finally {
      if (!connected) {
        abort(channel);
      }
    }
  }

  private static SocketChannel open() {
    try {
      return SocketChannel.open();
    } catch (IOException e) {
      throw new FirehoseException("no socket can be had", e);
    }
  }

  private static Socket socket(SocketChannel channel, URI service) throws IOException {
    boolean secure = "https".equals(service.getScheme());
    String host = service.getHost();
    int port = service.getPort() >= 0 ? service.getPort() : secure ? 443 : 80;
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new IOException("nobody knows " + host);
    }
    Socket plain = channel.socket();
    plain.connect(address, Math.toIntExact(CONNECT.toMillis()));
    return secure ? secured(plain, host, port) : plain;
  }

  private static Socket secured(Socket plain, String host, int port) throws IOException {
    plain.setSoTimeout(Math.toIntExact(CONNECT.toMillis()));
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    SSLSocket socket = (SSLSocket) factory.createSocket(plain, host, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static String target(OptionalLong cursor) {
    return PATH + (cursor.isPresent() ? "?cursor=" + cursor.getAsLong() : "");
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

  private void read() {
    try {
      while (true) {
        int first = in.read();
        if (first < 0) {
          throw new EOFException("without a word");
        }
        inbox.heard();
        Optional<byte[]> message = messages.frame(first);
        inbox.heard();
        if (message.isPresent()) {
          inbox.put(message.get());
        }
      }
    } catch (MessageReader.EndedException | InterruptedException _) {
      inbox.end();
    } catch (FirehoseException e) {
      inbox.fail(e);
    } catch (IOException e) {
      inbox.fail(new FirehoseException("the stream broke off", e));
    } finally {
      abort(channel);
    }
  }

  /** Breaks off. */
  @Override
  public void close() {
    inbox.end();
    abort(channel);
  }

  private static void abort(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException _) {
      // It is of no use any more either way.
    }
  }
}
