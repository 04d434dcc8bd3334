package dev.orlop.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Somebody else's commands to a Redis server, by no library that is under test. */
public final class RedisCommands implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  public RedisCommands(int port) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The answer as text; the items of a list stand in lines. */
  public String send(String... words) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(bytes("*" + words.length + "\r\n"));
      for (String word : words) {
        byte[] bytes = bytes(word);
        out.writeBytes(bytes("$" + bytes.length + "\r\n"));
        out.writeBytes(bytes);
        out.writeBytes(bytes("\r\n"));
      }
      socket.getOutputStream().write(out.toByteArray());
      return answer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String answer() throws IOException {
    String line = line();
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+', ':' -> rest;
      case '$' -> rest.equals("-1") ? "" : bulk(Integer.parseInt(rest));
      case '*' -> {
        List<String> items = new ArrayList<>();
        for (int i = Integer.parseInt(rest); i > 0; i--) {
          items.add(answer());
        }
        yield String.join("\u0000", items);
      }
      default -> throw new IllegalStateException(line);
    };
  }

  private String bulk(int length) throws IOException {
    String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    String unused = line();
    return text;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("the server left");
      }
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }

  /** Shortens all lives, as if time had gone by. */
  public void age(Duration time) {
    for (String name : send("KEYS", "*").split("\u0000", -1)) {
      if (!name.isEmpty()) {
        long left = Long.parseLong(send("PTTL", name)) - time.toMillis();
        String unused = left > 0 ? send("PEXPIRE", name, Long.toString(left)) : send("DEL", name);
      }
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
