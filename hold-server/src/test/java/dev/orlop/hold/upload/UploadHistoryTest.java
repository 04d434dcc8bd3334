package dev.orlop.hold.upload;

import static dev.orlop.hold.blob.Content.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orlop.hold.disk.FaultyDisk.Op;
import dev.orlop.testkit.Cases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One upload through many fates, beside a map of what its parts should be. */
class UploadHistoryTest {
  private static final int PARTS = 6;

  @TempDir Path folder;

  /** A part that was answered. */
  private record Sent(PartRef ref, byte[] content) {}

  @Test
  void whateverHappensOnTheWayTheBlobIsThePartsThatWereAnsweredLast() {
    Cases.run(
        60,
        random -> {
          UploadWorld world = new UploadWorld(Files.createTempDirectory(folder, "case"));
          String upload = world.begin();
          Map<Integer, Sent> sent = new TreeMap<>();
          int next = 1;
          for (int step = 0; step < 15; step++) {
            // Most parts come in their order.
            int number = random.nextInt(3) > 0 ? next : random.nextInt(1, PARTS + 1);
            happen(random, world, upload, number, sent);
            next = Math.min(PARTS, sent.containsKey(next) ? next + 1 : next);
            assertEquals(held(sent), world.uploads.usage().bytes());
          }
          for (int number = 1; number <= PARTS; number++) {
            if (!sent.containsKey(number)) {
              send(random, world, upload, number, sent);
            }
          }
          byte[] whole =
              UploadWorld.join(sent.values().stream().map(Sent::content).toArray(byte[][]::new));
          PartRef[] list = sent.values().stream().map(Sent::ref).toArray(PartRef[]::new);
          world.finish(upload, whole, list);
          assertEquals(new UploadService.Usage(0, 0), world.uploads.usage());
        });
  }

  private static long held(Map<Integer, Sent> sent) {
    return sent.values().stream().mapToLong(part -> part.content().length).sum();
  }

  private static void happen(
      SplittableRandom random,
      UploadWorld world,
      String upload,
      int number,
      Map<Integer, Sent> sent) {
    switch (random.nextInt(8)) {
      case 0 -> world.reopen();
      case 1 ->
          assertThrows(
              IOException.class,
              () ->
                  world.uploads.writePart(
                      UploadId.parse(upload).orElseThrow(),
                      number,
                      Bodies.broken(bytes(random.nextLong(), random.nextInt(150_000))),
                      OptionalLong.empty()));
      case 2 -> failToComplete(random, world, upload, sent);
      default -> send(random, world, upload, number, sent);
    }
  }

  private static void send(
      SplittableRandom random,
      UploadWorld world,
      String upload,
      int number,
      Map<Integer, Sent> sent) {
    byte[] content = bytes(random.nextLong(), random.nextInt(10, 150_000));
    sent.put(number, new Sent(world.send(upload, number, content), content));
  }

  /** Completes the parts from the first on, and the disk refuses one of the last steps. */
  private static void failToComplete(
      SplittableRandom random, UploadWorld world, String upload, Map<Integer, Sent> sent) {
    int count = 0;
    while (sent.containsKey(count + 1)) {
      count++;
    }
    if (count == 0) {
      return;
    }
    PartRef[] list =
        sent.values().stream()
            .limit(random.nextInt(count) + 1L)
            .map(Sent::ref)
            .toArray(PartRef[]::new);
    byte[] whole =
        UploadWorld.join(
            sent.values().stream().limit(list.length).map(Sent::content).toArray(byte[][]::new));
    Op refused = random.nextBoolean() ? Op.FORCE : Op.TRUNCATE;
    world.disk.refuse(op -> op == refused);
    UploadWorld.assertRefused(
        UploadError.NO_ROOM, world.complete(upload, UploadWorld.sha256(whole), list));
    world.disk.mend();
  }
}
