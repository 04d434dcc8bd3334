package dev.orlop.hold.app;

import static dev.orlop.hold.app.BlobCalls.bytes;
import static dev.orlop.hold.app.BlobCalls.digest;
import static dev.orlop.hold.app.BlobCalls.error;
import static dev.orlop.hold.app.BlobCalls.getBlob;
import static dev.orlop.hold.app.BlobCalls.ok;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.car.CarLimits;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.disk.FaultyDisk;
import dev.orlop.hold.pds.Repos;
import dev.orlop.mst.RepoReport;
import dev.orlop.mst.RepoVerifier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A disk that is full or read-only: callers are told, nothing is lost, and it goes on after. */
class RefusingDiskTest extends WithHold {
  private static final String PUT_RECORD = "com.atproto.repo.putRecord";
  private static final byte[] CONFIG = bytes(1, 300);
  private static final byte[] PART = bytes(2, 40_000);

  private final FaultyDisk disk = new FaultyDisk();

  /** How a disk refuses, and what callers hear of it. */
  enum Refusal {
    FULL(507, "InsufficientStorage") {
      @Override
      void strike(FaultyDisk disk) {
        disk.fill();
      }
    },
    READ_ONLY(503, "NotEnoughResources") {
      @Override
      void strike(FaultyDisk disk) {
        disk.protect();
      }
    };

    final int status;
    final String error;

    Refusal(int status, String error) {
      this.status = status;
      this.error = error;
    }

    abstract void strike(FaultyDisk disk);
  }

  @Override
  RunningHold open() {
    Ground ground = new Ground(Clock.systemUTC(), disk, Repos.Settings.DEFAULT);
    return new RunningHold(folder, settings(), ground);
  }

  /** So that it can be closed. */
  @AfterEach
  void mend() {
    disk.mend();
  }

  private HttpResponse<byte[]> putNote(String text) {
    return hold.post(
        PUT_RECORD,
        DataMap.builder()
            .put("repo", hold.server().identity().did().toString())
            .put("collection", "io.example.note")
            .put("rkey", "note")
            .put("record", DataMap.builder().put("text", text).build())
            .build(),
        alice);
  }

  private String note() {
    String path = "/xrpc/com.atproto.repo.getRecord?collection=io.example.note&rkey=note&repo=";
    DataMap record = hold.json(path + hold.server().identity().did());
    return record.map("value").orElseThrow().text("text").orElseThrow();
  }

  private void assertRepoIsSound() throws IOException {
    String path = "/xrpc/com.atproto.sync.getRepo?did=" + hold.server().identity().did();
    RepoReport report =
        RepoVerifier.verify(
            new ByteArrayInputStream(hold.get(path).body()),
            CarLimits.DEFAULT,
            Optional.of(hold.server().identity().did()),
            Optional.empty(),
            RepoVerifier.RecordCheck.NONE);
    assertEquals(List.of(), report.faults());
  }

  @ParameterizedTest
  @EnumSource
  void whatCannotBeStoredIsRefusedAndGoesOnAfterwards(Refusal refusal) throws IOException {
    Digest config = blobs.upload(alice, CONFIG);
    ok(blobs.notify(alice, "app", "push", config));
    ok(putNote("before"));
    String upload = blobs.begin(alice, digest(PART).toString());
    String url = blobs.partUrl(alice, upload, 1);
    String sent = blobs.begin(alice, "uploads/temp-1");
    String etag = blobs.sendPart(alice, sent, 1, PART);
    String fetch = getBlob(alice, config, "&repo=app");

    refusal.strike(disk);
    assertEquals(refusal.error, error(refusal.status, putNote("meanwhile")));
    assertEquals(refusal.error, error(refusal.status, blobs.notify(alice, "app", "push", config)));
    assertEquals(refusal.error, error(refusal.status, blobs.notify(alice, "app", "pull", config)));
    DataMap begin = DataMap.builder().put("digest", "uploads/temp-2").build();
    assertEquals(refusal.error, error(refusal.status, hold.post(BlobCalls.INITIATE, begin, alice)));
    assertEquals(refusal.error, error(refusal.status, blobs.put(url, PART)));
    assertEquals(
        "CompletionFailed",
        error(refusal.status, blobs.complete(alice, sent, digest(PART), List.of(etag))));
    // What would not be counted is not handed out, as bytes or as a URL.
    assertEquals(refusal.error, error(refusal.status, blobs.get(fetch)));
    assertEquals(refusal.error, error(refusal.status, blobs.get(fetch + "&method=GET")));
    // What changes nothing goes on.
    assertArrayEquals(CONFIG, blobs.get(getBlob(alice, config, "")).body());
    assertEquals(200, blobs.head(fetch).statusCode());
    assertEquals(404, blobs.get(getBlob(alice, digest(PART), "")).statusCode());
    assertEquals("before", note());
    assertRepoIsSound();

    disk.mend();
    assertEquals(0, blobs.pulls(alice, "app"));
    assertArrayEquals(CONFIG, blobs.get(fetch).body());
    ok(putNote("after"));
    ok(blobs.notify(alice, "app", "push", config));
    ok(blobs.complete(alice, sent, digest(PART), List.of(etag)));
    String again = blobs.sendPart(alice, upload, 1, PART);
    ok(blobs.complete(alice, upload, digest(PART), List.of(again)));
    assertWhatWasAnswered(config);
    hold.restart();
    assertWhatWasAnswered(config);
  }

