package dev.orlop.hold.blob.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/** Stands before an S3 and does to requests and answers what a rule says. One request a line. */
public final class FaultyS3 implements AutoCloseable {
  /** A request as it came. */
  public record Request(String verb, String target) {}

  /** What becomes of a request. */
  public sealed interface Fault {
    /** Nothing. */
    record Pass() implements Fault {}

    /** The S3 does not get it, and this is answered. */
    record Answer(int status, String code) implements Fault {}

    /** The S3 does it, and nobody hears of it. */
    record Deaf() implements Fault {}

    /** The answer's body breaks off; the headers have promised more. */
    record Cut(int afterBytes) implements Fault {}

    /** Nothing comes back, and the connection stays. */
    record Silent() implements Fault {}

    /** A byte of the request's body is another. */
    record WrongRequest() implements Fault {}

    /** A byte of the answer's body is another. */
    record WrongAnswer() implements Fault {}
  }

  /** Passes everything on. */
  public static final Fault PASS = new Fault.Pass();

  private final ServerSocket listener;
  private final URI target;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<Request> seen = new CopyOnWriteArrayList<>();
  private volatile Function<Request, Fault> rule = _ -> PASS;

  private FaultyS3(URI target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** Stands before the S3 at an address. */
  public static FaultyS3 before(URI endpoint) {
    try {
      return new FaultyS3(endpoint);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /** From now on. */
  public void rule(Function<Request, Fault> next) {
    rule = next;
  }

  /** What was asked so far. */
  public List<Request> seen() {
    return List.copyOf(seen);
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException _) {
      // Closed.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      String head = readHead(in);
      if (head.isEmpty()) {
        return;
      }
      String[] line = head.substring(0, head.indexOf('\r')).split(" ", -1);
      Request request = new Request(line[0], line[1]);
      seen.add(request);
      byte[] body = in.readNBytes(length(head));
      answer(request, head, body, socket.getOutputStream());
    } catch (IOException _) {
      // The client went away, or is to believe that we did.
    } finally {
      open.remove(socket);
    }
  }

  private void answer(Request request, String head, byte[] body, OutputStream out)
      throws IOException {
    Fault fault = rule.apply(request);
    switch (fault) {
      case Fault.Answer(int status, String code) -> {
        refuse(request, status, code, out);
        return;
      }
      case Fault.Silent() -> {
        awaitClosed();
        return;
      }
      case Fault.WrongRequest() -> spoil(body);
      case Fault.Pass _, Fault.Deaf _, Fault.Cut _, Fault.WrongAnswer _ -> {}
    }
    try (Socket upstream = new Socket(target.getHost(), target.getPort())) {
      OutputStream to = upstream.getOutputStream();
      to.write(once(head).getBytes(ISO_8859_1));
      to.write(body);
      to.flush();
      InputStream from = upstream.getInputStream();
      String answer = readHead(from);
      byte[] bytes = request.verb().equals("HEAD") ? new byte[0] : from.readAllBytes();
      if (fault instanceof Fault.Deaf) {
        return;
      }
      if (fault instanceof Fault.WrongAnswer) {
        spoil(bytes);
      }
      int count =
          fault instanceof Fault.Cut(int after) ? Math.min(after, bytes.length) : bytes.length;
      out.write(answer.getBytes(ISO_8859_1));
      out.write(bytes, 0, count);
      out.flush();
    }
  }

  private static void spoil(byte[] bytes) {
    if (bytes.length > 0) {
      bytes[bytes.length / 2] ^= 1;
    }
  }

  private void awaitClosed() {
    try {
      closed.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void refuse(Request request, int status, String code, OutputStream out)
      throws IOException {
    String body = "<Error><Code>" + code + "</Code><Message>made up</Message></Error>";
    String head =
        "HTTP/1.1 %d X\r\nContent-Type: application/xml\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(status, body.length());
    out.write((head + (request.verb().equals("HEAD") ? "" : body)).getBytes(ISO_8859_1));
    out.flush();
  }

  /** The same head, of a request that is the only one on its connection. */
  private static String once(String head) {
    StringBuilder text = new StringBuilder();
    for (String line : head.split("\r\n", -1)) {
      if (!line.isEmpty() && !line.toLowerCase(Locale.ROOT).startsWith("connection:")) {
        text.append(line).append("\r\n");
      }
    }
    return text.append("Connection: close\r\n\r\n").toString();
  }

  private static int length(String head) {
    for (String line : head.split("\r\n", -1)) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        return Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
      }
    }
    return 0;
  }

  private static String readHead(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int last = 0;
    int next;
    while ((next = in.read()) >= 0) {
      head.write(next);
      last = last << 8 | next;
      if (last == 0x0d0a0d0a) {
        break;
      }
    }
    return head.toString(ISO_8859_1);
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      listener.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
