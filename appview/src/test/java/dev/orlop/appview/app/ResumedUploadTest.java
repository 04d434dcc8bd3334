package dev.orlop.appview.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.car.cid.Digest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Distribution-spec 1.1, "Pushing a blob in chunks", through to a real hold. */
@Timeout(60)
class ResumedUploadTest {
  private static final String APP = "alice.test/app";

  @TempDir Path folder;

  @Test
  void anUploadGoesOnFromWhereItsStatusSaysAndNoChunkIsTakenOutOfOrder() {
    byte[] blob = new byte[12_000_000];
    new Random(1).nextBytes(blob);
    int half = blob.length / 2;
    Digest digest = Digest.hash(Digest.Algorithm.SHA256, blob);
    try (LiveAppView appView = new LiveAppView(folder)) {
      HttpResponse<byte[]> begun =
          appView.send(appView.asAlice(APP, "/blobs/uploads/").POST(BodyPublishers.noBody()));
      assertEquals(202, begun.statusCode());
      String upload = path(begun);

      assertEquals(202, patch(appView, upload, blob, 0, half).statusCode());
      HttpResponse<byte[]> status = appView.send(appView.asAlice(APP, upload).GET());
      assertEquals(204, status.statusCode());
      assertEquals("0-" + (half - 1), status.headers().firstValue("Range").orElse(""));

      assertEquals(416, patch(appView, upload, blob, half + 1, blob.length).statusCode());
      assertEquals(202, patch(appView, upload, blob, half, blob.length).statusCode());
      HttpResponse<byte[]> done =
          appView.send(
              appView.asAlice(APP, upload + "?digest=" + digest).PUT(BodyPublishers.noBody()));
      assertEquals(201, done.statusCode(), LiveAppView.text(done));
      assertArrayEquals(blob, appView.get("/v2/" + APP + "/blobs/" + digest).body());
    }
  }

  /** What comes after the repository's name in a Location. */
  private static String path(HttpResponse<byte[]> answer) {
    return answer.headers().firstValue("Location").orElseThrow().replaceFirst("^.*/app/", "/");
  }

  private static HttpResponse<byte[]> patch(
      LiveAppView appView, String upload, byte[] blob, int from, int to) {
    return appView.send(
        appView
            .asAlice(APP, upload)
            .header("Content-Range", from + "-" + (to - 1))
            .header("Content-Type", "application/octet-stream")
            .method("PATCH", BodyPublishers.ofByteArray(Arrays.copyOfRange(blob, from, to))));
  }
}
