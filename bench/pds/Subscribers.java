import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what a firehose delivers. Frames are read from the socket and not looked into, so that the
 * server is what is measured.
 *
 * <pre>
 * java Subscribers.java live     URL SUBSCRIBERS EVENTS TOKEN BODY-FILE
 * java Subscribers.java backfill URL SUBSCRIBERS EVENTS
 * </pre>
 *
 * <p>{@code live}: 16 clients make EVENTS records while all listen. {@code backfill}: each listens
 * from cursor 0 until it has EVENTS; one alone does it several times, and the median counts.
 * Prints: delivered events per second, bytes per second.
 */
final class Subscribers {
  private static final int WRITERS = 16;
  private static final int LONE_PASSES = 5;
  private static final long MAX_SECONDS = 120;

  private final URI server;
  private final int events;
  private final AtomicLong frames = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final CountDownLatch done;

  private Subscribers(URI server, int subscribers, int events) {
    this.server = server;
    this.events = events;
    this.done = new CountDownLatch(subscribers);
  }

  public static void main(String[] args) throws Exception {
    URI server = URI.create(args[1]);
    int count = Integer.parseInt(args[2]);
    int events = Integer.parseInt(args[3]);
    Rate rate =
        args[0].equals("live")
            ? new Subscribers(server, count, events)
                .live(count, args[4], Files.readString(Path.of(args[5])))
            : backfills(server, count, events);
    System.out.printf("%.0f %.0f%n", rate.events(), rate.bytes());
    System.exit(0);
  }

  /** A second. */
  private record Rate(double events, double bytes) {}

  /** Alone a subscriber is done before its own code is compiled, so its passes are several. */
  private static Rate backfills(URI server, int count, int events) throws Exception {
    List<Rate> rates = new ArrayList<>();
    for (int pass = 0; pass < (count == 1 ? LONE_PASSES : 1); pass++) {
      rates.add(new Subscribers(server, count, events).backfill(count));
    }
    rates.sort(Comparator.comparingDouble(Rate::events));
    return rates.get(rates.size() / 2);
  }

  private Rate live(int count, String token, String body) throws Exception {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sockets.add(open(""));
    }
    // Who has been answered the handshake may not be among the listeners yet.
    settle(sockets, token, body);
    long start = System.nanoTime();
    write(events, token, body);
    return finish(start);
  }

  /** Writes until everybody has seen an event, and has seen the last of them. */
  private void settle(List<Socket> sockets, String token, String body) throws Exception {
    List<Listener> listeners =
        sockets.stream().map(socket -> new Listener(socket, Integer.MAX_VALUE)).toList();
    while (listeners.stream().anyMatch(listener -> listener.seen.get() == 0)) {
      write(1, token, body);
      Thread.sleep(100);
    }
    Thread.sleep(1000);
    listeners.forEach(Listener::begin);
  }

  private Rate backfill(int count) throws Exception {
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      new Listener(open("?cursor=0"), 0);
    }
    return finish(start);
  }

  private Rate finish(long start) throws InterruptedException {
    if (!done.await(MAX_SECONDS, TimeUnit.SECONDS)) {
      System.err.println("only " + frames.get() + " events came in " + MAX_SECONDS + " seconds");
      System.exit(1);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Rate(frames.get() / seconds, bytes.get() / seconds);
  }

  private Socket open(String query) throws IOException {
    Socket socket = new Socket(server.getHost(), server.getPort());
    String request =
        "GET /xrpc/com.atproto.sync.subscribeRepos" + query + " HTTP/1.1\r\nHost: "
            + server.getAuthority()
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** Reads one socket until it has as many events as are wanted. */
  private final class Listener {
    final AtomicInteger seen = new AtomicInteger();
    private volatile int from;

    Listener(Socket socket, int from) {
      this.from = from;
      Thread.ofVirtual().start(() -> read(socket));
    }

    /** From here on, events count. */
    void begin() {
      from = seen.get();
    }

    private void read(Socket socket) {
      try (DataInputStream in =
          new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16))) {
        skipHeaders(in);
        boolean finished = false;
        while (true) {
          int opcode = in.readUnsignedByte() & 0x0f;
          long length = in.readUnsignedByte() & 0x7f;
          length = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
          in.skipNBytes(length);
          if (opcode == 8) {
            System.err.println("a subscriber was closed");
            return;
          }
          if (opcode == 2 && !finished) {
            finished = count(length);
            if (finished && from == 0) {
              return; // what is left of a backfill would only be in the way of the next
            }
          }
        }
      } catch (IOException e) {
        System.err.println(e);
      }
    }

    private boolean count(long length) {
      if (seen.incrementAndGet() <= from) {
        return false;
      }
      frames.incrementAndGet();
      bytes.addAndGet(length);
      boolean all = seen.get() - from == events;
      if (all) {
        done.countDown();
      }
      return all;
    }

    private static void skipHeaders(DataInputStream in) throws IOException {
      StringBuilder headers = new StringBuilder();
      while (headers.indexOf("\r\n\r\n") < 0) {
        headers.append((char) in.readUnsignedByte());
      }
      if (!headers.toString().startsWith("HTTP/1.1 101")) {
        throw new IOException(headers.toString());
      }
    }
  }

  private void write(int count, String token, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve("/xrpc/com.atproto.repo.createRecord"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    AtomicInteger left = new AtomicInteger(count);
    List<Thread> writers = new ArrayList<>();
    HttpClient client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    for (int i = 0; i < Math.min(WRITERS, count); i++) {
      writers.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (left.getAndDecrement() > 0) {
                      send(client, request);
                    }
                  }));
    }
    for (Thread writer : writers) {
      writer.join();
    }
  }

  private static void send(HttpClient client, HttpRequest request) {
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(answer.statusCode() + " " + answer.body());
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
