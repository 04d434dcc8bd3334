package dev.orlop.atproto.firehose;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;

/** Turns a connection into a WebSocket, as a client (RFC 6455, section 4). */
final class Upgrade {
  private static final int MAX_ANSWER_BYTES = 16 << 10;
  private static final int KEY_BYTES = 16;
  private static final String SWITCHING = "101";
  private static final String ACCEPT = "sec-websocket-accept:";

  /** Of the RFC: no server that knows nothing of WebSockets answers with what comes of it. */
  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private static final SecureRandom RANDOM = new SecureRandom();

  private final InputStream in;
  private int left = MAX_ANSWER_BYTES;

  private Upgrade(InputStream in) {
    this.in = in;
  }

  /**
   * Asks for it; when this returns, the first message comes next.
   *
   * @throws FirehoseException if the server refuses, or does not understand
   */
  static void request(InputStream in, OutputStream out, String authority, String target)
      throws IOException {
    byte[] random = new byte[KEY_BYTES];
    RANDOM.nextBytes(random);
    String key = Base64.getEncoder().encodeToString(random);
    String request =
        """
        GET %s HTTP/1.1\r
        Host: %s\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Key: %s\r
        Sec-WebSocket-Version: 13\r
        \r
        """
            .formatted(target, authority, key);
    out.write(request.getBytes(ISO_8859_1));
    out.flush();
    new Upgrade(in).requireGranted(authority, accept(key));
  }

  private void requireGranted(String authority, String accept) throws IOException {
    String[] status = line().split(" ", 3);
    if (status.length < 2 || !status[0].startsWith("HTTP/1.")) {
      throw new FirehoseException(authority + " does not answer in HTTP");
    }
    if (!status[1].equals(SWITCHING)) {
      throw new FirehoseException(authority + " refused with " + status[1]);
    }
    boolean accepted = false;
    for (String line = line(); !line.isEmpty(); line = line()) {
      if (line.toLowerCase(Locale.ROOT).startsWith(ACCEPT)) {
        accepted = line.substring(ACCEPT.length()).strip().equals(accept);
      }
    }
    if (!accepted) {
      throw new FirehoseException(authority + " answered somebody else's request");
    }
  }

  private static String accept(String key) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      return Base64.getEncoder().encodeToString(sha1.digest((key + MAGIC).getBytes(ISO_8859_1)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the answer was cut off");
      }
      if (left == 0) {
        throw new FirehoseException("an answer of more than " + MAX_ANSWER_BYTES + " bytes");
      }
      left--;
      line.append((char) next);
    }
    int end = line.length() - 1;
    return end >= 0 && line.charAt(end) == '\r' ? line.substring(0, end) : line.toString();
  }
}
