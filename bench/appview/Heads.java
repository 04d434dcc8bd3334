import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;

/** HEAD requests per second over 32 connections; wrk waits for a body that does not come. */
class Heads {
  private static final int CONNECTIONS = 32;

  public static void main(String[] args) throws Exception {
    URI uri = URI.create(args[0]);
    long nanos = Long.parseLong(args[1]) * 1_000_000_000L;
    String token = args.length > 2 ? "Authorization: Bearer " + args[2] + "\r\n" : "";
    byte[] request =
        ("HEAD " + uri.getPath() + " HTTP/1.1\r\nHost: " + uri.getAuthority() + "\r\n" + token + "\r\n")
            .getBytes();
    AtomicLong answers = new AtomicLong();
    long start = System.nanoTime();
    Thread[] threads = new Thread[CONNECTIONS];
    for (int i = 0; i < CONNECTIONS; i++) {
      threads[i] =
          Thread.ofVirtual().start(() -> answers.addAndGet(ask(uri, request, start + nanos)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.printf("%.2f%n", answers.get() * 1e9 / (System.nanoTime() - start));
  }

  private static long ask(URI uri, byte[] request, long end) {
    long count = 0;
    byte[] buffer = new byte[8192];
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.setTcpNoDelay(true);
      InputStream in = socket.getInputStream();
      while (System.nanoTime() < end) {
        socket.getOutputStream().write(request);
        int length = 0;
        while (!ends(buffer, length)) {
          int read = in.read(buffer, length, buffer.length - length);
          if (read < 0) {
            throw new IllegalStateException("closed");
          }
          length += read;
        }
        if (!new String(buffer, 0, length).startsWith("HTTP/1.1 200")) {
          throw new IllegalStateException(new String(buffer, 0, length));
        }
        count++;
      }
      return count;
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static boolean ends(byte[] buffer, int length) {
    return length >= 4
        && buffer[length - 4] == '\r'
        && buffer[length - 3] == '\n'
        && buffer[length - 2] == '\r'
        && buffer[length - 1] == '\n';
  }
}
