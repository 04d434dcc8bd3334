package dev.orlop.appview.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.appview.LiveHold;
import dev.orlop.car.cid.Digest;
import dev.orlop.testkit.LocalS3;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An image goes through an AppView into a hold whose blobs lie in a bucket, and back. */
@Timeout(120)
class BucketBehindHoldTest {
  private static final String APP = "alice.test/app";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"auto, redirect", "auto, proxy", "proxy, redirect"})
  void anImageIsPushedInPartsAndPulled(String hold, String appView) throws IOException {
    byte[] layer = new byte[37_000_000];
    new Random(1).nextBytes(layer);
    Path objects = Files.createDirectory(folder.resolve("s3"));
    try (LocalS3 s3 = LocalS3.start(objects).withBucket("images")) {
      Map<String, String> settings =
          Map.of(
              "STORAGE_DRIVER",
              "s3",
              "S3_BUCKET",
              "images",
              "S3_ENDPOINT",
              s3.endpoint().toString(),
              "AWS_ACCESS_KEY_ID",
              LocalS3.ACCESS_KEY_ID,
              "AWS_SECRET_ACCESS_KEY",
              LocalS3.SECRET_ACCESS_KEY,
              "ORLOP_BLOBS_DELIVERY",
              hold);
      LiveHold live = new LiveHold(folder.resolve("hold"), true, settings);
      try (LiveAppView registry =
          new LiveAppView(
              folder, Map.of("ORLOP_APPVIEW_DELIVERY", appView), live, Patience.USUAL)) {
        byte[] manifest = registry.pushImage(APP, "latest", "{}", layer);
        assertArrayEquals(manifest, registry.get("/v2/" + APP + "/manifests/latest").body());
        Digest digest = Digest.hash(Digest.Algorithm.SHA256, layer);
        HttpResponse<byte[]> pulled = registry.get("/v2/" + APP + "/blobs/" + digest);
        assertEquals(200, pulled.statusCode());
        assertArrayEquals(layer, pulled.body());
      }
    }
  }
}
