package dev.orlop.atproto.identity;

import dev.orlop.atproto.identity.KeptConnections.Connection;
import dev.orlop.atproto.identity.KeptConnections.Origin;
import java.io.IOException;
import java.net.IDN;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * GET from a host that somebody else named, under a {@link NetworkPolicy}: the name is resolved
 * once, all its addresses are checked, the connection goes to one of these, and TLS still verifies
 * the name. Bounded in bytes, redirects and time. Connections are used again for a while.
 */
public final class GuardedHttp {
  /** Fetches under way at once; more wait, within their time. */
  private static final int MAX_CONCURRENT = 128;

  private static final int MAX_ADDRESSES_TRIED = 3;

  private final NetworkPolicy policy;
  private final AddressLookup lookup;
  private final SSLSocketFactory tls;
  private final Semaphore places = new Semaphore(MAX_CONCURRENT);
  private final KeptConnections connections = new KeptConnections();

  /** With the system's resolver and trusted certificates. */
  public GuardedHttp(NetworkPolicy policy) {
    this(policy, AddressLookup.SYSTEM, (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  /** With another resolver, or other certificates to trust. */
  public GuardedHttp(NetworkPolicy policy, AddressLookup lookup, SSLSocketFactory tls) {
    this.policy = policy;
    this.lookup = lookup;
    this.tls = tls;
  }

  /** The policy it works under. */
  public NetworkPolicy policy() {
    return policy;
  }

  /** Fetches {@code uri}; what goes wrong is a result, not an exception. */
  public HttpResult get(URI uri, HttpFetch fetch) {
    // On a thread of its own: an interrupt closes a virtual thread's socket, so the time limit
    // holds
    // against a server that sends a byte now and then.
    FutureTask<HttpResult> task = new FutureTask<>(() -> follow(uri, fetch));
    Thread.ofVirtual().name("fetch").start(task);
    try {
      return task.get(fetch.timeout().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      task.cancel(true);
      return new HttpResult.Failed("no answer within " + fetch.timeout().toMillis() + " ms");
    } catch (InterruptedException _) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      return new HttpResult.Failed("interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException("the fetch broke", e.getCause());
    }
  }

  private HttpResult follow(URI first, HttpFetch fetch) throws InterruptedException {
    places.acquire();
    try {
      URI uri = first;
      for (int hop = 0; hop <= fetch.maxRedirects(); hop++) {
        Optional<String> objection = policy.objection(uri);
        if (objection.isPresent()) {
          return new HttpResult.Blocked(objection.get());
        }
        HttpAnswerReader.Parsed answer = exchange(uri, fetch);
        if (!isRedirect(answer.status())) {
          return new HttpResult.Answer(answer.status(), answer.headers(), answer.body());
        }
        uri = uri.resolve(URI.create(answer.header("location").orElse("")));
      }
      return new HttpResult.Failed("too many redirects");
    } catch (BlockedException e) {
      return new HttpResult.Blocked(e.reason);
    } catch (UnknownHostException _) {
      return new HttpResult.Failed("no such host");
    } catch (IOException | IllegalArgumentException e) {
      return new HttpResult.Failed(e.getClass().getSimpleName() + ": " + e.getMessage());
    } finally {
      places.release();
    }
  }

  private static boolean isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  private HttpAnswerReader.Parsed exchange(URI uri, HttpFetch fetch)
      throws IOException, BlockedException {
    boolean secure = uri.getScheme().equalsIgnoreCase("https");
    int port = uri.getPort() != -1 ? uri.getPort() : secure ? 443 : 80;
    Origin origin = Origin.of(secure, asciiHost(uri.getHost()), port);
    Optional<HttpAnswerReader.Parsed> quick = exchangeOnKept(origin, uri, fetch);
    return quick.isPresent() ? quick.get() : exchangeAnew(origin, uri, fetch);
  }

  /** Empty when there is no such connection, or the server has ended it meanwhile. */
  private Optional<HttpAnswerReader.Parsed> exchangeOnKept(Origin origin, URI uri, HttpFetch fetch)
      throws IOException {
    Optional<Connection> kept = connections.take(origin);
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    boolean answers = false;
    try {
      kept.get().send(request(uri, fetch), fetch.timeout());
      answers = kept.get().awaitAnswer();
    } catch (SocketTimeoutException e) {
      kept.get().close();
      throw e;
    } catch (IOException _) {
      // As if it had ended: a GET may be sent again.
    }
    if (!answers) {
      kept.get().close();
      return Optional.empty();
    }
    return Optional.of(read(kept.get(), origin, fetch));
  }

  private HttpAnswerReader.Parsed exchangeAnew(Origin origin, URI uri, HttpFetch fetch)
      throws IOException, BlockedException {
    Connection connection =
        new Connection(connect(origin, checkedAddresses(origin.host()), fetch.timeout()));
    try {
      connection.send(request(uri, fetch), fetch.timeout());
    } catch (IOException e) {
      connection.close();
      throw e;
    }
    return read(connection, origin, fetch);
  }

  private HttpAnswerReader.Parsed read(Connection connection, Origin origin, HttpFetch fetch)
      throws IOException {
    boolean whole = false;
    try {
      HttpAnswerReader.Parsed answer =
          new HttpAnswerReader(connection.in(), fetch.maxBodyBytes()).read();
      // What comes unasked is nothing to begin with.
      whole = answer.isWhole() && connection.in().available() == 0;
      return answer;
    } finally {
      if (whole) {
        connections.keep(origin, connection);
      } else {
        connection.close();
      }
    }
  }

  private Socket connect(Origin origin, List<InetAddress> addresses, Duration timeout)
      throws IOException {
    Socket plain = connect(addresses, origin.port(), timeout);
    if (!origin.secure()) {
      return plain;
    }
    try {
      plain.setSoTimeout(Math.toIntExact(timeout.toMillis()));
      return secured(plain, origin.host(), origin.port());
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  private static String asciiHost(String host) {
    return host.startsWith("[") ? host : IDN.toASCII(host).toLowerCase(Locale.ROOT);
  }

  /** The addresses of {@code host}, all of which are allowed: one that is not spoils the rest. */
  private List<InetAddress> checkedAddresses(String host)
      throws UnknownHostException, BlockedException {
    if (policy.isLocalName(host)) {
      return List.of(InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1}));
    }
    List<InetAddress> addresses = lookup.lookup(host);
    for (InetAddress address : addresses) {
      if (!policy.allows(address)) {
        throw new BlockedException("the host's address is not public");
      }
    }
    return addresses.subList(0, Math.min(addresses.size(), MAX_ADDRESSES_TRIED));
  }

  private static Socket connect(List<InetAddress> addresses, int port, Duration timeout)
      throws IOException {
    List<IOException> failures = new ArrayList<>();
    int perAddressMillis = Math.toIntExact(timeout.toMillis()) / Math.max(1, addresses.size());
    for (InetAddress address : addresses) {
      Socket socket = new Socket(Proxy.NO_PROXY);
      try {
        socket.connect(new InetSocketAddress(address, port), Math.max(1, perAddressMillis));
        return socket;
      } catch (IOException e) {
        socket.close();
        failures.add(e);
        if (e instanceof SocketTimeoutException && Thread.currentThread().isInterrupted()) {
          break;
        }
      }
    }
    throw failures.isEmpty() ? new UnknownHostException("no address") : failures.getLast();
  }

  private Socket secured(Socket plain, String host, int port) throws IOException {
    SSLSocket socket = (SSLSocket) tls.createSocket(plain, host, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static byte[] request(URI uri, HttpFetch fetch) {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String authority = asciiHost(uri.getHost()) + (uri.getPort() == -1 ? "" : ":" + uri.getPort());
    return ("GET "
            + path
            + query
            + " HTTP/1.1\r\n"
            + "Host: "
            + authority
            + "\r\n"
            + "User-Agent: orlop\r\n"
            + "Accept: "
            + fetch.accept()
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Carries the guard's refusal out of an exchange. */
  private static final class BlockedException extends Exception {
    private final String reason;

    BlockedException(String reason) {
      super(reason);
      this.reason = reason;
    }
  }
}
