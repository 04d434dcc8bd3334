package dev.orlop.appview.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.car.cid.Digest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;

/** Distribution-spec 1.1, "Deleting blobs", through to a real hold. */
class BlobDeletionTest extends WithAppView {
  private static final String APP = "alice.test/app";

  private int send(String method, Digest digest) {
    return appView
        .send(appView.asAlice(APP, "/blobs/" + digest).method(method, BodyPublishers.noBody()))
        .statusCode();
  }

  @Test
  void aBlobThatNoManifestNamesIsDeletedAtOnce() {
    byte[] blob = "a blob by itself".getBytes(UTF_8);
    Digest digest = appView.pushBlob(APP, blob);
    assertEquals(200, send("HEAD", digest));
    assertEquals(202, send("DELETE", digest));
    assertEquals(404, send("HEAD", digest));
    assertEquals(404, send("GET", digest));
    assertEquals(404, send("DELETE", digest));
    appView.pushBlob(APP, blob);
    assertEquals(200, send("HEAD", digest));
  }

  @Test
  void aBlobOfAnImageStaysUntilTheImageIsDeleted() {
    byte[] layer = "a layer".getBytes(UTF_8);
    byte[] manifest = appView.pushImage(APP, "1.0", "{}", layer);
    Digest digest = Digest.hash(Digest.Algorithm.SHA256, layer);
    assertEquals(405, send("DELETE", digest));
    assertEquals(200, send("HEAD", digest));
    Digest image = Digest.hash(Digest.Algorithm.SHA256, manifest);
    assertEquals(
        202, appView.send(appView.asAlice(APP, "/manifests/" + image).DELETE()).statusCode());
    assertEquals(202, send("DELETE", digest));
    assertEquals(404, send("HEAD", digest));
  }
}
