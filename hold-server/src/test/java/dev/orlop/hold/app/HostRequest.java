package dev.orlop.hold.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.identity.DidDocument;
import dev.orlop.atproto.syntax.Did;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests with a Host of one's own, which the usual client does not send. */
final class HostRequest {
  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *(\\d+)");

  private HostRequest() {}

  /** The whole answer, headers and all. */
  static String get(int port, String host, String path) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                  .formatted(path, host)
                  .getBytes(UTF_8));
      return answer(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The connection may be kept, whatever was asked: the headers say where the body ends. */
  private static String answer(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return head.toString();
      }
      head.append((char) next);
    }
    Matcher length = LENGTH.matcher(head);
    int bytes = length.find() ? Integer.parseInt(length.group(1)) : 0;
    return head + new String(in.readNBytes(bytes), UTF_8);
  }

  /** The document in an answer. */
  static DidDocument document(String answer) {
    byte[] json =
        answer.substring(answer.indexOf('{'), answer.lastIndexOf('}') + 1).getBytes(UTF_8);
    return DidDocument.parse(json, Did.parse(DataJson.parse(json).text("id").orElseThrow()));
  }
}
