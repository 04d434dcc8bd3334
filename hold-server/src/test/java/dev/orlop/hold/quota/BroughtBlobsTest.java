package dev.orlop.hold.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.StoredBlob;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.layers.LayerIndex;
import dev.orlop.testkit.ClockAt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BroughtBlobsTest {
  private static final Did ALICE = Did.parse("did:plc:ewvi7nxzyoun6zhxrhs64oiz");
  private static final Did BOB = Did.parse("did:web:bob.example.com");

  @TempDir Path folder;
  private final ClockAt clock = new ClockAt("2026-11-21T12:30:00Z");

  private BroughtBlobs open() {
    return new BroughtBlobs(folder, Disk.REAL, new LayerIndex(), Duration.ofHours(24), clock);
  }

  private static StoredBlob blob(String content) {
    return new StoredBlob(
        Digest.hash(Digest.Algorithm.SHA256, content.getBytes(StandardCharsets.UTF_8)),
        content.length());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void aBlobIsReservedOnceForWhoBroughtIt() {
    BroughtBlobs brought = open();
    brought.keep(ALICE, blob("one"));
    brought.keep(ALICE, blob("one"));
    brought.keep(ALICE, blob("three"));
    assertEquals(8, brought.bytes(ALICE));
    assertEquals(0, brought.bytes(BOB));
  }

  @Test
  void reservationsOutliveAProcessThatIsKilled() {
    open().keep(ALICE, blob("one"));
    clock.advance(Duration.ofHours(2));
    BroughtBlobs second = open();
    second.keep(ALICE, blob("three"));
    // Neither was closed.
    assertEquals(8, open().bytes(ALICE));
  }

  @Test
  void aReservationEndsWithItsLeaseAndItsFileGoes() throws IOException {
    BroughtBlobs brought = open();
    brought.keep(ALICE, blob("one"));
    clock.advance(Duration.ofHours(24));
    assertEquals(0, brought.bytes(ALICE));
    assertEquals(0, open().bytes(ALICE));
    clock.advance(Duration.ofHours(2));
    brought.keep(ALICE, blob("three"));
    assertEquals(1, files().size());
    assertEquals(5, open().bytes(ALICE));
  }

  @Test
  void aLineThatWasCutOffTakesNoOtherWithIt() throws IOException {
    open().keep(ALICE, blob("one"));
    Path file = files().getFirst();
    Files.writeString(file, "1763755200123 did:plc:ewvi7nx", StandardOpenOption.APPEND);
    BroughtBlobs second = open();
    assertEquals(3, second.bytes(ALICE));
    second.keep(ALICE, blob("three"));
    assertEquals(8, open().bytes(ALICE));
    assertTrue(Files.size(file) > 0);
  }
}
