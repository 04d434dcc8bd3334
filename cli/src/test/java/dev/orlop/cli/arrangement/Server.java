package dev.orlop.cli.arrangement;

import dev.orlop.cli.Main;
import dev.orlop.testkit.ChildJvm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command of ours that serves, in a process of its own that may be killed or stopped. */
final class Server implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final ChildJvm jvm;
  private final List<String> command;
  private final Map<String, String> environment;
  private final URI health;
  private final Path log;
  private Process process;

  /**
   * Starts it; {@link #awaitReady} returns when it answers.
   *
   * @param health what answers 200 once it serves
   * @param log what it says
   */
  Server(ChildJvm jvm, List<String> command, Map<String, String> environment, URI health, Path log)
      throws IOException {
    this.jvm = jvm;
    this.command = command;
    this.environment = environment;
    this.health = health;
    this.log = log;
    this.process = launch();
  }

  private Process launch() throws IOException {
    return jvm.start(Main.class, command, environment, log);
  }

  /** Where it is. */
  URI health() {
    return health;
  }

  /** At its own address, past whatever balances. */
  URI address() {
    return health.resolve("/");
  }

  void awaitReady() throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (!answers(http, health)) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new AssertionError(String.join(" ", command) + ": " + Files.readString(log));
        }
        TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
      }
    }
  }

  static boolean answers(HttpClient http, URI health) throws InterruptedException {
    try {
      HttpRequest ask = HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(1)).build();
      return http.send(ask, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException _) {
      return false;
    }
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Starts it again after {@link #kill}. */
  void restart() throws IOException {
    process = launch();
  }

  /** SIGSTOP: connections stay open, and nothing is answered. */
  void freeze() throws IOException, InterruptedException {
    signal("-STOP");
  }

  /** SIGCONT. */
  void thaw() throws IOException, InterruptedException {
    signal("-CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    int code = new ProcessBuilder("kill", name, Long.toString(process.pid())).start().waitFor();
    if (code != 0) {
      throw new IllegalStateException("kill " + name + ": " + code);
    }
  }

  /** SIGTERM, and its end. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
