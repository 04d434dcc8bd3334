package dev.orlop.atproto.identity;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads one HTTP/1.1 answer to a GET (RFC 9112), strictly, each length bounded before memory is
 * taken. What is odd is refused: these answers come from hosts that others chose.
 */
final class HttpAnswerReader {
  private static final int MAX_HEAD_BYTES = 16 << 10;
  private static final int MAX_INTERIM_ANSWERS = 4;

  private final InputStream in;
  private final int maxBodyBytes;
  private int headBytesLeft = MAX_HEAD_BYTES;

  /**
   * Status, headers with names in lower case, body (empty for a redirect).
   *
   * @param isWhole whether its end was seen, so that another answer may come on the connection
   */
  @SuppressWarnings("ArrayRecordComponent") // a carrier that is never compared
  record Parsed(int status, Map<String, String> headers, byte[] body, boolean isWhole) {
    Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name));
    }
  }

  /** Reads from {@code in}, which should be buffered. */
  HttpAnswerReader(InputStream in, int maxBodyBytes) {
    this.in = in;
    this.maxBodyBytes = maxBodyBytes;
  }

  Parsed read() throws IOException {
    for (int i = 0; i <= MAX_INTERIM_ANSWERS; i++) {
      String line = line();
      int status = status(line);
      Map<String, String> headers = headers();
      if (status >= 200) {
        boolean bodyless = status == 204 || status == 304;
        byte[] body = bodyless || status / 100 == 3 ? new byte[0] : body(headers);
        boolean whole = bodyless || (status / 100 != 3 && isFramed(headers));
        return new Parsed(status, headers, body, whole && goesOn(line, headers));
      }
    }
    throw new ProtocolException("too many interim answers");
  }

  private static boolean isFramed(Map<String, String> headers) {
    return headers.containsKey("content-length") || headers.containsKey("transfer-encoding");
  }

  private static boolean goesOn(String statusLine, Map<String, String> headers) {
    String connection = headers.getOrDefault("connection", "keep-alive");
    return statusLine.startsWith("HTTP/1.1 ") && connection.equalsIgnoreCase("keep-alive");
  }

  private static int status(String line) throws ProtocolException {
    boolean http = line.startsWith("HTTP/1.1 ") || line.startsWith("HTTP/1.0 ");
    if (!http || line.length() < 12 || (line.length() > 12 && line.charAt(12) != ' ')) {
      throw new ProtocolException("not an HTTP/1.1 answer");
    }
    long status = number(line.substring(9, 12), 10);
    if (status < 100) {
      throw new ProtocolException("not an HTTP status");
    }
    return (int) status;
  }

  private Map<String, String> headers() throws IOException {
    Map<String, String> headers = new HashMap<>();
    while (true) {
      String line = line();
      if (line.isEmpty()) {
        return headers;
      }
      int colon = line.indexOf(':');
      if (colon <= 0 || line.charAt(0) == ' ' || line.charAt(0) == '\t') {
        throw new ProtocolException("a header line without a name");
      }
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      String value = line.substring(colon + 1).strip();
      String before = headers.putIfAbsent(name, value);
      boolean framing =
          name.equals("content-length")
              || name.equals("transfer-encoding")
              || name.equals("location");
      if (framing && before != null && !before.equals(value)) {
        throw new ProtocolException("two different values of " + name);
      }
    }
  }

  private byte[] body(Map<String, String> headers) throws IOException {
    String length = headers.get("content-length");
    String transfer = headers.get("transfer-encoding");
    String coding = headers.getOrDefault("content-encoding", "identity");
    if (!coding.equalsIgnoreCase("identity")) {
      throw new ProtocolException("an encoding that was not asked for");
    }
    if (transfer != null) {
      if (length != null || !transfer.equalsIgnoreCase("chunked")) {
        throw new ProtocolException("a framing that is not understood");
      }
      return chunked();
    }
    if (length == null) {
      return untilEnd();
    }
    long announced = number(length, 10);
    if (announced > maxBodyBytes) {
      throw tooLarge();
    }
    return exactly((int) announced);
  }

  private byte[] chunked() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      String line = line();
      int extension = line.indexOf(';');
      long size = number((extension < 0 ? line : line.substring(0, extension)).strip(), 16);
      if (size > maxBodyBytes - body.size()) {
        throw tooLarge();
      }
      if (size == 0) {
        skipTrailers();
        return body.toByteArray();
      }
      body.writeBytes(exactly((int) size));
      if (!line().isEmpty()) {
        throw new ProtocolException("a chunk longer than it says");
      }
    }
  }

  private void skipTrailers() throws IOException {
    while (!line().isEmpty()) {}
  }

  private byte[] untilEnd() throws IOException {
    byte[] body = in.readNBytes(maxBodyBytes + 1);
    if (body.length > maxBodyBytes) {
      throw tooLarge();
    }
    return body;
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the body ends early");
    }
    return bytes;
  }

  private static long number(String digits, int radix) throws ProtocolException {
    boolean sane = !digits.isEmpty() && digits.length() <= 15;
    for (int i = 0; sane && i < digits.length(); i++) {
      char c = digits.charAt(i);
      sane = c < 0x80 && Character.digit(c, radix) >= 0;
    }
    if (!sane) {
      throw new ProtocolException("not a number where one belongs");
    }
    return Long.parseLong(digits, radix);
  }

  /** One line that ends in CR LF, without them. */
  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(64);
    while (true) {
      int b = in.read();
      if (b < 0) {
        throw new EOFException("the answer ends early");
      }
      if (--headBytesLeft < 0) {
        throw new ProtocolException("a head longer than " + MAX_HEAD_BYTES + " bytes");
      }
      if (b == '\r') {
        if (in.read() != '\n') {
          throw new ProtocolException("a line that ends oddly");
        }
        return line.toString(StandardCharsets.ISO_8859_1);
      }
      if (b == '\n' || b == 0) {
        throw new ProtocolException("a line that ends oddly");
      }
      line.write(b);
    }
  }

  private ProtocolException tooLarge() {
    return new ProtocolException("a body larger than " + maxBodyBytes + " bytes");
  }
}
