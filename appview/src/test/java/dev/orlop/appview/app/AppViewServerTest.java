package dev.orlop.appview.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.appview.LiveHold;
import dev.orlop.atproto.data.DataJson;
import dev.orlop.car.cid.Digest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** A whole AppView as it is configured and started, before a real hold that is also the PDS. */
class AppViewServerTest extends WithAppView {
  private static final String REPOSITORY = "alice.test/app";
  private static final String FORWARDED = "X-Forwarded-For";

  private int signIn(String password, String from) {
    return appView.signIn(REPOSITORY, password, FORWARDED, from).statusCode();
  }

  @Test
  void anImageIsPushedByItsOwnerAndPulledByAnybody() {
    byte[] layer = "a layer".getBytes(UTF_8);
    byte[] manifest = appView.pushImage(REPOSITORY, "latest", "{}", layer);
    Digest digest = Digest.hash(Digest.Algorithm.SHA256, layer);
    assertArrayEquals(manifest, appView.get("/v2/alice.test/app/manifests/latest").body());
    assertArrayEquals(layer, appView.get("/v2/alice.test/app/blobs/" + digest).body());
  }

  @Test
  void itSaysThatItIsWellAndWhereTokensAreToBeHad() {
    HttpResponse<byte[]> health = appView.get("/xrpc/_health");
    assertEquals("1.2.3", DataJson.parse(health.body()).text("version").orElseThrow());
    HttpResponse<byte[]> ping = appView.get("/v2/");
    assertEquals(401, ping.statusCode());
    assertEquals(
        "Bearer realm=\"http://registry.test/auth/token\",service=\"registry.test\"",
        ping.headers().firstValue("WWW-Authenticate").orElseThrow());
  }

  @Test
  void whoTriesPasswordsBehindATrustedProxyMakesNobodyElseWait() {
    // The account's own password is not taken by its PDS after so many wrong ones.
    String appPassword = appView.live.appPassword(LiveHold.ALICE, "laptop");
    int last = signIn("wrong", "198.51.100.1");
    for (int i = 0; i < 5; i++) {
      assertEquals(401, last);
      last = signIn("wrong", "198.51.100.1");
    }
    assertEquals(429, last);
    assertEquals(401, signIn("wrong", "198.51.100.2"));
    assertEquals(200, signIn(appPassword, "198.51.100.3"));
  }

  @Test
  void uploadsThatAreLeftAtTheEndAreGivenUpAtTheirHold() {
    HttpResponse<byte[]> begun =
        appView.send(appView.asAlice(REPOSITORY, "/blobs/uploads/").POST(BodyPublishers.noBody()));
    assertEquals(202, begun.statusCode(), LiveAppView.text(begun));
    assertTrue(appView.live.openUploads() > 0);
    appView.server.close();
    assertEquals(0, appView.live.openUploads());
  }
}
