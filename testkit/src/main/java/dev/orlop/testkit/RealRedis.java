package dev.orlop.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.embedded.core.ExecutableProvider;

/**
 * A Redis server of its own on a free port of this machine, with nothing in it. It comes with the
 * tests, so they need none that is installed; and it ends with them, however they end: a shell
 * stands between, which waits for the end of its input, and that is the end of this process.
 */
public final class RealRedis implements AutoCloseable {
  private static final String GUARD =
      """
      "$@" </dev/null >/dev/null 2>&1 &
      echo $!
      read -r end
      kill -9 $!
      """;

  private static final int TRIES = 200;

  private final List<String> settings;
  private final int port;
  private Process guard;
  private long pid;

  private RealRedis(int port, List<String> settings) {
    this.port = port;
    this.settings = settings;
    this.guard = launch();
    this.pid = firstLine();
    awaitAnswer();
  }

  /**
   * Starts one; when this returns, it answers.
   *
   * @param settings more of them, as on its command line: {@code "--requirepass", "secret"}
   */
  public static RealRedis start(String... settings) {
    return new RealRedis(freePort(), List.of(settings));
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The program, unpacked once for all tests of a run. */
  private static final class Program {
    static final Path FILE = unpack();

    private static Path unpack() {
      try {
        Path folder = Files.createTempDirectory("redis-");
        Path file = ExecutableProvider.newJarResourceProvider(folder.toFile()).get().toPath();
        file.toFile().deleteOnExit();
        folder.toFile().deleteOnExit();
        return file;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Process launch() {
    List<String> command = new ArrayList<>(List.of("sh", "-c", GUARD, "sh"));
    command.add(Program.FILE.toString());
    command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
    command.addAll(List.of("--save", "", "--appendonly", "no", "--daemonize", "no"));
    command.addAll(settings);
    try {
      return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long firstLine() {
    try {
      BufferedReader reader = guard.inputReader(StandardCharsets.US_ASCII);
      return Long.parseLong(reader.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitAnswer() {
    for (int i = 0; i < TRIES; i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
        // A plus, or a minus if it wants a password first.
        if (socket.getInputStream().read() > 0) {
          return;
        }
      } catch (IOException _) {
        pause();
      }
    }
    close();
    throw new IllegalStateException("Redis did not start on port " + port);
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(25);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where it listens, on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** Its address as a setting has it. */
  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** Stops it where it stands: connections stay open, and nothing is answered. */
  public void freeze() {
    signal("-STOP");
  }

  /** Lets it go on. */
  public void thaw() {
    signal("-CONT");
  }

  /** Ends it at once. */
  public void kill() {
    signal("-KILL");
    awaitSilence();
  }

  /** Starts it again on its port after {@link #kill}, with nothing in it. */
  public void restart() {
    guard.destroy();
    guard = launch();
    pid = firstLine();
    awaitAnswer();
  }

  private void awaitSilence() {
    for (int i = 0; i < TRIES; i++) {
      try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        pause();
      } catch (IOException _) {
        return;
      }
    }
    throw new IllegalStateException("Redis did not end");
  }

  private void signal(String name) {
    try {
      int code = new ProcessBuilder("kill", name, Long.toString(pid)).start().waitFor();
      if (code != 0) {
        throw new IllegalStateException("kill " + name + " " + pid + ": " + code);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      guard.outputWriter(StandardCharsets.US_ASCII).close();
      guard.waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
