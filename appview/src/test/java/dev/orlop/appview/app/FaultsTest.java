package dev.orlop.appview.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.appview.LiveHold;
import dev.orlop.appview.pds.PdsLimits;
import dev.orlop.car.cid.Digest;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole AppView when what stands behind it is away, silent, or lies. The PDS, the hold and the
 * directory are reached on roads of their own.
 */
@Timeout(60)
class FaultsTest {
  private static final String APP = "alice.test/app";
  private static final String TAG = "/v2/" + APP + "/manifests/1.0";
  private static final String CONFIG = "{\"os\":\"linux\"}";
  private static final byte[] LAYER = "a layer ".repeat(10_000).getBytes(UTF_8);
  private static final Digest LAYER_DIGEST = Digest.hash(Digest.Algorithm.SHA256, LAYER);
  private static final String BLOB = "/v2/" + APP + "/blobs/" + LAYER_DIGEST;

  /** Short, for roads that never answer; long for servers of this machine. */
  private static final Patience PATIENCE =
      new Patience(
          Duration.ofSeconds(2),
          new PdsLimits(Duration.ofSeconds(2), Duration.ofSeconds(4), 1 << 20, 1000, 1 << 20));

  @TempDir Path folder;
  private final Road pds = new Road();
  private final Road hold = new Road();
  private final Road directory = new Road();
  private LiveAppView appView;
  private byte[] manifest;
  private HttpRequest.Builder push;

  @BeforeEach
  void pushAnImage() {
    LiveHold live =
        new LiveHold(folder.resolve("hold"), true, Map.of(), new LiveHold.Roads(hold::to, pds::to));
    URI lookups = directory.to(live.directory());
    appView =
        new LiveAppView(
            folder,
            Map.of(
                "ORLOP_APPVIEW_DELIVERY",
                "proxy",
                "ORLOP_APPVIEW_PLC_DIRECTORY",
                lookups.toString()),
            live,
            PATIENCE);
    manifest = appView.pushImage(APP, "1.0", CONFIG, LAYER);
    push = again();
  }

  /** A push of the same manifest by somebody who has signed in by now. */
  private HttpRequest.Builder again() {
    return appView
        .asAlice(APP, "/manifests/2.0")
        .header("Content-Type", LiveAppView.IMAGE)
        .PUT(BodyPublishers.ofByteArray(manifest));
  }

  @AfterEach
  void stop() {
    pds.close();
    hold.close();
    directory.close();
    appView.close();
  }

  private static void assertUnavailable(HttpResponse<byte[]> answer, String what) {
    String text = LiveAppView.text(answer);
    assertEquals(503, answer.statusCode(), text);
    assertTrue(text.contains("UNAVAILABLE") && text.contains(what), text);
    assertTrue(
        Integer.parseInt(answer.headers().firstValue("Retry-After").orElse("0")) > 0,
        "says when to come back");
  }

  private void assertPullWorks() {
    assertArrayEquals(manifest, appView.get(TAG).body());
    assertArrayEquals(LAYER, appView.get(BLOB).body());
  }

  @Test
  void whileThePdsIsDownWhatIsKnownIsPulledAndPushesAreToldToComeBack() {
    assertPullWorks();
    pds.cut();
    assertPullWorks();
    assertUnavailable(appView.send(push), "the account's server");
    appView.restart();
    assertUnavailable(appView.signIn(APP, LiveHold.PASSWORD), "the account's server");
    pds.mend();
    assertEquals(201, appView.send(again()).statusCode());
  }

  @Test
  void whileTheHoldIsDownManifestsAreServedAndBlobsAreToComeBackFor() {
    hold.cut();
    assertArrayEquals(manifest, appView.get(TAG).body());
    assertUnavailable(appView.get(BLOB), "the hold");
    Digest other = Digest.hash(Digest.Algorithm.SHA256, new byte[] {1});
    HttpRequest.Builder upload =
        appView
            .asAlice(APP, "/blobs/uploads/?digest=" + other)
            .POST(BodyPublishers.ofByteArray(new byte[] {1}));
    assertUnavailable(appView.send(upload), "the hold");
    hold.mend();
    assertPullWorks();
    assertEquals(201, appView.send(upload).statusCode());
  }

  @Test
  void whileTheDirectoryIsDownThoseWhoAreKnownAreServed() {
    assertPullWorks();
    directory.cut();
    assertPullWorks();
    assertEquals(201, appView.send(push).statusCode());
    assertUnavailable(appView.get("/v2/bob.test/app/manifests/1.0"), "bob.test");
    directory.mend();
  }

  @Test
  void aPdsThatNeverAnswersIsNotWaitedForForEver() {
    pds.silence();
    assertUnavailable(appView.send(push), "the account's server");
    appView.restart();
    assertUnavailable(appView.signIn(APP, LiveHold.PASSWORD), "the account's server");
    assertUnavailable(appView.get(TAG), "does not answer");
  }

  @Test
  void aHoldThatNeverAnswersIsNotWaitedForForEver() {
    Digest other = Digest.hash(Digest.Algorithm.SHA256, new byte[] {1});
    HttpRequest.Builder upload =
        appView
            .asAlice(APP, "/blobs/uploads/?digest=" + other)
            .POST(BodyPublishers.ofByteArray(new byte[] {1}));
    hold.silence();
    assertUnavailable(appView.get(BLOB), "the hold");
    assertUnavailable(appView.send(upload), "the hold");
  }

  @Test
  void aBlobThatIsAlteredOnItsWayNeverArrivesWhole() {
    hold.alter("com.atproto.sync.getBlob");
    try {
      HttpResponse<byte[]> answer = appView.get(BLOB);
      assertEquals(502, answer.statusCode(), "found out before a byte of it was passed on");
    } catch (UncheckedIOException _) {
      // The status had left already: the answer breaks off.
    }
    hold.mend();
    assertPullWorks();
  }

  @Test
  void aBlobThatItsHoldCutsShortIsNotPassedOffAsWhole() {
    hold.shorten("com.atproto.sync.getBlob", 10);
    HttpResponse<byte[]> answer = appView.get(BLOB);
    assertEquals(502, answer.statusCode(), LiveAppView.text(answer));
    hold.mend();
    assertPullWorks();
  }

  @Test
  void aManifestThatThePdsHasAlteredIsNotServed() {
    appView.restart();
    pds.alter("com.atproto.sync.getBlob");
    HttpResponse<byte[]> answer = appView.get(TAG);
    assertUnavailable(answer, "other bytes");
    pds.mend();
    assertArrayEquals(manifest, appView.get(TAG).body());
  }
}
