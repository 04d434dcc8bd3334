package dev.orlop.hold.web.firehose;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/** The beginning of a WebSocket (RFC 6455, section 4). */
final class Handshake {
  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final HeaderName KEY = HeaderNames.create("Sec-WebSocket-Key");
  private static final HeaderName VERSION = HeaderNames.create("Sec-WebSocket-Version");
  private static final int KEY_BYTES = 16;

  private Handshake() {}

  /** The answer to a request for a WebSocket; empty if that is not what the headers ask for. */
  static Optional<byte[]> answer(Headers headers) {
    boolean asks =
        headers.first(HeaderNames.UPGRADE).filter("websocket"::equalsIgnoreCase).isPresent()
            && headers.first(VERSION).filter("13"::equals).isPresent();
    return asks
        ? headers.first(KEY).filter(Handshake::isKey).map(Handshake::answer)
        : Optional.empty();
  }

  private static boolean isKey(String key) {
    try {
      return Base64.getDecoder().decode(key).length == KEY_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static byte[] answer(String key) {
    return ("HTTP/1.1 101 Switching Protocols\r\n"
            + "Connection: Upgrade\r\n"
            + "Upgrade: websocket\r\n"
            + "Sec-WebSocket-Accept: "
            + accept(key)
            + "\r\n\r\n")
        .getBytes(US_ASCII);
  }

  private static String accept(String key) {
    try {
      // SHA-1 is what the protocol asks for; it proves nothing and need not.
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      return Base64.getEncoder().encodeToString(sha1.digest((key + MAGIC).getBytes(US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
