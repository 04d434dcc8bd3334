package dev.orlop.hold.app;

import static dev.orlop.hold.app.BlobCalls.bytes;
import static dev.orlop.hold.app.BlobCalls.getBlob;
import static dev.orlop.hold.app.BlobCalls.ok;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.app.RunningHold.Account;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hold on a file system of its own that has no room left: also for the index, whose writes go
 * past our own seam. Such a file system can be had by root alone; others skip this.
 */
class FullFileSystemTest {
  private static final Set<Integer> REFUSED = Set.of(503, 507);

  @TempDir Path folder;
  private Path disk;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(folder.resolve("disk"));
    boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk.toString());
    if (!mounted) {
      System.out.println("SKIPPED: FullFileSystemTest needs root, to mount a small file system");
    }
    assumeTrue(mounted, "needs root, to mount a small file system");
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", disk.toString());
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException _) {
      return false;
    }
  }

  private void fill() throws IOException {
    byte[] chunk = new byte[4096];
    try (OutputStream out = Files.newOutputStream(disk.resolve("ballast"))) {
      while (true) {
        out.write(chunk);
      }
    } catch (IOException e) {
      assertTrue(String.valueOf(e.getMessage()).contains("No space left"), e::toString);
    }
  }

  private static HttpResponse<byte[]> put(RunningHold hold, Account account, int number) {
    return hold.post(
        "com.atproto.repo.putRecord",
        DataMap.builder()
            .put("repo", hold.server().identity().did().toString())
            .put("collection", "io.example.note")
            .put("rkey", "note" + number)
            .put("record", DataMap.builder().put("n", number).put("x", "y".repeat(3000)).build())
            .build(),
        account);
  }

  private static int read(RunningHold hold, int number) {
    String path = "/xrpc/com.atproto.repo.getRecord?collection=io.example.note&rkey=note" + number;
    return hold.get(path + "&repo=" + hold.server().identity().did()).statusCode();
  }

  /** Whether it was done; if not, then as it should be refused. */
  private static boolean took(HttpResponse<byte[]> answer) {
    int status = answer.statusCode();
    assertTrue(status == 200 || REFUSED.contains(status), () -> new String(answer.body(), UTF_8));
    return status == 200;
  }

  @Test
  void aFullFileSystemRefusesWritesAndGoesOnWhenThereIsRoom() throws Exception {
    try (RunningHold hold =
        new RunningHold(disk.resolve("hold"), Map.of("ORLOP_LIMITS_DISK_RESERVE", "0"))) {
      BlobCalls blobs = new BlobCalls(hold);
      Account alice = hold.account("alice.test");
      hold.appoint(alice, true, false);
      byte[] config = bytes(1, 300);
      Digest digest = blobs.upload(alice, config);
      String fetch = getBlob(alice, digest, "&repo=app");
      ok(blobs.notify(alice, "app", "push", digest));
      Set<Integer> notes = new TreeSet<>();
      long pulls = 0;
      for (int i = 0; i < 200; i++) {
        // The index has not written yet what it was told last.
        if (i == 50) {
          fill();
        }
        if (took(put(hold, alice, i))) {
          notes.add(i);
        }
        pulls += took(blobs.get(fetch)) ? 1 : 0;
      }
      assertTrue(notes.size() < 200, "there was room all the time");
      assertArrayEquals(config, blobs.get(getBlob(alice, digest, "")).body());

      Files.delete(disk.resolve("ballast"));
      ok(put(hold, alice, 1000));
      notes.add(1000);
      for (int round = 0; round < 2; round++) {
        assertArrayEquals(config, blobs.get(fetch).body());
        pulls++;
        assertEquals(pulls, blobs.pulls(alice, "app"));
        hold.server().foldPulls();
        assertEquals(pulls, blobs.pulls(alice, "app"));
        for (int note : notes) {
          assertEquals(200, read(hold, note), () -> "note " + note);
        }
        hold.restart();
      }
    }
  }
}
