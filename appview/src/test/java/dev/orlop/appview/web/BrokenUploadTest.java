package dev.orlop.appview.web;

import static dev.orlop.appview.web.TestRegistry.header;
import static dev.orlop.appview.web.TestRegistry.sha256;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.car.cid.Digest;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Distribution-spec 1.1, "Resumable Push": a client loses its connection and comes back. */
@Timeout(60)
class BrokenUploadTest {
  private static final byte[] BLOB = BlobPushTest.random(300_000);
  private static final int SENT = 100_000;

  private final TestRegistry registry = new TestRegistry();

  @AfterEach
  void close() {
    registry.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anUploadGoesOnFromWhereTheConnectionBroke(boolean chunked) throws Exception {
    String location = registry.begin();
    breakOff("PATCH " + location, chunked);
    Digest digest = sha256(BLOB);
    HttpResponse<byte[]> done = finish(location, digest);
    assertEquals(201, done.statusCode(), () -> TestRegistry.text(done));
    assertArrayEquals(BLOB, registry.get(TestRegistry.location(done)).body());
  }

  @Test
  void aClosingPutThatBreaksOffLeavesTheUploadOpen() throws Exception {
    String location = registry.begin();
    Digest digest = sha256(BLOB);
    breakOff("PUT " + location + "?digest=" + digest, false);
    assertEquals(201, finish(location, digest).statusCode());
  }

  /** Sends a third of the blob and hangs up. */
  private void breakOff(String line, boolean chunked) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), registry.port())) {
      String length = chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + BLOB.length;
      String head =
          line + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer alice\r\n" + length + "\r\n\r\n";
      socket.getOutputStream().write(Images.bytes(head));
      if (chunked) {
        socket.getOutputStream().write(Images.bytes(Integer.toHexString(SENT) + "\r\n"));
      }
      socket.getOutputStream().write(BLOB, 0, SENT);
      if (chunked) {
        socket.getOutputStream().write(Images.bytes("\r\n1000\r\n"));
      }
      socket.getOutputStream().flush();
    }
  }

  /** Asks how far it is and sends the rest, until the server has seen that the other is gone. */
  private HttpResponse<byte[]> finish(String location, Digest digest) {
    while (true) {
      HttpResponse<byte[]> status = registry.get(location);
      assertEquals(204, status.statusCode());
      int last = Integer.parseInt(header(status, "Range").substring(2));
      int from = last + 1;
      if (from < SENT) {
        continue;
      }
      assertEquals(SENT, from);
      HttpResponse<byte[]> done =
          registry.send(
              registry
                  .request(location + "?digest=" + digest)
                  .header("Content-Range", from + "-" + (BLOB.length - 1))
                  .PUT(BodyPublishers.ofByteArray(Arrays.copyOfRange(BLOB, from, BLOB.length))));
      if (done.statusCode() != 409) {
        return done;
      }
    }
  }
}
