package dev.orlop.appview.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A headless Chromium, told what to do over its DevTools protocol. Of the messages only a few
 * fields matter, which are looked for in the text; what may hold anything travels in base64.
 */
final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome-stable", "google-chrome");
  private static final Pattern LISTENING = Pattern.compile("DevTools listening on (ws://\\S+)");
  private static final int PATIENCE_SECONDS = 60;

  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();
  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private final WebSocket socket;
  private final List<String> seen = new ArrayList<>();
  private String session = "";
  private int lastId;

  /** How a page is looked at. */
  record View(int width, int height, String colors) {
    static final View DESK = new View(1200, 900, "light");
    static final View DARK = new View(1200, 900, "dark");
    static final View PHONE = new View(390, 844, "light");
  }

  /**
   * A page as the browser has it.
   *
   * @param html of the whole document
   * @param requests the addresses that it asked for, its own first
   * @param complaints what stands in the console
   * @param width how wide the page is, in pixels
   */
  record Visit(
      String html, List<String> requests, List<String> complaints, int width, byte[] picture) {}

  /** The program, if it is installed. */
  static Optional<Path> find() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return NAMES.stream()
        .flatMap(name -> Arrays.stream(path.split(":")).map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  Chromium(Path program, Path profile) throws IOException {
    process =
        new ProcessBuilder(
                program.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    socket = http.newWebSocketBuilder().buildAsync(URI.create(address()), new Listener()).join();
  }

  private String address() throws IOException {
    BufferedReader errors = process.errorReader(StandardCharsets.UTF_8);
    for (String line = errors.readLine(); line != null; line = errors.readLine()) {
      Matcher listening = LISTENING.matcher(line);
      if (listening.find()) {
        Thread.ofVirtual().start(() -> errors.lines().forEach(_ -> {}));
        return listening.group(1);
      }
    }
    throw new IOException("Chromium ended before it listened");
  }

  /** Puts the parts of messages together. */
  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(
        WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        messages.add(text.toString());
        text.setLength(0);
      }
      webSocket.request(1);
      return null;
    }
  }

  /** Opens a page in a tab of its own, until it is loaded. */
  Visit visit(URI page, View view) {
    seen.clear();
    session = "";
    String target = field(call("Target.createTarget", "\"url\":\"about:blank\""), "targetId");
    String attached =
        call("Target.attachToTarget", "\"targetId\":\"" + target + "\",\"flatten\":true");
    session = field(attached, "sessionId");
    Stream.of("Page.enable", "Network.enable", "Log.enable", "Runtime.enable")
        .forEach(method -> call(method, ""));
    call(
        "Emulation.setDeviceMetricsOverride",
        "\"width\":%d,\"height\":%d,\"deviceScaleFactor\":1,\"mobile\":%b"
            .formatted(view.width(), view.height(), view.width() < 500));
    call(
        "Emulation.setEmulatedMedia",
        "\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"%s\"}]"
            .formatted(view.colors()));
    call("Page.navigate", "\"url\":\"" + page + "\"");
    await(message -> message.contains("\"Page.loadEventFired\""));
    String html =
        evaluate("btoa(unescape(encodeURIComponent(document.documentElement.outerHTML)))");
    int width = Integer.parseInt(evaluate("'' + document.documentElement.scrollWidth"));
    byte[] picture =
        Base64.getDecoder()
            .decode(
                field(call("Page.captureScreenshot", "\"captureBeyondViewport\":true"), "data"));
    Visit visit =
        new Visit(
            new String(Base64.getDecoder().decode(html), StandardCharsets.UTF_8),
            found(
                "Network.requestWillBeSent", Pattern.compile("\"request\":\\{\"url\":\"([^\"]*)")),
            found(
                "Log.entryAdded|Runtime.consoleAPICalled|Runtime.exceptionThrown",
                Pattern.compile("(.*)")),
            width,
            picture);
    call("Target.closeTarget", "\"targetId\":\"" + target + "\"");
    return visit;
  }

  /** What an expression whose value is plain text comes to, in the page that is open. */
  private String evaluate(String expression) {
    return field(
        call("Runtime.evaluate", "\"returnByValue\":true,\"expression\":\"" + expression + "\""),
        "value");
  }

  private List<String> found(String methods, Pattern pattern) {
    Pattern method = Pattern.compile("\"method\":\"(" + methods + ")\"");
    return seen.stream()
        .filter(message -> method.matcher(message).find())
        .map(pattern::matcher)
        .filter(Matcher::find)
        .map(matcher -> matcher.group(1))
        .toList();
  }

  private static String field(String message, String name) {
    Matcher matcher = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(message);
    if (!matcher.find()) {
      throw new AssertionError("no " + name + " in " + message);
    }
    return matcher.group(1);
  }

  private String call(String method, String params) {
    int id = ++lastId;
    String where = session.isEmpty() ? "" : ",\"sessionId\":\"" + session + "\"";
    String message =
        "{\"id\":%d,\"method\":\"%s\",\"params\":{%s}%s}".formatted(id, method, params, where);
    socket.sendText(message, true).join();
    return await(answer -> answer.startsWith("{\"id\":" + id + ","));
  }

  /** The first message of that kind; those before it are kept. */
  private String await(Predicate<String> wanted) {
    try {
      while (true) {
        String message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
          throw new AssertionError("Chromium does not answer");
        }
        seen.add(message);
        if (wanted.test(message)) {
          return message;
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      http.close();
    }
  }

  /** Leaves a picture for people to look at. */
  static void keep(Path file, byte[] picture) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, picture);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