  private void assertWhatWasAnswered(Digest config) throws IOException {
    DataMap stats = blobs.stats(alice, "app");
    assertEquals(1, stats.integer("pullCount").orElseThrow());
    assertEquals(2, stats.integer("pushCount").orElseThrow());
    assertEquals("after", note());
    assertArrayEquals(PART, blobs.get(getBlob(alice, digest(PART), "")).body());
    assertArrayEquals(CONFIG, blobs.get(getBlob(alice, config, "")).body());
    assertRepoIsSound();
  }

  @Test
  void whereverTheRoomEndsNothingHalfIsThere() throws IOException {
    ok(putNote("note 0"));
    long pulls = 0;
    long pushes = 0;
    String note = "note 0";
    int refused = 0;
    // The journal begins a new file after each refusal, and such a file is large from the first.
    for (int room = 0; room < 400_000; room += room < 20_000 ? 1_300 : 27_000) {
      byte[] content = bytes(room, 8_000);
      disk.fillAfter(room);
      HttpResponse<byte[]> begun =
          hold.post(
              BlobCalls.INITIATE,
              DataMap.builder().put("digest", "uploads/temp-" + room).build(),
              alice);
      boolean stored = begun.statusCode() == 200 && store(begun, content);
      pushes += took(blobs.notify(alice, "app", "push", digest(CONFIG))) ? 1 : 0;
      pulls += took(blobs.notify(alice, "app", "pull", digest(CONFIG))) ? 1 : 0;
      note = took(putNote("note " + room)) ? "note " + room : note;
      disk.mend();
      HttpResponse<byte[]> found = blobs.get(getBlob(alice, digest(content), ""));
      assertEquals(stored ? 200 : 404, found.statusCode());
      if (stored) {
        assertArrayEquals(content, found.body());
      } else {
        refused++;
      }
      assertEquals(note, note());
      assertEquals(pulls, blobs.pulls(alice, "app"));
      assertEquals(pushes, blobs.stats(alice, "app").integer("pushCount").orElseThrow());
    }
    assertTrue(refused > 3, "there was room all the time");
    assertTrue(pulls > 3 && pushes > 3, "there was never room");
    hold.restart();
    assertEquals(note, note());
    assertEquals(pulls, blobs.pulls(alice, "app"));
    assertEquals(pushes, blobs.stats(alice, "app").integer("pushCount").orElseThrow());
    assertRepoIsSound();
  }

  private boolean store(HttpResponse<byte[]> begun, byte[] content) {
    String upload = DataJson.parse(begun.body()).text("uploadId").orElseThrow();
    HttpResponse<byte[]> part = blobs.put(blobs.partUrl(alice, upload, 1), content);
    if (!took(part)) {
      return false;
    }
    String etag = part.headers().firstValue("ETag").orElseThrow();
    return took(blobs.complete(alice, upload, digest(content), List.of(etag)));
  }

  /** Whether it was done; if not, then for want of room. */
  private static boolean took(HttpResponse<byte[]> answer) {
    if (answer.statusCode() != 200) {
      assertTrue(List.of("InsufficientStorage", "CompletionFailed").contains(error(507, answer)));
    }
    return answer.statusCode() == 200;
  }
}
