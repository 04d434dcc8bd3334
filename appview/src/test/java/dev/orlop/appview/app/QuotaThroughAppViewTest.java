package dev.orlop.appview.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.appview.LiveHold;
import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.layers.Usage;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a hold says of a quota, as a client of the AppView hears it. Bob is of the crew. */
@Timeout(60)
class QuotaThroughAppViewTest {
  private static final String APP = "bob.test/app";

  @TempDir Path folder;
  private LiveAppView appView;
  private Did bob;

  @BeforeEach
  void start() {
    LiveHold live =
        new LiveHold(folder.resolve("hold"), true, Map.of("ORLOP_QUOTA_TIERS", "deckhand=100kB"));
    appView = new LiveAppView(folder, Map.of(), live, Patience.USUAL);
    bob = live.did(LiveHold.BOB);
    live.enlist(bob, "blob:write");
  }

  @AfterEach
  void stop() {
    appView.close();
  }

  private HttpRequest.Builder asBob(String path) {
    String basic =
        Base64.getEncoder().encodeToString(("bob.test:" + LiveHold.PASSWORD).getBytes(UTF_8));
    HttpResponse<byte[]> token =
        appView.send(
            appView
                .request(
                    "/auth/token?service="
                        + appView.service()
                        + "&scope=repository:"
                        + APP
                        + ":pull,push,delete")
                .header("Authorization", "Basic " + basic));
    return appView
        .request("/v2/" + APP + path)
        .header(
            "Authorization", "Bearer " + DataJson.parse(token.body()).text("token").orElseThrow());
  }

  private static byte[] bytes(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static Digest digest(byte[] bytes) {
    return Digest.hash(Digest.Algorithm.SHA256, bytes);
  }

  private HttpResponse<byte[]> push(byte[] blob) {
    return appView.send(
        asBob("/blobs/uploads/?digest=" + digest(blob)).POST(BodyPublishers.ofByteArray(blob)));
  }

  private HttpResponse<byte[]> tag(String tag, byte[] config, byte[] layer) {
    String manifest =
        """
        {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s]}"""
            .formatted(
                LiveAppView.IMAGE,
                descriptor("application/vnd.oci.image.config.v1+json", config),
                descriptor("application/vnd.oci.image.layer.v1.tar", layer));
    return appView.send(
        asBob("/manifests/" + tag)
            .header("Content-Type", LiveAppView.IMAGE)
            .PUT(BodyPublishers.ofString(manifest)));
  }

  private static String descriptor(String type, byte[] content) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(type, digest(content), content.length);
  }

  private static Optional<String> warning(HttpResponse<byte[]> answer) {
    return answer.headers().firstValue("Warning");
  }

  @Test
  void theWarningIsPassedOnAndTheRefusalNamesTheNumbers() {
    byte[] config = "{}".getBytes(UTF_8);
    byte[] layer = bytes(1, 85_000);
    assertEquals(Optional.empty(), warning(push(config)));
    assertEquals(
        Optional.of(
            "299 - \"85 % of the quota is used: 0 bytes and 85 kB on their way of 100 kB (tier deckhand)\""),
        warning(push(layer)));
    HttpResponse<byte[]> tagged = tag("v1", config, layer);
    assertEquals(201, tagged.statusCode(), () -> LiveAppView.text(tagged));
    assertEquals(
        Optional.of("299 - \"85 % of the quota is used: 85 kB of 100 kB (tier deckhand)\""),
        warning(tagged));
    HttpResponse<byte[]> refused = push(bytes(2, 30_000));
    assertEquals(403, refused.statusCode());
    DataMap error =
        (DataMap) DataJson.parse(refused.body()).array("errors").orElseThrow().getFirst();
    assertEquals("DENIED", error.text("code").orElseThrow());
    assertTrue(
        error
            .text("message")
            .orElseThrow()
            .contains("30 kB more: 85 kB of 100 kB (tier deckhand) is used"),
        () -> LiveAppView.text(refused));
  }

  @Test
  void whatIsDeletedMakesRoom() {
    byte[] config = "{}".getBytes(UTF_8);
    byte[] layer = bytes(1, 85_000);
    push(config);
    push(layer);
    HttpResponse<byte[]> tagged = tag("v1", config, layer);
    String manifest = tagged.headers().firstValue("Docker-Content-Digest").orElseThrow();
    assertEquals(new Usage(2, 85_002), appView.live.usage(bob));
    HttpResponse<byte[]> deleted = appView.send(asBob("/manifests/" + manifest).DELETE());
    assertEquals(202, deleted.statusCode(), () -> LiveAppView.text(deleted));
    assertEquals(Usage.NONE, appView.live.usage(bob));
    assertEquals(201, push(bytes(2, 30_000)).statusCode());
  }
}
